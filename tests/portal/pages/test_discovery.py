"""What leads to the site, and how a text of it is cited."""

import json
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from django.utils.timezone import get_default_timezone

from agreements.models import Act
from tests import builders as make
from tests.reading import parsed

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=get_default_timezone())


@pytest.fixture
def site(publish, client):
    text = make.agreement("ccn-66-avenant-1", number="1", title="Salaires & {primes}", dated=date(2020, 3, 2))
    make.event(text, "refus-agrement", date(2020, 5, 1), jo=date(2020, 5, 9))
    publish(at(date(2026, 7, 1)))
    return client


def mapped(client, address: str) -> dict[str, str | None]:
    root = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own
    return {
        entry.find(f"{MAP}loc").text.removeprefix(SITE): getattr(entry.find(f"{MAP}lastmod"), "text", None)
        for entry in root
    }


def test_the_map_tells_when_each_page_last_changed(site, publish):
    make.agreement("ccn-66-avenant-2", number="2", conventions=["chrs"])
    publish(at(date(2026, 7, 8)))
    parts = list(mapped(site, "/sitemap.xml"))
    assert parts[:2] == ["/sitemap-0.xml", "/sitemap-1.xml"]
    texts = mapped(site, "/sitemap-1.xml")
    assert texts == {"/accords/ccn-66-avenant-1/": "2026-07-01", "/accords/ccn-66-avenant-2/": "2026-07-08"}
    others = mapped(site, "/sitemap-0.xml")
    assert others["/accords/"] == others["/conventions/ccn-66/"] == "2026-07-08"
    assert all(site.get(address).status_code == 200 for address in others)
    assert site.get("/sitemap-9.xml").status_code == 404
    assert f"Sitemap: {SITE}/sitemap.xml" in site.get("/robots.txt").content.decode()


def test_the_map_holds_acts_and_versions_of_articles(site, publish):
    text = make.agreement("ccn-66-avenant-3", number="3", dated=date(2020, 3, 2))
    make.event(text, "agree", jo=date(2020, 6, 3))
    base = make.official(text, read_on=date(2026, 11, 1))
    make.version(base, 1, "<p>Cent euros.</p>", date(2016, 1, 1), date(2017, 1, 1))
    make.version(base, 2, "<p>Deux cents euros.</p>", date(2017, 1, 1))
    publish(at(date(2026, 7, 8)))
    parts = list(mapped(site, "/sitemap.xml"))
    assert parts == ["/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-actes-1.xml", "/sitemap-articles-1.xml"]
    acts, versions = (mapped(site, part) for part in parts[2:])
    assert len(acts) == Act.objects.count() == 2
    assert len(versions) == 2
    assert all(site.get(address).status_code == 200 for address in (*acts, *versions))
    for absent in ("actes-0", "actes-2", "articles-2", "actes", "autres-1", "-1", "01-actes"):
        assert site.get(f"/sitemap-{absent}.xml").status_code == 404


def test_a_browser_can_search_and_suggest(site):
    told = site.get("/opensearch.xml").content.decode()
    assert f'template="{SITE}/accords/?q={{searchTerms}}"' in told
    words, titles, _, urls = json.loads(site.get("/suggestions?q=salaires").content)
    assert (words, urls) == ("salaires", [f"{SITE}/accords/ccn-66-avenant-1/"])
    assert titles == ["Avenant n°\u00a01 : Salaires & {primes}"]
    assert json.loads(site.get("/suggestions").content)[1] == []


def test_a_page_says_what_it_is_where_it_is_shared(site):
    page = parsed(site.get("/accords/?convention=ccn-66&page=1&utm_source=x"))
    [canonical] = page.query('link[rel="canonical"]')
    assert canonical.attrs["href"] == f"{SITE}/accords/?convention=ccn-66&page=1"
    [title] = page.query('meta[property="og:title"]')
    assert title.attrs["content"] == "Textes de la convention CCN-66"
    assert page.query('link[rel="search"]')[0].attrs["href"] == "/opensearch.xml"


def test_the_small_files_that_are_asked_unasked(site, settings):
    assert site.get("/favicon.ico").status_code == 301
    assert site.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "https://exemple.fr/securite"
    told = site.get("/.well-known/security.txt").content.decode()
    assert "Contact: https://exemple.fr/securite\n" in told
    assert "Expires: 2027-07-01T09:00:00+02:00\n" in told


def test_a_text_is_cited_in_the_forms_of_those_who_cite(site):
    whole = f"{SITE}/accords/ccn-66-avenant-1/?date=2020-06-01"
    bib = site.get("/accords/ccn-66-avenant-1.bib?date=2020-06-01").content.decode()
    assert bib.startswith(
        "@misc{ccn-66-avenant-1,\n  title = {Avenant n°\u00a01 du 2\u00a0mars\u00a02020 (CCN-66), "
    )
    assert "Salaires \\& \\{primes\\}" in bib
    assert f"  url = {{{whole}}}," in bib
    ris = site.get("/accords/ccn-66-avenant-1.ris?date=2020-06-01").content.decode().split("\r\n")
    assert ris[0] == "TY  - STAT" and ris[-2] == "ER  - "
    assert "DA  - 2020/03/02" in ris and f"UR  - {whole}" in ris
    told = json.loads(site.get("/accords/ccn-66-avenant-1.jsonld?date=2020-06-01").content)
    assert (told["@type"], told["legislationDate"]) == ("Legislation", "2020-03-02")
    assert told["legislationLegalForce"] == "https://schema.org/NotInForce"
    page = parsed(site.get("/accords/ccn-66-avenant-1/"))
    assert page.query('meta[name="citation_publication_date"]')[0].attrs["content"] == "2020/03/02"
    assert (
        page.query('link[type="application/ld+json"]')[0].attrs["href"] == "/accords/ccn-66-avenant-1.jsonld"
    )
    for form in ("bib", "ris", "jsonld"):
        assert site.get(f"/accords/x.{form}").status_code == 404


def test_a_force_that_is_not_known_is_not_told(publish, client):
    make.agreement("avenant-1", dated=date(2020, 3, 2))
    publish()
    assert "legislationLegalForce" not in json.loads(client.get("/accords/avenant-1.jsonld").content)
