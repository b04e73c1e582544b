"""Effect: whether a text applies on a day, from when, and until when."""

from datetime import date

from agreements.law.deductions.rules import Rule, weakened
from agreements.law.effect_rules import Trigger
from agreements.law.facts import Fact, Facts, Situation, State, established, memoised
from agreements.law.procedures import approval_of, extension_of
from agreements.law.vocabulary import (
    AgrementState,
    Certainty,
    EffectRuleKind,
    EffectState,
    ExtensionState,
    Nature,
    SignatureState,
)
from portal.french.dates import add_months

RELEASED = (AgrementState.AGREE, AgrementState.SANS_OBJET)
UNKNOWN = State(EffectState.INCONNU)

#: Denounced by all on one side: three months' notice, then one year at most (CT L2261-9, L2261-10).
NOTICE_MONTHS, SURVIVAL_MONTHS = 3, 12


def effect_state(
    facts: Facts, present: Situation, mirrors: list[Situation], replacers: list[Situation]
) -> tuple[State, date | None]:
    """Whether the text has effect, and the day of effect once that day is sure.

    `facts` are those known on `present.starts_on`, `present` the states of the three other tracks on that
    day, `mirrors` and `replacers` the situations, on that day, of the texts it is tied to.
    """
    if dead := without_effect(facts, present, mirrors):
        return dead, None
    ended = end_of_effect(facts, present.starts_on, replacers)
    if waiting := awaiting(facts, present, mirrors):
        signed = present.signature.word == SignatureState.SIGNE
        told = ended and ended.certainty == Certainty.ETABLI
        return ended if signed and (told or is_over(facts, present.starts_on)) else waiting, None
    state, effective_on = taking_effect(facts, present, mirrors)
    if ended and state.word != EffectState.PAS_ENCORE:
        return ended, effective_on
    return state, effective_on


def without_effect(facts: Facts, present: Situation, mirrors: list[Situation]) -> State | None:
    """Struck, refused, annulled, or tied to a text which is (CT L2231-9, CASF L314-6, CT L2262-15)."""
    nothing = EffectState.SANS_EFFET
    if present.signature.word == SignatureState.REPUTE_NON_ECRIT:
        return Rule.SANS_ECRIT.state(nothing, present.signature.cause)
    if present.agrement.word in (AgrementState.REFUSE, AgrementState.ANNULE):
        return weakened(Rule.SANS_AGREMENT.state(nothing, present.agrement.cause), present.agrement)
    if annulled := facts.first(Nature.ANNULE_PAR_LE_JUGE):
        return established(nothing, annulled.key, "CT L2262-15")
    if facts.rule.awaits_extension and present.extension.word == ExtensionState.REFUSE:
        return weakened(Rule.EXTENSION_REFUSEE.state(nothing, present.extension.cause), present.extension)
    for mirror in mirrors:
        if mirror.effet.word == nothing:
            return weakened(Rule.MIROIR.state(nothing), mirror.effet)
    return None


def awaiting(facts: Facts, present: Situation, mirrors: list[Situation]) -> State | None:
    """The condition that is still missing, when one is known to be."""
    not_yet = EffectState.PAS_ENCORE
    if present.signature.word in (SignatureState.NEGOCIATION, SignatureState.OUVERT):
        return Rule.PAS_SIGNE.state(not_yet, present.signature.cause)
    if present.agrement.word not in (*RELEASED, AgrementState.INCONNU):
        return weakened(Rule.PAS_AGREE.state(not_yet, present.agrement.cause), present.agrement)
    if facts.rule.awaits_extension and present.extension.word == ExtensionState.EN_COURS:
        return weakened(Rule.PAS_ETENDU.state(not_yet, present.extension.cause), present.extension)
    for mirror in mirrors:
        if held_back := is_held_back(mirror):
            return weakened(Rule.MIROIR.state(not_yet), held_back)
    return None


def is_held_back(mirror: Situation) -> State | None:
    """What is known not to be signed, or not to be approved, yet."""
    if mirror.signature.word in (SignatureState.NEGOCIATION, SignatureState.OUVERT):
        return mirror.signature
    return mirror.agrement if mirror.agrement.word not in (*RELEASED, AgrementState.INCONNU) else None


def is_released(mirror: Situation) -> bool:
    """Signed and approved: what a mirror clause waits for."""
    return mirror.signature.word == SignatureState.SIGNE and mirror.agrement.word in RELEASED


def taking_effect(facts: Facts, present: Situation, mirrors: list[Situation]) -> tuple[State, date | None]:
    """The effect of a text that no known condition holds back.

    The text's own clause comes first. It may give the very day, or, when an act is known only « au plus
    tard », a day by which the text is surely in force. Where it gives no day, a source that tells one does.
    """
    day, approval = present.starts_on, approval_of(facts)
    told = effect_of_facts(facts, present)
    if present.agrement.word not in RELEASED or not all(is_released(mirror) for mirror in mirrors):
        return told, None
    outcome = rule_outcome(facts)
    if outcome is None or not (outcome.sure or outcome.day <= day):
        return told, recorded_effect_day(facts)
    in_force_on = max(outcome.day, approval.counts_from) if approval else outcome.day
    word = EffectState.EN_VIGUEUR if in_force_on <= day else EffectState.PAS_ENCORE
    cause = present.extension.cause if facts.rule.awaits_extension else present.agrement.cause
    premises = (present.agrement, *(mirror.agrement for mirror in mirrors))
    rule = Rule.FORMULE if facts.rule.kind == EffectRuleKind.SELON_L_ARRETE else Rule.CLAUSE
    state = weakened(rule.state(word, cause), *premises)
    if not state.firm:
        return (told, recorded_effect_day(facts)) if told.firm else (state, None)
    return state, outcome.day if outcome.sure else recorded_effect_day(facts)


@memoised
def rule_outcome(facts: Facts):
    """What the clause of the text gives, with the acts that are known."""
    return facts.rule.day(
        Trigger.of(approval_of(facts)),
        Trigger.of(extension_of(facts)),
        Trigger.of(facts.first(Nature.DEPOT)),
        facts.dated.day if facts.dated and facts.dated.exact and facts.dated_by_signature else None,
    )


def effect_of_facts(facts: Facts, present: Situation) -> State:
    """In force because a source says so: an entry into force, or a day of application once approved.

    What the official database holds in force proves nothing for a text that needs an agrément.
    """
    entry = facts.first(Nature.ENTREE_EN_VIGUEUR)
    if present.agrement.word in RELEASED:
        entry = entry or facts.first(Nature.APPLICATION)
    elif entry and entry.retroactive:  # it says from when, once approved, and not that it is
        entry = None
    if not entry and present.agrement.word == AgrementState.SANS_OBJET and present.agrement.firm:
        entry = facts.first(Nature.CONSTAT_EN_VIGUEUR)
    if not entry:
        return UNKNOWN
    state = established(EffectState.EN_VIGUEUR, entry.key, "CT L2261-1")
    needs_agrement = entry.nature == Nature.APPLICATION or entry.retroactive
    return weakened(state, present.agrement) if needs_agrement else state


def recorded_effect_day(facts: Facts) -> date | None:
    told = facts.first(Nature.ENTREE_EN_VIGUEUR) or facts.first(Nature.APPLICATION)
    return told.on.day if told and told.on and told.on.exact else None


def end_of_effect(facts: Facts, day: date, replacers: list[Situation]) -> State | None:
    """Replacement, repeal, term, denunciation (CT L2261-8, L2222-4, L2261-9, L2261-10)."""
    over = EffectState.PLUS_EN_VIGUEUR
    if ended := facts.first(Nature.REMPLACE, Nature.ABROGE):
        return established(over, ended.key, "CT L2261-8")
    if is_over(facts, day):
        return Rule.TERME.state(over)
    taken_effect = (EffectState.EN_VIGUEUR, EffectState.PLUS_EN_VIGUEUR)
    by = [replacer.effet for replacer in replacers if replacer.effet.word in taken_effect]
    denounced = facts.first(Nature.DENONCE)
    if not any(effect.firm for effect in by) and denounced and survival_end(denounced) <= day:
        return Rule.SURVIE.state(over, denounced.key)
    if by:
        return weakened(Rule.REMPLACANT.state(over), min(by, key=lambda effect: not effect.firm))
    return None


def is_over(facts: Facts, day: date) -> bool:
    """Whether its last day has passed: what was still awaited then can no longer come (CT L2222-4)."""
    return facts.term is not None and facts.term < day


def survival_end(denounced: Fact) -> date:
    """The first day on which a denounced text has ceased, when nothing took its place."""
    return add_months(denounced.counts_from, NOTICE_MONTHS + SURVIVAL_MONTHS)
