"""Whatever the address and the headers, never a fault of the site: at the level of WSGI and of ASGI."""

import asyncio
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.finding.filters import SituationFilter
from portal.web.cache import cached
from portal.web.gate import without_body
from portal.web.handler import PublicHandler
from tests.proofs.addresses import ODD, WORDS
from tests.selection import examples


def hostile(usual):
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples(usual), deadline=None, database=None, suppress_health_check=checks)


NAMES = st.sampled_from(
    [*SituationFilter.base_filters, "page", "par_page", "date", "du", "au", "region", "effectif"]
)
LIKELY, UNLIKELY = st.sampled_from(WORDS), st.sampled_from(ODD)
VALUES = LIKELY | UNLIKELY | st.text(max_size=30) | st.integers().map(str) | st.dates().map(str)
QUERIES = st.lists(st.tuples(NAMES | st.text(max_size=8), VALUES), max_size=6).map(
    lambda pairs: urlencode(pairs, errors="replace")
) | st.binary(max_size=40).map(quote_from_bytes)
SEGMENTS = [
    "accords", "accords.json", "conventions", "ccn-66", "organisations", "cfdt", "editions", "glossaire", "suivi",
    "changements", "ccn-66-avenant-354", "ccn-66-avenant-354.json", "healthz", "static", "admin", ".", "..",
    "%2e%2e", "%00",
]  # fmt: skip
PARTS = (
    st.sampled_from(SEGMENTS)
    | st.text(max_size=12).map(lambda part: quote(part, errors="replace"))
    | st.binary(max_size=8).map(quote_from_bytes)
)
ADDRESSES = st.lists(PARTS, max_size=4).flatmap(
    lambda parts: st.sampled_from(["/" + "/".join(parts), "/" + "/".join([*parts, ""])])
)
PAGES = st.sampled_from(
    ["/", "/accords/", "/accords.json", "/accords/ccn-66-avenant-354/", "/conventions/", "/conventions/ccn-66/",
     "/organisations/", "/organisations/cfdt.json", "/glossaire/", "/editions/", "/suivi/", "/changements/",
     "/applicable/", "/adherents/", "/chiffres/"]
)  # fmt: skip


@pytest.fixture
def wsgi(reader) -> Client:
    """Faults are raised and not turned into a page: none is."""
    assert reader.raise_request_exception
    return reader


@hostile(60)
@given(query=QUERIES, page=PAGES)
def test_no_query_is_a_fault(wsgi, page, query):
    answer = wsgi.generic("GET", page, QUERY_STRING=query)
    assert answer.status_code in (200, 302, 400, 404), (page, query)
    assert "Set-Cookie" not in answer.headers


@hostile(150)
@given(address=ADDRESSES, query=QUERIES)
def test_no_path_is_a_fault(wsgi, address, query):
    answer = wsgi.generic("GET", address, QUERY_STRING=query)
    assert answer.status_code in (200, 301, 302, 400, 404), (address, query)


# -- ASGI: raw bytes, odd headers, odd methods ---------------------------------------------------------------

HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            [b"content-type", b"cookie", b"accept", b"accept-encoding", b"accept-language", b"content-length", b"host",
             b"if-none-match", b"if-modified-since", b"range", b"x-forwarded-host", b"x-forwarded-proto", b"expect",
             b"transfer-encoding", b"authorization", b"x-http-method-override"]
        ),
        st.sampled_from(
            [b"text/html; charset=punycode", b"text/html; charset=hex", b"text/html; charset=rot13",
             b"multipart/form-data", b'sessionid="\\000a"', b"*", b"bytes=0-0", b"bytes=5-2,9-", b'"x"',
             b"gzip;q=0, br;q=1", b"", b"-1", b"\xff\xfe", b"127.0.0.1", b"evil.example", b"100-continue", b"chunked",
             b"Thu, 01 Jan 1970 00:00:00 GMT"]
        )
        | st.binary(max_size=20),
    ),
    max_size=4,
)  # fmt: skip


@pytest.fixture
def asgi(reader):
    """The application of the public process, as gunicorn is given it."""
    return cached(without_body(PublicHandler()))


async def ask(application, method, path, query, headers):
    answer = {"status": None, "headers": [], "body": b""}
    asked = iter([{"type": "http.request", "body": b"x" * 10, "more_body": False}])

    async def receive():
        try:
            return next(asked)
        except StopIteration:
            await asyncio.sleep(3600)

    async def send(message):
        if message["type"] == "http.response.start":
            answer.update(status=message["status"], headers=message["headers"])
        else:
            answer["body"] += message.get("body", b"")

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), *headers], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await application(scope, receive, send)
    return answer


@hostile(150)
@given(
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "get", "FOO"]),
    page=PAGES | st.text(max_size=10).map(lambda part: f"/{part}"),
    query=QUERIES.map(str.encode) | st.binary(max_size=20),
    headers=HEADERS,
)
def test_no_request_is_a_fault(asgi, method, page, query, headers):
    answer = asyncio.run(ask(asgi, method, page, query, headers))
    assert answer["status"] is not None
    assert answer["status"] < 500, (method, page, query, headers)
    assert b"set-cookie" not in {name.lower() for name, _ in answer["headers"]}
    if method in ("POST", "PUT", "OPTIONS", "TRACE", "FOO"):
        assert answer["status"] in (400, 405), (method, page, query, headers)


@pytest.mark.parametrize("page", ["/", "/accords/", "/accords.json?type=x", "/nulle-part/", "/?q=%00"])
def test_a_cookie_is_neither_heeded_nor_answered(asgi, page):
    path, _, query = page.partition("?")
    sent = [(b"cookie", b'sessionid="\\000aaaa"; csrftoken=x; django_language=en')]
    plain, answer = (asyncio.run(ask(asgi, "GET", path, query.encode(), headers)) for headers in ([], sent))
    assert answer == plain
    assert b"set-cookie" not in {name.lower() for name, _ in answer["headers"]}
