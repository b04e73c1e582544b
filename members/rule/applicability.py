"""Does a text apply to an employer on a day, and why: in the order of the law.

Pure functions: no database, no clock. Two questions are kept apart: whether the text **binds** the employer,
and whether it is **opposable to the funder**. An answer is as sure as the least sure of what it rests on: what
is only probable never stands among what applies. What the sources do not allow to say is « not known », with
the fact that is missing; in particular a text extended and not approved, which no article read settles.
"""

from dataclasses import dataclass, replace
from datetime import date

from agreements.law.vocabulary import Certainty, EffectState, ExtensionState, SignatureState
from members.rule.binding import Bond, bond
from members.rule.facts import Employer, Links, Text
from members.rule.field import in_field, within_limits
from members.rule.in_force import effect
from members.rule.reasons import (
    NOT_AGREEMENTS,
    Line,
    approval,
    awaiting,
    dead,
    extension,
    no,
    opposable,
    unknown,
)
from members.rule.vocabulary import Answer, Awaited, Missing, Opposable
from members.rule.voluntary import voluntary
from members.rule.ways import MEMBER, strength, weakest
from members.rule.whole_conventions import UNILATERAL, signed_with_its_convention

EXTENDED, APPROVED = "L2261-15 CT", "L314-6 CASF"
NEVER = (Answer.NE_S_APPLIQUE_PAS, Answer.REMPLACE)


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

    A doubt about the field never hides what rules the text out for everyone, nor that nothing binds the employer.
    """
    told = (
        in_field(text, employer, links, day),
        within_limits(text, employer),
        NOT_AGREEMENTS.get(text.kind),
        dead(text, links.replacers.get(text.slug)),
    )
    found = [one for one in told if one]
    ruled_out = next((one for one in found if one.answer in NEVER), None)
    if ruled_out:
        return ruled_out
    bound = bound_or_not(text, employer, links, day)
    return found[0] if found and bound.answer not in NEVER else bound


def bound_or_not(text: Text, employer: Employer, links: Links, day: date) -> Line:
    member = bond(text, employer, links, day)
    unbound = member.bound is False and not text.is_extended
    told = not_bound(text, employer, links, day, member) if unbound else None
    if told and set(text.conventions) & set(employer.conventions):
        told = replace(told, unbound=True)
    if told and told.answer in NEVER:
        return told
    signed = text.signature != SignatureState.INCONNU or signed_with_its_convention(text, links, day)
    if not signed:
        return unknown("aucune source lue ne dit si le texte est signé", "L2231-1 CT", Missing.SIGNATURE)
    if told:
        return told
    if text.is_extended:
        return extended(text, employer, links, day, member)
    if member.bound is None:
        return unknown(f"{member.reason} ; {extension(text)}", member.article, member.missing)
    if text.kind in UNILATERAL:
        member = unilateral(member)
    return effect(text, employer, links, day, member)


def unilateral(member: Bond) -> Bond:
    """What an organisation decides alone: those who wrote of it say that it holds for its members."""
    told = "engagement unilatéral, que les sources lues disent applicable aux seuls membres de son auteur"
    return Bond(
        True,
        f"{told} ; {member.reason}",
        APPROVED,
        member.since,
        weakest(member.certainty, Certainty.PROBABLE),
    )


def not_bound(text: Text, employer: Employer, links: Links, day: date, member: Bond) -> Line:
    """Not a member of a bound organisation: only the extension, or its own will, can bind an employer."""
    if employer.payslip and set(text.conventions) & set(employer.conventions):
        return voluntary(text, employer, links, day, member)
    if text.extension == ExtensionState.EN_COURS:
        awaits = [Awaited.EXTENSION]
        if not text.is_released:
            awaits.insert(0, Awaited.AGREMENT)
        return awaiting(awaits, f"{member.reason} ; {extension(text)}", EXTENDED)
    if text.extension == ExtensionState.REFUSE:
        return no(f"{member.reason} ; l’extension est refusée", "L2261-25 CT", text.certainties.extension)
    if text.not_extended or text.extension == ExtensionState.SANS_OBJET:
        # Held as not extended since: an extension lasts as long as its text, it was probably not extended before.
        sure = text.certainties.extension or Certainty.PROBABLE
        return no(f"{member.reason} ; {extension(text)}", MEMBER, sure)
    if text.kind in UNILATERAL:
        return no(f"{member.reason} ; un engagement unilatéral ne s’étend pas à d’autres", MEMBER)
    told = f"{member.reason} ; aucune source lue ne dit si le texte est étendu"
    return unknown(told, EXTENDED, Missing.EXTENSION)


def extended(text: Text, employer: Employer, links: Links, day: date, member: Bond) -> Line:
    """Extended: all of the field are bound (CT L2261-15), as long as the text has effect (CASF L314-6)."""
    if not text.is_released and text.effet != EffectState.EN_VIGUEUR:
        clause = " ; la clause du texte attend aussi l’agrément" if text.awaits_extension else ""
        return unknown(
            f"{extension(text)}, mais {approval(text)} : aucun article lu ne dit s’il s’applique alors{clause}",
            "L314-6 CASF et L2261-15 CT",
            Missing.AGREMENT,
        )
    whole = text.certainties.extension
    if member.bound and strength(member.certainty) <= max(strength(whole), strength(Certainty.DEDUIT)):
        return effect(text, employer, links, day, member)
    since = text.extended.day if text.extended else None
    return effect(text, employer, links, day, Bond(True, "", EXTENDED, since, whole))
