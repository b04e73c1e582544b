"""How French writes dates, lists and numbers."""

import doctest
from datetime import date

import pytest

from portal.french import analyser, writing
from portal.french.writing import date_fr, listed, on_date, plural

FIRST, TWELFTH = date(2020, 2, 1), date(2017, 4, 12)


@pytest.mark.parametrize("module", [writing, analyser])
def test_what_the_documentation_shows(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("day", "precision", "alone", "in_a_sentence"),
    [
        (FIRST, "jour", "1er février 2020", "le 1er février 2020"),
        (TWELFTH, "jour", "12 avril 2017", "le 12 avril 2017"),
        (date(2017, 4, 1), "mois", "avril 2017", "en avril 2017"),
        (date(2018, 1, 1), "annee", "2018", "en 2018"),
        (
            date(2020, 10, 27),
            "au-plus-tard",
            "au plus tard le 27 octobre 2020",
            "au plus tard le 27 octobre 2020",
        ),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(day, precision, alone, in_a_sentence):
    assert date_fr(day, precision).replace("\u00a0", " ") == alone
    assert on_date(day, precision).replace("\u00a0", " ") == in_a_sentence


def test_no_date_is_no_word():
    assert date_fr(None) == ""


def test_every_month_has_its_name():
    assert len({date_fr(date(2020, month, 2)).split("\u00a0")[1] for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a et b"),
        (["a", "b", "c"], "a, b et c"),
        (iter("abcd"), "a, b, c et d"),
    ],
)
def test_a_list(items, told):
    assert listed(items) == told


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 accord"), (1, "1 accord"), (2, "2 accords"), (2131, "2\u202f131 accords")]
)
def test_a_number(count, told):
    assert plural(count, "accord") == told.replace(" ", "\u00a0")
    assert plural(2, "accord recensé", "accords recensés") == "2\u00a0accords recensés"
