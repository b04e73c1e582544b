"""The geometry of a chart in steps: values that hold from a day until another, with neither a database nor a colour.

Places across are percentages of the drawing, heights are pixels, as in `chart_geometry`. The scale need not begin at
zero: what a step chart shows is when a value changed, and the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.web.chart_geometry import HEIGHT, SCALE, percent, pixels, step

#: Pixels above the highest step, for its label, and under the lowest.
ABOVE, BELOW = 26, 14
#: Pixels between a step and its label; how long a step must be to have one, as a part of the width; and how many
#: years the scale has at most.
OVER, ROOM, YEARS = 7, 0.075, 7
#: The same on a phone, which is four times narrower.
ROOM_ON_A_PHONE = 0.16


@dataclass(frozen=True)
class Held:
    """A value that holds from a day on, until another (excluded)."""

    starts_on: date
    ends_on: date
    amount: Decimal
    label: str
    kind: str = ""  # what a drawing tells apart


@dataclass(frozen=True)
class Step:
    x: str
    end: str
    y: str
    kind: str
    label: str  # where there is room for it; the last step always has its own
    label_y: str
    from_y: str  # where the step before ended, when it touches this one
    tight: bool = False  # whether a phone has no room for its label


@dataclass(frozen=True)
class YearMark:
    year: int
    x: str


@dataclass(frozen=True)
class Steps:
    steps: tuple[Step, ...]
    years: tuple[YearMark, ...]
    height: int = HEIGHT
    full_height: int = HEIGHT + SCALE
    baseline: int = HEIGHT + SCALE - 6


def steps(held: Sequence[Held]) -> Steps | None:
    """The steps of values in order of time; nothing where there is no change to draw."""
    if len({each.amount for each in held}) < 2:
        return None
    first, last = held[0].starts_on, max(each.ends_on for each in held)
    low, high = min(each.amount for each in held), max(each.amount for each in held)
    across = (last - first).days or 1

    def x(day: date) -> float:
        return (day - first).days / across

    def y(amount: Decimal) -> float:
        return ABOVE + float((high - amount) / (high - low)) * (HEIGHT - ABOVE - BELOW)

    drawn, before = [], None
    for each in held:
        here, end = x(each.starts_on), x(each.ends_on)
        touches = before is not None and before.ends_on >= each.starts_on
        is_last = each is held[-1]
        told = is_last or (end - here >= ROOM and 1 - here >= 2 * ROOM)
        height = y(each.amount)
        drawn.append(
            Step(
                percent(here),
                percent(end),
                pixels(height),
                each.kind,
                each.label if told else "",
                pixels(height - OVER),
                pixels(y(before.amount)) if touches else "",
                tight=not is_last and (end - here < ROOM_ON_A_PHONE or 1 - here < 2 * ROOM_ON_A_PHONE),
            )
        )
        before = each
    return Steps(tuple(drawn), tuple(year_marks(first, last, x)))


def year_marks(first: date, last: date, x):
    every = step(last.year - first.year or 1, YEARS)
    for year in range(first.year + 1, last.year + 1):
        if year % every == 0:
            yield YearMark(year, percent(x(date(year, 1, 1))))
