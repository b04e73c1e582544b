"""The arithmetic of validity: what the unions that signed, and those that opposed, weigh together.

At branch level a text is valid when signatories weigh 30 % and no majority opposes it (CT L2232-6). Only figures
that an arrêté gives for the perimeter and the cycle are added, never those of two perimeters; where they are not
known, or where it is not known who signed, the result is unknown and not guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.french.words import Word

THRESHOLD, MAJORITY = Decimal(30), Decimal(50)
YEARS_OF_A_CYCLE = 4
#: The first cycle that was measured (loi n° 2008-789, CT L2122-11).
FIRST_CYCLE = 2013


def cycles_until(day: date) -> range:
    """The cycles begun by a day, the oldest first."""
    return range(FIRST_CYCLE, day.year + 1, YEARS_OF_A_CYCLE)


class Threshold(Word):
    """Whether the signatories weigh enough (CT L2232-6)."""

    ATTEINT = "atteint", "atteint"
    NON_ATTEINT = "non-atteint", "non atteint"
    INCONNU = "inconnu", "inconnu"


class Opposition(Word):
    """Whether those who opposed weigh a majority (CT L2232-6, L2231-9)."""

    MAJORITAIRE = "majoritaire", "majoritaire"
    NON_MAJORITAIRE = "non-majoritaire", "non majoritaire"
    AUCUNE_CONNUE = "aucune-connue", "aucune connue"
    INCONNU = "inconnu", "inconnu"


@dataclass(frozen=True)
class Measure:
    """The shares of one perimeter for one cycle, and the day from which they may be relied upon."""

    key: int
    perimeter: str
    cycle: int
    conventions: frozenset[str]
    on: date
    shares: dict[str, Decimal]
    published_on: date | None = None

    @property
    def counts_from(self) -> date:
        """Its JO; where that is not known the day of the arrêté stands in, and the page says so."""
        return self.published_on or self.on

    @property
    def until(self) -> date:
        """The last day of its cycle: after it another measure is in force, read or not (CT L2122-5)."""
        return date(self.cycle + YEARS_OF_A_CYCLE, 12, 31)


@dataclass(frozen=True)
class Union:
    """An organisation of employees, as it stands in the sum."""

    name: str
    confederation: str


@dataclass(frozen=True)
class Part:
    """One confederation in the sum: its share, and by whom it acted. Two of its unions count once."""

    confederation: str
    share: Decimal
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Validity:
    measure: Measure | None
    signed: tuple[Part, ...] = ()
    opposed: tuple[Part, ...] = ()
    silent: tuple[Part, ...] = ()  # of whom nothing is known
    outside: tuple[str, ...] = ()  # signed or opposed, and not in the measure

    @property
    def weight(self) -> Decimal:
        return total(self.signed)

    @property
    def opposing_weight(self) -> Decimal:
        return total(self.opposed)

    @property
    def threshold(self) -> Threshold:
        """Not reached only where those of whom nothing is known could not change it."""
        if self.measure is None:
            return Threshold.INCONNU
        if self.weight >= THRESHOLD:
            return Threshold.ATTEINT
        certain = self.weight + total(self.silent) < THRESHOLD
        return Threshold.NON_ATTEINT if certain else Threshold.INCONNU

    @property
    def opposition(self) -> Opposition:
        if self.measure is None:
            return Opposition.INCONNU
        if self.opposing_weight > MAJORITY:
            return Opposition.MAJORITAIRE
        if not self.opposed:
            return Opposition.AUCUNE_CONNUE
        certain = self.opposing_weight + total(self.silent) <= MAJORITY
        return Opposition.NON_MAJORITAIRE if certain else Opposition.INCONNU


def validity(measure: Measure | None, signers: Iterable[Union], opponents: Iterable[Union]) -> Validity:
    """The sum for one text. Who signed, then opposed the same text, is counted on both sides."""
    signers, opponents = list(signers), list(opponents)
    if measure is None:
        return Validity(None)
    signed, opposed = parts(measure, signers), parts(measure, opponents)
    acted = {part.confederation for part in (*signed, *opposed)}
    silent = tuple(Part(name, share) for name, share in measure.shares.items() if name not in acted)
    outside = [union.name for union in (*signers, *opponents) if union.confederation not in measure.shares]
    return Validity(measure, signed, opposed, silent, tuple(dict.fromkeys(outside)))


def parts(measure: Measure, unions: list[Union]) -> tuple[Part, ...]:
    named: dict[str, list[str]] = {}
    for union in unions:
        named.setdefault(union.confederation, []).append(union.name)
    return tuple(
        Part(name, share, tuple(named[name])) for name, share in measure.shares.items() if name in named
    )


def total(counted: Iterable[Part]) -> Decimal:
    return sum((part.share for part in counted), Decimal(0))


def measure_for(measures: Iterable[Measure], conventions: frozenset[str], day: date | None) -> Measure | None:
    """The measure to rely upon on a day: of one perimeter that holds every field of the text, the narrowest."""
    if day is None or not conventions:
        return None
    there = [
        measure
        for measure in measures
        if conventions <= measure.conventions and measure.counts_from <= day <= measure.until
    ]
    return max(there, key=lambda measure: (measure.counts_from, -len(measure.conventions)), default=None)
