"""The arithmetic of validity: thirty per cent to sign, a majority to oppose, and nothing guessed."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.law.validity import Measure, Opposition, Threshold, Union, measure_for, validity
from tests.reading import parsed, text

BASS = Measure(
    1, "BASS", 2017, frozenset({"bass"}), date(2017, 12, 22),
    {"CFDT": Decimal("38.5"), "CGT": Decimal("35.18"), "CGT-FO": Decimal("14.69"), "Solidaires": Decimal("11.63")},
    date(2017, 12, 30),
)  # fmt: skip
LATER = Measure(
    2, "BASS", 2021, frozenset({"bass"}), date(2021, 10, 6), {"CFDT": Decimal(40)}, date(2021, 12, 19)
)
WIDE = Measure(
    3, "Trois champs", 2021, frozenset({"ccn-66", "ccn-79", "chrs"}), date(2021, 10, 6), {"CFDT": Decimal(36)}
)
NARROW = Measure(4, "CCN 66", 2021, frozenset({"ccn-66"}), date(2021, 10, 6), {"CFDT": Decimal(35)})


def unions(*confederations: str) -> list[Union]:
    return [Union(f"Fédération {name}", name) for name in confederations]


@pytest.mark.parametrize(
    ("signed", "opposed", "weight", "threshold", "opposition"),
    [
        (["CFDT", "CGT"], [], "73.68", Threshold.ATTEINT, Opposition.AUCUNE_CONNUE),
        (["CFDT"], [], "38.5", Threshold.ATTEINT, Opposition.AUCUNE_CONNUE),
        (["CGT-FO"], [], "14.69", Threshold.INCONNU, Opposition.AUCUNE_CONNUE),
        (["CGT-FO"], ["CFDT", "CGT"], "14.69", Threshold.NON_ATTEINT, Opposition.MAJORITAIRE),
        (["CGT-FO", "Solidaires"], ["CFDT", "CGT"], "26.32", Threshold.NON_ATTEINT, Opposition.MAJORITAIRE),
        (["CFDT"], ["CGT", "CGT-FO", "Solidaires"], "38.5", Threshold.ATTEINT, Opposition.MAJORITAIRE),
        (["CFDT", "CGT"], ["CGT-FO", "Solidaires"], "73.68", Threshold.ATTEINT, Opposition.NON_MAJORITAIRE),
        (["CFDT"], ["CGT-FO"], "38.5", Threshold.ATTEINT, Opposition.INCONNU),
        ([], ["CGT"], "0", Threshold.INCONNU, Opposition.INCONNU),
        ([], [], "0", Threshold.INCONNU, Opposition.AUCUNE_CONNUE),
    ],
)
def test_the_sum(signed, opposed, weight, threshold, opposition):
    found = validity(BASS, unions(*signed), unions(*opposed))
    assert (found.weight, found.threshold, found.opposition) == (Decimal(weight), threshold, opposition)


def test_two_unions_of_one_confederation_count_once():
    found = validity(BASS, [Union("CFTC", "CFTC"), Union("CGT un", "CGT"), Union("CGT deux", "CGT")], [])
    assert (found.weight, found.outside) == (Decimal("35.18"), ("CFTC",))
    assert found.signed[0].names == ("CGT un", "CGT deux")


def test_who_is_not_representative_is_named_and_not_counted():
    found = validity(BASS, unions("CFDT", "CFE-CGC"), [])
    assert (found.weight, found.outside) == (Decimal("38.5"), ("Fédération CFE-CGC",))


def test_without_figures_all_is_unknown():
    found = validity(None, unions("CFDT", "CGT"), unions("CGT-FO"))
    assert (found.threshold, found.opposition, found.weight) == (Threshold.INCONNU, Opposition.INCONNU, 0)


def test_exactly_the_threshold_and_exactly_half():
    even = Measure(
        5,
        "P",
        2021,
        frozenset({"bass"}),
        date(2021, 1, 1),
        {"A": Decimal(30), "B": Decimal(50), "C": Decimal(20)},
    )
    found = validity(even, unions("A"), unions("B"))
    assert (found.threshold, found.opposition) == (Threshold.ATTEINT, Opposition.INCONNU)
    assert validity(even, unions("A", "C"), unions("B")).opposition == Opposition.NON_MAJORITAIRE


@pytest.mark.parametrize(
    ("conventions", "day", "chosen"),
    [
        ({"bass"}, date(2020, 9, 9), BASS),
        ({"bass"}, date(2017, 12, 29), None),  # not before the JO that publishes it
        ({"bass"}, date(2017, 12, 30), BASS),
        ({"bass"}, date(2021, 12, 18), BASS),
        ({"bass"}, date(2021, 12, 19), LATER),
        ({"bass"}, date(2026, 1, 1), None),  # the next cycle is measured, and not read
        ({"ccn-66"}, date(2022, 1, 1), NARROW),
        ({"ccn-66", "chrs"}, date(2022, 1, 1), WIDE),
        ({"ccn-66", "bass"}, date(2022, 1, 1), None),  # two perimeters are never added
        ({"ccn-51"}, date(2022, 1, 1), None),
        (set(), date(2022, 1, 1), None),
        ({"bass"}, None, None),
    ],
)
def test_the_measure_of_the_day(conventions, day, chosen):
    assert measure_for([BASS, LATER, WIDE, NARROW], frozenset(conventions), day) == chosen


# -- On the sector's agreements ----------------------------------------------------------------------------


def told(reader, slug: str) -> dict:
    return reader.get(f"/accords/{slug}.json").json()["validite"]


@pytest.mark.parametrize(
    ("slug", "weight", "threshold", "opposition"),
    [
        ("bass-accord-2020-09-09-formation", 73.68, "atteint", "aucune-connue"),  # « plus de 73 % » (Axess)
        ("bass-accord-2024-06-04-ccue", 84.83, "atteint", "aucune-connue"),  # « 84,83 % » (Géroscopie)
        ("bass-accord-2019-02-avenant-1", 36.83, "atteint", "majoritaire"),
    ],
)
def test_gives_the_published_result(reader, slug, weight, threshold, opposition):
    found = told(reader, slug)
    assert (found["poids_des_signataires"], found["seuil"], found["opposition"]) == (
        weight,
        threshold,
        opposition,
    )


def test_the_page_says_which_arrete(reader):
    page = parsed(reader.get("/accords/bass-accord-2020-09-09-formation/"))
    [section] = page.query("section.validity")
    read = text(section)
    for words in ("73,68 %", "atteint", "cycle 2017", "arrêté du 22 décembre 2017", "30 décembre 2017"):
        assert words in read


def test_no_figures_no_result(reader):
    assert told(reader, "ccn-66-avenant-354") == {
        "seuil": "inconnu", "opposition": "inconnu", "poids_des_signataires": None, "poids_des_opposants": None,
        "mesure": None,
    }  # fmt: skip


def test_what_no_union_signs_has_no_threshold(reader):
    assert told(reader, "bass-recommandation-2021-12-21-laforcade") is None


def test_an_opposition_told_to_be_a_majority_is_not_contradicted(reader):
    """Where both are known, the sum and the events say the same."""
    address, checked = "/accords.json?perimetre=tout&signature=repute-non-ecrit&par_page=100", 0
    for each in reader.get(address).json()["accords"]:
        found = told(reader, each["identifiant"])
        if found and found["poids_des_opposants"]:
            assert found["opposition"] == "majoritaire", each["identifiant"]
            checked += 1
    assert checked >= 1
