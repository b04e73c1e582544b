"""Clients that ask for nothing, or a byte at a time, by the hundred: the others are served as if they were alone."""

import socket
import time
from contextlib import ExitStack, suppress

from tests.proofs import Finding
from tests.proofs.site import Site

START = b"GET /accords/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
#: Seconds after which who has asked for nothing must be gone, the bound and a margin.
GONE_AFTER = 20


def slow_clients(site: Site, seconds: int, each: int = 500, idle: int = 4_000) -> list[Finding]:
    """G3."""
    times, failed = [], 0
    with ExitStack() as opened:
        dripping = [connect(site, opened, START) for _ in range(each)]
        silent = [connect(site, opened) for _ in range(each)]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for client in dripping:
                drip(client, b"x")
            began = time.monotonic()
            failed += site.get(f"/accords/?par_page={1 + len(times) % 100}")[0] != 200
            times.append(1000 * (time.monotonic() - began))
            # Those that were closed come back, as an attacker would.
            dripping = [client if alive(client) else connect(site, opened, START) for client in dripping]
            silent = [client if alive(client) else connect(site, opened) for client in silent]
    p99 = sorted(times)[int(0.99 * len(times))]
    held, served = left_after(site, idle)
    return [
        Finding("G3", f"{each} muets, {each} au compte-gouttes, {seconds} s : tout est servi, 99 % en moins de 500 ms",
                f"{len(times) - failed} sur {len(times)} servies, 99 % en {p99:.0f} ms", not failed and p99 < 500),
        Finding("G3 bis", f"{idle} connexions muettes fermées en moins de {GONE_AFTER} s, le site répondant",
                f"{held} tenues encore, le site {'répond' if served else 'ne répond plus'}", not held and served),
    ]  # fmt: skip


def left_after(site: Site, count: int) -> tuple[int, bool]:
    """How many silent connections are still held, and whether the site answers meanwhile."""
    with ExitStack() as opened:
        clients = [connect(site, opened) for _ in range(count)]
        served = site.get("/accords/")[0] == 200
        time.sleep(GONE_AFTER)
        return sum(map(alive, clients)), served


def connect(site: Site, opened: ExitStack, first: bytes = b"") -> socket.socket:
    client = opened.enter_context(socket.create_connection((site.host, site.port), timeout=30))
    client.setblocking(False)
    drip(client, first)
    return client


def drip(client: socket.socket, part: bytes) -> None:
    with suppress(OSError):  # it was closed: that is what is measured
        client.send(part)


def alive(client: socket.socket) -> bool:
    try:
        return client.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False
