"""Requests as no browser sends them, byte by byte, and what comes back."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

HOST = b"Host: 127.0.0.1\r\n"
CLOSE = b"Connection: close\r\n"


def requests() -> dict[str, bytes]:
    """Each under a name: whole requests, but for the end of the connection that follows."""
    named = {}
    for kind, made in KINDS.items():
        for number, request in enumerate(made()):
            named[f"{kind} {number}"] = request
    return named


def get(target: bytes = b"/accords/", headers: bytes = b"", method: bytes = b"GET") -> bytes:
    return method + b" " + target + b" HTTP/1.1\r\n" + HOST + headers + CLOSE + b"\r\n"


def methods() -> Iterator[bytes]:
    for method in (
        b"PUT",
        b"DELETE",
        b"PATCH",
        b"TRACE",
        b"OPTIONS",
        b"FOO",
        b"get",
        b"G" * 200,
        b"GET,POST",
    ):
        yield get(method=method)
    yield get(b"*", method=b"OPTIONS")
    yield get(b"127.0.0.1:80", method=b"CONNECT")
    yield b"POST /accords/ HTTP/1.1\r\n" + HOST + CLOSE + b"Content-Length: 5\r\n\r\nhello"
    yield b"POST / HTTP/1.1\r\n" + HOST + CLOSE + b"Content-Length: 50\r\n\r\nshort"
    yield b"POST / HTTP/1.1\r\n" + HOST + CLOSE + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"


def targets() -> Iterator[bytes]:
    for target in (
        b"/%00/", b"/accords/%00/", b"/%ff/", b"/%c0%af", b"/accords/%ed%a0%80/", b"/\xff\xfe", b"/accords/\xc3\xa9/",
        b"/..", b"/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/static/../manage.py",
        b"/static/%2e%2e/manage.py", b"/static/..%2f..%2fmanage.py", b"/static/staticfiles.json",
        b"/static/%00", b"/static/", b"/static", b"//accords//", b"//evil.example/", b"/\\evil.example",
        b"/accords/;x=1", b"/accords/%0d%0aX:%20y",
        b"/" + b"a" * 3_000, b"/" + b"a" * 9_000, b"/" + b"a/" * 1_500, b"/accords/" + b"%41" * 1_000 + b"/",
        b"http://127.0.0.1/accords/", b"HTTP://127.0.0.1", b"http://evil.example/", b"http://[::1/", b"accords/", b"",
        b"/accords/#fragment", b"/accords/?", b"/accords/??", b"/accords/?&&&", b"/accords/?=", b"/accords/%",
        b"/accords/%zz/", b"/admin/", b"/admin/login/", b"/healthz/", b"/HEALTHZ", b"/.git/config", b"/.env",
    ):  # fmt: skip
        yield get(target)


def queries() -> Iterator[bytes]:
    for query in (
        b"q=%00", b"q=%ff", b"q=%ed%a0%80", b"q=\xff", b"q=" + b"a" * 3_900, b"q=" + b"%22" * 1_000, b"q=(", b"q=%22",
        b"q=NEAR(a%20b)", b"q=a%20OR", b"q=*", b"date=0000-00-00", b"date=2024-02-30", b"date=9999-99-99", b"page=0",
        b"page=-1", b"page=1e400", b"page=" + b"9" * 400, b"par_page=" + b"9" * 40, b"page=%D9%A3",
        b"type=" + b"x" * 500, b"convention=" + b"9" * 400, b"&".join(b"p%d=1" % n for n in range(500)),
        b"type=accord&" * 300, b"q=%F0%9F%92%A9", b"tri=%27%3B--", b"q=%3Cscript%3E", b"q=%7B%7B7*7%7D%7D",
        b"q=%25s%25(x)s",
    ):  # fmt: skip
        yield get(b"/accords/?" + query)
    yield get(b"/accords.csv?q=%00")
    yield get(b"/accords.json?date=x")


def headers() -> Iterator[bytes]:
    for header in (
        b"Content-Type: text/html; charset=punycode", b"Content-Type: text/html; charset=hex",
        b"Content-Type: multipart/form-data", b'Cookie: sessionid="\\000aaaaaaaa"', b"Cookie: " + b"a=b;" * 1_000,
        b"Cookie: \xff=\xfe", b"Accept-Encoding: *;q=0", b"Accept-Encoding: br;q=nan, gzip;q=-1", b"Range: bytes=5-2",
        b"Range: bytes=0-0,1-1,2-2,-9999999999999", b"If-Modified-Since: hier", b"If-None-Match: *",
        b'If-None-Match: "' + b"x" * 5_000 + b'"', b"X-Forwarded-Host: evil.example", b"X-Forwarded-Proto: https",
        b"X-Forwarded-For: \xff", b"SCRIPT_NAME: /x", b"Script-Name: /x", b"X-HTTP-Method-Override: DELETE",
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13",
        b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk", b"X: " + b"a" * 70_000,
        b"\r\n".join(b"X-%d: y" % n for n in range(200)), b"Sans deux points", b" X: plus loin", b"X\x00: y",
        b"X: \x00", b"Expect: 200-ok", b"Authorization: Basic \xff", b"Proxy: http://evil.example", b"Max-Forwards: -1",
    ):  # fmt: skip
        yield get(headers=header + b"\r\n")
        if header.startswith((b"Range", b"If-", b"Content-Type")):
            yield get(b"/static/robots.txt", headers=header + b"\r\n")


def frames() -> Iterator[bytes]:
    """What delimits a request, said badly."""
    for header in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: -1", b"Content-Length: 1e3", b"Content-Length: " + b"9" * 40,
        b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: rot13",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    ):  # fmt: skip
        yield b"POST / HTTP/1.1\r\n" + HOST + CLOSE + header + b"\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
    yield b"GET / HTTP/1.1\r\n" + CLOSE + b"\r\n"  # without a host
    yield b"GET / HTTP/1.1\r\n" + HOST + HOST + CLOSE + b"\r\n"
    for host in (b"", b"evil.example", b"127.0.0.1:99999", b"127.0.0.1@evil", b"\xff", b"[::1", b"a" * 5_000):
        yield b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n" + CLOSE + b"\r\n"
    for line in (
        b"GET /",
        b"GET / HTTP/0.9",
        b"GET / HTTP/9.9",
        b"GET  /  HTTP/1.1",
        b"GET\t/\tHTTP/1.1",
        b"/",
        b" ",
    ):
        yield line + b"\r\n" + HOST + CLOSE + b"\r\n"
    yield b"GET / HTTP/1.0\r\n\r\n"
    yield b"\r\n\r\n\r\nGET / HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n"
    yield b"GET / HTTP/1.1\n" + HOST.replace(b"\r", b"") + b"Connection: close\n\n"
    yield b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n"
    yield bytes(range(256)) * 4 + b"\r\n\r\n"
    yield get().replace(CLOSE, b"") * 3 + get()  # one after the other, without waiting


KINDS = {"méthode": methods, "cible": targets, "question": queries, "en-tête": headers, "cadre": frames}


@dataclass(frozen=True)
class Answer:
    status: int  # 0 when the connection was closed without a word
    head: str

    @property
    def is_a_fault_of_the_site(self) -> bool:
        """A coding of transfer, or a version, that nobody knows is rightly answered by 501, or by 505."""
        return self.status >= 500 and self.status not in (501, 505)

    @property
    def is_a_refusal(self) -> bool:
        """In a word, by hanging up (nginx), or by a page of nothing (Caddy)."""
        empty = self.status == 200 and "\r\ncontent-length: 0" in self.head.lower()
        return empty or self.status in (0, 400, 421)


def send(
    port: int, request: bytes, host: str = "127.0.0.1", seconds: float = 30, tls: bool = False
) -> Answer:
    """The first answer to what is sent."""
    with opened(host, port, seconds, tls) as client:
        with suppress(OSError):  # refused before the last byte, which is an answer too
            client.sendall(request)
        answer = b""
        with suppress(OSError):
            while b"\r\n\r\n" not in answer and (part := client.recv(65536)):
                answer += part
    head = answer.split(b"\r\n\r\n")[0].decode("latin-1")
    words = head.split(" ", 2)
    return Answer(int(words[1]) if head.startswith("HTTP/") and words[1].isdecimal() else 0, head)


def opened(host: str, port: int, seconds: float, tls: bool) -> socket.socket:
    plain = socket.create_connection((host, port), timeout=seconds)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if tls else plain
