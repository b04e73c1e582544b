"""Dates as readers type them: « 23/06/2020 », « 9.6.21 », « 09 juin 2021 », « juin 2021 », « 2021-06-09 »."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.french.analyser import unaccented
from portal.french.dates import Precision, first_of_next_month
from portal.french.writing import MONTHS

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Two digits name a year of this century up to here, of the one before from there on.
PIVOT = 50
SHORT = ["jan", "janv", "fev", "fevr", "avr", "juil", "sept", "oct", "nov", "dec"]
NUMBERS = {unaccented(month): number for number, month in enumerate(MONTHS, 1)}
NUMBERS |= {short: next(n for month, n in NUMBERS.items() if month.startswith(short)) for short in SHORT}
MONTH = "|".join(sorted(NUMBERS, key=len, reverse=True))
WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+"
#: Each way of writing, the most exact first.
DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])\s?(?:er)?"
DAY_IN_WORDS = rf"(?:{WEEKDAY})?{DAY}[\s./-]*(?P<m>{MONTH})(?![a-z])[\s./-]*(?P<y>\d{{4}})(?!\d)"
MONTH_IN_WORDS = rf"(?P<m>{MONTH})(?![a-z])[\s./-]*(?P<y>\d{{4}})(?!\d)"
YEAR_FIRST = r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/.-]*\d)"
DAY_FIRST = r"(?P<d>\d{1,2})(?P<s>[-/. ])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})(?![\d/.-]*\d)"
SHORT_YEAR = r"(?P<d>\d{1,2})(?P<s>[/.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{2})(?![\d/.-]*\d)"
RUN_TOGETHER = r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)"
FORMS = [
    re.compile(rf"(?<![\w]){form}")
    for form in (DAY_IN_WORDS, YEAR_FIRST, DAY_FIRST, SHORT_YEAR, RUN_TOGETHER, MONTH_IN_WORDS)
]
ANYTHING = re.compile(rf"\d\s?(?:er)?[\s./-]*(?:\d|{MONTH})|(?:{MONTH})[\s./-]*\d")


class Period(NamedTuple):
    """What a typed date covers: a day, a month or a year, both ends included."""

    first: date
    last: date
    precision: Precision

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.ANNEE)

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period | None":
        if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
            return None
        first = date(year, month, 1)
        return cls(first, first_of_next_month(first) - timedelta(days=1), Precision.MOIS)

    @classmethod
    def of_day(cls, year: int, month: int, day: int) -> "Period | None":
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        return cls(found, found, Precision.JOUR) if FIRST_YEAR <= year <= LAST_YEAR else None


class Typed(NamedTuple):
    """A date where it stands in a text; without a period, one that no calendar has (« 31 juin »)."""

    start: int
    end: int
    period: Period | None


def dates_in(text: str) -> list[Typed]:
    """The days and months that a text names, in order; a year alone is left to whoever knows what numbers are.

    >>> [str(found.period.first) for found in dates_in("du 9/6/2021 au 1er février 2022")]
    ['2021-06-09', '2022-02-01']
    """
    plain = plain_of(text)
    if not ANYTHING.search(plain):
        return []
    found: list[Typed] = []
    for form in FORMS:
        found += [one for one in read(form, plain) if not any(overlap(one, other) for other in found)]
    return sorted(one for one in found if one.period)


def typed_day(text: str) -> date | None:
    """The one day that a text is, however it is written; None when it is something else."""
    found = dates_in(text.strip())
    if len(found) != 1 or found[0].period.precision != Precision.JOUR:
        return None
    start, end, period = found[0]
    return period.first if (start, end) == (0, len(text.strip())) else None


def read(form: re.Pattern, plain: str) -> Iterator[Typed]:
    for match in form.finditer(plain):
        told = match.groupdict()
        year = int(told["y"]) if len(told["y"]) == 4 else century(int(told["y"]))
        month = int(told["m"]) if told["m"].isdigit() else NUMBERS[told["m"]]
        period = Period.of_day(year, month, int(told["d"])) if told.get("d") else Period.of_month(year, month)
        yield Typed(match.start(), match.end(), period)


def century(year: int) -> int:
    return year + (2000 if year < PIVOT else 1900)


def overlap(one: Typed, other: Typed) -> bool:
    return one.start < other.end and other.start < one.end


def plain_of(text: str) -> str:
    """The text without capitals nor accents, sign for sign: places in it are places in the text."""
    if text.isascii():
        return text.lower()
    return "".join(one if len(one) == 1 else "\ufffd" for one in (unaccented(sign.lower()) for sign in text))
