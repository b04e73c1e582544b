"""What one connection may hold, and for how long: gunicorn's protocol with our bounds, on a real socket."""

import asyncio
import logging
import time
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from portal.serving import worker as bounds
from portal.serving.worker import Connection

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
LARGE = 64 << 20  # more than the system holds for one connection


async def application(scope, receive, send):
    """Reads what is sent when it is asked to, as the admin does."""
    if scope["path"] == "/read":
        while (await receive()).get("more_body"):
            pass
    body = b"x" * (LARGE if scope["path"] == "/large" else 3)
    headers = [(b"Content-Length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def talk(monkeypatch):
    """Play a conversation with a server whose bounds are short; it is given what opens a connection."""
    monkeypatch.setattr(bounds, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(bounds, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(bounds, "READING_SECONDS", 0.3)
    monkeypatch.setattr(bounds, "CLOSING_SECONDS", 0.3)

    def play(conversation, most=100):
        async def served():
            worker = SimpleNamespace(
                cfg=Config(), log=SimpleNamespace(access_log_enabled=False, **vars(Log)), asgi=application,
                loop=asyncio.get_running_loop(), alive=True, nr=0, nr_conns=0, max_requests=10**9, state={},
                silent={}, most_connections=most,
            )  # fmt: skip
            server = await worker.loop.create_server(lambda: Connection(worker), "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            async with server:
                await conversation(lambda: asyncio.open_connection("127.0.0.1", port), worker)
                deadline = time.monotonic() + 10
                while worker.nr_conns and time.monotonic() < deadline:
                    await asyncio.sleep(0.02)
            assert worker.nr_conns == 0
            assert worker.silent == {}

        asyncio.run(served())

    return play


class Log:
    debug = info = warning = error = exception = logging.getLogger("connections").warning


async def closed_after(reader) -> float:
    """The seconds until the other side closes."""
    began = time.monotonic()
    try:
        while await asyncio.wait_for(reader.read(1 << 16), 10):
            pass
    except ConnectionError:
        pass
    return time.monotonic() - began


def test_who_asks_for_nothing_is_left(talk):
    async def say_nothing(connect, worker):
        reader, writer = await connect()
        assert 0.2 < await closed_after(reader) < 3
        writer.close()

    talk(say_nothing)


@pytest.mark.parametrize(
    "first", [b"", HEAD, b"POST /read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"]
)
def test_who_sends_a_byte_at_a_time_is_left(talk, first):
    async def drip(connect, worker):
        reader, writer = await connect()
        writer.write(first)
        ended = asyncio.create_task(closed_after(reader))
        while not ended.done():
            writer.write(b"x")
            await asyncio.sleep(0.05)
        assert ended.result() < 3
        writer.close()

    talk(drip)


def test_who_does_not_read_is_left(talk):
    async def take_nothing(connect, worker):
        _, writer = await connect()
        writer.write(b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        await asyncio.sleep(2)
        assert worker.nr_conns == 0
        writer.close()

    talk(take_nothing)


def test_who_reads_slowly_is_waited_for(talk):
    async def take_a_little(connect, worker):
        reader, writer = await connect()
        writer.write(b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        taken = 0
        while part := await reader.read(1 << 20):
            taken += len(part)
            await asyncio.sleep(0.02)
        assert taken > LARGE
        writer.close()

    talk(take_a_little)


def test_an_answer_and_the_next_are_given_on_one_connection(talk):
    async def ask_twice(connect, worker):
        reader, writer = await connect()
        for _ in range(2):
            writer.write(HEAD + b"\r\n")
            assert b"200 OK" in await reader.readuntil(b"\r\n\r\nxxx")
            await asyncio.sleep(0.5)  # longer than a head is awaited
        writer.close()

    talk(ask_twice)


def test_when_there_are_too_many_the_oldest_silent_one_goes(talk):
    async def crowd(connect, worker):
        opened = [await connect() for _ in range(5)]
        reader, writer = await connect()
        writer.write(HEAD + b"\r\n")
        assert b"200 OK" in await reader.readuntil(b"\r\n\r\nxxx")
        assert await closed_after(opened[0][0]) < 0.2
        for _, each in [*opened, (reader, writer)]:
            each.close()

    talk(crowd, most=5)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", 414),
        (HEAD + b"X: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: rot13, chunked\r\n\r\n", 501),
    ],
)
def test_what_gunicorn_refuses_bears_our_headers(talk, request_, status):
    async def ask(connect, worker):
        reader, writer = await connect()
        writer.write(request_)
        answer = (await reader.read()).decode()
        head, _, body = answer.partition("\r\n\r\n")
        assert head.startswith(f"HTTP/1.1 {status} ")
        assert "content-security-policy: default-src 'none'" in head.lower()
        assert "\r\nserver:" not in head.lower()
        assert body.endswith(".\n")
        assert "aaaa" not in body
        writer.close()

    talk(ask)
