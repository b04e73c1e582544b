"""The answer of `/applicable/` taken away: a line for each text of the page, in its order."""

import csv
import io
import zipfile

import pytest

QUERY = "convention=ccn-66&membre=nexem&region=bretagne&date=2026-11-22"


def lines(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_each_text_of_the_page_has_its_line(site):
    told = site.get(f"/applicable.json?{QUERY}").json()
    answer = site.get(f"/applicable.csv?{QUERY}")
    assert answer["Content-Disposition"] == 'attachment; filename="ce-qui-s-applique-2026-11-22.csv"'
    rows = lines(answer)
    for name, label in (("s_applique", "S’applique"), ("probable", "S’applique très probablement"),
                        ("remplace", "Remplacé ou terminé"), ("inconnu", "À vérifier")):  # fmt: skip
        found = [row["identifiant"] for row in rows if row["réponse"] == label]
        assert sorted(found) == sorted(one["accord"]["identifiant"] for one in told[name]), name
    assert not any("convention non appliquée" in row["raison"] for row in rows)


def test_a_line_says_since_when_why_and_how_surely(site):
    rows = {row["identifiant"]: row for row in lines(site.get(f"/applicable.csv?{QUERY}"))}
    row = rows["ccn-66-avenant-354"]
    assert (row["depuis le"], row["jour exact"], row["article"]) == (
        "2020-02-01",
        "oui",
        "CT\u00a0L.\u00a02262-1",
    )
    assert (row["certitude"], row["opposable au financeur"]) == ("Déduit", "Oui")
    assert row["page"].endswith("/accords/ccn-66-avenant-354/")
    over = rows["ccn-66-avenant-348"]
    assert (over["remplacé par"], over["depuis le"]) == ("Avenant n°\u00a0354", "2020-02-01")
    unknown = rows["ccn-66-avenant-325"]
    assert (unknown["manque"], unknown["le réglerait"][:17]) == (
        "on ignore s’il est agréé",
        "L’arrêté d’agréme",
    )


def test_the_workbook_holds_the_same_and_says_what_it_is(site):
    book = zipfile.ZipFile(io.BytesIO(site.get(f"/applicable.xlsx?{QUERY}").content))
    sheets = b"".join(
        book.read(name) for name in book.namelist() if "xl/worksheets" in name or "shared" in name
    )
    for words in ("Ce qui s’applique au 22", "membre de Nexem", "Édition n°"):
        assert words.encode() in sheets.replace("\u00a0".encode(), b" ")


@pytest.mark.parametrize(("query", "reason"), [
    ("", "convention : choisissez au moins une convention."),
    ("convention=ccn-67", "convention : « ccn-67 » n’est pas une valeur connue."),
])  # fmt: skip
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_without_a_known_convention_it_is_refused_in_words(site, form, query, reason):
    answer = site.get(f"/applicable.{form}?{query}")
    assert answer.status_code == 400
    assert reason in answer.json()["erreurs"]
