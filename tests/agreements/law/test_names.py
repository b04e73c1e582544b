"""A reference and a title side by side: nothing is said twice, and nothing else is taken away."""

from datetime import date

import pytest

from agreements.law.names.in_sentences import named
from agreements.law.names.titles import beyond_reference
from agreements.law.vocabulary import AgreementKind
from tests import builders as make
from tests.reading import parsed, text

DAY = date(2020, 2, 5)


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Avenant n° 357 du 5 février 2020 relatif au forfait", "relatif au forfait"),
        ("Avenant n°\u00a0357 du 05/02/2020 : forfait", "forfait"),
        ("Avenant n° 357 du 5 février 2020", ""),
        ("Avenant du 5 février 2020 à l’accord du 07/05/2015", "à l’accord du 07/05/2015"),
        ("Avenant « Salaires » n° 357 du 5 février 2020", "« Salaires »"),
        (
            "Avenant n° 357 du 6 février 2020",
            "du 6 février 2020",
        ),  # another day than the one recorded is told
        ("Avenant n° 3570 relatif au forfait", None),
        ("Avenant n° 357-1 relatif au forfait", None),
        ("Avenant relatif au forfait", "relatif au forfait"),
        ("Relatif au forfait", "relatif au forfait"),
        ("Salaires Avenant n° 357 du 5 février 2020", "Salaires"),
        ("Salaires minimaux. Avenant du 5 février 2020", "Salaires minimaux"),
        ("Avenant rectifié n° 357 du 5 février 2020 : forfait", "rectifié forfait"),
        ("Avenant à l’accord du 5 février 2020", "à l’accord du 5 février 2020"),
        ("Avenant et annexe", None),
        ("Forfait de l’avenant n° 357", None),
        ("Avenants n° 357 et 358", None),
    ],
)
def test_the_title_goes_on_where_the_reference_ends(title, rest):
    assert beyond_reference(title, "avenant", "357", DAY, "jour") == (title if rest is None else rest)


def test_a_text_without_number_nor_day_is_named_by_its_kind():
    assert beyond_reference("Négociation de la CCUE", "négociation", "", None, "jour") == "de la CCUE"
    assert (
        beyond_reference("Accord de juin 2020 : forfait", "accord", "", date(2020, 6, 1), "mois") == "forfait"
    )


FIRST = date(1979, 2, 1)


@pytest.mark.parametrize(
    ("kind", "number", "title", "rest"),
    [
        ("annexe", "2", "Annexe 2 : Classification", "Classification"),
        ("annexe", "I", "Annexe I : Annexe II", "Annexe II"),
        ("avenant", "119", "Limousin Avenant n° 119 du 1 février 1979", "Limousin"),
        ("adhésion", "", "Adhésion par lettre du 1er février 1979 du SNALESS", "par lettre du SNALESS"),
        ("avis d’interprétation", "2", "Avis d'interprétation n° 2 du 1er février 1979", ""),
        ("protocole", "", "Protocole d'accord du 1er février 1979", ""),
        ("convention", "", "Convention collective nationale du sport. Étendue par arrêté", "du sport"),
        ("décision unilatérale", "", "Décision unilatérale : valeur du point", "valeur du point"),
    ],
)  # fmt: skip
def test_titles_of_the_official_base_are_told_once(kind, number, title, rest):
    assert beyond_reference(title, kind, number, FIRST, "jour").replace(" du 1er février 1979", "") == rest


@pytest.mark.parametrize(
    ("name", "after", "told"),
    [
        ("avenant n° 43", "", "l’avenant n° 43"),
        ("Avenant n° 43", "à", "à l’avenant n° 43"),
        ("annexe n° 1", "de", "de l’annexe n° 1"),
        ("protocole n° 155", "à", "au protocole n° 155"),
        ("protocole n° 155", "de", "du protocole n° 155"),
        ("convention du 15 mars 1966.", "à", "à la convention du 15 mars 1966"),
        ("décision unilatérale", "de", "de la décision unilatérale"),
        ("accord-cadre du 12 mai 2004", "", "l’accord-cadre du 12 mai 2004"),
        ("Arrete du 12 février 1988", "", "l’arrêté du 12 février 1988"),
        ("CHAPITRE I : GESTION DE LA CONV...", "", "le chapitre I : GESTION DE LA CONV…"),
        ("accords Unacss", "à", "aux accords Unacss"),
        ("procès-verbal n° 1", "de", "du procès-verbal n° 1"),
        ("Un texte seulement nommé", "à", "à « Un texte seulement nommé »"),
    ],
)
def test_a_name_agrees_with_its_article(name, after, told):
    assert named(name, after) == told


@pytest.mark.parametrize("kind", list(AgreementKind))
def test_every_kind_of_text_has_its_article(kind):
    assert "«" not in named(f"{kind.label} n° 1")
    assert named(f"{kind.label} n° 1").startswith(("l’", "le ", "la "))


def test_a_code_and_a_day_of_machines_are_published_in_words(published):
    make.agreement(
        "un", title="Avenant du 1 mars 1991 agréé le 2020-10-02", note="état KALI VIGUEUR_NON_ETEN"
    )
    answer = published().get("/accords/un.json").json()
    assert answer["titre"] == "Avenant du 1er mars 1991 agréé le 2 octobre 2020"


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
