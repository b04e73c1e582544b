"""What follows from what a text is: an act that sets no rule, a text that the official base holds."""

from collections.abc import Iterator
from datetime import date

from agreements.law.deductions.measured import DELAYS
from agreements.law.deductions.rules import Rule
from agreements.law.facts import Facts, State
from agreements.law.vocabulary import AgreementKind, AgrementState, ExtensionState, SignatureState, Track

#: They bind to a text, end one, or join two fields: nothing in them is to be approved or extended.
WITHOUT_RULES = (AgreementKind.ADHESION, AgreementKind.DENONCIATION, AgreementKind.ARRETE)
#: What is held and was never signed by two parties, nor taken by one.
NOT_SIGNED = (
    AgreementKind.AVIS,
    AgreementKind.DOCUMENT,
    AgreementKind.PROCES_VERBAL,
    AgreementKind.NEGOCIATION,
)
BY_TRACK = {
    Track.AGREMENT: (Rule.ACTE_SANS_AGREMENT, AgrementState.SANS_OBJET),
    Track.EXTENSION: (Rule.ACTE_SANS_EXTENSION, ExtensionState.SANS_OBJET),
}


def without_object(facts: Facts, track: Track) -> State | None:
    """An adhesion, a denunciation, an arrêté of merger has no agrément and no extension (CT L2261-3, -9, -32)."""
    if facts.kind not in WITHOUT_RULES:
        return None
    rule, word = BY_TRACK[track]
    return rule.state(word)


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
    return facts.held.since + DELAYS[Rule.SIGNE_SELON_LA_BASE] if facts.held and facts.held.since else None


def turning_days(facts: Facts) -> Iterator[date]:
    if not facts.dated and (since := held_signed_since(facts)):
        yield since
