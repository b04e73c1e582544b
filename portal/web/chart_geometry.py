"""The geometry of charts: from counts and durations to places, with neither a database nor a colour.

Widths are percentages of the drawing, so that it fits any window while its words keep their size; heights are in
pixels. Templates draw; the table beside each chart says the same in figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from statistics import median, quantiles

from portal.french.writing import grouped

#: Pixels: of the plot, and of the band under it where the scale is written.
HEIGHT, SCALE = 180, 24
#: How much of its place a column takes, and how many marks a scale has at most.
FILLED, MARKS, LABELS = 0.78, 4, 7


@dataclass(frozen=True)
class Part:
    """One piece of a column or of a bar."""

    key: str
    label: str
    count: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Column:
    label: str
    place: str  # where its label stands
    labelled: bool  # whether the scale has room to write it
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Mark:
    """A line of the scale."""

    count: int
    y: str


@dataclass(frozen=True)
class Columns:
    """Columns side by side, each a pile of parts in the order of the keys."""

    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    totals: tuple[tuple[str, str, int], ...]  # key, label, count, of the keys that have some
    height: int = HEIGHT
    full_height: int = HEIGHT + SCALE
    baseline: int = HEIGHT + SCALE - 6

    @property
    def total(self) -> int:
        return sum(column.total for column in self.columns)

    @property
    def highest(self) -> Column:
        return max(self.columns, key=lambda column: column.total)


def percent(share: float) -> str:
    return f"{100 * share:.3f}%"


def pixels(length: float) -> str:
    return f"{length:.1f}"


def step(most: int, marks: int = MARKS) -> int:
    """The roundest step with which a few marks reach the most: 1, 2, 5, 10, 20, 50…"""
    size = 1
    while True:
        for round_one in (size, 2 * size, 5 * size):
            if round_one * marks >= most:
                return round_one
        size *= 10


def columns(
    counts: Sequence[tuple[int, Mapping[str, int]]], keys: Mapping[str, str], at_the_edge: bool = False
) -> Columns:
    """Columns for counts labelled by numbers that follow one another, years or the first day of a class.

    `keys` gives the parts from the bottom up, with their labels. The label of a class stands where it begins.
    """
    totals = [sum(parts.get(key, 0) for key in keys) for _, parts in counts]
    by = step(max(totals, default=0) or 1)
    top = by * -(-max(totals, default=0) // by) or by
    place = 1 / max(len(counts), 1)
    apart = counts[1][0] - counts[0][0] if len(counts) > 1 else 1
    every = apart * step(len(counts), LABELS)
    drawn = [
        Column(
            grouped(label) if at_the_edge else str(label),
            percent((rank if at_the_edge else rank + 0.5) * place),
            label % every == 0,
            total,
            tuple(
                pile(parts, keys, top, percent((rank + (1 - FILLED) / 2) * place), percent(FILLED * place))
            ),
        )
        for rank, ((label, parts), total) in enumerate(zip(counts, totals, strict=True))
    ]
    marks = tuple(Mark(count, pixels(HEIGHT - HEIGHT * count / top)) for count in range(by, top + 1, by))
    sums = {key: sum(parts.get(key, 0) for _, parts in counts) for key in keys}
    return Columns(tuple(drawn), marks, tuple((key, keys[key], sums[key]) for key in keys if sums[key]))


def pile(parts: Mapping[str, int], keys: Mapping[str, str], top: int, x: str, width: str):
    """The parts of one column, one on the other."""
    under = 0
    for key, label in keys.items():
        if count := parts.get(key, 0):
            under += count
            y, height = pixels(HEIGHT - HEIGHT * under / top), pixels(HEIGHT * count / top)
            yield Part(key, label, count, x, y, width, height)


def share(count: int, whole: int) -> str:
    """How long a bar is drawn for a count out of a whole."""
    return percent(count / whole if whole else 0)


# -- Durations ---------------------------------------------------------------------------------------------

#: Days: the widths that a class of durations may have; the first that makes few enough classes is taken.
CLASSES, MOST_CLASSES = (15, 30, 60, 90, 180, 365, 730, 1825), 14
#: Under this many, a distribution says no more than the figures.
FEWEST_DRAWN = 5


@dataclass(frozen=True)
class Spread:
    """A set of durations in days: the median, the middle half, the ends."""

    count: int
    median: float
    low: float  # a quarter are shorter, or as long
    high: float
    least: int
    most: int

    @property
    def middle(self) -> tuple[int, int]:
        """The ends of the middle half in whole days; half a day counts as one."""
        return floor(self.low + 0.5), floor(self.high + 0.5)


def spread(days: Sequence[int]) -> Spread | None:
    if not days:
        return None
    low, _, high = quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
    return Spread(len(days), median(days), low, high, min(days), max(days))


@dataclass(frozen=True)
class Distribution:
    """Durations by classes of one width, and where the median and the middle half stand among them."""

    columns: Columns
    classes: tuple[tuple[int, int, int], ...]  # from, to (included), how many
    median: str
    low: str
    width: str


def distribution(days: Sequence[int]) -> Distribution | None:
    """The classes of some durations; nothing when they are too few to be drawn."""
    found = spread(days)
    if not found or found.count < FEWEST_DRAWN:
        return None
    by = next((width for width in CLASSES if found.most / width < MOST_CLASSES), CLASSES[-1])
    first = min(found.least, 0) // by * by
    bounds = list(range(first, (found.most // by + 1) * by + 1, by))
    classes = [
        (start, end - 1, sum(start <= length < end for length in days)) for start, end in pairwise(bounds)
    ]
    whole = bounds[-1] - first
    return Distribution(
        columns([(start, {"texts": count}) for start, _, count in classes], {"texts": "textes"}, True),
        tuple(classes),
        percent((found.median - first) / whole),
        percent((found.low - first) / whole),
        percent((found.high - found.low) / whole),
    )
