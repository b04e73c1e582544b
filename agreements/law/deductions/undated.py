"""Facts of which no day is known: never told of the day on which they were read.

They are established from the oldest dated source that tells them, or, where there is none, from the day of our
reading. Before it, a decision is probable once the delay by which nineteen texts in twenty have theirs is past.
"""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions.before import GRANTING
from agreements.law.deductions.measured import delay_of
from agreements.law.deductions.rules import Rule
from agreements.law.facts import Facts, State, memoised
from agreements.law.procedures import last_step, signed_on
from agreements.law.vocabulary import AgrementState, ExtensionState, Nature, Track

RULES = {
    Track.AGREMENT: (Rule.AGREMENT_SANS_JOUR, AgrementState.INCONNU),
    Track.EXTENSION: (Rule.EXTENSION_SANS_JOUR, ExtensionState.INCONNU),
}
DECISIONS = {
    Track.AGREMENT: (Nature.AGREE, Nature.REFUS_AGREMENT),
    Track.EXTENSION: (*GRANTING[1:], Nature.REFUS_EXTENSION),
}


def decided_by_now(facts: Facts, track: Track, day: date) -> State | None:
    """The decision that is known without its day, once it is usually taken."""
    found = undated_decision(facts, track)
    if not found or day < delay_over(facts, track):
        return None
    return RULES[track][0].state(found.word, found.cause)


@memoised
def undated_decision(facts: Facts, track: Track) -> State | None:
    """The issue of a procedure whose steps have no day at all; nothing where one of them has one."""
    rule, unknown = RULES[track]
    steps = [event for event in facts.events if event.nature.track == track and event.nature.state]
    if any(event.dated for event in steps) or not any(event.nature in DECISIONS[track] for event in steps):
        return None
    return last_step(facts, track, unknown)


@memoised
def delay_over(facts: Facts, track: Track) -> date:
    """The day by which nineteen texts in twenty, signed as long ago as this one, have what they wait for."""
    return signed_on(facts) + delay_of(RULES[track][0], facts.conventions)


def turning_days(facts: Facts) -> Iterator[date]:
    for track in RULES:
        if undated_decision(facts, track):
            yield delay_over(facts, track)
