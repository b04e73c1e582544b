"""Long files: sent as they are made, apart from the pages, and never whole in memory."""

import asyncio
import gzip
import json
import threading
import time
from types import SimpleNamespace

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from portal.edition.manifest import Manifest
from portal.web import answers
from portal.web import cache as cache_module
from portal.web.cache import cached
from portal.web.files import streams
from portal.web.files import turns as turns_module
from portal.web.files.streams import Steps, file_page, in_pieces
from portal.web.files.turns import Turns
from portal.web.handler import PublicHandler

EDITION = Manifest(1, "2026-11-22T09:00:00+01:00", "sha256:1", 1, "s", {})


class Pieces:
    """Numbered pieces, and which thread made each; an endless file when `count` is None."""

    def __init__(self, count: int | None):
        self.count, self.made, self.threads, self.closed = count, 0, [], threading.Event()

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        if self.made == self.count:
            raise StopIteration
        self.made += 1
        self.threads.append(threading.current_thread().name)
        return f"{self.made};".encode() * 100

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def site(monkeypatch):
    """The application behind its cache, answering one file."""
    monkeypatch.setattr(cache_module.served, "present", lambda: EDITION)

    class Site:
        handler, pieces = PublicHandler(), Pieces(3)

        async def get(self, send, method="GET", **headers):
            answer = StreamingHttpResponse(self.pieces, content_type="text/csv; charset=utf-8")
            self.handler.response_to = lambda scope: answer
            scope = {
                "type": "http",
                "method": method,
                "path": "/accords.csv",
                "query_string": b"",
                "headers": [
                    (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
                ],
            }
            await cached(self.handler)(scope, None, send)

        def read(self, **given) -> tuple[int, dict, bytes]:
            sent = []

            async def send(message):
                sent.append(message)

            asyncio.run(self.get(send, **given))
            start, *bodies = sent
            headers = {name.lower(): value for name, value in start["headers"]}
            assert not bodies[-1].get("more_body")
            return start["status"], headers, b"".join(body["body"] for body in bodies)

    return Site()


def test_a_long_file_is_sent_as_it_is_made_by_a_thread_apart(site):
    status, headers, body = site.read()
    assert (status, body) == (200, b"1;" * 100 + b"2;" * 100 + b"3;" * 100)
    assert b"content-length" not in headers
    assert {name.split("_")[0] for name in site.pieces.threads} == {"file"}
    assert site.pieces.closed.wait(5)


def test_it_is_compressed_on_the_way(site):
    _, headers, body = site.read(accept_encoding="gzip")
    assert headers[b"content-encoding"] == b"gzip"
    assert gzip.decompress(body).startswith(b"1;1;")


def test_who_has_it_already_is_told_so_before_any_of_it_is_made(site):
    tag = site.read()[1][b"etag"].decode()
    site.pieces = Pieces(3)
    status, headers, body = site.read(if_none_match=tag)
    assert (status, body, headers[b"etag"].decode()) == (304, b"", tag)
    assert headers[b"access-control-allow-origin"] == b"*"
    assert site.pieces.made == 0


def test_its_head_makes_none_of_it(site):
    status, _, body = site.read(method="HEAD")
    assert (status, body) == (200, b"")
    assert site.pieces.made <= 1
    assert site.pieces.closed.wait(5)


def test_a_reader_who_leaves_ends_the_work(site):
    site.pieces = Pieces(None)

    async def leave(message):
        if site.pieces.made >= 5:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(site.get(leave))
    assert site.pieces.closed.wait(5)
    assert site.pieces.made < 10


def test_a_slow_reader_keeps_no_other_waiting(site):
    """Pieces are made as they are taken: who takes none has none made."""

    async def both():
        slow, stuck = Pieces(None), asyncio.Event()

        async def never(message):
            if message["type"] == "http.response.body":
                stuck.set()
                await asyncio.sleep(60)

        site.pieces = slow
        waiting = asyncio.create_task(site.get(never))
        await stuck.wait()
        site.pieces, sent = Pieces(50), []

        async def send(message):
            sent.append(message)

        await asyncio.wait_for(site.get(send), 10)
        waiting.cancel()
        return slow.made, len(sent)

    made, sent = asyncio.run(both())
    assert made <= 2
    assert sent > 50


def test_a_short_file_is_whole_and_a_long_one_is_not(monkeypatch):
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    monkeypatch.setattr(streams, "reading", lambda edition: NothingRead())
    request = SimpleNamespace(edition=EDITION)
    taken = []

    def rows(count):
        for number in range(count):
            taken.append(number)
            yield b"%d;" % number

    whole = file_page(request, "x.csv", "text/csv", rows(3), in_pieces)
    assert (whole.streaming, whole.content) == (False, b"0;1;2;")
    taken.clear()
    long = file_page(request, "x.csv", "text/csv", rows(100), in_pieces)
    assert long.streaming
    assert len(taken) == 4
    assert b"".join(long) == b"".join(b"%d;" % number for number in range(100))


def test_a_long_json_document_is_one_and_none_of_its_rows_is_read_before(monkeypatch):
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    monkeypatch.setattr(streams, "reading", lambda edition: NothingRead())
    monkeypatch.setattr(answers, "head_of", lambda request: {"date": "2026-11-22"})
    request, taken = SimpleNamespace(edition=EDITION), []

    def rows(count):
        for number in range(count):
            taken.append(number)
            yield {"é": number}

    for count in (0, 1, 3):
        whole = answers.long_json_page(request, {"total": count}, "rangs", rows(count), count)
        assert not whole.streaming
        assert json.loads(whole.content)["rangs"] == [{"é": number} for number in range(count)]
    taken.clear()
    long = answers.long_json_page(request, {"total": 100}, "rangs", rows(100), 100)
    assert (long.streaming, taken) == (True, [])
    told = json.loads(b"".join(long))
    assert told == {"date": "2026-11-22", "total": 100, "rangs": [{"é": number} for number in range(100)]}
    assert not long.has_header("Content-Disposition")


class NothingRead:
    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return None


def test_each_piece_is_read_in_the_edition_that_was_asked(monkeypatch):
    opened = []

    class Reading(NothingRead):
        def __init__(self, edition):
            opened.append(edition)

    monkeypatch.setattr(streams, "reading", Reading)
    assert list(Steps(iter([b"a", b"b"]), EDITION)) == [b"a", b"b"]
    assert opened == [EDITION] * 3


def test_a_file_known_to_be_long_begins_before_its_rows_are_read(monkeypatch):
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    monkeypatch.setattr(streams, "reading", lambda edition: NothingRead())
    taken = []

    def write(rows):
        yield b"head;"
        for row in rows:
            taken.append(row)
            yield row

    rows = (b"%d;" % number for number in range(100))
    answer = file_page(
        SimpleNamespace(edition=EDITION), "x.csv", "text/csv", rows, lambda rows: in_pieces(write(rows)), 100
    )
    pieces = iter(answer)
    assert (next(pieces), taken) == (b"head;", [])
    assert b"".join(pieces) == b"".join(b"%d;" % number for number in range(100))


def test_a_file_gives_way_to_the_pages_that_are_being_made(monkeypatch):
    monkeypatch.setattr(turns_module, "LONGEST", 60)
    turns, written = Turns(), threading.Event()

    def write():
        turns.give_way()
        written.set()

    with turns.page():
        writer = threading.Thread(target=write)
        writer.start()
        assert not written.wait(0.2)
    assert written.wait(5)
    writer.join()


def test_a_file_goes_on_when_pages_never_stop_coming(monkeypatch):
    turns = Turns()
    with turns.page():
        started = time.monotonic()
        turns.give_way()
        assert turns_module.LONGEST <= time.monotonic() - started < 5
        turns.writing_until = time.monotonic() + 60
        started = time.monotonic()
        for _ in range(100):
            turns.give_way()
        assert time.monotonic() - started < turns_module.LONGEST
    assert turns.pages == 0


def test_a_piece_is_sent_before_it_takes_long(monkeypatch):
    monkeypatch.setattr(streams, "LONGEST", 0.0)
    assert list(in_pieces([b"a", b"b", b"c"])) == [b"a", b"b", b"c"]
    monkeypatch.setattr(streams, "LONGEST", 60.0)
    assert list(in_pieces([b"a", b"b", b"c"])) == [b"a", b"bc"]


@pytest.mark.parametrize(("path", "counted"), [("/accords/", 1), ("/accords.csv", 0), ("/accords.xlsx", 0)])
def test_a_page_is_counted_while_it_is_made_and_a_file_is_not(path, counted):
    handler, seen = PublicHandler(), []

    def answered(scope):
        seen.append(turns_module.turns.pages)
        return HttpResponse(b"")

    async def send(message):
        assert turns_module.turns.pages == 0

    handler.response_to = answered
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    asyncio.run(handler(scope, None, send))
    assert seen == [counted]
