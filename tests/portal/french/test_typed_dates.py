"""Dates as readers type them, and what is no date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.french.dates import Precision
from portal.french.typed_dates import dates_in, typed_day
from portal.french.writing import date_fr

DAY, MONTH = Precision.JOUR, Precision.MOIS


@pytest.mark.parametrize(
    ("typed", "first", "precision"),
    [
        ("23/06/2020", date(2020, 6, 23), DAY),
        ("9/6/2021", date(2021, 6, 9), DAY),
        ("9/6/21", date(2021, 6, 9), DAY),
        ("15/3/66", date(1966, 3, 15), DAY),
        ("23.06.2020", date(2020, 6, 23), DAY),
        ("23-06-2020", date(2020, 6, 23), DAY),
        ("23 06 2020", date(2020, 6, 23), DAY),
        ("2021-06-09", date(2021, 6, 9), DAY),
        ("2021/06/09", date(2021, 6, 9), DAY),
        ("20210609", date(2021, 6, 9), DAY),
        ("09 juin 2021", date(2021, 6, 9), DAY),
        ("9 JUIN 2021", date(2021, 6, 9), DAY),
        ("mercredi 9 juin 2021", date(2021, 6, 9), DAY),
        ("9 juin 2021", date(2021, 6, 9), DAY),
        ("1er février 2020", date(2020, 2, 1), DAY),
        ("1 er fevrier 2020", date(2020, 2, 1), DAY),
        ("4 août 1993", date(1993, 8, 4), DAY),
        ("25 déc. 2019", date(2019, 12, 25), DAY),
        ("12 févr. 2018", date(2018, 2, 12), DAY),
        ("12 sept 2018", date(2018, 9, 12), DAY),
        ("9juin2021", date(2021, 6, 9), DAY),
        ("9-juin-2021", date(2021, 6, 9), DAY),
        ("juin 2021", date(2021, 6, 1), MONTH),
        ("Août 2021", date(2021, 8, 1), MONTH),
        ("mai-2021", date(2021, 5, 1), MONTH),
    ],
)
def test_one_date_in_many_spellings(typed, first, precision):
    found = dates_in(typed)
    assert [(one.start, one.end) for one in found] == [(0, len(typed))]
    assert (found[0].period.first, found[0].period.precision) == (first, precision)


def test_a_month_goes_to_its_last_day():
    assert dates_in("février 2020")[0].period.last == date(2020, 2, 29)


@pytest.mark.parametrize(
    "words",
    [
        "", "2020", "31 juin 1990", "32/01/2020", "12/13/2020", "2020-02-30", "9 juin", "354 356", "2019-02",
        "mairie 2020", "x9/6/2021", "1 000 euros", "SSAA2026012A", "8,21", "9/6/2021/4", "12 mois 2020",
    ],
)  # fmt: skip
def test_what_is_no_date(words):
    assert dates_in(words) == []


def test_dates_among_words_have_their_place():
    text = "l’avenant du 9 juin 2021 agréé le 02/10/2021 (JO d’octobre 2021)"
    assert [text[one.start : one.end] for one in dates_in(text)] == [
        "9 juin 2021", "02/10/2021", "octobre 2021",
    ]  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_written(day):
    for typed in (
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y-%m-%d}",
        date_fr(day),
        f"{day.day}/{day.month}/{day.year}",
    ):
        assert typed_day(typed) == day


@given(st.text())
def test_any_text_can_be_read(text):
    for one in dates_in(text):
        assert 0 <= one.start < one.end <= len(text)
