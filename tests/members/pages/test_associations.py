"""`/adherents/`: exact counts, a table that sums both ways and whose cells are lists, a map equal to it."""

import re

import pytest

from members.rule.vocabulary import Size
from tests.reading import written


def told(site, query=""):
    return site.get(f"/adherents.json{query}").json()


def test_the_whole_is_the_published_one(site):
    answer = told(site)
    assert (answer["total"], answer["etablissements"], answer["pages"]) == (2131, 9858, 43)
    assert set(answer["associations"][0]) >= {
        "identifiant", "url", "nom", "region", "taille", "effectif", "secteurs", "conventions", "organisation",
        "demonstration",
    }  # fmt: skip


@pytest.mark.parametrize("facet", ["region", "taille", "convention", "organisation"])
def test_each_count_is_the_length_of_its_list(site, facet):
    for value in told(site)["facettes"][facet]:
        assert told(site, f"?{facet}={value['valeur']}")["total"] == value["nombre"], value


def test_the_sectors_count_establishments(site):
    values = told(site)["facettes"]["secteur"]
    assert sum(value["nombre"] for value in values) == 9858
    for value in values:
        assert told(site, f"?secteur={value['valeur']}")["etablissements"] == value["nombre"]


def test_values_are_alternatives_and_filters_add_up(site):
    one, other = told(site, "?region=bretagne")["total"], told(site, "?region=guyane")["total"]
    both = told(site, "?region=bretagne&region=guyane")
    assert (one, other, both["total"]) == (89, 16, 105)
    narrow = told(site, "?region=bretagne&taille=moins-de-50&convention=chrs")
    assert narrow["total"] == len(narrow["associations"]) < 89
    assert all(
        row["region"] == "bretagne" and row["effectif"] < 50 and "chrs" in row["conventions"]
        for row in narrow["associations"]
    )


def cells(page) -> list[list[tuple[str, int]]]:
    """The rows of the table: the address and the number of each cell."""
    table = page.split('<table class="cross"')[1].split("</table>")[0]
    link = re.compile(
        r'<td><a href="([^"]+)"[^>]*><span class="visually-hidden">[^<]+</span>([\d\u202f]+)</a></td>'
    )
    return [
        [(url.replace("&amp;", "&"), int(n.replace("\u202f", ""))) for url, n in link.findall(row)]
        for row in table.split("<tr>")[2:]
    ]


def test_the_table_sums_both_ways(site):
    *rows, totals = cells(site.get("/adherents/").content.decode())
    assert len(rows) == 17 and all(len(row) == len(Size) + 1 for row in [*rows, totals])
    for row in [*rows, totals]:
        assert sum(count for _, count in row[:-1]) == row[-1][1]
    for place in range(len(Size) + 1):
        assert sum(row[place][1] for row in rows) == totals[place][1]
    assert totals[-1][1] == 2131


def test_every_cell_is_the_list_that_it_counts(site):
    for row in cells(site.get("/adherents/").content.decode())[8:10]:
        for url, count in row:
            assert site.get(url.replace("/adherents/", "/adherents.json")).json()["total"] == count, url


def test_the_map_equals_the_table(site):
    for address in ("/adherents/", "/adherents/?convention=chrs"):
        page = site.get(address).content.decode()
        svg = page.split("<svg viewBox")[1].split("</svg>")[0]
        mapped = re.findall(r'aria-label="[^"]+\u00a0: ([\d\u202f]+)\u00a0association', svg)
        on_map = sorted(int(count.replace("\u202f", "")) for count in mapped)
        assert on_map == sorted(row[-1][1] for row in cells(page)[:-1])


@pytest.mark.parametrize(("query", "reason"), [
    ("?region=mars", "region : « mars » n’est pas une valeur connue"),
    ("?taille=petite", "taille : « petite »"),
    ("?secteur=x", "secteur : « x »"),
    ("?convention=ccn-67", "convention : « ccn-67 »"),
    ("?organisation=cfdt", "organisation : « cfdt »"),
    ("?accord=rien", "accord : « rien » n’est pas une valeur connue"),
    ("?page=0", "page :"),
    ("?par_page=101", "par_page :"),
    ("?q=" + "x" * 201, "q : la recherche ne peut pas dépasser"),
])  # fmt: skip
def test_an_unknown_value_is_refused_in_words(site, query, reason):
    paged = query.startswith(("?page", "?par_page"))  # a file is whole
    for address in ("/adherents/", "/adherents.json", *(() if paged else ("/adherents.csv",))):
        answer = site.get(f"{address}{query}")
        assert answer.status_code == 400 and reason in written(answer), address


def test_a_page_that_is_not_there_is_not_there(site):
    assert site.get("/adherents/?page=44").status_code == 404
    assert site.get("/adherents/nulle-part/").status_code == 404
    assert site.get("/adherents/nulle-part.json").status_code == 404


def test_words_find_names_and_codes_whatever_the_accents(site):
    assert told(site, "?q=démonstration+0012")["associations"][0]["identifiant"] == "demonstration-0012"
    assert told(site, "?q=introuvable")["total"] == 0


def test_an_association_tells_its_facts_and_what_applies_to_it(site):
    page = site.get("/adherents/demonstration-0001/").content.decode()
    for words in (
        "Région",
        "Conventions appliquées",
        "Nexem</a> depuis le",
        "Ce qui s’applique à cette association",
    ):
        assert words in page
    answer = site.get("/adherents/demonstration-0001.json").json()
    assert answer["adhesions"][0]["organisation"] == "nexem" and answer["s_applique"]


def test_the_day_of_the_page_decides_who_is_a_member(site):
    assert told(site, "?organisation=nexem&date=2016-12-31")["total"] == 0
    assert told(site, "?organisation=nexem&date=2020-01-01")["total"] == 2131


def test_the_six_anomalies_are_shown_as_notes(site):
    assert site.get("/chiffres/").content.decode().count('class="anomaly"') == 6


def test_the_published_figures_each_name_their_source(site):
    figures = site.get("/chiffres.json").json()["chiffres"]
    assert len(figures) == 92 and all(figure["source"] for figure in figures)
    page = written(site.get("/chiffres/"))
    for words in ("2 131 publiés, 2 131 saisis", "plus de 5 000", "0,0035 %", "58 %"):
        assert words in page
