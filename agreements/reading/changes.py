"""What changed between two days: every agreement whose state differs, track by track, and what made it so.

Only what is established or deduced, and happened on a known day, is a change: what is probable never is, nor what a
reading taught. It is read from the turns: a state can only have changed where one is told between the two days.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pyroaring import BitMap

from agreements.compiled.situations import CERTAINTIES, TRACKS, Situation, is_probable, one_of
from agreements.finding.index import EMPTY, Index
from agreements.law.vocabulary import FIRM, STATES, Track
from agreements.models import Agreement, Event, Source
from agreements.models.facts_of import Available, fact_of
from agreements.reading.batches import Batch, batches
from agreements.reading.directory import Directory
from agreements.reading.events import events_with_sources
from agreements.reading.state_changes import StateChange, turns_between
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
    signature_certainty: str
    agrement_certainty: str
    extension_certainty: str
    effet_certainty: str
    effective_on: date | None
    signed_on: date | None
    kalitext: str
    sentence: str

    def firm(self, track: Track) -> Word:
        """The word of a track as far as it is established or deduced."""
        words = STATES[track]
        known = getattr(self, f"{track}_certainty") in FIRM
        return words(getattr(self, track)) if known else words.INCONNU

    def firm_certainty(self, track: Track) -> str | None:
        """How that is known; None of what is only probable, as of what is not known."""
        certainty = getattr(self, f"{track}_certainty")
        return certainty if certainty in FIRM else None


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
    def sentence(self) -> str:
        """The sentence of the later day, where nothing in it is only probable."""
        return "" if any(is_probable(self.after, track) for track in TRACKS) else self.after.sentence

    @property
    def tracks(self) -> list[TrackChange]:
        """The tracks that differ and turned in the period."""
        found = []
        for track in TRACKS:
            turns = tuple(turn for turn in self.turns if turn.track == track)
            before, after = self.before.firm(track) if self.before else None, self.after.firm(track)
            if turns and before != after:
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
    ):
        self.since, self.until, self.members = since, until, members
        self.index, self.directory = index, directory

    @cached_property
    def differing(self) -> dict[Track, BitMap]:
        """By track, the agreements whose word differs from one day to the other, and is known on the later."""
        before, after = self.index.on(self.since), self.index.on(self.until)
        found = {}
        for track in TRACKS:
            was, now = before.get(track.value, {}), after.get(track.value, {})
            moved = BitMap()
            for word in was.keys() | now.keys():
                moved |= was.get(word, EMPTY) ^ now.get(word, EMPTY)
            known = (after.get(CERTAINTIES[track], {}).get(certainty, EMPTY) for certainty in FIRM)
            found[track] = moved & self.members & BitMap.union(EMPTY, *known)
        return found

    @cached_property
    def turned(self) -> dict[int, str]:
        """Those agreements with the day of their last turn, in ISO form, the last to change first."""
        last: dict[int, str] = {}
        for turn in turns_between(self.since, self.until):
            if turn.agreement in self.differing[turn.track]:
                last.setdefault(turn.agreement, turn.day)
        return last

    @cached_property
    def learned(self) -> BitMap:
        """Those whose state differs though no dated fact of the period says so: a reading taught it."""
        return BitMap.union(EMPTY, *self.differing.values()) - BitMap(self.turned)

    @property
    def changed(self) -> list[int]:
        """The agreements whose state differs, the last to change first."""
        return list(self.turned)

    @cached_property
    def months(self) -> list[Month]:
        """The months of the last changes, the last first."""
        counted, place, found = Counter(day[:7] for day in self.turned.values()), 0, []
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
        turned = set(turns_between(self.since, self.until, many.agreements))
        told = {agreement: list(self.moves_of(agreement, life, turned)) for agreement, life in lives.items()}
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

    def moves_of(
        self, agreement: int, life: list[Lived], turned: set[StateChange]
    ) -> Iterator[tuple[Lived, Track]]:
        """Each turn of the period on a track that differs: the situation that it opens, and the track."""
        for row in life:
            for track in TRACKS:
                turn = StateChange(row.starts_on.isoformat(), agreement, track)
                if turn in turned and agreement in self.differing[track]:
                    yield row, track
