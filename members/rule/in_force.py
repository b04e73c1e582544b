"""From when a text that binds an employer applies to it, or what it still waits for."""

from datetime import date

from agreements.law.vocabulary import FIRM, AgrementState, Certainty, EffectState, SignatureState
from members.rule.binding import Bond
from members.rule.facts import Employer, Links, Text
from members.rule.reasons import PENDING, Line, approval, awaiting, extension, unknown
from members.rule.vocabulary import Answer, Awaited, Missing
from members.rule.ways import weakest
from portal.french.dates import add_months
from portal.french.writing import on_date

APPROVED = "L314-6 CASF"
OVERSEAS_MONTHS = 6
EXTENDED_TO_ALL = "étendu à tous les employeurs de son champ"


def effect(text: Text, employer: Employer, links: Links, day: date, tie: Bond) -> Line:
    """Bound: from when, or what the text still waits for."""
    because = " ; ".join(part for part in (approval(text), tie.reason, extension_reason(text)) if part)
    if text.signature == SignatureState.OUVERT:
        awaits = [Awaited.SIGNATURE] if text.is_released else [Awaited.SIGNATURE, Awaited.AGREMENT]
        return awaiting(awaits, f"{tie.reason} ; la mise à la signature n’est pas close", "L2231-3 CT")
    if text.agrement in PENDING:
        return awaiting([Awaited.AGREMENT], because, APPROVED)
    if text.effet == EffectState.PAS_ENCORE:
        return not_yet(text, day, because)
    if text.effet == EffectState.EN_VIGUEUR:
        return in_force(text, employer, links, day, tie, because)
    if text.is_released:
        return unknown(f"{because} ; sa date d’effet n’est pas connue", "L2261-1 CT", Missing.EFFET)
    return unknown(f"{because} ; il ne prend effet qu’une fois agréé", APPROVED, Missing.AGREMENT)


def not_yet(text: Text, day: date, because: str) -> Line:
    if text.effective_on and text.effective_on > day:
        return awaiting([Awaited.DATE], f"{because} ; prend effet {on_date(text.effective_on)}", "L2261-1 CT")
    if text.awaits_extension and not text.is_extended:
        return awaiting([Awaited.EXTENSION], f"{because} ; sa propre clause attend l’extension", "L2261-1 CT")
    return awaiting([Awaited.MIROIR], f"{because} ; ne s’applique qu’avec un autre texte", "L2261-1 CT")


def in_force(text: Text, employer: Employer, links: Links, day: date, tie: Bond, because: str) -> Line:
    """In force between those it binds, since the last of the days that make it so for this employer."""
    if employer.region in links.overseas and not text.limits and text.starts_on:
        latest = add_months(text.starts_on, OVERSEAS_MONTHS)
        if day < latest:
            told = f"{because} ; outre-mer, au plus tard {on_date(latest)}, sauf stipulation"
            return awaiting([Awaited.DATE], told, "L2222-1 CT")
    own = applied_since(text, employer, links)
    days = [text.starts_on, tie.since, own] if text.starts_on else []  # else the last of them is not known
    since = max(filter(None, days), default=None)
    certainty = weakest(tie.certainty, *tracks(text))
    return Line(
        Answer.S_APPLIQUE if certainty in FIRM else Answer.PROBABLE,
        because,
        tie.article,
        since=since,
        exact=bool(text.effective_on) or since != text.starts_on,
        certainty=certainty,
        tie=tie.reason or EXTENDED_TO_ALL,
    )


def tracks(text: Text) -> tuple[Certainty, ...]:
    """How the states that make a text apply are known: its effect, its agrément, its signature."""
    sure = text.certainties
    signed = Certainty.DEDUIT if text.signature == SignatureState.INCONNU else sure.signature
    approved = (sure.agrement,) if text.agrement in (AgrementState.AGREE, AgrementState.SANS_OBJET) else ()
    return (sure.effet, signed, *approved)


def applied_since(text: Text, employer: Employer, links: Links) -> date | None:
    """Since when the employer is in the field of the text; none where one of its conventions does not say."""
    inside = [
        since
        for slug, since in employer.conventions.items()
        if slug in text.conventions
        or any(slug in links.branches.get(branch, ()) for branch in text.conventions)
    ]
    return None if not inside or None in inside else min(inside)


def extension_reason(text: Text) -> str:
    return extension(text) if text.is_extended else ""
