"""The page of an agreement: the days on which its state changed, its contents, its history once it is over."""

import tomllib
from datetime import date

import pytest
from django.conf import settings

from agreements.models import FormerIdentifier
from tests import builders as make
from tests.reading import links, parsed, text

SLUG = "ccn-66-avenant-354"


def days(page) -> dict[str, str]:
    """Where the reader may step to, by the direction."""
    return {link.attrs["rel"]: link.attrs["href"] for link in page.query(".days a")}


def test_a_reader_steps_through_the_days_of_change(reader):
    """From the first to the last and back, one after the other, each page in the state that was told."""
    told = [row["du"] for row in reader.get(f"/accords/{SLUG}.json").json()["situations"]]
    assert len(told) > 2
    walked, address = [], f"?date={told[0]}"
    while address:
        walked.append(address.removeprefix("?date="))
        address = days(parsed(reader.get(f"/accords/{SLUG}/{address}"))).get("next")
    assert walked == told
    last = parsed(reader.get(f"/accords/{SLUG}/"))
    assert days(last) == {"prev": f"?date={told[-2]}"}
    assert days(parsed(reader.get(f"/accords/{SLUG}/?date={told[0]}"))) == {"next": f"?date={told[1]}"}


def test_the_list_of_its_days_says_where_one_is(reader):
    page = parsed(reader.get(f"/accords/{SLUG}/?date=2020-10-28"))
    [here] = page.query(".states tr.here")
    assert text(here).startswith("au plus tard le 27 octobre 2020 (vous êtes ici)")
    told = [row["du"] for row in reader.get(f"/accords/{SLUG}.json").json()["situations"]]
    assert [link.attrs["href"] for link in page.query(".states a")] == [f"?date={day}" for day in told]


def test_before_its_first_fact_the_page_leads_to_it(reader):
    page = parsed(reader.get(f"/accords/{SLUG}/?date=1950-01-01"))
    first = reader.get(f"/accords/{SLUG}.json").json()["situations"][0]["du"]
    assert f"?date={first}" in links(page)
    assert not page.query(".tracks")


def test_a_text_that_never_changed_has_no_days_to_step_through(published):
    make.event(make.agreement("un"), "signe", date(2020, 1, 1))
    assert not parsed(published().get("/accords/un/")).query(".days")


def test_the_history_is_folded_once_the_procedure_is_over(reader):
    assert parsed(reader.get(f"/accords/{SLUG}/")).query("details.history")
    assert not parsed(reader.get(f"/accords/{SLUG}/?date=2020-10-27")).query("details.history")
    assert not parsed(reader.get("/accords/chrs-protocole-163/")).query("details.history")


def test_the_contents_lead_to_each_part(reader):
    for address in (f"/accords/{SLUG}/", "/accords/bass-accord-2020-09-09-formation/"):
        page = parsed(reader.get(address))
        parts = {node.attrs["id"] for node in page.query("main h2") if "id" in node.attrs}
        told = [link.attrs["href"].removeprefix("#") for link in page.query(".contents nav a")]
        assert set(told) <= parts
        assert {"etat", "parties", "effet", "faits", "sources"} <= set(told)


@pytest.mark.parametrize(("asked", "leads_to"), [
    ("/accords/ccn-66-accord-10/", "/accords/ccn-66-annexe-10/"),
    ("/accords/ccn-66-accord-10.json", "/accords/ccn-66-annexe-10.json"),
    ("/accords/ccn-66-accord-10/?date=2015-01-01", "/accords/ccn-66-annexe-10/?date=2015-01-01"),
])  # fmt: skip
def test_a_former_identifier_leads_for_ever_to_the_text_that_it_is(published, asked, leads_to):
    FormerIdentifier.objects.create(
        slug="ccn-66-accord-10", becomes="ccn-66-annexe-10", reason="un seul texte"
    )
    make.agreement("ccn-66-annexe-10")
    site = published()
    answer = site.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, leads_to)
    assert site.get(leads_to).status_code == 200
    assert site.get("/accords/ccn-66-accord-11/").status_code == 404


def test_the_former_identifiers_of_the_sector_lead_to_texts_and_not_to_one_another():
    told = tomllib.loads((settings.FIXTURES_DIR / "anciens.toml").read_text(encoding="utf-8"))["ancien"]
    former = {one["identifiant"]: one["devient"] for one in told}
    recorded = {path.stem for path in settings.FIXTURES_DIR.glob("accords/*/*.toml")}
    assert not former.keys() & {*former.values(), *recorded}
