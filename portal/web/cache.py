"""Whole answers, kept in the process: an edition never changes, so neither does an answer made from it.

The key is the edition, today's date, the path and the parameters that the page at that path declares, in one order.
A new edition empties the cache. What is kept is bounded in bytes, keys and headers included, and in number. Each
answer is compressed once, and carries a strong ETag: who has it already gets 304 without a byte of it.
"""

import asyncio
import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from sys import getsizeof

import brotli

from portal.edition import store
from portal.web.as_of import today
from portal.web.declarations import check_declarations, parameters_of
from portal.web.gate import unreadable

LARGEST, SIZE = 1 << 20, 64 << 20  # bytes: of the bodies of one answer that is kept, and of all that is kept
MOST = 10_000  # answers
#: What an answer takes beside its key, its headers and its bodies: the objects that hold them.
OVERHEAD = 500
SMALLEST_COMPRESSED = 500
#: Files whose links are whole addresses: such an answer is of one host.
TAKEN_AWAY = (".atom", ".csv", ".ics", ".xlsx")
#: What the cache answers for, and the application is not asked.
NEGOTIATED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
REPLACED = {b"content-length", b"etag", b"vary", b"accept-ranges"}
CACHE_CONTROL = (b"Cache-Control", b"public, max-age=60, stale-while-revalidate=600, stale-if-error=86400")


@dataclass(slots=True)
class Answer:
    headers: list[tuple[bytes, bytes]]
    bodies: dict[bytes, bytes]  # by encoding; « identity » is always there
    etag: str

    @classmethod
    def of(cls, headers, body: bytes) -> "Answer":
        bodies = {b"identity": body}
        if len(body) >= SMALLEST_COMPRESSED and is_text(headers):
            bodies[b"br"] = brotli.compress(body, quality=5)
            bodies[b"gzip"] = gzip.compress(body, 6, mtime=0)
        return cls.made_of(headers, bodies)

    @classmethod
    def once(cls, headers, body: bytes, accepted: bytes) -> "Answer":
        """An answer too large to be kept: compressed fast, and only as it is asked for."""
        bodies = {b"identity": body}
        if is_text(headers) and (asked := offered(accepted, FAST)):
            bodies[asked] = FAST[asked](body)
        return cls.made_of(headers, bodies)

    @classmethod
    def made_of(cls, headers, bodies: dict[bytes, bytes]) -> "Answer":
        kept = [(name, value) for name, value in headers if name.lower() not in REPLACED]
        return cls(kept, bodies, hashlib.sha256(bodies[b"identity"]).hexdigest()[:32])

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))

    def encoded_for(self, accepted: bytes) -> bytes:
        return offered(accepted, self.bodies) or b"identity"


def offered(accepted: bytes, among: Collection[bytes]) -> bytes | None:
    """The best of these encodings that the reader takes."""
    taken = {
        name.strip()
        for name, *parameters in (part.split(b";") for part in accepted.split(b","))
        if not any(REFUSED.fullmatch(parameter) for parameter in parameters)
    }
    return next((name for name in (b"br", b"gzip") if name in among and name in taken), None)


#: « ;q=0 », « ; q=0.0 »: an encoding that the reader does not want (RFC 9110, 12.4.2).
REFUSED = re.compile(rb"\s*q=0(\.0{0,3})?\s*", re.IGNORECASE)
#: How a large answer is compressed, in little time.
FAST = {
    b"br": lambda body: brotli.compress(body, quality=1),
    b"gzip": lambda body: gzip.compress(body, 1, mtime=0),
}


class Cache:
    """The answers of one edition on one day, the last used kept, within a bounded size."""

    def __init__(self):
        self.of: tuple | None = None
        self.answers: OrderedDict[tuple, Answer] = OrderedDict()
        self.size = 0

    def get(self, of, key) -> Answer | None:
        if of != self.of:
            self.of, self.size = of, 0
            self.answers.clear()
        if answer := self.answers.get(key):
            self.answers.move_to_end(key)
        return answer

    def put(self, of, key, answer: Answer) -> None:
        if of != self.of or answer.size > LARGEST or key in self.answers:
            return
        self.answers[key] = answer
        self.size += weight(key, answer)
        while self.size > SIZE or len(self.answers) > MOST:
            self.size -= weight(*self.answers.popitem(last=False))


def weight(key: tuple, answer: Answer) -> int:
    """The bytes of memory that an answer takes, with its key."""
    parts = [*key, answer.etag, *answer.bodies.values(), *answer.headers]
    parts += [part for header in answer.headers for part in header]
    return OVERHEAD + sum(map(getsizeof, parts))


def is_text(headers) -> bool:
    kind = dict(headers).get(b"Content-Type", b"")
    return kind.startswith((b"text/", b"application/json", b"application/atom", b"image/svg"))


def key_of(scope) -> tuple | None:
    """The key of a request, or None when its answer is not one to keep."""
    if scope["method"] not in ("GET", "HEAD") or scope["path"] == "/healthz":
        return None
    query = scope["query_string"].decode("latin-1")
    if query and unreadable(query):
        return None  # it is refused, whatever the page reads
    parameters = parameters_of(scope["path"])
    host = dict(scope["headers"]).get(b"host", b"") if scope["path"].endswith(TAKEN_AWAY) else b""
    return (scope["path"], parameters.key(query) if query else "", host)


def cached(application):
    """Wrap an ASGI application so that an answer is made once for an edition and a day."""
    check_declarations()
    cache = Cache()

    async def answering(scope, receive, send):
        key = key_of(scope) if scope["type"] == "http" else None
        manifest = present() if key else None
        if manifest is None:
            return await application(scope, receive, send)
        of = (manifest.number, manifest.checksum, today())
        answer = cache.get(of, key)
        if answer is None:
            made = Made()
            await application(plain(scope), receive, made.take)
            if made.status != 200:
                return await made.give(scope, send)
            if len(made.body) > LARGEST:  # apart from the loop, which others wait for
                asked = dict(scope["headers"]).get(b"accept-encoding", b"")
                answer = await asyncio.to_thread(Answer.once, made.headers, bytes(made.body), asked)
            else:
                answer = Answer.of(made.headers, bytes(made.body))
                cache.put(of, key, answer)
        return await give(answer, scope, send)

    return answering


def present() -> store.Manifest | None:
    """The current edition; where it cannot be told, the application says so."""
    try:
        return store.current()
    except store.EditionError:
        return None


def plain(scope) -> dict:
    """The request that asks for the whole answer, as it is before any encoding."""
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in NEGOTIATED]
    return {**scope, "method": "GET", "headers": kept}


class Made:
    """An answer as the application makes it."""

    def __init__(self):
        self.status, self.headers, self.body = 500, [], bytearray()

    async def take(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], message["headers"]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def give(self, scope, send):
        body = b"" if scope["method"] == "HEAD" else bytes(self.body)
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": body})


async def give(answer: Answer, scope, send):
    asked = {name.lower(): value for name, value in scope["headers"]}
    encoding = answer.encoded_for(asked.get(b"accept-encoding", b""))
    etag = f'"{answer.etag}-{encoding.decode()}"'.encode()
    common = [*answer.headers, (b"ETag", etag), (b"Vary", b"Accept-Encoding")]
    if not any(name.lower() == b"cache-control" for name, _ in answer.headers):
        common.append(CACHE_CONTROL)  # a static file says its own
    if etag in [tag.strip().removeprefix(b"W/") for tag in asked.get(b"if-none-match", b"").split(b",")]:
        await send({"type": "http.response.start", "status": 304, "headers": common})
        return await send({"type": "http.response.body", "body": b""})
    body = answer.bodies[encoding]
    headers = [*common, (b"Content-Length", str(len(body)).encode())]
    if encoding != b"identity":
        headers.append((b"Content-Encoding", encoding))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    return await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
