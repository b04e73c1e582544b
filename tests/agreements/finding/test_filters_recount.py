"""Every filter, alone and in pairs, on three days: the page, the JSON and a recount from the files agree."""

import random
import re
from datetime import date
from functools import cache
from html import unescape
from itertools import combinations
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.agreements.finding.recount import TRACKS, counts, select, texts

DAYS = [date(2014, 6, 30), date(2020, 10, 27), date(2026, 11, 22)]
COUNTED = ("convention", "type", "theme", "signataire", *TRACKS, "certitude", "annee")
DATES = ("signe_apres", "signe_avant")
ALL = (*COUNTED, *DATES, "perimetre")


@cache
def values(name, day) -> list[str]:
    """The values that some text has on the day, the most frequent first."""
    if name in DATES:
        return ["2005-01-01", "2015-06-30"]
    if name == "perimetre":
        return ["tout", "secteur"]
    counted = counts(name, {"perimetre": ["tout"]}, day)
    return sorted(counted, key=lambda value: (-counted[value], value))


def address(asked, day, page="/accords.json", per_page=100) -> str:
    return f"{page}?{urlencode({**asked, 'date': day.isoformat(), 'par_page': per_page}, doseq=True)}"


def answered(reader, asked, day) -> dict:
    """The JSON answer, with the identifiers of all its pages."""
    first = answer = reader.get(address(asked, day)).json()
    slugs = [row["identifiant"] for row in answer["accords"]]
    while answer["suivante"]:
        answer = reader.get(answer["suivante"]).json()
        slugs += [row["identifiant"] for row in answer["accords"]]
    assert len(slugs) == len(set(slugs)) == first["total"], asked
    return first | {"slugs": set(slugs), "in order": slugs}


#: Reading three hundred pages as a browser does would take minutes; `test_pages_crawl` reads some.
TOTAL = re.compile(r'class="total"><strong>(\d+)')
ROW = re.compile(r'<tr>\s*<th scope="row">(?:<input[^>]*>)?<a href="/accords/([^/]+)/')
NEXT = re.compile(r'<a href="([^"]+)" rel="next"')


def agrees(reader, asked, day) -> dict:
    """The answer, agreement by agreement on one of the days, by their number on the others."""
    if day == DAYS[1]:
        answer = answered(reader, asked, day)
        assert answer["slugs"] == select(asked, day), (asked, day)
    else:
        answer = reader.get(address(asked, day, per_page=1)).json()
        assert answer["total"] == len(select(asked, day)), (asked, day)
    return answer


def shown(reader, asked, day) -> tuple[int, list[str]]:
    """The total that the pages say, and the rows of all of them."""
    slugs, url = [], address(asked, day, "/accords/")
    while url:
        page = reader.get(url).content.decode()
        said = int(found[1]) if (found := TOTAL.search(page)) else 0
        slugs += ROW.findall(page)
        url = unescape(found[1]) if (found := NEXT.search(page)) else None
    return said, slugs


def facets_agree(answer, asked, day):
    for name, told in answer["facettes"].items():
        assert {value["valeur"]: value["nombre"] for value in told} == counts(name, asked, day), (
            name,
            asked,
            day,
        )
        assert {value["valeur"] for value in told if value["active"]} == set(asked.get(name, [])), (
            name,
            asked,
        )


# -- The recount itself ------------------------------------------------------------------------------------


def test_the_recount_reads_every_file():
    assert len(texts()) == 376
    assert len(select({"perimetre": ["tout"]}, DAYS[2])) == 376
    assert (
        0
        < len(select({"perimetre": ["tout"]}, DAYS[0]))
        < len(select({"perimetre": ["tout"]}, DAYS[1]))
        < 376
    )


def test_every_state_of_every_day_is_the_one_of_the_life_cycle(reader):
    """Each text of the files, on every day that changes it: its situations as told, from first to last."""
    for slug, given in texts().items():
        told = reader.get(f"/accords/{slug}.json").json()["situations"]
        assert [
            (
                row["du"],
                row["au"],
                *((row[track], row["certitudes"][track], row["regles"][track]) for track in TRACKS),
                row["date_effet"],
            )
            for row in told
        ] == [
            (
                situation.starts_on.isoformat(),
                situation.ends_on.isoformat() if situation.ends_on else None,
                *((state.word, state.certainty, state.rule or None) for state in situation.states),
                situation.effective_on.isoformat() if situation.effective_on else None,
            )
            for situation in given.life
        ], slug


# -- Alone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", ALL)
def test_each_value_of_each_filter_and_the_facets_it_leaves(reader, name, day):
    """The facets under one value count every pair of values."""
    for value in values(name, day):
        asked = {name: [value]}
        facets_agree(agrees(reader, asked, day), asked, day)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_filter_at_all(reader, day):
    answer = answered(reader, {}, day)
    assert answer["slugs"] == select({}, day)
    facets_agree(answer, {}, day)


@pytest.mark.parametrize("name", ALL)
def test_the_page_shows_the_rows_of_the_json(reader, name):
    day = DAYS[1]
    for value in values(name, day)[:3]:
        asked = {name: [value]}
        said, rows = shown(reader, asked, day)
        assert rows == answered(reader, asked, day)["in order"], asked
        assert said == len(rows) == len(select(asked, day)), asked


# -- In pairs ----------------------------------------------------------------------------------------------

PAIRS = list(combinations(ALL, 2))


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_pair_of_filters(reader, day):
    """For each two filters: their first values, and their second ones, which seldom meet."""
    some = 0
    for one, other in PAIRS:
        for rank in (0, 1):
            asked = {
                name: [found[min(rank, len(found) - 1)]]
                for name in (one, other)
                if (found := values(name, day))
            }
            some += bool(agrees(reader, asked, day)["total"])
    assert some > len(PAIRS)


@pytest.mark.slow
def test_every_pair_of_filters_on_the_page(reader):
    day = DAYS[1]
    for one, other in PAIRS:
        asked = {one: values(one, day)[:1], other: values(other, day)[:1]}
        said, rows = shown(reader, asked, day)
        assert set(rows) == select(asked, day), asked
        assert said == len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_pair_of_facets(reader, day):
    """Under two values of two filters, what each other filter leaves."""
    for one, other in combinations(COUNTED, 2):
        asked = {one: values(one, day)[:1], other: values(other, day)[-1:]}
        facets_agree(agrees(reader, asked, day), asked, day)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", COUNTED)
def test_values_of_one_parameter_are_alternatives(reader, name, day):
    for asked in ({name: values(name, day)[:2]}, {name: values(name, day)}):
        facets_agree(agrees(reader, asked, day), asked, day)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_ccn_66_approved_and_signed_by_the_cfdt(reader, day):
    asked = {"convention": ["ccn-66"], "agrement": ["agree"], "signataire": ["cfdt"]}
    answer = answered(reader, asked, day)
    assert answer["slugs"] == select(asked, day) != set()
    assert all(
        row["statuts"]["agrement"] == "agree"
        and "ccn-66" in row["conventions"]
        and any(
            party["organisation"] == "cfdt" and party["mode"] in ("signature", "adhesion")
            for party in row["signataires"]
        )
        for row in answer["accords"]
    )
    said, rows = shown(reader, asked, day)
    assert (said, rows) == (len(rows), answer["in order"])
    facets_agree(answer, asked, day)


# -- What a facet leads to ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", [{}, {"convention": ["ccn-66"]}, {"agrement": ["agree", "refuse"], "type": ["avenant"]}]
)
def test_the_link_of_a_facet_leads_to_as_many_texts_as_it_says(reader, asked):
    day = DAYS[1]
    answer = answered(reader, asked, day)
    for name, told in answer["facettes"].items():
        for value in told[:3]:
            query = parse_qsl(urlsplit(value["url"]).query)
            assert ("date", day.isoformat()) in query
            assert ((name, value["valeur"]) in query) != value["active"]
            there = reader.get(value["url"].replace("/accords/?", "/accords.json?")).json()
            if not value["active"] and name not in asked:
                assert there["total"] == value["nombre"], value


# -- In order ----------------------------------------------------------------------------------------------


def test_the_order_is_the_one_asked_for(reader):
    day = DAYS[2]
    dates = {slug: given.given.get("date") for slug, given in texts().items()}

    def of(order):
        return answered(reader, {"tri": [order], "perimetre": ["tout"]}, day)["in order"]

    recent = [slug for slug in of("recent") if dates[slug]]
    assert [dates[slug] for slug in recent] == sorted((dates[slug] for slug in recent), reverse=True)
    assert of("ancien")[: len(recent)] == recent[::-1]
    numbers = [texts()[slug].given.get("numero", "") for slug in of("numero")]
    plain = [int(number) for number in numbers if number.isdecimal()]
    assert plain == sorted(plain)


# -- Any number of them ------------------------------------------------------------------------------------

FIVE_DAYS = [date(1998, 3, 1), *DAYS[:2], date(2021, 9, 18), DAYS[2]]


@pytest.mark.parametrize("combinations", [20, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.parametrize("day", FIVE_DAYS, ids=str)
def test_combinations_drawn_at_random(reader, day, combinations):
    """One to four filters, one to three values each: what remains, and what every facet counts."""
    chance = random.Random(day.toordinal())  # noqa: S311 - a repeatable draw
    for _ in range(combinations):
        names = chance.sample(ALL, chance.randint(1, 4))
        asked = {name: drawn(chance, name, day) for name in names if values(name, day)}
        answer = reader.get(address(asked, day, per_page=1)).json()
        assert answer["total"] == len(select(asked, day)), (asked, day)
        facets_agree(answer, asked, day)


def drawn(chance, name, day) -> list[str]:
    known = values(name, day)
    most = 1 if name in (*DATES, "perimetre") else min(3, len(known))
    return sorted(chance.sample(known, chance.randint(1, most)))
