"""What a later fact proves of the days before it: a decision of one day had not been taken on an earlier one."""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions.rules import Rule
from agreements.law.facts import Fact, Facts, State, memoised
from agreements.law.vocabulary import AgrementState, ExtensionState, Nature, Track, rank

DECISION_RANK = 3
#: What only undoes a decision: it proves that there was one, at a day that it does not tell.
UNDOING = (Nature.ANNULATION_AGREMENT,)
#: A source that tells a procedure under way tells it of its own day.
OBSERVED = (Nature.AGREMENT_EN_COURS, Nature.EXTENSION_EN_COURS)
BEFORE = {
    Track.AGREMENT: (Rule.AVANT_AGREMENT, AgrementState.EN_COURS),
    Track.EXTENSION: (Rule.AVANT_EXTENSION, ExtensionState.EN_COURS),
}


def not_yet_decided(facts: Facts, track: Track, day: date) -> State | None:
    """Signed, and a step of a later day is known: nothing was decided yet (CASF L314-6, CT L2261-15)."""
    until = undecided_until(facts, track)
    rule, word = BEFORE[track]
    return rule.state(word) if until and day < until else None


@memoised
def undecided_until(facts: Facts, track: Track) -> date | None:
    """The day before which no decision can have been taken, as far as the steps of the procedure tell.

    A decision proves it of the days before it, unless another may be older: one whose first possible day is not
    known. A refusal is older than the approval that followed it. What was still pending on a day proves it too.
    """
    steps = [event for event in facts.events if event.nature.track == track and event.nature.state]
    if any(event.partial for event in steps) and all(event.partial for event in steps if is_decision(event)):
        return None
    decisions = [event for event in steps if is_decision(event)]
    unplaced = {event.nature in GRANTING for event in decisions if event.not_before is None}
    if False in unplaced:
        return None
    placed = [event for event in decisions if event.not_before]
    first = min(placed, key=lambda event: event.not_before, default=None)
    pending = [day for event in steps if not is_decision(event) and (day := pending_on(event))]
    proofs = [min(max(pending), first.not_before) if first else max(pending)] if pending else []
    if first and first.nature not in UNDOING and (not unplaced or first.nature not in GRANTING):
        proofs.append(first.not_before)
    return max(proofs, default=None)


def is_decision(event: Fact) -> bool:
    return rank(event.nature.state) >= DECISION_RANK


GRANTING = (Nature.AGREE, Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES)


def pending_on(event: Fact) -> date | None:
    """The day on which a procedure is known to have been under way, by one of its steps."""
    if event.dated:
        return event.published_on or event.on.day
    return event.reported_on if event.nature in OBSERVED and not event.read_only else None


def turning_days(facts: Facts) -> Iterator[date]:
    for track in BEFORE:
        if until := undecided_until(facts, track):
            yield until
