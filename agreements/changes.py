"""What changed between two days: every agreement whose state differs, track by track, and what made it so.

The same as comparing the lists of the two days. It is read from the situations alone: a state can only have
changed where a situation begins between the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pyroaring import BitMap

from agreements.dossier import fact_of
from agreements.edition import TRACKS, Situation
from agreements.models import Agreement, Event
from agreements.read_models import situations_of
from agreements.rows import Card
from agreements.vocabulary import STATES, Track, Word


@dataclass(frozen=True)
class Turn:
    """What opened a new state within the period: an event, or nothing but the day that came."""

    track: Track
    on: date
    event: Event | None

    @property
    def counts_from(self) -> date:
        return fact_of(self.event, self.on).counts_from

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
    before: Situation | None
    after: Situation
    on: date  # the day of the last change of the period
    turns: tuple[Turn, ...]

    @property
    def card(self) -> Card:
        return Card.of(self.agreement)

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


class Period:
    """What changed from the state of one day to that of a later one, among a set of agreements."""

    def __init__(self, since: date, until: date, members: BitMap):
        self.since, self.until, self.members = since, until, members

    @cached_property
    def changed(self) -> list[int]:
        """The agreements whose state differs, the last to change first."""
        days = self.last_turns
        before = self.states(BitMap(days), self.since)
        after = self.states(BitMap(days), self.until)
        differing = [agreement for agreement in days if before.get(agreement) != after[agreement]]
        return sorted(differing, key=lambda agreement: (-days[agreement].toordinal(), agreement))

    @cached_property
    def last_turns(self) -> dict[int, date]:
        """The last day on which a situation began, for those that began one within the period."""
        begun = Situation.objects.filter(starts_on__gt=self.since, starts_on__lte=self.until)
        rows = begun.order_by("agreement_id", "starts_on").values_list("agreement", "starts_on")
        return {agreement: day for agreement, day in rows if agreement in self.members}

    def states(self, agreements: BitMap, day: date) -> dict[int, tuple]:
        rows = situations_of(agreements, day).order_by().values_list("agreement", *TRACKS)
        return {agreement: tuple(words) for agreement, *words in rows}

    def read(self, agreements: Iterable[int]) -> list[Change]:
        """These agreements with all that their change tells, in the order given."""
        agreements = list(agreements)
        lives = self.lives(agreements)
        texts = Agreement.objects.prefetch_related("conventions").in_bulk(agreements)
        events = self.events_of(lives)
        return [self.change(texts[agreement], lives[agreement], events) for agreement in agreements]

    def lives(self, agreements: list[int]) -> dict[int, list[Situation]]:
        """The situations that touch the period, in order."""
        lives: dict[int, list[Situation]] = {agreement: [] for agreement in agreements}
        rows = Situation.objects.filter(
            agreement__in=agreements, starts_on__lte=self.until, ends_on__gt=self.since
        )
        for situation in rows.order_by("agreement_id", "starts_on"):
            lives[situation.agreement_id].append(situation)
        return lives

    def events_of(self, lives: dict[int, list[Situation]]) -> dict[int, Event]:
        causes = {
            getattr(row, f"{track}_cause_id") for life in lives.values() for row in life for track in TRACKS
        }
        events = Event.objects.select_related("act", "convention").prefetch_related("sources")
        return events.in_bulk(causes - {None})

    def change(self, agreement: Agreement, life: list[Situation], events: dict[int, Event]) -> Change:
        before = life[0] if life[0].starts_on <= self.since else None
        told = life[1:] if before else life
        moves = [
            (row, track)
            for earlier, row in zip([before, *told], told, strict=False)
            for track in TRACKS
            if getattr(earlier, track, None) != getattr(row, track)
        ]
        turns = tuple(
            Turn(track, row.starts_on, events.get(getattr(row, f"{track}_cause_id"))) for row, track in moves
        )
        return Change(agreement, before, life[-1], max(row.starts_on for row, _ in moves), turns)
