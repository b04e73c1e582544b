"""Files to take away wait for each other, and no page waits for them."""

import asyncio
import threading

import pytest
from django.http import HttpResponse

from portal.web import handler as handler_module
from portal.web.handler import PublicHandler


@pytest.fixture
def busy(monkeypatch):
    """A handler whose files are never finished until they are let go."""
    let_go, handler = threading.Event(), PublicHandler()

    def answer(scope):
        if scope["path"].endswith(".csv"):
            assert let_go.wait(10)
        return HttpResponse(), scope["path"].encode()

    monkeypatch.setattr(handler, "answer", answer)
    monkeypatch.setattr(handler_module, "MOST_FILES", 3)
    yield handler, let_go
    let_go.set()


async def ask(handler, path):
    said = []

    async def send(message):
        said.append(message)

    await handler({"type": "http", "method": "GET", "path": path}, None, send)
    return said[0]["status"], dict(said[0]["headers"])


def test_pages_are_answered_while_files_are_written(busy):
    handler, let_go = busy

    async def play():
        files = [asyncio.create_task(ask(handler, "/accords.csv")) for _ in range(3)]
        await asyncio.sleep(0.05)
        assert (await asyncio.wait_for(ask(handler, "/accords/"), 5))[0] == 200
        status, headers = await asyncio.wait_for(ask(handler, "/accords.csv"), 5)
        assert (status, headers[b"Retry-After"]) == (503, b"60")
        assert b"Content-Security-Policy" in headers
        assert headers[b"Access-Control-Allow-Origin"] == b"*"
        let_go.set()
        assert [status for status, _ in await asyncio.gather(*files)] == [200, 200, 200]
        assert (await ask(handler, "/accords.csv"))[0] == 200

    asyncio.run(play())
