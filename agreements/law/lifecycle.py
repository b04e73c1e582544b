"""The life of one agreement: from the facts that are known to the situations they make, day after day.

Pure functions: no database, no clock, no settings. The date is always an argument.

One rule holds everything: **the state on day D follows from what counts on day D or before**. So adding a
fact that counts from D never changes a situation before D. A fact counts from

- its publication at the Journal officiel, where there is one;
- else the day of the act; a month, a year or an « au plus tard » count from their last day, never earlier;
- else, when no date is known at all, the day its source reports it.

The rules stand in `procedures.py` (signature, agrément, extension) and `effect.py` (effect and end), each
with its article: CT is the Code du travail, CASF the Code de l'action sociale et des familles.
"""

from collections.abc import Iterator
from datetime import date

from agreements.law.effect import effect_state, rule_outcome, survival_end
from agreements.law.facts import Facts, Situation, memoised
from agreements.law.procedures import agrement_state, commitment_day, extension_state, signature_state
from agreements.law.vocabulary import Nature
from portal.french.dates import ONE_DAY


def situations(facts: Facts) -> list[Situation]:
    """Every situation of an agreement, in order: contiguous, without overlap, the last one open.

    The first starts on the first day that anything is known of; before it, the agreement is not there.
    """
    told: list[Situation] = []
    for day in turning_points(facts):
        present = state_on(facts, day)
        if told and same_state(told[-1], present):
            continue
        if told:
            told[-1] = told[-1]._replace(ends_on=day)
        told.append(present)
    return told


def state_on(facts: Facts, day: date) -> Situation:
    """The state of the four tracks on one day, from what counts on that day."""
    known = facts.known(day)
    present = Situation(
        starts_on=day,
        signature=signature_state(known, day),
        agrement=agrement_state(known),
        extension=extension_state(known),
    )
    effet, effective_on = effect_state(
        known,
        present,
        mirrors=[tied_on(mirror, day) for mirror in facts.mirrors],
        replacers=[tied_on(replacer, day) for replacer in facts.replacers],
    )
    return present._replace(effet=effet, effective_on=effective_on)


def tied_on(other: Facts, day: date) -> Situation:
    """The state of a text that this one is tied to; before its first day, nothing is known of it."""
    return state_on(other, day) if day >= min(days_of(other)) else Situation(starts_on=day)


def turning_points(facts: Facts) -> list[date]:
    """Every day on which the state may change, from the first on."""
    own = days_of(facts)
    days = own | set(announced_days(facts))
    for other in (*facts.mirrors, *facts.replacers):
        days |= set(turning_points(other))
    return sorted(day for day in days if day >= min(own))


@memoised
def days_of(facts: Facts) -> set[date]:
    """The days from which the facts of one agreement count."""
    days = {event.counts_from for event in facts.events}
    days |= {commitment_day(facts, commitment) for commitment in facts.commitments}
    days.add(facts.dated.at_the_latest if facts.dated else facts.recorded_on)
    return days


def announced_days(facts: Facts) -> Iterator[date]:
    """The days to come that facts already known announce: of effect, and of end."""
    for day in sorted(days_of(facts)):
        if outcome := rule_outcome(facts.known(day)):
            yield outcome.day
    for event in facts.events:
        if event.nature == Nature.CLOTURE:
            yield event.counts_from + ONE_DAY
        if event.nature == Nature.DENONCE:
            yield survival_end(event)
    if facts.term:
        yield facts.term + ONE_DAY


def same_state(one: Situation, other: Situation) -> bool:
    return (one.words, one.effective_on) == (other.words, other.effective_on)
