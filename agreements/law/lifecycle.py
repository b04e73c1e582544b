"""The life of one agreement: from the facts that are known to the situations they make, day after day.

Pure functions: no database, no clock, no settings. The date is always an argument.

One rule holds everything: **the state on day D is what was so on D, as far as everything known today tells**.
What is *established* on D follows from the facts that count on D or before. A fact counts from

- its publication at the Journal officiel, where there is one;
- else the day of the act; a month, a year or an « au plus tard » count from their last day, never earlier;
- else, when no date is known at all, the day of the oldest dated source, or that on which we read it.

What is *deduced* or *probable* on D follows from all the facts: a decision of a later day proves that nothing was
decided yet. So learning refines: a new fact makes firmer what was not known, and never changes an established state
of a day before the one it counts from.

The facts are read in `procedures.py` (signature, agrément, extension) and `effect.py` (effect and end); what follows
from them stands in `deductions/`, where `rules.py` declares each rule with its article: CT is the Code du travail,
CASF the Code de l'action sociale et des familles.
"""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions import before, effect_day, extension, nature, stale, undated, usual
from agreements.law.deductions.before import not_yet_decided
from agreements.law.deductions.effect_day import deduced_effect, published_since
from agreements.law.deductions.extension import (
    held_not_extended,
    read_not_extended,
    unextended_when_refused,
    unextended_with_its_base,
)
from agreements.law.deductions.nature import signed_as_held, without_object
from agreements.law.deductions.stale import issue_not_known
from agreements.law.deductions.undated import decided_by_now
from agreements.law.deductions.usual import usual_agrement
from agreements.law.effect import effect_state, rule_outcome, survival_end
from agreements.law.facts import Facts, Situation, State, memoised
from agreements.law.procedures import agrement_state, commitment_day, extension_state, signature_state
from agreements.law.vocabulary import (
    AgrementState,
    Certainty,
    EffectState,
    ExtensionState,
    Nature,
    SignatureState,
    Track,
)
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
    """The state of the four tracks on one day: what is established by then, then what follows from all the rest."""
    told, known = established_on(facts, day), facts.known(day)
    signature = signature_on(facts, told, day)
    agrement = agrement_on(facts, told, signature, day)
    extension = extension_on(facts, told._replace(signature=signature, agrement=agrement), day)
    present = told._replace(signature=signature, agrement=agrement, extension=extension)
    mirrors = [tied_on(mirror, day) for mirror in facts.mirrors]
    replacers = [tied_on(replacer, day) for replacer in facts.replacers]
    effet, effective_on = effect_state(known, present, mirrors, replacers)
    if effet.word == EffectState.INCONNU:
        effet = deduced_effect(facts, present, mirrors) or effet
        effective_on = published_since(facts) or effective_on
    if told.effet.certainty == Certainty.ETABLI and not (
        effet.firm and effet.word == EffectState.PLUS_EN_VIGUEUR
    ):
        return present._replace(effet=told.effet, effective_on=told.effective_on)
    return present._replace(effet=effet, effective_on=effective_on if effet.firm else None)


@memoised
def established_on(facts: Facts, day: date) -> Situation:
    """What the facts that count on the day say by themselves: no later fact changes it."""
    known = facts.known(day)
    present = Situation(
        starts_on=day,
        signature=signature_state(known, day),
        agrement=agrement_state(known),
        extension=extension_state(known),
    )
    mirrors = [state_of_tied(mirror, day) for mirror in facts.mirrors]
    replacers = [state_of_tied(replacer, day) for replacer in facts.replacers]
    effet, effective_on = effect_state(known, present, mirrors, replacers)
    return present._replace(effet=effet, effective_on=effective_on)


def signature_on(facts: Facts, told: Situation, day: date) -> State:
    if told.signature.word == SignatureState.INCONNU and not facts.dated:
        return signed_as_held(facts, day) or told.signature
    return told.signature


def agrement_on(facts: Facts, present: Situation, signature: State, day: date) -> State:
    """Established, else deduced, else usual; a procedure that nothing ends and that is too old is not known."""
    track, told = Track.AGREMENT, present.agrement
    if told.word == AgrementState.INCONNU:
        told = without_object(facts, track, signature) or told
    aged = issue_not_known(facts, track, told, day)
    if not aged and told.word != AgrementState.INCONNU or signature.word != SignatureState.SIGNE:
        return told
    in_force = present.effet.word == EffectState.EN_VIGUEUR  # told by a source: it supposes the agrément
    return (
        (None if in_force else not_yet_decided(facts, track, day))
        or decided_by_now(facts, track, day)
        or usual_agrement(facts, day)
        or aged
        or told
    )


def extension_on(facts: Facts, present: Situation, day: date) -> State:
    """Established, else deduced, else as the official base holds it."""
    track, told = Track.EXTENSION, present.extension
    if told.word == ExtensionState.INCONNU:
        told = without_object(facts, track, present.signature) or told
    aged = issue_not_known(facts, track, told, day)
    if not aged and told.word != ExtensionState.INCONNU or present.signature.word != SignatureState.SIGNE:
        return told
    return (
        read_not_extended(facts, day)  # established: no later decision unsays it
        or not_yet_decided(facts, track, day)
        or decided_by_now(facts, track, day)
        or held_not_extended(facts, day)
        or unextended_with_its_base(facts, day)
        or unextended_when_refused(present.agrement)
        or aged
        or told
    )


def tied_on(other: Facts, day: date) -> Situation:
    """The state of a text that this one is tied to; before its first day, nothing is known of it."""
    return state_on(other, day) if day >= min(days_of(other)) else Situation(starts_on=day)


def state_of_tied(other: Facts, day: date) -> Situation:
    return established_on(other, day) if day >= min(days_of(other)) else Situation(starts_on=day)


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
    days.add(facts.exists_since)
    return days


def announced_days(facts: Facts) -> Iterator[date]:
    """The days that facts announce or bound: of effect, of end, and those on which a deduction begins or ends."""
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
    for deductions in (nature, before, stale, undated, usual, extension, effect_day):
        yield from deductions.turning_days(facts)


def same_state(one: Situation, other: Situation) -> bool:
    return seen(one) == seen(other)


def seen(situation: Situation) -> tuple:
    """What tells two situations apart: the words, how they are known, and the day of effect."""
    known = [(state.word, state.certainty, state.rule) for state in situation.states]
    return (*known, situation.effective_on)
