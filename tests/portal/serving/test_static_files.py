"""Static files behind an event loop, as both processes serve them: nothing is warned of, every byte is there."""

import asyncio
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.asgi import get_asgi_application

BODY = b"a { color: red }\n" * 40


def ask(application, method: str = "GET", **headers: str) -> tuple[int, dict, bytes]:
    """What an application answers to one request for a file, at its own door."""
    sent, asked = [], [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        if asked:
            return asked.pop()
        return await asyncio.Event().wait()  # the reader stays until the answer is whole

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": "/static/essai.css",
        "query_string": b"",
        "headers": [
            (b"host", b"127.0.0.1"),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ],
    }
    asyncio.run(application(scope, receive, send))
    start, *bodies = sent
    told = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return start["status"], told, b"".join(one.get("body", b"") for one in bodies)


@pytest.fixture(params=["public", "admin"])
def application(request, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.MIDDLEWARE = project.PUBLIC_MIDDLEWARE if request.param == "public" else project.ADMIN_MIDDLEWARE
    settings.ROOT_URLCONF = "portal.urls" if request.param == "public" else "portal.admin_urls"
    Path(tmp_path, "essai.css").write_bytes(BODY)
    return get_asgi_application()


def test_a_file_is_sent_without_a_warning(application):
    """Every warning is an error in the tests: Django has one for what it must read before an event loop sends it."""
    status, headers, body = ask(application)
    assert (status, body) == (200, BODY)
    assert headers["content-type"].startswith("text/css")
    assert headers["content-length"] == str(len(BODY))
    assert "access-control-allow-origin" not in headers


def test_its_head_and_a_part_of_it(application):
    assert ask(application, "HEAD")[::2] == (200, b"")
    status, headers, body = ask(application, range="bytes=2-8")
    assert (status, body) == (206, BODY[2:9])
    assert headers["content-range"] == f"bytes 2-8/{len(BODY)}"


def test_who_has_it_already_is_told_so(application):
    seen = ask(application)[1]["last-modified"]
    assert ask(application, **{"if-modified-since": seen})[::2] == (304, b"")
