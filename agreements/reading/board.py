"""The pending board of a day, read from the edition: what each text waits for, and who says so last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch, Q, prefetch_related_objects
from pyroaring import BitMap

from agreements.compiled.situations import Party, Situation, situations_of, states_of_row
from agreements.finding.index import index_of
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import (
    AgrementState,
    EffectState,
    ExtensionState,
    Nature,
    SignatureState,
    Track,
)
from agreements.law.waiting import OPPOSITION_DAYS, Column, Waiting, waiting
from agreements.models import Agreement, Event, Source
from agreements.models.facts_of import facts_of_events
from agreements.reading.chains import TEXTS
from agreements.reading.directory import directory_of, prefill
from agreements.reading.events import events_of
from agreements.reading.list_rows import Card
from portal.edition.manifest import Manifest
from portal.edition.memory import of_edition
from portal.edition.rows import among
from portal.french.analyser import natural_key
from portal.french.dates import ONE_DAY
from portal.french.words import Word

#: The states in which something is waited for; an arrêté signed and a running opposition are looked for apart.
WAITS: tuple[tuple[Track, Word], ...] = (
    (Track.SIGNATURE, SignatureState.OUVERT),
    (Track.AGREMENT, AgrementState.EN_COURS),
    (Track.AGREMENT, AgrementState.AVIS_FAVORABLE),
    (Track.AGREMENT, AgrementState.AVIS_DEFAVORABLE),
    (Track.EXTENSION, ExtensionState.EN_COURS),
    (Track.EFFET, EffectState.PAS_ENCORE),
)


class Order(Word):
    """How the texts of one column follow one another."""

    ATTENTE = "attente", "la plus longue attente d’abord"
    NOUVELLE = "nouvelle", "la dernière nouvelle d’abord"
    ECHEANCE = "echeance", "la prochaine échéance d’abord"
    NUMERO = "numero", "numéro"


@dataclass(frozen=True)
class Row:
    """One text of the board."""

    situation: Situation
    waiting: Waiting
    event: Event | None  # the last known

    @property
    def agreement(self) -> Agreement:
        return self.situation.agreement

    @cached_property
    def card(self) -> Card:
        return Card.of(self.agreement)

    @property
    def notes(self) -> list[str]:
        return [self.event.note] if self.event and self.event.note else []

    @property
    def sources(self) -> list[Source]:
        return list(self.event.sources.all()) if self.event else []


@dataclass(frozen=True)
class Lane:
    """One column of the board: what is alive, and what nothing has been heard of for a year."""

    column: Column
    living: list[Row]
    stale: list[Row]


@of_edition
def windows_of() -> list[tuple[int, date, date]]:
    """The texts of which a fact alone says that they wait, each with the first day and the last on which it does.

    It is so within the days of opposition, and between the signature of an arrêté and its publication.
    """
    facts = Event.objects.filter(nature__in=(Nature.NOTIFICATION, Nature.AGREE)).order_by()
    windows = []
    for agreement, nature, *days in facts.values_list(
        "agreement", "nature", "on", "act__on", "act__published_on"
    ):
        own, signed, published = days
        if nature == Nature.NOTIFICATION and (on := own or signed):
            windows.append((agreement, on, on + timedelta(days=OPPOSITION_DAYS)))
        elif nature == Nature.AGREE and signed and published:
            windows.append((agreement, signed, published - ONE_DAY))
    return windows


class Board:
    """All that waits for something on a day, whatever the filters."""

    def __init__(self, day: date, edition: Manifest):
        self.day, self.index, self.directory = day, index_of(edition), directory_of(edition)
        self.windows = windows_of(edition)

    @cached_property
    def rows(self) -> list[Row]:
        """The texts that wait for something, each with all that is told of it."""
        found = [row for situation in self.candidates() if (row := row_of(situation, self.day))]
        for row in found:
            fields = self.index.values_of("convention", row.agreement.pk)
            prefill(row.agreement, "conventions", [self.directory.conventions[slug] for slug in fields])
        return found

    def candidates(self) -> list[Situation]:
        """The texts that may wait: those in such a state, and those of which a fact says so."""
        waiting = (self.index.members(track.value, state, self.day) for track, state in WAITS)
        told = (agreement for agreement, first, last in self.windows if first <= self.day <= last)
        found = BitMap.union(BitMap(told), BitMap(self.lost_sight_of()), *waiting)
        situations = list(situations_of(found, self.day).order_by("agreement_id"))
        texts, events = {text.pk: text for text in TEXTS(among(found))}, events_of(found, self.directory)
        for situation in situations:
            situation.agreement = texts[situation.agreement_id]
            prefill(situation.agreement, "events", events[situation.agreement_id])
        return situations

    def lost_sight_of(self) -> Iterable[int]:
        """The texts whose procedure nothing is heard of: nobody knows whether they still wait."""
        lost = Q(agrement_rule=Rule.AGREMENT_SANS_ISSUE) | Q(extension_rule=Rule.EXTENSION_SANS_ISSUE)
        return Situation.objects.as_of(self.day).filter(lost).order_by().values_list("agreement", flat=True)

    @property
    def members(self) -> BitMap:
        return BitMap(row.situation.agreement_id for row in self.rows)

    def lanes(self, selection: BitMap, order: Order) -> list[Lane]:
        """The columns, in the order of the procedure, with the texts of a selection."""
        shown = sorted((row for row in self.rows if row.situation.agreement_id in selection), key=KEYS[order])
        return [lane_of(column, [row for row in shown if row.waiting.column == column]) for column in Column]


def with_parties(rows: list[Row], day: date) -> None:
    """Fetch what only the JSON tells: themes and parties."""
    parties = Party.objects.as_of(day).select_related("organisation", "signature")
    agreements = [row.agreement for row in rows]
    prefetch_related_objects(agreements, "themes", Prefetch("parties", parties))


def lane_of(column: Column, rows: list[Row]) -> Lane:
    stale = [row for row in rows if row.waiting.stale]
    return Lane(column, [row for row in rows if not row.waiting.stale], stale)


def row_of(situation: Situation, day: date) -> Row | None:
    agreement = situation.agreement
    found = waiting(facts_of_events(agreement), states_of_row(situation), day)
    if not found:
        return None
    key = found.last.key if found.last else None
    return Row(situation, found, next((event for event in agreement.events.all() if event.pk == key), None))


def by_age(row: Row) -> tuple:
    return (row.waiting.since_on or date.min, row.agreement.slug)


def by_news(row: Row) -> tuple:
    return (-(row.waiting.news_on or date.min).toordinal(), row.agreement.slug)


def by_deadline(row: Row) -> tuple:
    """The deadlines to come, then those that have passed, then the texts without any."""
    coming = [each.on for each in row.waiting.deadlines if each.on >= row.waiting.day]
    passed = [each.on for each in row.waiting.deadlines]
    return (not coming, not passed, min(coming, default=max(passed, default=date.max)), row.agreement.slug)


def by_number(row: Row) -> tuple:
    return (natural_key(row.agreement.number), row.agreement.slug)


KEYS = {Order.ATTENTE: by_age, Order.NOUVELLE: by_news, Order.ECHEANCE: by_deadline, Order.NUMERO: by_number}
