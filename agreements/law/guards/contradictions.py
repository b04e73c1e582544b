"""What cannot be, or hardly, in the facts of one agreement: sentences for who writes them, and for who reads them.

Pure: asked of the facts as they would stand once written, and of those that are published. Each sentence says what
is at odds with what; nothing is corrected.
"""

from collections import defaultdict
from collections.abc import Iterator

from agreements.law.facts import Commitment, Facts
from agreements.law.vocabulary import Mode, Nature, Track
from portal.french.writing import date_fr, listed, lower_first, on_date

#: What one act cannot say twice over: yes and no.
OPPOSITES = (
    ({Nature.AGREE}, {Nature.REFUS_AGREMENT}),
    ({Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES}, {Nature.REFUS_EXTENSION}),
)
#: What cannot come before the text is dated. Negotiation does, and a day of effect may.
AFTER_THE_TEXT = {
    *(nature for nature in Nature if nature.track in (Track.AGREMENT, Track.EXTENSION)),
    Nature.NOTIFICATION,
    Nature.FIN_OPPOSITION,
    Nature.OPPOSITION_MAJORITAIRE,
    Nature.DEPOT,
    Nature.PUBLICATION_BOCC,
    Nature.PUBLICATION_JO,
    Nature.REMPLACE,
    Nature.DENONCE,
}
#: Decisions that are taken once and for all by the act that takes them.
DECIDED = {nature for pair in OPPOSITES for natures in pair for nature in natures}


def impossible(facts: Facts) -> list[str]:
    """What no facts can be: refused where they are written."""
    return list(yes_and_no(facts))


def doubts(facts: Facts) -> list[str]:
    """What is possible and unlikely: written only once someone says that it is so."""
    return [sentence for find in (before_the_text, *UNLIKELY) for sentence in find(facts)]


def clashes(facts: Facts) -> list[str]:
    """What is listed of published facts, beside the dates in an impossible order."""
    return [sentence for find in (yes_and_no, *UNLIKELY) for sentence in find(facts)]


def yes_and_no(facts: Facts) -> Iterator[str]:
    for yes, no in OPPOSITES:
        for act, natures in natures_by_act(facts).items():
            if natures & yes and natures & no:
                said = listed(f"« {nature.label} »" for nature in sorted(natures & (yes | no)))
                yield f"Le même acte ({act_words(*act)}) dit {said} du même texte."


def natures_by_act(facts: Facts) -> dict[tuple, set[Nature]]:
    """What each dated act decides, in each field: an act is told by its own day and by that of its JO."""
    told = defaultdict(set)
    for fact in facts.events:
        if fact.published_on:
            told[(fact.on, fact.published_on, fact.convention)].add(fact.nature)
    return told


def act_words(on, published_on, convention) -> str:
    return f"acte du {date_fr(on.day)}" if on else f"JO du {date_fr(published_on)}"


def before_the_text(facts: Facts) -> Iterator[str]:
    if not facts.dated:
        return
    written = on_date(facts.dated.day, facts.dated.precision)
    for fact in facts.in_order:
        if fact.nature in AFTER_THE_TEXT and fact.dated and fact.counts_from < facts.dated.day:
            yield f"« {fact.nature.label} » ({on_date(fact.counts_from)}) est avant la date du texte ({written})."


def approval_before_signature(facts: Facts) -> Iterator[str]:
    approvals = [fact.counts_from for fact in facts.events if fact.nature == Nature.AGREE and fact.exact]
    for made in dated(facts, Mode.SIGNATURE):
        if approvals and min(approvals) < made.on.day:
            yield (
                f"« {made.organisation} » signe {on_date(made.on.day)}, après l’agrément ({on_date(min(approvals))})."
            )


def undone_before_made(facts: Facts) -> Iterator[str]:
    """A signature withdrawn before it was given, an opposition before anyone signed."""
    signed = {made.organisation: made.on.day for made in dated(facts, Mode.SIGNATURE)}
    adhered = {made.organisation: made.on.day for made in dated(facts, Mode.ADHESION)}
    for made in dated(facts, Mode.RETRAIT):
        first = min(
            (days[made.organisation] for days in (signed, adhered) if made.organisation in days), default=None
        )
        if first and made.on.day < first:
            yield f"« {made.organisation} » se retire {on_date(made.on.day)}, avant d’avoir signé ({on_date(first)})."
    first = min(signed.values(), default=None)
    for made in dated(facts, Mode.OPPOSITION):
        if first and made.on.day < first:
            yield f"« {made.organisation} » s’oppose {on_date(made.on.day)}, avant toute signature ({on_date(first)})."


def ended_before_begun(facts: Facts) -> Iterator[str]:
    if facts.term and facts.dated and facts.term < facts.dated.day:
        yield "Le dernier jour est avant la date du texte."
    if facts.rule.on and facts.term and facts.term < facts.rule.on:
        yield "Le dernier jour est avant la date que donne la règle d’effet."


def told_twice(facts: Facts) -> Iterator[str]:
    """The same decision of the same act, recorded more than once for the whole text."""
    counted = defaultdict(int)
    for fact in facts.events:
        if fact.nature in DECIDED and fact.published_on and not fact.partial:
            counted[(fact.nature, fact.on, fact.published_on, fact.convention)] += 1
    for (nature, *act), count in counted.items():
        if count > 1:
            yield f"« {nature.label} » est enregistré {count} fois par le même {lower_first(act_words(*act))}."


def dated(facts: Facts, mode: Mode) -> Iterator[Commitment]:
    """What organisations did in this way, on a day that is known."""
    return (made for made in facts.commitments if made.mode == mode and made.on and made.on.exact)


UNLIKELY = (approval_before_signature, undone_before_made, ended_before_begun, told_twice)
