"""The tracks of one agreement through its situations: their states, since when, how each is known and by what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agreements.compiled.situations import TRACKS, Situation, is_probable
from agreements.law.known_days import KnownDay, known_day, opening
from agreements.law.vocabulary import STATES, Certainty, StateWord, Track
from agreements.reading.agreement.happenings import Happening
from agreements.reading.deductions import Deduction, deduction_of


def seen(row: Situation, track: Track) -> tuple[str, bool]:
    """What a reader sees of a track."""
    return getattr(row, track), is_probable(row, track)


@dataclass(frozen=True)
class TrackLine:
    """One track in a situation: its state, since when, how it is known and what says so."""

    track: Track
    state: StateWord
    since: date
    day: KnownDay
    certainty: Certainty | None
    cause: Happening | None
    reason: Deduction | None
    is_of_the_text: bool  # nothing says so but the date that the text bears

    @property
    def probable(self) -> bool:
        return self.certainty == Certainty.PROBABLE

    @property
    def told(self) -> str:
        """Its state as it is shown."""
        return self.state.shown(self.probable)

    @property
    def aged(self) -> bool:
        """Whether it is not known because its last news is too old."""
        return self.reason is not None and self.certainty is None

    @property
    def leans_on(self) -> Track | None:
        """The other track whose rule gives this state, when it is not firmer than that one."""
        return self.reason.rule.track if self.reason and self.reason.rule.track != self.track else None


@dataclass(frozen=True)
class Span:
    """The situations, one after another, in which a reader sees the same states."""

    situations: tuple[Situation, ...]
    day: KnownDay

    @property
    def first(self) -> Situation:
        return self.situations[0]

    @property
    def starts_on(self) -> date:
        return self.first.starts_on

    @property
    def states(self) -> list[tuple[Track, str, bool]]:
        return [(track, *seen(self.first, track)) for track in TRACKS]

    def covers(self, day: date) -> bool:
        return self.starts_on <= day < self.situations[-1].ends_on


class Tracks:
    """The tracks of one agreement through all its situations; `dated` is the day that its title bears."""

    def __init__(
        self,
        situations: list[Situation],
        happenings: list[Happening],
        dated: date | None,
        term_is_a_bound: bool,
    ):
        self.situations, self.dated, self.term_is_a_bound = situations, dated, term_is_a_bound
        self.causes = {event.pk: happening for happening in happenings for event in happening.events}

    @cached_property
    def spans(self) -> list[Span]:
        return list(self.told_apart())

    def told_apart(self) -> Iterator[Span]:
        """The spans in order, each with how far its first day is known: as the best known of what it opens."""
        before, same = None, []
        for row in self.situations:
            if same and all_seen(same[-1]) != all_seen(row):
                yield Span(tuple(same), self.opened(before, same[0]))
                before, same = same[-1], []
            same.append(row)
        if same:
            yield Span(tuple(same), self.opened(before, same[0]))

    def opened(self, before: Situation | None, row: Situation) -> KnownDay:
        turned = [track for track in TRACKS if before is None or seen(before, track) != seen(row, track)]
        days = {self.day(row, track) for track in turned}
        return next((day for day in KnownDay if day in days), KnownDay.EXACT)

    def day(self, row: Situation, track: Track) -> KnownDay:
        """How far the day on which a situation opened the state of a track is that of the state."""
        causes = {other: cause.fact for other in TRACKS if (cause := self.cause(row, other))}
        return known_day(
            getattr(row, f"{track}_rule"),
            getattr(row, f"{track}_certainty"),
            row.starts_on,
            causes.get(track),
            causes.values(),
            self.term_is_a_bound,
        )

    def cause(self, row: Situation, track: Track) -> Happening | None:
        return self.causes.get(getattr(row, f"{track}_cause_id"))

    def lines(self, row: Situation) -> list[TrackLine]:
        return [self.line(row, track) for track in TRACKS]

    def line(self, row: Situation, track: Track) -> TrackLine:
        opening, cause = self.opening(row, track), self.cause(row, track)
        told = getattr(row, f"{track}_certainty")
        return TrackLine(
            track=track,
            state=STATES[track](getattr(row, track)),
            since=opening.starts_on,
            day=self.day(opening, track),
            certainty=Certainty(told) if told else None,
            cause=cause,
            reason=deduction_of(row, track),
            is_of_the_text=track == Track.SIGNATURE and not cause and opening.starts_on == self.dated,
        )

    def opening(self, row: Situation, track: Track) -> Situation:
        lived = self.situations[: self.situations.index(row) + 1]
        return opening(lived, lambda earlier: seen(earlier, track))


def all_seen(row: Situation) -> tuple:
    return (*(seen(row, track) for track in TRACKS), row.effective_on)
