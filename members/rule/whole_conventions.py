"""Whom a text binds without naming them: the parties to the whole convention, and who usually signs for its field.

Pure functions. Who signed a convention, or adhered to it and to all its avenants, is bound by each of them (CT
L2261-3, L2261-4); an avenant that revises a convention binds all those whom the convention binds (CT L2261-8);
an annexe is signed as its convention is. Where no source names the employers who signed a text, those who
negotiate its field are the usual ones: that is probable, and told so.
"""

from collections.abc import Iterator
from datetime import date

from agreements.law.vocabulary import AgreementKind, Certainty, Mode, Reach
from members.rule.facts import Links, Party, Text
from members.rule.ways import Way
from portal.french.writing import date_fr, on_date

ADHERED, REVISED = "L2261-3 CT", "L2261-8 CT"
#: From when the article on avenants is in force as it was read: the date of the Code du travail of 2008.
ARTICLE_READ_SINCE = date(2008, 5, 1)
UNILATERAL = (AgreementKind.DECISION, AgreementKind.RECOMMANDATION)
#: What stands beside a convention: an accord has its own signatories, whatever convention it is of.
OF_THE_CONVENTION = (AgreementKind.AVENANT, AgreementKind.ADDITIF, AgreementKind.RECTIFICATIF)


def ways_through_conventions(text: Text, links: Links, day: date) -> Iterator[Way]:
    """The parties to the whole convention of a text, by which it binds."""
    if text.kind in UNILATERAL:
        return
    for party in links.parties:
        if party.convention in text.conventions and party.on <= day and (way := by_party(text, party, links)):
            yield way


def by_party(text: Text, party: Party, links: Links) -> Way | None:
    own = text.slug not in links.lesser
    if text.kind == AgreementKind.CONVENTION:
        article = ADHERED if party.mode == Mode.ADHESION else ""
        return Way(party.organisation, party.on, done(party), Certainty.ETABLI, article)
    if text.kind == AgreementKind.ANNEXE and own:
        on = max(party.on, text.dated or party.on)
        return Way(party.organisation, on, f"{done(party)}, dont c’est une annexe", Certainty.DEDUIT)
    if text.kind in OF_THE_CONVENTION and own:
        return by_avenant(text, party)
    return by_accord(text, party, links) if text.dated else None


def by_avenant(text: Text, party: Party) -> Way | None:
    """An avenant of the convention: adhered to with it, else binding as its revision; one or the other, undated."""
    whole = party.reach in (Reach.AVENANTS, Reach.ACCORDS)
    if text.dated is None and (not whole or party.on < ARTICLE_READ_SINCE):
        return None
    if whole and (text.dated is None or text.dated <= party.on):
        told = f"qui a adhéré à la convention et à tous ses avenants {on_date(party.on)}"
        if text.dated is None:
            told += ", et que ceux qui suivent révisent"
        return Way(party.organisation, party.on, told, Certainty.DEDUIT, ADHERED)
    read = text.dated >= ARTICLE_READ_SINCE
    told = f"{done(party)}, que cet avenant révise"
    if not read:
        told += f" (règle lue dans sa version du {date_fr(ARTICLE_READ_SINCE)})"
    certainty = Certainty.DEDUIT if read else Certainty.PROBABLE
    return Way(party.organisation, max(party.on, text.dated), told, certainty, REVISED)


def by_accord(text: Text, party: Party, links: Links) -> Way | None:
    """Another text of the field, to which one adheres with the convention where its signatories signed it."""
    if party.reach != Reach.ACCORDS or text.dated > party.on:
        return None
    signed = {made.organisation for made in text.commitments if made.mode == Mode.SIGNATURE}
    if signed and not signed & signatories(party.convention, links):
        return None
    told = f"qui a adhéré à la convention et aux accords de ses signataires {on_date(party.on)}"
    if signed:
        return Way(party.organisation, party.on, told, Certainty.DEDUIT, ADHERED)
    unnamed = f"{told} ; ceux de ce texte ne sont pas nommés, et ce sont d’ordinaire les mêmes"
    return Way(party.organisation, party.on, unnamed, Certainty.PROBABLE, ADHERED)


def signatories(convention: str, links: Links) -> set[str]:
    """Those who signed a convention, and those who succeed to them."""
    found = {
        party.organisation
        for party in links.parties
        if party.convention == convention and party.mode == Mode.SIGNATURE
    }
    waiting = list(found)
    while waiting:
        last = waiting.pop()
        after = {tie.successor for tie in links.successions if tie.predecessor == last and tie.certain}
        waiting += after - found
        found |= after
    return found


def usual_ways(text: Text, links: Links) -> Iterator[Way]:
    """Where no source names the employers who signed a text of a known day: those who negotiate its field."""
    if text.kind in UNILATERAL or text.dated is None:
        return
    if any(made.mode == Mode.SIGNATURE for made in text.commitments):
        return
    told = "ses signataires ne sont pas nommés, et ce sont d’ordinaire les mêmes"
    negotiators = [
        one.organisation
        for one in links.negotiators
        if one.convention in text.conventions and one.covers(text.dated)
    ]
    for slug in negotiators:
        yield Way(slug, text.dated, f"qui négocie ce champ à sa date ; {told}", Certainty.PROBABLE)
    for party in () if negotiators else links.parties:
        begun = party.mode == Mode.SIGNATURE and party.on <= text.dated
        if begun and party.convention in text.conventions:
            yield Way(party.organisation, text.dated, f"{done(party)} ; {told}", Certainty.PROBABLE)


def signed_with_its_convention(text: Text, links: Links, day: date) -> bool:
    """Whether a convention, or its annexe, is known to be signed by the parties that are recorded."""
    if text.kind not in (AgreementKind.CONVENTION, AgreementKind.ANNEXE) or text.slug in links.lesser:
        return False
    return any(
        party.convention in text.conventions and party.mode == Mode.SIGNATURE and party.on <= day
        for party in links.parties
    )


def done(party: Party) -> str:
    return "qui a adhéré à la convention" if party.mode == Mode.ADHESION else "qui a signé la convention"
