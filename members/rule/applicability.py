"""Does a text apply to an employer on a day, and why: the rule of `lifecycle.md`, in the order of the law.

Pure functions: no database, no clock. Two questions are kept apart: whether the text **binds** the employer,
and whether it is **opposable to the funder**. What the sources do not allow to say is « not known », with
what is missing; in particular a text extended and not approved, which no article read settles.
"""

from dataclasses import dataclass
from datetime import date

from agreements.law.vocabulary import EffectState, ExtensionState, SignatureState
from members.rule.binding import MEMBER, UNILATERAL, Bond, bond
from members.rule.facts import Employer, Links, Text
from members.rule.field import in_field, within_limits
from members.rule.reasons import (
    NOT_AGREEMENTS,
    PENDING,
    Line,
    approval,
    awaiting,
    dead,
    extension,
    no,
    opposable,
    unknown,
)
from members.rule.vocabulary import Answer, Awaited, Opposable
from portal.french.dates import add_months
from portal.french.writing import on_date

EXTENDED, APPROVED = "L2261-15 CT", "L314-6 CASF"
OVERSEAS_MONTHS = 6


@dataclass(frozen=True)
class Finding:
    """The answer for one text: its line, and whether the funder must reckon with it."""

    text: Text
    line: Line
    opposable: Opposable
    opposable_because: str

    @property
    def answer(self) -> Answer:
        return self.line.answer

    @property
    def was_opposable(self) -> bool:
        """Approved once, and without effect now: what is told of the funder is told in the past."""
        return self.opposable == Opposable.OUI and self.text.is_over


def find(text: Text, employer: Employer, links: Links, day: date) -> Finding:
    """Where one text stands for one employer on one day."""
    return Finding(text, line(text, employer, links, day), *opposable(text))


def line(text: Text, employer: Employer, links: Links, day: date) -> Line:
    """The first of these that says no, else the first that doubts: the field, the nature of the text, its death.

    A doubt about the field never hides what rules the text out for everyone. Then come its bond and its effect.
    """
    told = (
        in_field(text, employer, links, day),
        within_limits(text, employer),
        NOT_AGREEMENTS.get(text.kind),
        dead(text),
    )
    found = [one for one in told if one]
    ruled_out = [one for one in found if one.answer == Answer.NE_S_APPLIQUE_PAS]
    return next(iter(ruled_out + found), None) or bound_or_not(text, employer, links, day)


def bound_or_not(text: Text, employer: Employer, links: Links, day: date) -> Line:
    member = bond(text, employer, links, day)
    if text.signature == SignatureState.INCONNU:
        return unknown("aucune source lue ne dit si le texte est signé", "L2231-1 CT")
    if text.is_extended:
        return extended(text, employer, links, day, member)
    if member.bound is False:
        return not_bound(text, member)
    if member.bound is None:
        return unknown(f"{member.reason} ; {extension(text)}", member.article)
    if text.kind in UNILATERAL:
        return unknown(
            f"engagement unilatéral ; {member.reason} ; aucun article lu ne dit qui il oblige ; {approval(text)}",
            APPROVED,
        )
    return effect(text, employer, links, day, member)


def not_bound(text: Text, member: Bond) -> Line:
    """Not a member of a bound organisation: only the extension can bind (CT L2262-1, L2261-15)."""
    if text.extension == ExtensionState.EN_COURS:
        awaits = [Awaited.EXTENSION]
        if not text.is_released:
            awaits.insert(0, Awaited.AGREMENT)
        return awaiting(awaits, f"{member.reason} ; {extension(text)}", EXTENDED)
    if text.extension == ExtensionState.REFUSE:
        return no(f"{member.reason} ; l’extension est refusée", "L2261-25 CT")
    if text.not_extended:
        return no(f"{member.reason} ; le texte n’est pas étendu, selon la base officielle KALI", MEMBER)
    if text.kind in UNILATERAL:
        return no(f"{member.reason} ; un engagement unilatéral ne s’étend pas à d’autres", MEMBER)
    return unknown(f"{member.reason} ; aucune source lue ne dit si le texte est étendu", EXTENDED)


def extended(text: Text, employer: Employer, links: Links, day: date, member: Bond) -> Line:
    """Extended: all of the field are bound (CT L2261-15), as long as the text has effect (CASF L314-6)."""
    if not text.is_released and text.effet != EffectState.EN_VIGUEUR:
        clause = " ; la clause du texte attend aussi l’agrément" if text.awaits_extension else ""
        return unknown(
            f"{extension(text)}, mais {approval(text)} : aucun article lu ne dit s’il s’applique alors{clause}",
            "L314-6 CASF et L2261-15 CT",
        )
    if member.bound:
        return effect(text, employer, links, day, member)
    whole = Bond(True, "", EXTENDED, text.extended.day if text.extended else None)
    return effect(text, employer, links, day, whole)


def effect(text: Text, employer: Employer, links: Links, day: date, tie: Bond) -> Line:
    """Bound: from when, or what the text still waits for."""
    because = " ; ".join(part for part in (approval(text), tie.reason, extension_reason(text)) if part)
    if text.signature == SignatureState.OUVERT:
        awaits = [Awaited.SIGNATURE] if text.is_released else [Awaited.SIGNATURE, Awaited.AGREMENT]
        return awaiting(awaits, f"{tie.reason} ; la mise à la signature n’est pas close", "L2231-3 CT")
    if text.agrement in PENDING:
        return awaiting([Awaited.AGREMENT], because, APPROVED)
    if text.effet == EffectState.PAS_ENCORE:
        return not_yet(text, day, because, tie)
    if text.effet == EffectState.EN_VIGUEUR:
        return in_force(text, employer, links, day, tie, because)
    missing = (
        "sa date d’effet n’est pas connue" if text.is_released else "il ne prend effet qu’une fois agréé"
    )
    return unknown(f"{because} ; {missing}", "L2261-1 CT" if text.is_released else APPROVED)


def not_yet(text: Text, day: date, because: str, tie: Bond) -> Line:
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
    days = [found for found in (text.starts_on, tie.since, own) if found]
    return Line(
        Answer.S_APPLIQUE,
        because,
        tie.article,
        since=max(days, default=None),
        exact=bool(text.effective_on) or max(days, default=None) != text.starts_on,
    )


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
