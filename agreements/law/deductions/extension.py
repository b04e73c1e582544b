"""What the official base says of an extension that no fact tells: it holds the text for not extended."""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions.measured import is_kept
from agreements.law.deductions.rules import Rule
from agreements.law.deductions.undated import delay_over
from agreements.law.facts import Facts, State, established
from agreements.law.vocabulary import ExtensionState, Track


def held_not_extended(facts: Facts, day: date) -> State | None:
    """Not extended on the day it was read; probably not before, since an extension lasts (CT L2261-28).

    Within the usual delay of an extension, one may be under way: nothing is told.
    """
    if not (facts.held and facts.held.not_extended):
        return None
    if facts.reading and day >= facts.reading.counts_from:
        return established(ExtensionState.NON_ETENDU, facts.reading.key)
    if day < delay_over(facts, Track.EXTENSION) or not is_kept(Rule.NON_ETENDU):
        return None
    return Rule.NON_ETENDU.state(ExtensionState.NON_ETENDU)


def turning_days(facts: Facts) -> Iterator[date]:
    if facts.held and facts.held.not_extended:
        yield delay_over(facts, Track.EXTENSION)
