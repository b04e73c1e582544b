"""Dates as far as they are known, and the arithmetic of months."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from portal.french.words import Word


class Precision(Word):
    """How exactly a date is known."""

    JOUR = "jour", "jour exact"
    MOIS = "mois", "mois seulement"
    ANNEE = "annee", "année seulement"
    AU_PLUS_TARD = "au-plus-tard", "au plus tard ce jour"


ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year, or known only as « au plus tard »."""

    day: date
    precision: Precision = Precision.JOUR

    @property
    def exact(self) -> bool:
        return self.precision == Precision.JOUR

    @property
    def at_the_earliest(self) -> date | None:
        """The first day on which it can have been; none where only the last one is known."""
        return None if self.precision == Precision.AU_PLUS_TARD else self.day

    @cached_property
    def at_the_latest(self) -> date:
        """The last day on which it can have been."""
        if self.precision == Precision.MOIS:
            return first_of_next_month(self.day) - ONE_DAY
        if self.precision == Precision.ANNEE:
            return date(self.day.year, 12, 31)
        return self.day


def first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = first_of_next_month(first) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
