"""The steps of a text, track by track: what happened, and what may follow under the law, which is no forecast."""

from dataclasses import dataclass
from datetime import date

from agreements.law.follow_ups import follow_up
from agreements.law.vocabulary import EffectState, Nature, Track
from agreements.law.waiting import Column, Waiting
from agreements.reading.agreement.happenings import Happening
from agreements.reading.agreement.on_day import AgreementOnDay

ENDED = (EffectState.SANS_EFFET, EffectState.PLUS_EN_VIGUEUR)


@dataclass(frozen=True)
class PossibleStep:
    """A step that may follow; its day when the text, the law or a source already gives it."""

    label: str
    on: date | None = None
    article: str = ""


@dataclass(frozen=True)
class Line:
    track: Track
    done: list[Happening]
    may_follow: list[PossibleStep]

    @property
    def empty(self) -> bool:
        return not self.done and not self.may_follow


def steps_of(record: AgreementOnDay, waiting: Waiting | None) -> list[Line]:
    """A line for each track of which something happened, or may."""
    lines = [
        Line(
            track.track,
            [happening for happening in record.happened if is_step(happening, track.track)],
            list(ghosts(record, track.track, waiting)),
        )
        for track in record.tracks
    ]
    return [line for line in lines if not line.empty]


def is_step(happening: Happening, track: Track) -> bool:
    """Whether a fact is a step of a track: what the official base says of an effect is a word, not a step."""
    return happening.event.track == track and happening.event.kind != Nature.CONSTAT_EN_VIGUEUR


def ghosts(record: AgreementOnDay, track: Track, waiting: Waiting | None):
    """What may follow on one track, on the day of the page."""
    situation = record.situation
    if situation.effet in ENDED:
        return
    if track == Track.SIGNATURE and waiting and waiting.column == Column.OPPOSITION:
        [deadline] = waiting.deadlines
        yield PossibleStep("fin du délai d’opposition", deadline.on, deadline.article)
    if track == Track.AGREMENT and waiting and waiting.column == Column.PUBLICATION:
        yield PossibleStep("publication de l’arrêté au JO")
        return
    for label in follow_up(track, getattr(situation, track)).steps:
        yield PossibleStep(label, situation.effective_on if track == Track.EFFET else None)
    if track == Track.EFFET and record.agreement.term and situation.effet == EffectState.EN_VIGUEUR:
        yield PossibleStep("dernier jour", record.agreement.term, "CT L. 2222-4")
