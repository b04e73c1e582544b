"""The site that is measured: one that runs already, or one that is started on a copy, with its processes at hand."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection, RemoteDisconnected
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError

from portal.serving.servers import Server, die_with_parent, stop
from tests.ports import free_port
from tests.proofs import raw

CLIENTS = 4


class Reached(Protocol):
    """Where clients ask: a site, or the proxy in front of it."""

    def connection(self) -> HTTPConnection: ...


@dataclass(frozen=True)
class Site:
    host: str
    port: int
    pid: int = 0  # of the gunicorn that is measured; 0 when it is another's
    var: Path = field(default_factory=Path)
    tls: bool = False  # as behind a proxy, whose certificate is verified

    def connection(self, timeout: float = 60) -> HTTPConnection:
        return (HTTPSConnection if self.tls else HTTPConnection)(self.host, self.port, timeout=timeout)

    def send(self, request: bytes) -> raw.Answer:
        """What comes back of raw bytes, which name this site where they name the one on this machine."""
        named = request.replace(raw.HOST, f"Host: {self.host}\r\n".encode())
        return raw.send(self.port, named, self.host, tls=self.tls)

    def get(self, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = self.connection()
        try:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def told(self, address: str) -> dict:
        return json.loads(self.get(address)[2])

    def slugs(self) -> list[str]:
        """Those of pages that exist."""
        found, address = [], "/accords.json?perimetre=tout&par_page=100"
        while address and len(found) < 500:
            told = self.told(address)
            found += [row["identifiant"] for row in told["accords"]]
            address = told["suivante"]
        for path, rows in (("/conventions.json", "conventions"), ("/organisations.json", "organisations")):
            found += [row["identifiant"] for row in self.told(path)[rows] if "identifiant" in row]
        return found

    def workers(self) -> list[int]:
        """The processes that answer."""
        return [pid for pid in processes() if parent_of(pid) == self.pid]


def site_at(url: str) -> Site:
    """The portal that answers there: what is no portal, or only leads to one, is not measured as if it were."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CommandError(f"« {url} » n’est pas une adresse « https://nom » ou « http://nom:port ».")
    tls = parts.scheme == "https"
    site = Site(parts.hostname, parts.port or (443 if tls else 80), tls=tls)
    try:
        status, headers, _ = site.get("/healthz")
    except (OSError, HTTPException) as error:
        raise CommandError(f"{url} ne répond pas : {error}.") from error
    if status != 200:
        leads = f" (vers {headers['location']})" if "location" in headers else ""
        raise CommandError(f"{url}/healthz répond {status}{leads} : il n’y a pas là de portail à mesurer.")
    return site


@contextmanager
def started(var: Path, code: Path = settings.BASE_DIR, **told: str) -> Iterator[Site]:
    """The public site of an installation, with the very command of `serve`, once its pages can be drawn.

    `told`: what its environment says besides.
    """
    if not (var / "static").exists():
        run(var, "collectstatic", "--noinput", "--verbosity=0", PORTAL_ROLE="public")
    server = Server("Le site public", "public", "127.0.0.1", free_port(), workers=2)
    process = subprocess.Popen(
        server.command(), cwd=code, env=environment(var, PORTAL_ROLE="public", **told), stderr=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=die_with_parent(signal.SIGTERM),
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while not server.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Le site à mesurer n’a pas démarré.")
            time.sleep(0.1)
        yield Site("127.0.0.1", server.port, process.pid, var)
    finally:
        stop([process])


@contextmanager
def copied(var: Path) -> Iterator[Path]:
    """An installation of one's own, to be harmed."""
    with tempfile.TemporaryDirectory(prefix="portal-preuve-") as name:
        copy = Path(name) / "var"
        shutil.copytree(var, copy, symlinks=True, ignore=shutil.ignore_patterns("bench"))
        yield copy


def environment(var: Path, **added: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_URL"))
    }
    mine = {"PORTAL_SETTINGS": os.devnull, "PORTAL_VAR": str(var), "PORTAL_NO_BOOTSTRAP": "1"}
    return {**kept, **mine, **added}


def command(*words: str, code: Path = settings.BASE_DIR) -> list[str]:
    return [sys.executable, str(code / "manage.py"), *words]


def run(var: Path, *words: str, **added: str) -> str:
    done = subprocess.run(command(*words), env=environment(var, **added), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


# -- Under load ------------------------------------------------------------------------------------------------


class Load:
    """Clients that ask without end until they are stopped; what each answer was is counted."""

    def __init__(
        self, site: Reached, addresses: Iterable[str], look: Callable[[str, bytes], str] | None = None
    ):
        self.site, self.addresses, self.look = site, iter(addresses), look
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []
        self.times: list[float] = []
        self.headers: dict[str, str] = {}
        self.dearest = (0.0, "")
        self.turn, self.stopped = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *raised):
        self.stopped.set()
        self.join()

    def join(self):
        for thread in self.threads:
            thread.join()

    @property
    def count(self) -> int:
        return len(self.times)

    def next(self) -> str | None:
        with self.turn:
            return None if self.stopped.is_set() else next(self.addresses, None)

    def ask(self):
        connection = self.site.connection()
        while (address := self.next()) is not None:
            began = time.monotonic()
            try:
                answer, content = self.answer_to(address, connection)
            except (OSError, HTTPException) as error:
                self.faults.append(f"{address} : {error!r}")
                connection.close()
                continue
            self.note(address, answer, content, time.monotonic() - began)
        connection.close()

    def answer_to(self, address, connection):
        """As every client does: on a connection that was closed meanwhile, being silent, it asks once more."""
        kept = connection.sock is not None
        try:
            connection.request("GET", address, headers=self.headers)
            answer = connection.getresponse()
        except (ConnectionError, RemoteDisconnected):
            connection.close()
            if not kept:
                raise
            connection.request("GET", address, headers=self.headers)
            answer = connection.getresponse()
        return answer, answer.read()

    def note(self, address, answer, content, seconds):
        self.times.append(seconds)
        self.dearest = max(self.dearest, (seconds, address))
        self.statuses[answer.status] += 1
        wrong = f"{answer.status}" if answer.status >= 500 else ""
        wrong = wrong or ("Set-Cookie" if answer.getheader("Set-Cookie") else "")
        wrong = wrong or (self.look(address, content) if self.look and answer.status == 200 else "")
        if wrong:
            self.faults.append(f"{address} : {wrong}")

    def quantile(self, part: float) -> float:
        """In milliseconds."""
        return 1000 * sorted(self.times)[min(len(self.times) - 1, int(part * len(self.times)))]


# -- Processes ---------------------------------------------------------------------------------------------------


def processes() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def parent_of(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return 0


def memory_of(pid: int) -> float:
    """Megabytes that it alone holds."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def files_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
