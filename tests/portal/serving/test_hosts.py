"""Whatever a request asks for, it names this site; it may name it in its target."""

import asyncio

import pytest

from portal.serving.hosts import for_this_site


def ask(path, *hosts, raw=None):
    """The scope that the application is given, or the status of the refusal and its headers."""
    given, said = [], []

    async def application(scope, receive, send):
        given.append(scope)

    async def send(message):
        said.append(message)

    headers = [(b"host", host.encode()) for host in hosts]
    scope = {"type": "http", "path": path, "raw_path": raw or path.encode(), "headers": headers}
    asyncio.run(for_this_site(application)(scope, None, send))
    return given[0] if given else (said[0]["status"], dict(said[0]["headers"]))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST", "localhost.", "[::1]:80"]
)
@pytest.mark.parametrize("path", ["/", "/static/site.css", "/accords.json"])
def test_a_name_of_this_site_is_answered(path, host):
    assert ask(path, host)["path"] == path


@pytest.mark.parametrize("path", ["/", "/static/site.css", "/healthz", "/nulle-part"])
@pytest.mark.parametrize(
    "hosts",
    [(), ("",), ("evil.example",), ("127.0.0.1.evil.example",), ("127.0.0.1@evil",), ("[::1",), ("127.0.0.1 ",),
     ("é",), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1, evil.example",)],
)  # fmt: skip
def test_another_is_refused_whatever_is_asked(path, hosts):
    status, headers = ask(path, *hosts)
    assert status == 400
    assert b"default-src 'none'" in headers[b"Content-Security-Policy"]


@pytest.mark.parametrize(
    ("target", "path", "raw"),
    [
        ("http://127.0.0.1/accords/", "/accords/", b"/accords/"),
        ("HTTP://localhost:8000/accords/%C3%A9/", "/accords/é/", b"/accords/%C3%A9/"),
        ("https://127.0.0.1", "/", b"/"),
    ],
)
def test_a_target_may_be_a_whole_address(target, path, raw):
    scope = ask(target, "evil.example", raw=target.encode())
    assert (scope["path"], scope["raw_path"]) == (path, raw)


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example/",
        "http:///accords/",
        "http://127.0.0.1@evil/",
        "http://a@127.0.0.1/",
        "http://[::1/",
    ],
)
def test_a_whole_address_of_another_is_refused(target):
    assert ask(target, "127.0.0.1")[0] == 400
