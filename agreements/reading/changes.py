"""What changed between two days: every agreement whose state differs, track by track, and what made it so.

The same as comparing the lists of the two days. It is read from the situations alone: a state can only have
changed where a situation begins between the two.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Max, TextField
from django.db.models.functions import Cast
from pyroaring import BitMap

from agreements.compiled.situations import TRACKS, Situation, one_of
from agreements.finding.index import EMPTY, Index
from agreements.law.vocabulary import STATES, Track
from agreements.models import Agreement, Event, Source
from agreements.models.facts_of import Available, fact_of
from agreements.reading.batches import Batch, batches, events_with_sources
from agreements.reading.directory import Directory
from agreements.reading.state_changes import StateChange
from portal.french.words import Word


class Lived(NamedTuple):
    """One situation, as far as a change tells of it: thousands are read at once."""

    agreement_id: int
    starts_on: date
    signature: str
    agrement: str
    extension: str
    effet: str
    signature_cause_id: int | None
    agrement_cause_id: int | None
    extension_cause_id: int | None
    effet_cause_id: int | None
    effective_on: date | None
    sentence: str


@dataclass(frozen=True)
class Turn:
    """What opened a new state within the period: an event, or nothing but the day that came."""

    track: Track
    on: date
    event: Event | None
    sources: tuple[Source, ...] = ()

    @property
    def counts_from(self) -> date:
        return fact_of(self.event, Available(self.on), self.sources).counts_from

    @property
    def learned(self) -> bool:
        """Whether its day is only that of a source: the event has no date, neither its own nor its act's."""
        return bool(self.event and not self.event.has_day)

    @property
    def notes(self) -> list[str]:
        return [self.event.note] if self.event.note else []


@dataclass(frozen=True)
class TrackChange:
    track: Track
    before: Word | None
    after: Word
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Change:
    """One agreement whose state differs; `before` is None when nothing was known of it."""

    agreement: Agreement
    before: Lived | None
    after: Lived
    on: date  # the day of the last change of the period
    turns: tuple[Turn, ...]
    among: Batch  # those it was read with

    @property
    def conventions(self) -> list[str]:
        return self.among.conventions_of(self.agreement.pk)

    @property
    def tracks(self) -> list[TrackChange]:
        """The tracks that differ; of a text that is new, those of which something is known."""
        found = []
        for track, words in STATES.items():
            before = words(getattr(self.before, track)) if self.before else None
            after = words(getattr(self.after, track))
            if before != after and (before or after != words.INCONNU):
                turns = tuple(turn for turn in self.turns if turn.track == track)
                found.append(TrackChange(track, before, after, turns))
        return found

    @property
    def events(self) -> list[Turn]:
        """The events of all tracks, each once, in order of time."""
        once = {turn.event.pk: turn for turn in sorted(self.turns, key=lambda turn: turn.on) if turn.event}
        return list(once.values())


@dataclass(frozen=True)
class Month:
    """The agreements whose last change is of one month, and where they begin among all."""

    first_day: date
    count: int
    place: int


class Period:
    """What changed from the state of one day to that of a later one, among a set of agreements."""

    def __init__(
        self,
        since: date,
        until: date,
        members: BitMap,
        index: Index,
        directory: Directory,
        turns: Iterable[StateChange] = (),
    ):
        self.since, self.until, self.members = since, until, members
        self.index, self.directory, self.turns = index, directory, turns

    @cached_property
    def differing(self) -> BitMap:
        """The agreements whose state differs on some track: those of a set of one day and not of the other."""
        before, after = self.index.on(self.since), self.index.on(self.until)
        moved = BitMap()
        for track in TRACKS:
            was, now = before.get(track.value, {}), after.get(track.value, {})
            for word in was.keys() | now.keys():
                moved |= was.get(word, EMPTY) ^ now.get(word, EMPTY)
        return moved & self.members

    @cached_property
    def turned(self) -> list[tuple[int, str]]:
        """Those agreements with the day of their last change, in ISO form, the last to change first."""
        begun = Situation.objects.filter(starts_on__gt=self.since, starts_on__lte=self.until)
        last = begun.values("agreement").annotate(day=Cast(Max("starts_on"), TextField()))
        rows = last.order_by("-day", "agreement").values_list("agreement", "day")
        return [row for row in rows if row[0] in self.differing]

    @cached_property
    def changed(self) -> list[int]:
        """The agreements whose state differs, the last to change first."""
        return [agreement for agreement, _ in self.turned]

    @cached_property
    def dated_and_undated(self) -> tuple[dict[int, str], dict[int, str]]:
        """The same, with the day of the last turn: those of which some turn is dated; those only learned of."""
        since, until = self.since.isoformat(), self.until.isoformat()
        dated, learned = {}, {}
        for turned in self.turns:
            if since < turned.day <= until and turned.agreement in self.differing:
                (learned if turned.learned else dated).setdefault(turned.agreement, turned.day)
        return dated, {agreement: day for agreement, day in learned.items() if agreement not in dated}

    @property
    def dated_first(self) -> list[int]:
        """The agreements whose state differs: by the day something happened, then what was only learned."""
        return [agreement for part in self.dated_and_undated for agreement in part]

    @cached_property
    def months(self) -> list[Month]:
        """The months of the last dated changes, the last first."""
        counted, place, found = Counter(day[:7] for day in self.dated_and_undated[0].values()), 0, []
        for month, count in counted.items():
            found.append(Month(date.fromisoformat(f"{month}-01"), count, place))
            place += count
        return found

    def read(self, agreements: Iterable[int]) -> Iterator[Change]:
        """These agreements with all that their change tells, in the order given."""
        for batch in batches(agreements):
            yield from self.read_batch(Batch(batch, self.until, self.directory))

    def read_batch(self, many: Batch) -> Iterator[Change]:
        lives = self.lives(many.agreements)
        told = {agreement: list(moves_of(life, self.since)) for agreement, life in lives.items()}
        causes = {getattr(row, f"{track}_cause_id") for moves in told.values() for row, track in moves}
        events, sources = events_with_sources(causes - {None})
        for agreement in many.agreements:
            life, moves = lives[agreement], told[agreement]
            keys = [(row, track, getattr(row, f"{track}_cause_id")) for row, track in moves]
            yield Change(
                agreement=many.texts[agreement],
                before=life[0] if life[0].starts_on <= self.since else None,
                after=life[-1],
                on=max(row.starts_on for row, _ in moves),
                turns=tuple(
                    Turn(track, row.starts_on, events.get(key), tuple(sources.get(key, ())))
                    for row, track, key in keys
                ),
                among=many,
            )

    def lives(self, agreements: list[int]) -> dict[int, list[Lived]]:
        """The situations that touch the period, in order."""
        lives: dict[int, list[Lived]] = {agreement: [] for agreement in agreements}
        rows = Situation.objects.filter(
            agreement__in=one_of(agreements), starts_on__lte=self.until, ends_on__gt=self.since
        )
        for row in rows.order_by("agreement_id", "starts_on").values_list(*Lived._fields):
            lived = Lived._make(row)
            lives[lived.agreement_id].append(lived)
        return lives


def moves_of(life: list[Lived], since: date) -> Iterator[tuple[Lived, Track]]:
    """Each new state of the period: the situation that it opens, and the track."""
    earlier = life[0] if life[0].starts_on <= since else None
    for row in life[1:] if earlier else life:
        for track in TRACKS:
            if getattr(earlier, track, None) != getattr(row, track):
                yield row, track
        earlier = row
