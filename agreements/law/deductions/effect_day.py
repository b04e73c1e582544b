"""The effect of a text whose facts do not tell it: the day that is not yet come, and what is usual.

Each function gives the day from which its rule says that the text is in force.
"""

from collections.abc import Callable, Iterator
from datetime import date

from agreements.law.deductions.measured import delay_of, is_kept
from agreements.law.deductions.rules import Rule, weakened
from agreements.law.deductions.undated import delay_over, undated_decision
from agreements.law.effect import rule_outcome
from agreements.law.facts import Facts, Situation, State, memoised
from agreements.law.procedures import approval_of, signed_on
from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    EffectRuleKind,
    EffectState,
    ExtensionState,
    Nature,
    SignatureState,
    Track,
)
from portal.french.dates import ONE_DAY, first_of_next_month

RELEASED = (AgrementState.AGREE, AgrementState.SANS_OBJET)
EXTENDED = (ExtensionState.ETENDU, ExtensionState.ETENDU_AVEC_RESERVES)
#: The clauses that wait for the agrément alone.
ON_AGREMENT = (
    EffectRuleKind.A_L_AGREMENT,
    EffectRuleKind.LENDEMAIN_JO_AGREMENT,
    EffectRuleKind.MOIS_SUIVANT_AGREMENT,
    EffectRuleKind.MOIS_SUIVANT_JO_AGREMENT,
    EffectRuleKind.SELON_L_ARRETE,
)
#: Of a text whose own words, as far as they are read, give no day.
WITHOUT_A_DAY = (None, EffectRuleKind.SELON_L_ARRETE)
#: The facts that tell the publication of an arrêté that is itself a text of the base.
OF_ITS_PUBLICATION = (Nature.FAIT, Nature.PUBLICATION_JO)
#: Those before whose date the text surely has no effect, whatever else they wait for.
NOT_BEFORE_ITS_DATE = (EffectRuleKind.DATE_FIXE, EffectRuleKind.DATE_OU_MOIS_SUIVANT_JO)


def deduced_effect(facts: Facts, present: Situation, mirrors: list[Situation]) -> State | None:
    """What follows of the effect on the day, where no fact that counts by then tells it."""
    if present.signature.word != SignatureState.SIGNE:
        return None
    if since := published_since(facts):
        come = present.starts_on >= since
        return Rule.ARRETE_PUBLIE.state(EffectState.EN_VIGUEUR if come else EffectState.PAS_ENCORE)
    if present.starts_on < to_come(facts):
        return Rule.JOUR_A_VENIR.state(EffectState.PAS_ENCORE)
    if present.agrement.word not in RELEASED or not all(in_force(mirror) for mirror in mirrors):
        return None
    if facts.rule.awaits_extension and present.extension.word not in EXTENDED:
        return None
    for rule, since in usual_since(facts).items():
        if present.starts_on >= since:
            state = rule.state(EffectState.EN_VIGUEUR, present.agrement.cause)
            return weakened(state, present.agrement)
    return None


def in_force(mirror: Situation) -> bool:
    return mirror.signature.word == SignatureState.SIGNE and mirror.agrement.word in RELEASED


# -- Not yet -----------------------------------------------------------------------------------------------


@memoised
def to_come(facts: Facts) -> date:
    """The day before which the text surely has no effect; the first of all days where none is known."""
    days = []
    if facts.rule.kind in NOT_BEFORE_ITS_DATE and facts.rule.on:
        days.append(facts.rule.on)
    entries = [event for event in facts.events if event.nature == Nature.ENTREE_EN_VIGUEUR]
    if entries and all(event.exact and not event.retroactive for event in entries):
        days.append(min(event.counts_from for event in entries))
    outcome = rule_outcome(facts)
    if not days and outcome and outcome.sure:
        days.append(outcome.day)
    return min(days, default=date.min)


@memoised
def published_since(facts: Facts) -> date | None:
    """An arrêté is in force on the morrow of its publication at the Journal officiel (Code civil, article 1er)."""
    if facts.kind != AgreementKind.ARRETE:
        return None
    told = (event for event in facts.events if event.nature in OF_ITS_PUBLICATION)
    days = [event.published_on for event in told if event.published_on]
    return min(days) + ONE_DAY if days else None


# -- In force, as is usual -----------------------------------------------------------------------------------


def approved_without_clause(facts: Facts) -> date | None:
    """Approved, its own clause not read or without a day, nor is that of its arrêté: after the usual delay."""
    approval = approval_of(facts)
    if facts.rule.kind not in WITHOUT_A_DAY or not approval or not approval.dated:
        return None
    return approval.counts_from + delay_of(Rule.AGREE_SANS_CLAUSE, facts.conventions)


def dated_by_the_base(facts: Facts) -> date | None:
    """The official base holds it in force since a day that is not merely that of the text."""
    held = facts.held
    if not (held and held.in_force and held.since and facts.dated) or held.since == facts.dated.day:
        return None
    return max(held.since, signed_on(facts))


def held_in_force(facts: Facts) -> date | None:
    """The official base holds it in force, or articles that it made, and does not say since when."""
    return (
        signed_on(facts) + delay_of(Rule.EFFET_SANS_JOUR, facts.conventions)
        if facts.is_held_in_force
        else None
    )


def approved_on_an_unknown_day(facts: Facts) -> date | None:
    """Approved on a day that is not known, and its clause waits for nothing else: once that is usually so."""
    waits = facts.rule.kind in ON_AGREMENT and undated_decision(facts, Track.AGREMENT)
    if not waits or waits.word != AgrementState.AGREE:
        return None
    return first_of_next_month(delay_over(facts, Track.AGREMENT))


RULES: dict[Rule, Callable[[Facts], date | None]] = {
    Rule.DATE_DE_LA_BASE: dated_by_the_base,
    Rule.AGREE_SANS_CLAUSE: approved_without_clause,
    Rule.AGREMENT_SANS_JOUR: approved_on_an_unknown_day,
    Rule.EFFET_SANS_JOUR: held_in_force,
}


@memoised
def usual_since(facts: Facts) -> dict[Rule, date]:
    found = {rule: since(facts) for rule, since in RULES.items() if is_kept(rule)}
    return {rule: day for rule, day in found.items() if day}


def turning_days(facts: Facts) -> Iterator[date]:
    if to_come(facts) > date.min:
        yield to_come(facts)
    if since := published_since(facts):
        yield since
    yield from usual_since(facts).values()
