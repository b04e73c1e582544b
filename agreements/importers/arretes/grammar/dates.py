"""The dates of an act: lists that share a month or a year, and dates in figures."""

import re
from datetime import date

from agreements.importers.written_dates import NUMBERED, WRITTEN, possible, read_date

#: One date in words or in figures, to be set in other patterns.
DATED = rf"(?:{WRITTEN}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
_MONTH = "|".join(NUMBERED)
_ITEM = rf"(?:1\s?er|\d{{1,2}})(?:\s+(?:{_MONTH}))?(?:\s+\d{{4}})?"
#: « 6 et 10 décembre 2010 », « 18 août, 18 octobre et 8 novembre 2006 ».
LISTED = rf"(?:{_ITEM}(?:\s*,\s*|\s+et\s+(?:du\s+)?))*{WRITTEN}"
_PART = re.compile(rf"(\d{{1,2}})(?:\s?er)?(?:\s+({_MONTH}))?(?:\s+(\d{{4}}))?", re.IGNORECASE)


def written_day(words: str) -> date | None:
    """The day that words or figures give.

    >>> written_day("09/07/2025"), written_day("1er mars 1979")
    (datetime.date(2025, 7, 9), datetime.date(1979, 3, 1))
    """
    if figures := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words.strip()):
        day, month, year = map(int, figures.groups())
        return possible(year, month, day)
    return read_date(words.strip())


def days_listed(words: str) -> tuple[date, ...]:
    """The days of a list; a day without its month or year has those of the next one; nothing where one is not a day.

    >>> days_listed("6 et 10 décembre 2010")
    (datetime.date(2010, 12, 6), datetime.date(2010, 12, 10))
    """
    days, month, year = [], "", ""
    for day, own_month, own_year in reversed(_PART.findall(words)):
        month, year = own_month or month, own_year or year
        read = possible(int(year), NUMBERED[month.lower()], int(day)) if month and year else None
        if read is None:
            return ()
        days.append(read)
    return tuple(reversed(days))
