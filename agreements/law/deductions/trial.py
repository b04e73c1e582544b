"""Each rule tried on what is known: the known fact is hidden, the rule asked, its answer compared.

Pure functions of one agreement. A rule that cannot be asked again of what is known (a law of 1975, of texts whose
agrément nobody knows) has no trial, and its page says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agreements.law.deductions import effect_day, extension, nature, undated, usual
from agreements.law.deductions.before import GRANTING, is_decision, undecided_until
from agreements.law.deductions.rules import Rule
from agreements.law.effect import recorded_effect_day, rule_outcome
from agreements.law.effect_rules import EffectRule
from agreements.law.facts import Fact, Facts
from agreements.law.procedures import agrement_state, approval_of, extension_of, signed_on
from agreements.law.vocabulary import AgrementState, ExtensionState, Nature, Track

EXTENDED = (ExtensionState.ETENDU, ExtensionState.ETENDU_AVEC_RESERVES)
EFFECTS = (Nature.ENTREE_EN_VIGUEUR, Nature.APPLICATION)


@dataclass(frozen=True)
class Trial:
    """The answer of a rule to one agreement of which the truth is known, and both in words where it is wrong."""

    rule: Rule
    right: bool
    said: str
    known: str


def trials(facts: Facts) -> Iterator[Trial]:
    for rule, ask in TRIALS.items():
        if told := ask(facts):
            yield Trial(rule, *told)


Answer = tuple[bool, str, str] | None


def hiding(facts: Facts, *tracks: Track) -> Facts:
    """The same agreement without what is known of some tracks."""
    return replace(facts, events=tuple(event for event in facts.events if event.nature.track not in tracks))


def by_then(since: date | None, known: date | None) -> Answer:
    """Whether what a rule tells from a day on was so by that day."""
    return (known <= since, f"à compter du {since}", f"le {known}") if since and known else None


# -- Signature ---------------------------------------------------------------------------------------------


def signed_as_held(facts: Facts) -> Answer:
    if not (facts.dated and facts.dated.exact and facts.held):
        return None
    return by_then(nature.held_signed_since(replace(facts, dated=None)), facts.dated.day)


def signed_by_a_step(facts: Facts) -> Answer:
    if not (facts.dated and facts.dated.exact):
        return None
    steps = [
        event
        for event in facts.events
        if event.exact and event.nature.track in (Track.AGREMENT, Track.EXTENSION)
    ]
    days = [event.counts_from for event in steps if event.nature.state]
    return by_then(min(days, default=None), facts.dated.day)


# -- Agrément and extension ----------------------------------------------------------------------------------


def not_yet(track: Track) -> Callable[[Facts], Answer]:
    def ask(facts: Facts) -> Answer:
        """All is hidden but the decision that first granted it: no source may tell it granted on an earlier day."""
        steps = [event for event in facts.in_order if event.nature.track == track]
        granting = [event for event in steps if event.nature in GRANTING]
        whole = [event for event in granting if event.exact and not event.partial]
        if not whole:
            return None
        until = undecided_until(replace(facts, events=(whole[0],)), track)
        earlier = [event for event in granting if event.dated and event.counts_from < until]
        told = f"{earlier[0].nature.label} le {earlier[0].counts_from}" if earlier else ""
        return not earlier, f"pas encore avant le {until}", told

    return ask


def usual_agrement(rule: Rule) -> Callable[[Facts], Answer]:
    def ask(facts: Facts) -> Answer:
        known = agrement_state(facts)
        decided = [
            event for event in facts.events if event.nature.track == Track.AGREMENT and is_decision(event)
        ]
        if not decided or not facts.subject_to_agrement:
            return None
        since, word = usual.RULES[rule]
        if not since(hiding(facts, Track.AGREMENT)):
            return None
        return known.word == word, word.label, known.word.label

    return ask


def undated_decision(track: Track) -> Callable[[Facts], Answer]:
    def ask(facts: Facts) -> Answer:
        first = first_decision(facts, track)
        return by_then(undated.delay_over(facts, track), first.counts_from) if first and facts.dated else None

    return ask


def first_decision(facts: Facts, track: Track) -> Fact | None:
    decided = (event for event in facts.in_order if event.nature in undated.DECISIONS[track])
    first = next(decided, None)
    return first if first and first.exact else None


def not_extended(facts: Facts) -> Answer:
    if not (facts.held and facts.held.not_extended):
        return None
    told = extension_of(facts)
    return told is None, "non étendu", told.nature.label if told else ""


def unextended_with_its_base(facts: Facts) -> Answer:
    """Whether an avenant of which the extension is known, or of which the base tells that it is not, has none."""
    told = extension_of(facts)
    known = told.nature.label if told else "non étendu" if facts.held and facts.held.not_extended else ""
    if not known or not extension.is_of_an_unextended_base(facts):
        return None
    return told is None, "non étendu", known


def unextended_when_refused(facts: Facts) -> Answer:
    """Whether a text that is refused is not extended, and one that is extended not refused: it is one rule."""
    agrement, told = agrement_state(facts).word, extension_of(facts)
    held = facts.held and facts.held.not_extended
    if agrement == AgrementState.REFUSE and (told or held):
        return told is None, "non étendu", told.nature.label if told else ""
    return (True, "", "") if told and agrement == AgrementState.AGREE else None


def unilateral(facts: Facts) -> Answer:
    """Whether no act of employers alone, of which the extension is known, is extended."""
    told = extension_of(facts)
    if facts.kind not in nature.UNILATERAL or not (told or facts.held and facts.held.not_extended):
        return None
    return told is None, "rien à étendre", told.nature.label if told else ""


# -- Effect ------------------------------------------------------------------------------------------------


def effect_known(facts: Facts) -> date | None:
    """The day of effect, never before the text, where its clause or a source gives the very day."""
    if facts.subject_to_agrement and not approval_of(facts):
        return None
    outcome = rule_outcome(facts)
    day = outcome.day if outcome and outcome.sure else recorded_effect_day(facts)
    approval = approval_of(facts)
    return max(day, signed_on(facts), *([approval.counts_from] if approval else [])) if day else None


def usual_effect(rule: Rule) -> Callable[[Facts], Answer]:
    def ask(facts: Facts) -> Answer:
        events = tuple(event for event in facts.events if event.nature not in EFFECTS)
        since = effect_day.RULES[rule](replace(facts, events=events, rule=EffectRule()))
        approval = approval_of(facts)
        if since and approval:
            since = max(since, approval.counts_from)
        return by_then(since, effect_known(facts))

    return ask


def clause(facts: Facts) -> Answer:
    """Whether the clause gives it in force by the day on which a source tells that it is."""
    outcome, told, approval = rule_outcome(facts), recorded_effect_day(facts), approval_of(facts)
    if not (outcome and outcome.sure and told):
        return None
    return by_then(max(told, approval.counts_from) if approval else told, outcome.day)


TRIALS: dict[Rule, Callable[[Facts], Answer]] = {
    Rule.SIGNATURE_PROUVEE: signed_by_a_step,
    Rule.SIGNE_SELON_LA_BASE: signed_as_held,
    Rule.AVANT_AGREMENT: not_yet(Track.AGREMENT),
    Rule.ETENDU_DONC_AGREE: usual_agrement(Rule.ETENDU_DONC_AGREE),
    Rule.APPLIQUE_DONC_AGREE: usual_agrement(Rule.APPLIQUE_DONC_AGREE),
    Rule.SILENCE: usual_agrement(Rule.SILENCE),
    Rule.TENU_EN_VIGUEUR: usual_agrement(Rule.TENU_EN_VIGUEUR),
    Rule.AVANT_LA_LOI: usual_agrement(Rule.AVANT_LA_LOI),
    Rule.AGREMENT_SANS_JOUR: undated_decision(Track.AGREMENT),
    Rule.AVANT_EXTENSION: not_yet(Track.EXTENSION),
    Rule.NON_ETENDU: not_extended,
    Rule.BASE_NON_ETENDUE: unextended_with_its_base,
    Rule.REFUSE_DONC_NON_ETENDU: unextended_when_refused,
    Rule.ACTE_UNILATERAL: unilateral,
    Rule.EXTENSION_SANS_JOUR: undated_decision(Track.EXTENSION),
    Rule.CLAUSE: clause,
    Rule.DATE_DE_LA_BASE: usual_effect(Rule.DATE_DE_LA_BASE),
    Rule.AGREE_SANS_CLAUSE: usual_effect(Rule.AGREE_SANS_CLAUSE),
    Rule.EFFET_SANS_JOUR: usual_effect(Rule.EFFET_SANS_JOUR),
}


# -- Delays ------------------------------------------------------------------------------------------------


def delays(facts: Facts) -> Iterator[tuple[Rule, timedelta]]:
    """What is known, in one agreement, of the delays after which rules speak."""
    if not (facts.dated and facts.dated.exact):
        return
    signed = facts.dated.day
    if facts.held and facts.held.since:
        yield Rule.SIGNE_SELON_LA_BASE, max(signed - facts.held.since, timedelta(0))
    for track, (rule, _) in undated.RULES.items():
        if first := first_decision(facts, track):
            yield rule, first.counts_from - signed
    if effect := effect_known(facts):
        yield Rule.EFFET_SANS_JOUR, effect - signed
        approval = approval_of(facts)
        if approval and approval.dated:
            yield Rule.AGREE_SANS_CLAUSE, effect - approval.counts_from
