"""Addresses as readers type, trim and paste them: one redirect to the page, which never leaves the site."""

from urllib.parse import urlsplit

import pytest

TEXT = "/accords/ccn-66-avenant-354/"
#: What is asked, and where one redirect leads.
LED = [
    # Trimmed
    ("/accords", "/accords/"),
    ("/accords?q=salaires", "/accords/?q=salaires"),
    ("/accords?convention=ccn-66&date=2020-10-27", "/accords/?convention=ccn-66&date=2020-10-27"),
    (TEXT.rstrip("/"), TEXT),
    (f"{TEXT.rstrip('/')}?date=2020-10-27", f"{TEXT}?date=2020-10-27"),
    ("/suivi/anomalies", "/suivi/anomalies/"),
    ("/accords.json/", "/accords.json"),
    ("/accords.csv/?type=avenant", "/accords.csv?type=avenant"),
    (f"{TEXT.rstrip('/')}.json/", f"{TEXT.rstrip('/')}.json"),
    ("/healthz/", "/healthz"),
    # Pasted with what was around
    (f"{TEXT.rstrip('/')}.", TEXT),
    (f"{TEXT}.", TEXT),
    (f"{TEXT})", TEXT),
    (f"{TEXT}).", TEXT),
    (f"{TEXT},", TEXT),
    (f"{TEXT}%C2%A0%C2%BB", TEXT),
    (f"{TEXT}%20", TEXT),
    ("/accords.json.", "/accords.json"),
    ("/accords/?date=2020-10-27).", "/accords/?date=2020-10-27"),
    ("/accords/?type=avenant.", "/accords/?type=avenant"),
    ("/.", "/"),
    ("/accords.json?type=avenant%29", "/accords.json?type=avenant"),
    # In capitals
    ("/ACCORDS/", "/accords/"),
    ("/Accords/CCN-66-Avenant-354", TEXT),
    ("/accords/CCN-66-AVENANT-354.JSON", f"{TEXT.rstrip('/')}.json"),
    ("/Glossaire", "/glossaire/"),
    ("/organisations/CFE-CGC", "/organisations/cfe-cgc/"),
    # A convention by another of its names
    ("/conventions/413/", "/conventions/ccn-66/"),
    ("/conventions/0413", "/conventions/ccn-66/"),
    ("/conventions/idcc-0413/", "/conventions/ccn-66/"),
    ("/conventions/IDCC-413", "/conventions/ccn-66/"),
    ("/conventions/CCN66?date=2020-10-27", "/conventions/ccn-66/?date=2020-10-27"),
    ("/conventions/idcc-783.json", "/conventions/chrs.json"),
    ("/mesures/413/", "/mesures/ccn-66/"),
    ("/mesures/413.json", "/mesures/ccn-66.json"),
]
#: What leads nowhere.
NOWHERE = [
    *("/nulle-part", "/nulle-part/", "/accords/absent", "/accords/ABSENT/", "/conventions/9999/"),
    *("/\\evil.example/", "/https://evil.example/accords/", "/accords/evil.example", "/%2f%2fevil.example"),
    *("/accords/?page=900", "/accords?page=900"),
    *("/conventions/413-banque/", "/conventions/salaires/", "/conventions/nexem/", "/adherents/413/"),
]


@pytest.mark.parametrize(("asked", "led"), LED)
def test_one_redirect_leads_to_the_page(reader, asked, led):
    answer = reader.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (301, led)
    assert reader.get(led).status_code == 200


@pytest.mark.parametrize("asked", NOWHERE)
def test_what_leads_nowhere_is_not_redirected(reader, asked):
    answer = reader.generic("GET", asked)
    assert answer.status_code == 404
    assert not answer.has_header("Location")


@pytest.mark.parametrize(
    ("path", "led"),
    [
        ("//accords//", "/accords/"),
        ("//evil.example/", None),
        ("//evil.example//accords/", None),
        ("///", "/"),
    ],
)
def test_slashes_in_excess_name_no_other_site(reader, path, led):
    answer = reader.get("/", PATH_INFO=path)
    assert answer.headers.get("Location") == led


@pytest.mark.parametrize("query", ["q=%E9t%E9", "q=%00", "date=hier)", "type=xyz."])
def test_what_is_refused_stays_refused(reader, query):
    assert reader.get(f"/accords/?{query}").status_code == 400


def test_a_redirect_keeps_the_query_as_it_is_and_stays_on_this_site(reader):
    led = reader.get("/accords?q=%C3%A9t%C3%A9+%26&next=//evil.example").headers["Location"]
    assert led == "/accords/?q=%C3%A9t%C3%A9+%26&next=//evil.example"
    assert not urlsplit(led).netloc


def test_a_query_that_names_a_page_is_led_there_at_once(reader):
    answer = reader.get("/accords?q=avenant+354")
    assert answer.status_code in (301, 302)
    assert answer.headers["Location"].startswith(f"{TEXT}?cherche=")


@pytest.mark.parametrize("path", ["/accords/absent.json", "/nulle-part.json", "/accords.json?page=900"])
def test_what_is_not_there_is_told_in_json_to_who_asks_for_json(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["type"], told["status"]) == ("about:blank", 404)
    assert told["title"] and told["detail"]
