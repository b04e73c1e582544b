"""Whom a text binds besides its signatories: their members, and by which way (CT L2262-1 to L2262-3).

Pure functions. A way is as sure as its least sure step; where no act that was read makes a step sure, what it
leads to is « not known ».
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from agreements.law.vocabulary import Certainty, Mode
from members.rule.facts import Affiliation, Employer, Links, Membership, Text
from members.rule.vocabulary import Missing
from members.rule.ways import JOINED, LEFT, MEMBER, Way, strength, weakest
from members.rule.whole_conventions import usual_ways, ways_through_conventions
from portal.french.writing import NBSP, listed, on_date


@dataclass(frozen=True)
class Bond:
    """Whether an employer is bound as a member: yes, no, or not known (None), for want of what is `missing`."""

    bound: bool | None
    reason: str
    article: str = MEMBER
    since: date | None = None
    certainty: Certainty | None = Certainty.ETABLI
    missing: Missing | None = None


def ways(text: Text, links: Links, day: date) -> dict[str, Way]:
    """The organisations whose members a text binds on a day, each by its surest and shortest way."""
    found: dict[str, Way] = {}
    waiting = [
        Way(made.organisation, made.on, done(made.mode)) for made in text.commitments if made.on <= day
    ]
    waiting += [*ways_through_conventions(text, links, day), *usual_ways(text, links)]
    while waiting:
        way = waiting.pop(0)
        known = found.get(way.organisation)
        if known and strength(known.certainty) <= strength(way.certainty):
            continue
        found[way.organisation] = way
        waiting += [*of_affiliates(way, links, day), *of_successors(way, links, day)]
    return found


def done(mode: Mode) -> str:
    return "qui y a adhéré" if mode == Mode.ADHESION else "qui l’a signé"


def of_affiliates(way: Way, links: Links, day: date) -> Iterator[Way]:
    """The members of a confederation; one that has left it since the signature binds its own, very likely."""
    for tie in links.affiliations:
        if tie.confederation != way.organisation or not tie.begun(day):
            continue
        if not tie.covers(day) and tie.until <= way.on:
            continue
        member = "elle-même membre" if tie.covers(day) else "alors membre"
        through = f"{member} {of(links.name(way.organisation))}, {way.through}"
        yield replace(
            way,
            organisation=tie.organisation,
            through=through,
            certainty=weakest(way.certainty, affiliation(tie, day)),
        )


def affiliation(tie: Affiliation, day: date) -> Certainty | None:
    """To resign does not unbind an employer (CT L2262-3): very likely, nor the members of what resigns."""
    if not tie.certain:
        return None
    return Certainty.DEDUIT if tie.covers(day) else Certainty.PROBABLE


def of_successors(way: Way, links: Links, day: date) -> Iterator[Way]:
    for tie in links.successions:
        if tie.predecessor == way.organisation and (not tie.on or tie.on <= day):
            through = f"qui succède à {links.name(way.organisation)}, {way.through}"
            sure = Certainty.DEDUIT if tie.sure_on(day) else None
            yield replace(
                way, organisation=tie.successor, through=through, certainty=weakest(way.certainty, sure)
            )


def memberships(employer: Employer, links: Links, day: date) -> list[Membership]:
    """Those begun by the day; a member of an organisation that merged is a member of what follows it."""
    begun = [one for one in employer.memberships if not one.since or one.since <= day]
    for one in begun:  # grows as it is read: a successor may have its own
        for tie in links.successions:
            still = not one.until or (tie.on and one.until > tie.on)
            if tie.predecessor == one.organisation and tie.sure_on(day) and still:
                begun.append(replace(one, organisation=tie.successor, since=tie.on))
    return begun


def bond(text: Text, employer: Employer, links: Links, day: date) -> Bond:
    """Whether the employer is bound as a member of an organisation that the text binds."""
    found, joined = ways(text, links, day), memberships(employer, links, day)
    bonds = [made for one in joined if (made := by(one, found.get(one.organisation), links, day))]
    if bonds:
        return min(bonds, key=lambda made: (strength(made.certainty), made.since or date.min))
    still = [one for one in joined if one.covers(day)]
    signed = [made for made in text.commitments if made.mode == Mode.SIGNATURE]
    if still and not signed:
        told = "aucune source lue ne nomme les employeurs signataires"
        return Bond(None, told, certainty=None, missing=Missing.EMPLOYEUR_SIGNATAIRE)
    return Bond(False, unbound(text, still, links))


def unbound(text: Text, still: list[Membership], links: Links) -> str:
    member_of = listed(sorted({of(links.name(one.organisation)) for one in still}))
    subject = f"membre {member_of}" if still else "membre d’aucune organisation d’employeurs"
    signed = {made.organisation for made in text.commitments if made.mode == Mode.SIGNATURE}
    names = listed(sorted(map(links.name, signed)))
    return f"{subject} ; texte signé par {names}" if signed else subject


def by(one: Membership, way: Way | None, links: Links, day: date) -> Bond | None:
    """What one membership makes of one way; nothing when it ended before the text was signed."""
    if way is None or (one.until and one.until <= way.on):
        return None
    name = of(links.name(one.organisation))
    if way.certainty is None:
        told = f"membre {name}, {way.through} : aucun acte lu ne rend ce lien certain"
        return Bond(None, told, certainty=None, missing=Missing.LIEN)
    if not one.covers(day):
        left = f"a quitté {links.name(one.organisation)} {on_date(one.until)}, après la signature"
        told, article = f"{left} : démissionner ne délie pas", LEFT
    else:
        later = one.since and one.since > way.on
        since = f" depuis le{NBSP}{on_date(one.since).removeprefix('le ')}" if later else ""
        told, article = f"membre {name}{since}, {way.through}", JOINED if later else MEMBER
    articles = f"{article} et {way.article}" if way.article else article
    return Bond(True, told, articles, one.since, way.certainty)


def of(name: str) -> str:
    """« d’Axess », « de Nexem »."""
    return f"d’{name}" if name[:1].lower() in "aeiouyéèêîôû" else f"de {name}"
