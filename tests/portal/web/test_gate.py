"""What the public site refuses, and in which words; what it lets pass without a look."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from portal.french.writing import UNWRITTEN
from portal.web.gate import KEPT_METHODS
from tests.reading import links, parsed, text, written

PATHS = ["/", "/accords/", "/accords.json", "/accords/ccn-66-avenant-354/", "/conventions/", "/organisations.json",
         "/glossaire/", "/sources/deductions/", "/editions/", "/healthz", "/nulle-part/"]  # fmt: skip

#: The parameter that is refused, with a value of each kind of fault.
REFUSED = [
    *[(name, "xyz") for name in ("convention", "type", "theme", "signataire", "perimetre", "tri", "annee")],
    *[(name, "publie") for name in ("signature", "agrement", "extension", "effet")],
    ("convention", "ccn-66,ccn-79"),
    ("convention", "9999"),
    ("convention", "banque salaires"),
    *[
        (name, value)
        for name in ("signe_apres", "signe_avant", "date")
        for value in ("hier", "2020-02-30", "2020-13-01", "27/10/2020", "20201027", "2020-W44-2", "0", "-1")
    ],
    ("date", "1899-12-31"),
    ("date", "2101-01-01"),
    ("date", "10000-01-01"),
    *[(name, value) for name in ("page", "par_page") for value in ("0", "-1", "un", "1,5", "1e3", "9" * 30)],
    ("par_page", "101"),
    ("q", "x" * 501),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_refused_parameter_is_named_with_the_reason(reader, name, value):
    page = reader.get("/accords/", {name: value})
    assert page.status_code == 400
    reasons = [text(reason) for reason in parsed(page).query("main li")]
    assert len(reasons) == 1
    assert reasons[0].startswith(f"{name} : ")
    assert len(reasons[0]) > len(name) + 10
    told = reader.get("/accords.json", {name: value})
    assert told.status_code == 400
    assert told.headers["Content-Type"] == "application/problem+json"
    assert [" ".join(reason.split()) for reason in told.json()["erreurs"]] == reasons


def test_every_refused_parameter_is_named(reader):
    told = reader.get("/accords.json?type=x&effet=y&page=0&convention=ccn-66").json()["erreurs"]
    assert sorted(reason.split(" : ")[0] for reason in told) == ["effet", "page", "type"]


def test_one_good_value_does_not_excuse_a_bad_one(reader):
    assert reader.get("/accords.json?convention=ccn-66&convention=xyz").status_code == 400


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/healthz"])
def test_a_bad_date_is_refused_on_every_page(reader, path):
    answer = reader.get(f"{path}?date=2020-02-30")
    assert answer.status_code == 400
    assert "date : « 2020-02-30 » n’est pas une date" in written(answer)


def test_a_page_after_the_last_is_not_found(reader):
    assert reader.get("/accords/?page=2&par_page=100").status_code == 200
    assert reader.get("/accords/?page=900").status_code == 404


@pytest.mark.parametrize("path", ["/accords/absent/", "/conventions/absent/", "/nulle-part"])
def test_what_does_not_exist_is_not_found(reader, path):
    answer = reader.get(path, follow=True)
    assert answer.status_code == 404
    assert len(parsed(answer).query("h1")) == 1


# -- Unknown names -----------------------------------------------------------------------------------------


def test_unknown_names_are_ignored_and_dropped_from_links(reader):
    query = "convention=ccn-66&date=2020-10-27"
    plain = reader.get(f"/accords.json?{query}").json()
    odd = reader.get(f"/accords.json?utm_source=x&{query}&__proto__=1&page[]=2&q=&conventions=chrs").json()
    assert odd.pop("ignores") == ["__proto__", "conventions", "page[]"]
    assert odd == plain
    page = parsed(reader.get(f"/accords/?utm_source=x&{query}&fbclid=y&q=&conventions=chrs"))
    assert text(page.query_one("main > .note")) == (
        "Cette page ne lit pas ce paramètre, laissé de côté : « conventions » (peut-être « convention » ?)."
    )
    for link in links(page):
        names = {name for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True)}
        assert not names & {"utm_source", "fbclid", "q", "conventions"}, link
    assert not [
        field for field in page.query("input[type=hidden]") if field.attrs["name"] in ("utm_source", "fbclid")
    ]


@pytest.mark.parametrize(
    "path",
    ["/", "/accords/", "/accords.json", "/accords.csv", "/accords.xlsx", "/accords.atom", "/accords.ics", "/suivi.csv",
     "/actes.atom", "/adherents.csv", "/suivi/anomalies.xlsx", "/mesures.csv", "/organisations/cfdt.json"],
)  # fmt: skip
def test_every_answer_names_what_it_has_not_read(reader, path):
    answer = reader.get(f"{path}?conventions=chrs&né=1&utm_campaign=x&gclid=y&_gl=z")
    assert answer.status_code == 200
    assert answer.headers["Portail-Ignores"] == "conventions, n%C3%A9"
    if path.endswith(".json"):
        assert answer.json()["ignores"] == ["conventions", "né"]
    assert not reader.get(f"{path}?utm_campaign=x&fbclid=y").has_header("Portail-Ignores")


def test_what_is_not_read_is_told_within_bounds_and_harmlessly(reader):
    odd = "&".join([f"{'x' * 300}{number}=1" for number in range(50)] + ["<script>=1", "%E2%80%AEfdp=1"])
    page = reader.get(f"/accords/?{odd}")
    note = parsed(page).query_one("main > .note")
    assert len(text(note)) < 1_000
    assert not note.query("script")
    assert "\u202e" not in page.content.decode()


@pytest.mark.parametrize("typed", ["CCN-66", "ccn66", "413", "0413", "idcc-0413", "IDCC 413", "66", "CCN 66"])
def test_a_convention_may_be_spelled_in_several_ways(reader, typed):
    """The answer is that of its identifier, down to its links."""
    for path in ("/accords/", "/accords.json", "/adherents/", "/applicable/", "/mesures.csv", "/suivi/"):
        told, plain = (reader.get(path, {"convention": name}) for name in (typed, "ccn-66"))
        assert told.status_code == 200
        assert told.content == plain.content


# -- Malformed addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign", ["%01", "%02", "%03", "%08", "%1B", "%7F", "%C2%85", "%EF%BF%BE", "%EF%BF%BF"]
)
@pytest.mark.parametrize(
    "address",
    ["/accords/?q=a{}b", "/accords.atom?q={}", "/changements.atom?q={}", "/accords.ics?q={}",
     "/accords.csv?convention={}", "/accords.json?type={}", "/adherents/?q={}", "/accords/zz{}", "/nulle-part{}/"],
)  # fmt: skip
def test_a_control_character_is_refused_and_not_repeated(reader, address, sign):
    answer = reader.get(address.format(sign))
    assert answer.status_code == 400
    told = answer.content.decode()
    assert "caractère de commande" in told
    assert not UNWRITTEN.search(told)


def test_what_is_pasted_with_a_tabulation_or_an_end_of_line_is_searched(reader):
    assert reader.get("/accords/?q=avenant%09354%0A", follow=True).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/accords/?q=%00",
        "/accords/?q=a%00b",
        "/accords.json?%00=1",
        "/?x=%00",
        "/accords/%00/",
        "/%00",
        "/conventions/a%00.json",
    ],
)  # fmt: skip
def test_a_null_is_refused(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 400
    assert "caractère nul" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/accords/?q=%ff",
        "/accords/?q=%e9t%e9",
        "/accords.json?%c3%28=1",
        "/?a=%ed%a0%80",
        "/accords/%ff/",
        "/%c0%af",
        "/accords/%f5.json",
    ],
)  # fmt: skip
def test_bytes_that_are_not_utf_8_are_refused(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/accords/", "/accords.json", "/accords.csv", "/nulle-part/"])
def test_no_more_than_a_thousand_parameters_are_read(reader, path):
    refused = reader.get(f"{path}?{'&'.join(['type=accord'] * 1_001)}")
    assert refused.status_code == 400
    assert "L’adresse a plus de 1 000 paramètres." in " ".join(written(refused).split())
    assert reader.get(f"{path}?{'&'.join(['type=accord'] * 1_000)}").status_code != 400


def test_good_utf_8_passes(reader):
    assert reader.get("/accords/?q=%C3%A9t%C3%A9").status_code == 200
    assert reader.get("/accords/?q=été").status_code == 200
    assert reader.get("/accords/%C3%A9/").status_code == 404


# -- Methods -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "FOO"])
@pytest.mark.parametrize("path", PATHS)
def test_the_site_is_only_read(reader, method, path):
    answer = reader.generic(method, path, data=b'{"x": 1}', content_type="application/json")
    assert answer.status_code == 405
    assert {word.strip() for word in answer.headers["Allow"].split(",")} == set(KEPT_METHODS)


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_its_body(reader, path):
    got, headed = reader.get(path), reader.head(path)
    assert headed.status_code == got.status_code
    assert headed.content == b""
    assert headed.headers["Content-Type"] == got.headers["Content-Type"]


# -- Nothing of the request but its address ------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PATHS, "/accords/?type=x", "/accords/?q=%00"])
def test_no_cookie_is_ever_set(reader, path):
    answer = reader.get(path)
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert b"csrfmiddlewaretoken" not in answer.content


@pytest.mark.parametrize("language", ["en", "de-DE,de;q=0.9", "ar"])
def test_the_page_is_in_french_whatever_is_asked(reader, language):
    plain = reader.get("/accords/?page=0").content
    assert reader.get("/accords/?page=0", headers={"accept-language": language}).content == plain


@pytest.mark.parametrize("path", ["/accords.json", "/accords/ccn-66-avenant-354.json", "/conventions.json"])
def test_json_is_heard_as_json(reader, path):
    answer = reader.get(path)
    assert answer.headers["Content-Type"] == "application/json"
    told = json.loads(answer.content)
    assert told["edition"]["numero"] == 1
    assert told["edition"]["empreinte"].startswith("sha256:")
    assert told["date"] == "2026-11-22"
