"""Whole answers, kept in the process: an edition never changes, so neither does an answer made from it.

The key is the edition, today's date, the path and the parameters that the page at that path declares, in one order.
A new edition empties the cache. What is kept is bounded in bytes, keys and headers included, and in number. Each
answer is compressed once, and carries a strong ETag: who has it already gets 304 without a byte of it.
"""

import asyncio
import gzip
import hashlib
import re
import zlib
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from sys import getsizeof

import brotli

from portal.edition.manifest import EditionError, Manifest
from portal.edition.served import served
from portal.web.as_of import today
from portal.web.declarations import check_declarations, parameters_of
from portal.web.gate import unreadable_query
from portal.web.headers import headers_of_data

LARGEST, SIZE = 1 << 20, 64 << 20  # bytes: of the bodies of one answer that is kept, and of all that is kept
MOST = 10_000  # answers
#: What an answer takes beside its key, its headers and its bodies: the objects that hold them.
OVERHEAD = 500
SMALLEST_COMPRESSED = 500
#: How this process is, which is of no edition.
OF_THE_MOMENT = ("/healthz", "/pret")
#: What the cache answers for, and the application is not asked.
NEGOTIATED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
REPLACED = {b"content-length", b"etag", b"vary", b"accept-ranges"}
#: The files of editions, which are asked for in parts, and say themselves how long they hold.
OF_EDITIONS = re.compile(r"/donnees/[0-9a-z]+/edition-\d+\.")
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
    path = scope["path"]
    if scope["method"] not in ("GET", "HEAD") or path in OF_THE_MOMENT or OF_EDITIONS.match(path):
        return None
    query = scope["query_string"].decode("latin-1")
    if query and unreadable_query(query):
        return None  # it is refused, whatever the page reads
    parameters = parameters_of(scope["path"])
    return (scope["path"], parameters.key(query) if query else "")


def cached(application, cache: Cache | None = None):
    """Wrap an ASGI application so that an answer is made once for an edition and a day."""
    check_declarations()
    cache = cache or Cache()

    async def answering(scope, receive, send):
        key = key_of(scope) if scope["type"] == "http" else None
        manifest = present() if key else None
        if manifest is None:
            return await application(scope, receive, send)
        of = (manifest, served.opening, today())
        answer = cache.get(of, key)
        if answer is None:
            made = Made(scope, send, tag_of(of, key))
            if made.known:
                return await made.not_modified()
            try:
                await application(plain(scope), receive, made.take)
            except NobodyReads:
                return None
            if made.flows:
                return None
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


def present() -> Manifest | None:
    """The current edition; where it cannot be told, the application says so."""
    try:
        return served.present()
    except EditionError:
        return None


def plain(scope) -> dict:
    """The request that asks for the whole answer, as it is before any encoding."""
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in NEGOTIATED]
    return {**scope, "method": "GET", "headers": kept}


class NobodyReads(Exception):
    """Only the head of a long file is asked for: the rest is not made."""


def tag_of(of: tuple, key: tuple) -> str:
    """The ETag of an answer that is never whole: it follows from the edition, the day and the address."""
    manifest, _, day = of
    return hashlib.sha256(repr((manifest.checksum, day, key)).encode()).hexdigest()[:32]


class Made:
    """An answer as the application makes it: whole, or in pieces that are sent on as they come."""

    def __init__(self, scope, send, tag: str):
        self.status, self.headers, self.body = 500, [], bytearray()
        self.scope, self.send, self.flows = scope, send, False
        asked = {name.lower(): value for name, value in scope["headers"]}
        self.encoding = offered(asked.get(b"accept-encoding", b""), (b"gzip",)) or b"identity"
        self.etag = f'"{tag}-{self.encoding.decode()}"'.encode()
        self.known = self.etag in tags_of(asked)
        self.packed = None

    async def take(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], message["headers"]
        elif self.flows or message.get("more_body"):
            await self.flow(message)
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def flow(self, message) -> None:
        """Send on a piece of a long file, compressed if its reader takes it so."""
        if not self.flows:
            await self.begin()
        piece, more = message.get("body", b""), message.get("more_body", False)
        if self.packed:
            piece = self.packed.compress(piece) + (b"" if more else self.packed.flush())
        await self.send({"type": "http.response.body", "body": piece, "more_body": more})

    async def begin(self) -> None:
        self.flows = True
        headers = [*self.headers, (b"ETag", self.etag), (b"Vary", b"Accept-Encoding"), CACHE_CONTROL]
        if self.encoding == b"gzip" and is_text(self.headers):
            self.packed = zlib.compressobj(1, wbits=31)
            headers.append((b"Content-Encoding", b"gzip"))
        await self.send({"type": "http.response.start", "status": self.status, "headers": headers})
        if self.scope["method"] == "HEAD":
            await self.send({"type": "http.response.body", "body": b""})
            raise NobodyReads

    async def not_modified(self) -> None:
        told = [(name.encode(), value.encode()) for name, value in headers_of_data().items()]
        headers = [*told, (b"ETag", self.etag), (b"Vary", b"Accept-Encoding"), CACHE_CONTROL]
        await self.send({"type": "http.response.start", "status": 304, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})

    async def give(self, scope, send):
        body = b"" if scope["method"] == "HEAD" else bytes(self.body)
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": body})


def tags_of(asked: dict[bytes, bytes]) -> list[bytes]:
    """The answers that the reader has already."""
    return [tag.strip().removeprefix(b"W/") for tag in asked.get(b"if-none-match", b"").split(b",")]


async def give(answer: Answer, scope, send):
    asked = {name.lower(): value for name, value in scope["headers"]}
    encoding = answer.encoded_for(asked.get(b"accept-encoding", b""))
    etag = f'"{answer.etag}-{encoding.decode()}"'.encode()
    common = [*answer.headers, (b"ETag", etag), (b"Vary", b"Accept-Encoding")]
    if not any(name.lower() == b"cache-control" for name, _ in answer.headers):
        common.append(CACHE_CONTROL)  # a static file says its own
    if etag in tags_of(asked):
        await send({"type": "http.response.start", "status": 304, "headers": common})
        return await send({"type": "http.response.body", "body": b""})
    body = answer.bodies[encoding]
    headers = [*common, (b"Content-Length", str(len(body)).encode())]
    if encoding != b"identity":
        headers.append((b"Content-Encoding", encoding))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    return await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
