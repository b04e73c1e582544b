"""The rows of a list: what each shows of an agreement, with the states of the day.

What does not depend on the day (`Card`) is read once per edition and kept; the states take one query a page.
"""

from datetime import date
from typing import NamedTuple

from agreements.french import date_fr
from agreements.index import Index
from agreements.models import Agreement
from agreements.passages import Passage, passages_of
from agreements.read_models import Situation, situations_of
from agreements.search import Found

CARDS_KEPT = 20_000


class Card(NamedTuple):
    """What a row shows of an agreement whatever the day."""

    url: str
    reference: str
    title: str
    dated: str
    conventions: tuple[str, ...]

    @classmethod
    def of(cls, agreement: Agreement) -> "Card":
        told = date_fr(agreement.dated, agreement.dated_precision)
        reference = agreement.reference[:1].upper() + agreement.reference[1:]
        if not told:
            told = "sans date connue"
        elif not agreement.number:
            told = ""  # the reference says it
        names = tuple(convention.name for convention in agreement.conventions.all())
        return cls(agreement.get_absolute_url(), reference, agreement.title, told, names)


class States(NamedTuple):
    """What a row shows of a situation; many agreements share theirs."""

    signature: str
    agrement: str
    extension: str
    effet: str
    effective_on: date | None
    told_on: date  # the day of the fact that opened this situation


class Row(NamedTuple):
    card: Card
    states: States
    passage: Passage | None = None  # where its articles have the words searched

    @classmethod
    def of(cls, situation: Situation) -> "Row":
        """The row of a situation whose agreement is at hand."""
        words = (situation.signature, situation.agrement, situation.extension, situation.effet)
        return cls(Card.of(situation.agreement), States(*words, situation.effective_on, situation.starts_on))


def rows_of(agreements: list[int], day: date, index: Index, found: Found | None = None) -> list[Row]:
    """The rows of these agreements on the day, in the order given, with what was found in their articles."""
    cards = cards_of(agreements, index)
    passages = passages_of(agreements, found) if found else {}
    told = situations_of(agreements, day).order_by()
    fields = ("agreement", "signature", "agrement", "extension", "effet", "effective_on", "starts_on")
    states = {agreement: States(*rest) for agreement, *rest in told.values_list(*fields)}
    return [Row(cards[agreement], states[agreement], passages.get(agreement)) for agreement in agreements]


def cards_of(agreements: list[int], index: Index) -> dict[int, Card]:
    kept = index.cards
    if missing := [agreement for agreement in agreements if agreement not in kept]:
        if len(kept) > CARDS_KEPT:
            kept.clear()
            missing = agreements
        for agreement in Agreement.objects.filter(pk__in=missing).prefetch_related("conventions"):
            kept[agreement.pk] = Card.of(agreement)
    return {agreement: kept[agreement] for agreement in agreements}
