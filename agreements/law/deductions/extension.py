"""What the official base says of an extension that no fact tells: it holds the text for not extended."""

from datetime import date

from agreements.law.deductions.measured import is_kept
from agreements.law.deductions.rules import Rule
from agreements.law.facts import Facts, State, established
from agreements.law.vocabulary import ExtensionState


def held_not_extended(facts: Facts, day: date) -> State | None:
    """Not extended on the day it was read, and probably not before: an extension lasts (CT L2261-28)."""
    if not (facts.held and facts.held.not_extended):
        return None
    if facts.reading and day >= facts.reading.counts_from:
        return established(ExtensionState.NON_ETENDU, facts.reading.key)
    return Rule.NON_ETENDU.state(ExtensionState.NON_ETENDU) if is_kept(Rule.NON_ETENDU) else None
