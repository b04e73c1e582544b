"""A reference and a title side by side: nothing is said twice, and nothing else is taken away."""

from datetime import date

import pytest

from agreements.law.titles import beyond_reference
from tests import builders as make
from tests.reading import parsed, text

DAY = date(2020, 2, 5)


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Avenant n° 357 du 5 février 2020 relatif au forfait", "relatif au forfait"),
        ("Avenant n°\u00a0357 du 05/02/2020 : forfait", "forfait"),
        ("Avenant n° 357 (objet non lu)", "(objet non lu)"),
        ("Avenant n° 357 du 5 février 2020", ""),
        ("Avenant du 5 février 2020 à l’accord du 07/05/2015", "à l’accord du 07/05/2015"),
        ("Avenant « Salaires » n° 357 du 5 février 2020", "« Salaires »"),
        (
            "Avenant n° 357 du 6 février 2020",
            "du 6 février 2020",
        ),  # another day than the one recorded is told
        ("Avenant n° 3570 relatif au forfait", None),
        ("Avenant n° 357-1 relatif au forfait", None),
        ("Avenant relatif au forfait", None),
        ("Forfait de l’avenant n° 357", None),
        ("Avenants n° 357 et 358", None),
    ],
)
def test_the_title_goes_on_where_the_reference_ends(title, rest):
    assert beyond_reference(title, "avenant", "357", DAY, "jour") == (title if rest is None else rest)


def test_a_text_without_number_nor_date_keeps_its_title():
    assert (
        beyond_reference("Négociation de la CCUE", "négociation", "", None, "jour")
        == "Négociation de la CCUE"
    )
    assert (
        beyond_reference("Accord de juin 2020", "accord", "", date(2020, 6, 1), "mois")
        == "Accord de juin 2020"
    )


def test_a_page_and_a_row_say_it_once_and_what_is_taken_away_is_whole(published):
    title = "Avenant n° 357 du 5 février 2020 relatif au forfait"
    make.agreement("un", number="357", dated=DAY, title=title)
    reader = published()
    [row] = parsed(reader.get("/accords/?perimetre=tout")).query(".rows tbody th a")
    assert text(row) == "Avenant n° 357 relatif au forfait"
    [head] = parsed(reader.get("/accords/un/")).query("h1")
    assert text(head) == "Avenant n° 357 du 5 février 2020 relatif au forfait"
    assert reader.get("/accords/un.json").json()["titre"] == title


def test_no_text_of_the_sector_repeats_its_reference(reader):
    page = parsed(reader.get("/accords/?perimetre=tout&par_page=100&convention=ccn-66"))
    told = [
        (text(row.query(".reference")[0]), text(row.query(".row-title")[0]))
        for row in page.query(".rows th a")
    ]
    assert told and not [(reference, title) for reference, title in told if title.startswith(reference)]
