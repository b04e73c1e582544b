"""Who did what: the signature matrix, the page of an organisation, and what a convention holds in force."""

from datetime import date

import pytest

from agreements.models import Succession
from tests import builders as make
from tests.reading import links, parsed, text


def told(reader, query: str = "perimetre=tout") -> dict:
    return reader.get(f"/suivi/signatures.json?{query}").json()


def test_each_cell_says_what_was_done(published):
    made = make.agreement("un")
    make.signature(made, "nexem")
    make.signature(made, "cfdt")
    make.signature(made, "cgt", "opposition")
    make.signature(made, "cftc", "adhesion")
    make.agreement("sans-partie")
    reader = published()
    assert told(reader)["accords"] == [
        {
            "identifiant": "un",
            "actes": {
                "nexem": ["signature"],
                "cfdt": ["signature"],
                "cftc": ["adhesion"],
                "cgt": ["opposition"],
            },
        }
    ]
    page = parsed(reader.get("/suivi/signatures/?perimetre=tout"))
    [row] = page.query(".matrix tbody tr")
    assert [text(cell) for cell in row.query("td")] == ["S", "S", "A", "O"]
    assert [text(head) for head in page.query(".matrix thead th")][:2] == ["Employeurs", "Salariés"]


def test_as_of_a_day(published):
    made = make.agreement("un")
    make.signature(made, "nexem", on=date(2020, 2, 1))
    make.signature(made, "cftc", "adhesion", on=date(2021, 2, 1))
    reader = published()
    assert told(reader, "date=2020-06-01")["accords"][0]["actes"] == {"nexem": ["signature"]}
    assert set(told(reader, "date=2021-06-01")["accords"][0]["actes"]) == {"nexem", "cftc"}


def test_the_matrix_of_the_sector_is_that_of_the_texts(reader):
    """Every act of the matrix is on the page of its text, and the other way round."""
    matrix = told(reader, "convention=bass")
    assert len(matrix["accords"]) > 20
    for row in matrix["accords"][:12]:
        parties = reader.get(f"/accords/{row['identifiant']}.json").json()["signataires"]
        assert {(slug, mode) for slug, modes in row["actes"].items() for mode in modes} == {
            (party["organisation"], party["mode"]) for party in parties
        }


def test_filters_and_refusals(reader):
    only = told(reader, "convention=chrs&signataire=cfdt")
    assert only["accords"]
    assert all("cfdt" in row["actes"] for row in only["accords"])
    assert reader.get("/suivi/signatures/?signataire=inconnu").status_code == 400
    assert reader.get("/suivi/signatures/?page=99").status_code == 404


def test_the_table(reader):
    lines = reader.get("/suivi/signatures.csv?convention=bass").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(told(reader, "convention=bass")["accords"])


def test_few_queries(reader, django_assert_max_num_queries):
    reader.get("/suivi/signatures/")
    with django_assert_max_num_queries(10, using="edition"):
        reader.get("/suivi/signatures/")


# -- Organisations -----------------------------------------------------------------------------------------


@pytest.fixture
def heirs(published):
    """An organisation that continues another, which continued a third without an act that was read."""
    for slug, texts in (("nexem", 2), ("syneas", 1), ("sop", 1)):
        for number in range(texts):
            made = make.agreement(f"{slug}-{number}", themes=["salaires"], dated=date(2018 + number, 1, 1))
            make.signature(made, slug)
            make.signature(made, "cfdt")
    nexem, syneas, sop = (make.organisation(slug) for slug in ("nexem", "syneas", "sop"))
    Succession.objects.create(predecessor=syneas, successor=nexem)
    Succession.objects.create(predecessor=sop, successor=syneas, certain=False)
    return published()


def test_acts_of_predecessors_are_told_apart(heirs):
    page = parsed(heirs.get("/organisations/nexem/"))
    inherited = [text(section) for section in page.query("section.inherited")]
    assert len(inherited) == 2
    assert "SYNEAS : 1 acte" in inherited[0]
    assert "non vérifiée" not in inherited[0]
    assert "SOP : 1 acte" in inherited[1]
    assert "Filiation non vérifiée" in inherited[1]


def test_own_acts_are_counted_alone(heirs):
    page = parsed(heirs.get("/organisations/nexem/"))
    summary = text(page.query(".acts-summary")[0])
    [years] = page.query("section[aria-labelledby='par-annee']")
    assert "2019 1 signature" in text(years)
    assert "Salaires 2" in summary
    assert "CFDT 2 textes" in summary


def test_an_organisation_that_did_nothing(published):
    make.agreement("un")
    make.organisation("nexem")
    page = parsed(published().get("/organisations/nexem/"))
    assert not page.query(".acts-summary")


def test_every_organisation_of_the_sector_answers(reader):
    for organisation in reader.get("/organisations.json").json()["organisations"]:
        assert parsed(reader.get(organisation["url"]))


# -- Conventions -------------------------------------------------------------------------------------------


def test_gaps_of_the_series_of_the_ccn_66(reader):
    page = parsed(reader.get("/conventions/ccn-66/"))
    read = text(page.query("main")[0])
    assert "Avenants 115 à 362" in read
    gaps = [text(gap) for gap in page.query(".gaps li")]
    held = {text["numero"] for text in all_texts(reader, "convention=ccn-66&type=avenant")}
    for gap in gaps:
        first, _, last = gap.partition(" à ")
        assert not {str(number) for number in range(int(first), int(last or first) + 1)} & held, gap


def all_texts(reader, query: str) -> list[dict]:
    found, address = [], f"/accords.json?{query}&par_page=100"
    while address:
        answer = reader.get(address).json()
        found, address = found + answer["accords"], answer["suivante"]
    return found


@pytest.mark.parametrize("day", ["2020-10-29", "2015-01-01", "2026-11-22"])
def test_texts_in_force_are_those_of_the_list(reader, day):
    page = parsed(reader.get(f"/conventions/ccn-66/?date={day}"))
    inside = {link.split("?")[0] for details in page.query("details.theme") for link in links_of(details)}
    wanted = {each["url"] for each in all_texts(reader, f"convention=ccn-66&effet=en-vigueur&date={day}")}
    assert inside == wanted


def links_of(node) -> list[str]:
    return [found.attrs["href"] for found in node.query("a[href]")]


def test_who_may_sign_says_its_arrete(reader):
    page = parsed(reader.get("/conventions/bass/?date=2020-09-09"))
    read = text(page.query("main")[0])
    assert "arrêté du 22 décembre 2017" in read
    assert "38,5 %" in read
    assert "/organisations/cfdt/?date=2020-09-09" in links(page)


def test_no_measure_no_list(reader):
    page = parsed(reader.get("/conventions/ccn-66/?date=2019-01-01"))
    assert "Aucune mesure de représentativité lue" in text(page.query("main")[0])
