"""The cache of whole answers: what it keeps, what it compresses, what it never mixes."""

import asyncio
import gzip
import hashlib
import tracemalloc
from types import SimpleNamespace

import brotli
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import path

from portal.edition.manifest import Manifest
from portal.web import cache as cache_module
from portal.web import declarations
from portal.web.cache import Answer, Cache, cached

PAGE = ("une page " * 200).encode()


def manifest(number):
    return Manifest(number, "2026-11-22T09:00:00+01:00", f"sha256:{number}", 1, "s", {})


@pytest.fixture
def served(monkeypatch):
    """An application that counts its calls, behind the cache, and the edition that it reads."""

    class Served:
        edition, calls, status, kind, body = manifest(1), 0, 200, b"text/html; charset=utf-8", PAGE

        async def application(self, scope, receive, send):
            self.calls += 1
            assert not any(name == b"accept-encoding" for name, _ in scope["headers"])
            headers = [(b"Content-Type", self.kind), (b"Content-Length", b"%d" % len(self.body))]
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            await send({"type": "http.response.body", "body": self.body})

        def get(self, path="/", query="", method="GET", **headers):
            sent = []

            async def send(message):
                sent.append(message)

            scope = {
                "type": "http",
                "method": method,
                "path": path,
                "query_string": query.encode(),
                "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
            }
            asyncio.run(self.behind(scope, None, send))
            start, body = sent
            return start["status"], {k.lower(): v for k, v in start["headers"]}, body["body"]

    served = Served()
    served.behind = cached(served.application)
    monkeypatch.setattr(cache_module.served, "present", lambda: served.edition)
    return served


def test_an_answer_is_made_once(served):
    assert served.get()[2] == served.get()[2] == PAGE
    assert served.calls == 1


def test_the_order_of_parameters_and_what_tracks_readers_do_not_make_another_answer(served):
    served.get("/accords/", "q=a&type=accord&utm_source=1")
    served.get("/accords/", "fbclid=2&type=accord&q=a&gclid=3")
    assert served.calls == 1


def test_the_order_of_the_values_of_one_parameter_does(served):
    served.get("/accords/", "type=accord&type=avenant")
    served.get("/accords/", "type=avenant&type=accord")
    assert served.calls == 2


def test_the_values_of_a_parameter_that_the_page_does_not_read_do_not_make_another_answer(served):
    """The glossary reads no words: it says so once, whatever they are."""
    served.get("/glossaire/")
    served.get("/glossaire/", "q=" + 3_900 * "a")
    served.get("/glossaire/", "q=b&q=c&utm_source=d")
    assert served.calls == 2


def test_an_empty_value_is_not_taken_for_none(served):
    """« ?convention= » is refused: the answer without it is another."""
    served.get("/accords/")
    served.get("/accords/", "convention=")
    assert served.calls == 2


@pytest.mark.parametrize("query", ["x=%00", "x=%ff", "x=%07"])
def test_an_address_that_is_refused_is_never_answered_by_what_is_kept(served, query):
    """What makes it unreadable may be in a parameter that no page reads."""
    served.get("/accords/")
    served.get("/accords/", query)
    assert served.calls == 2


def test_a_view_that_declares_nothing_is_not_served(monkeypatch):
    silent = [path("accords/", lambda request: None)]
    monkeypatch.setattr(declarations, "get_resolver", lambda: SimpleNamespace(url_patterns=silent))
    with pytest.raises(ImproperlyConfigured, match="/accords/"):
        cached(None)


def test_a_new_edition_empties_it(served):
    served.get()
    served.edition, served.body = manifest(2), b"autre"
    assert served.get()[2] == b"autre"


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, br", b"br", brotli.decompress), ("gzip", b"gzip", gzip.decompress), ("br;q=0", None, bytes),
        ("br; q=0.000, gzip", b"gzip", gzip.decompress), ("br;q=0.9", b"br", brotli.decompress),
    ],
)  # fmt: skip
def test_compression(served, accepted, encoding, decode):
    status, headers, body = served.get(accept_encoding=accepted)
    assert (status, headers.get(b"content-encoding"), decode(body)) == (200, encoding, PAGE)
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"vary"] == b"Accept-Encoding"


def test_who_has_it_gets_304_without_a_body(served):
    _, headers, _ = served.get(accept_encoding="br")
    status, again, body = served.get(accept_encoding="br", if_none_match=headers[b"etag"].decode())
    assert (status, body, again[b"etag"]) == (304, b"", headers[b"etag"])


def test_the_etag_is_that_of_the_bytes_sent(served):
    etags = {served.get(accept_encoding=accepted)[1][b"etag"] for accepted in ("br", "gzip", "identity")}
    assert len(etags) == 3
    assert all(hashlib.sha256(PAGE).hexdigest()[:32].encode() in etag for etag in etags)


def test_head_has_the_headers_of_get(served):
    _, headers, _ = served.get()
    status, head, body = served.get(method="HEAD")
    assert (status, head, body) == (200, headers, b"")


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_only_good_answers_are_kept(served, status):
    served.status = status
    assert served.get()[0] == served.get()[0] == status
    assert served.calls == 2


def test_what_is_kept_is_bounded(served, monkeypatch):
    monkeypatch.setattr(cache_module, "SIZE", 5000)
    for number in range(50):
        served.get("/accords/", f"q={number}")
    served.get("/accords/", "q=0")
    assert served.calls == 51


HEADERS = [(f"X-{number}".encode(), b"a policy of some length " * 6) for number in range(8)]


def filled(keys) -> Cache:
    """A cache that was given one small answer for each key."""
    cache = Cache()
    cache.get("edition", None)
    for number, key in enumerate(keys):
        headers = [(bytes(bytearray(name)), bytes(bytearray(value))) for name, value in HEADERS]
        cache.put("edition", key, Answer.of(headers, b"%0400d" % number))
    return cache


@pytest.mark.slow
def test_what_is_kept_is_counted_with_its_keys_and_its_headers(monkeypatch):
    """Twenty thousand long addresses of small pages take no more memory than they are let."""
    monkeypatch.setattr(cache_module, "SIZE", 8 << 20)
    tracemalloc.start()
    try:
        cache = filled(("/accords/", f"page={number:03900}", b"") for number in range(20_000))
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(cache.answers) > 100
    assert taken < 1.1 * cache_module.SIZE


def test_the_size_that_is_counted_is_the_one_that_is_taken():
    tracemalloc.start()
    try:
        cache = filled((f"/accords/avenant-{number}/", "", b"") for number in range(2_000))
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 0.9 * taken < cache.size < 1.1 * taken


def test_as_many_answers_as_that_are_kept_and_no_more(monkeypatch):
    monkeypatch.setattr(cache_module, "MOST", 50)
    assert len(filled(("/", str(number), b"") for number in range(80)).answers) == 50


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [("gzip, br", b"br", brotli.decompress), ("gzip", b"gzip", gzip.decompress), ("", None, bytes)],
)
def test_what_is_too_large_is_not_kept_and_compressed_as_asked(
    served, monkeypatch, accepted, encoding, decode
):
    monkeypatch.setattr(cache_module, "LARGEST", len(PAGE) - 1)
    for calls in (1, 2):
        status, headers, body = served.get(accept_encoding=accepted)
        assert (status, headers.get(b"content-encoding"), decode(body)) == (200, encoding, PAGE)
        assert served.calls == calls


def test_no_header_of_a_request_makes_another_answer(served):
    for host in ("un.fr", "deux.fr", "un.fr"):
        served.get("/accords.atom", host=host, x_forwarded_proto="https")
    assert served.calls == 1


def test_a_post_is_never_kept(served):
    served.get(method="POST")
    served.get(method="POST")
    assert served.calls == 2
