"""The rows of a list: what each shows of an agreement, with the states of the day.

What rows show (`Card`) is read once per edition and kept, with all the states that an agreement goes through: a
page whose rows were shown lately, on whatever day, asks nothing of the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from agreements.compiled.situations import TRACKS, Situation, one_of
from agreements.finding.index import Index
from agreements.finding.passages import Passage, passages_of
from agreements.finding.word_search import Found
from agreements.law.vocabulary import Certainty, Track
from agreements.models import Agreement
from portal.french.writing import date_fr

LIVES_KEPT = 20_000
UNDATED = "sans date connue"


class Card(NamedTuple):
    """What a row shows of an agreement whatever the day."""

    url: str
    reference: str
    title: str
    dated: str
    conventions: tuple[str, ...]
    numbered: bool = True  # whether its number tells it apart from its like
    slug: str = ""

    @classmethod
    def of(cls, agreement: Agreement, conventions: Iterable[str] | None = None) -> "Card":
        """The card of an agreement, with the names of its conventions where they were read with many others."""
        told = date_fr(agreement.dated, agreement.dated_precision)
        reference = agreement.reference[:1].upper() + agreement.reference[1:]
        if not told:
            told = UNDATED
        elif not agreement.number:
            told = ""  # the reference says it
        if conventions is None:
            conventions = (convention.name for convention in agreement.conventions.all())
        numbered = bool(agreement.number)
        url, title = agreement.get_absolute_url(), agreement.subject
        return cls(url, reference, title, told, tuple(conventions), numbered, agreement.slug)

    @property
    def is_dated(self) -> bool:
        return self.dated != UNDATED


class States(NamedTuple):
    """What a row shows of a situation; many agreements share theirs."""

    signature: str
    agrement: str
    extension: str
    effet: str
    effective_on: date | None
    agrement_since: date | None  # since when a decision is awaited, if one is
    agrement_learned: bool | None  # whether that day is only a source's
    extension_since: date | None
    extension_learned: bool | None
    probable: tuple[str, ...] = ()  # the tracks whose state is only probable

    @classmethod
    def read(cls, *values) -> "States":
        """The states, from the values of `READ` in their order."""
        told, certainties = values[: len(TOLD)], values[len(TOLD) :]
        probable = (
            track.value for track, how in zip(TRACKS, certainties, strict=True) if how == Certainty.PROBABLE
        )
        return cls(*told, tuple(probable))


TOLD = States._fields[:-1]
#: The columns of situations of which rows are made.
READ = (*TOLD, *(f"{track}_certainty" for track in TRACKS))


class Row(NamedTuple):
    card: Card
    states: States
    passage: Passage | None = None  # where its articles have the words searched


#: A column is folded into the head of a list only where so many rows say the same.
FEWEST_ALIKE = 5


def alike(rows: list[Row]) -> dict[str, tuple[str, bool]]:
    """The tracks on which all these rows say the same, without a day of their own: the word, and whether probable."""
    if len(rows) < FEWEST_ALIKE:
        return {}
    told = {
        track.value: {(getattr(row.states, track.value), track.value in row.states.probable) for row in rows}
        for track in TRACKS
    }
    dated = {
        Track.AGREMENT.value: any(row.states.agrement_since for row in rows),
        Track.EXTENSION.value: any(row.states.extension_since for row in rows),
        Track.EFFET.value: any(row.states.effective_on for row in rows),
    }
    return {
        track: next(iter(words)) for track, words in told.items() if len(words) == 1 and not dated.get(track)
    }


class Life(NamedTuple):
    """What is kept of an agreement: what its rows show whatever the day, and its states, each with its end."""

    card: Card
    states: list[tuple[date, States]]

    def on(self, day: date) -> States:
        """Its states on a day on which it is known."""
        for ends_on, states in self.states:
            if day < ends_on:
                return states
        raise ValueError(f"Rien n’est connu de {self.card.reference} au {day}.")


def rows_of(agreements: list[int], day: date, index: Index, found: Found | None = None) -> list[Row]:
    """The rows of these agreements, which are known on the day, in the order given, with what was found in them."""
    passages = passages_of(agreements, found) if found else {}
    return [
        Row(life.card, life.on(day), passages.get(agreement))
        for agreement, life in lives_of(agreements, index).items()
    ]


def cards_of(agreements: list[int], index: Index) -> dict[int, Card]:
    return {agreement: life.card for agreement, life in lives_of(agreements, index).items()}


def lives_of(agreements: list[int], index: Index) -> dict[int, Life]:
    kept = index.lives
    found = {agreement: kept[agreement] for agreement in agreements if agreement in kept}
    if missing := [agreement for agreement in agreements if agreement not in found]:
        read = read_lives(missing)
        found |= read
        if len(kept) < LIVES_KEPT:
            kept.update(read)
        else:
            index.lives = read  # another thread may still be reading the one before
    return {agreement: found[agreement] for agreement in agreements}


def read_lives(agreements: list[int]) -> dict[int, Life]:
    told = defaultdict(list)
    rows = Situation.objects.filter(agreement__in=one_of(agreements)).with_waits()
    for agreement, ends_on, *states in rows.values_list("agreement", "ends_on", *READ):
        told[agreement].append((ends_on, States.read(*states)))
    names = defaultdict(list)
    links = Agreement.conventions.through.objects.filter(agreement__in=one_of(agreements))
    for agreement, name in links.order_by("convention").values_list("agreement", "convention__name"):
        names[agreement].append(name)
    found = Agreement.objects.filter(pk__in=one_of(agreements))
    return {
        agreement.pk: Life(Card.of(agreement, names[agreement.pk]), told[agreement.pk]) for agreement in found
    }
