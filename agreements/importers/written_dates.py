"""Dates as official texts write them: « 1er février 2020 », « 10 aout 2002 », « 1993-03-10 »."""

import re
from datetime import date

from portal.french.writing import MONTHS

NUMBERED = {month: number for number, month in enumerate(MONTHS, 1)} | {
    "fevrier": 2,
    "aout": 8,
    "decembre": 12,
}
_MONTH = "|".join(NUMBERED)
#: The pattern of one date in words, without any group, to be set in other patterns.
WRITTEN = rf"(?:1\s?er|\d{{1,2}})\s+(?:{_MONTH})\s+\d{{4}}"
ISO = r"\d{4}-\d{2}-\d{2}"
_WRITTEN = re.compile(rf"(\d{{1,2}})\s?(?:er)?\s+({_MONTH})\s+(\d{{4}})", re.IGNORECASE)


def read_date(text: str) -> date | None:
    """The day that a written or ISO date names; None when it names none (« 31 juin 1990 »).

    >>> read_date("1er février 2020"), read_date("1993-03-10"), read_date("mars 1993")
    (datetime.date(2020, 2, 1), datetime.date(1993, 3, 10), None)
    """
    if re.fullmatch(ISO, text):
        return possible(*map(int, text.split("-")))
    if not (found := _WRITTEN.fullmatch(text.strip())):
        return None
    day, month, year = found.groups()
    return possible(int(year), NUMBERED[month.lower()], int(day))


def possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dates_in(text: str) -> list[date]:
    """Every date written in words in a text, in order."""
    return [day for found in re.finditer(WRITTEN, text, re.IGNORECASE) if (day := read_date(found[0]))]
