"""What follows from what a text is: an act that sets no rule or binds nobody, a text that the official base holds."""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions.measured import delay_of
from agreements.law.deductions.rules import Rule
from agreements.law.facts import Facts, State
from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    ExtensionState,
    Nature,
    SignatureState,
    Track,
)

#: They bind to a text, end one, or join two fields: nothing in them is to be approved or extended.
WITHOUT_RULES = (AgreementKind.ADHESION, AgreementKind.DENONCIATION, AgreementKind.ARRETE)
#: What employers decide alone is no accord, and only an accord is extended.
UNILATERAL = (AgreementKind.DECISION, AgreementKind.RECOMMANDATION)
#: What is held and was never signed by two parties, nor taken by one.
NOT_SIGNED = (
    AgreementKind.AVIS,
    AgreementKind.DOCUMENT,
    AgreementKind.PROCES_VERBAL,
    AgreementKind.NEGOCIATION,
)
NOTHING = {Track.AGREMENT: AgrementState.SANS_OBJET, Track.EXTENSION: ExtensionState.SANS_OBJET}


def without_object(facts: Facts, track: Track, signature: State) -> State | None:
    """Why a text has no agrément and no extension to wait for, on a day of which its signature is known."""
    rule = without_rules(facts, track) or without_accord(facts, track, signature)
    return rule.state(NOTHING[track]) if rule else None


def without_rules(facts: Facts, track: Track) -> Rule | None:
    """By what it is: an adhesion, a denunciation, an arrêté of merger (CT L2261-3, -9, -32), an act of employers."""
    if facts.kind in WITHOUT_RULES:
        return Rule.ACTE_SANS_AGREMENT if track == Track.AGREMENT else Rule.ACTE_SANS_EXTENSION
    if facts.kind in UNILATERAL and track == Track.EXTENSION:
        return Rule.ACTE_UNILATERAL
    return None


def without_accord(facts: Facts, track: Track, signature: State) -> Rule | None:
    """By what became of it: struck (CT L2231-9), or never signed (CASF R314-197, CT L2261-24)."""
    agrement = track == Track.AGREMENT
    if signature.word == SignatureState.REPUTE_NON_ECRIT:
        return Rule.NON_ECRIT_SANS_AGREMENT if agrement else Rule.NON_ECRIT_SANS_EXTENSION
    failed = facts.event(signature.cause, Nature.ECHEC)
    if signature.word == SignatureState.NEGOCIATION and (failed or facts.kind == AgreementKind.NEGOCIATION):
        return Rule.NON_SIGNE_SANS_AGREMENT if agrement else Rule.NON_SIGNE_SANS_EXTENSION
    return None


def signed_as_held(facts: Facts, day: date) -> State | None:
    """Only a signed text is deposited, and only a deposited one is in the official base (CT D2231-7).

    It was signed on the day on which the base was read; before, probably, once it was in force for a while.
    """
    if facts.kind in NOT_SIGNED or not facts.held:
        return None
    if facts.reading and day >= facts.reading.counts_from:
        return Rule.TENU_PAR_LA_BASE.state(SignatureState.SIGNE)
    since = held_signed_since(facts)
    return Rule.SIGNE_SELON_LA_BASE.state(SignatureState.SIGNE) if since and day >= since else None


def held_signed_since(facts: Facts) -> date | None:
    """The day by which a text that the official base dates is usually signed: an effect may be retroactive."""
    return (
        facts.held.since + delay_of(Rule.SIGNE_SELON_LA_BASE, facts.conventions)
        if facts.held and facts.held.since
        else None
    )


def turning_days(facts: Facts) -> Iterator[date]:
    if not facts.dated and (since := held_signed_since(facts)):
        yield since
