"""The derived state of agreements, as editors see it beside the facts: the same pure function as the edition.

It is computed from the facts as they stand now, at each display, and is kept nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from agreements.compiled.situations import TRACKS
from agreements.law.facts import Facts, Situation
from agreements.law.known_days import KnownDay, known_day, opening
from agreements.law.lifecycle import situations
from agreements.law.vocabulary import Certainty, Nature, StateWord, Track
from agreements.models import Agreement, Event
from agreements.models.facts_of import all_facts, with_facts
from portal.french.writing import date_fr


@dataclass(frozen=True)
class TrackState:
    """One word, since when it is told, and what makes it so: an event, or an article alone."""

    track: Track
    word: StateWord
    since: date
    day: KnownDay  # how far that is known
    event: Event | None
    article: str
    certainty: Certainty | None
    rule: str  # that gives it, or says why it is not known

    @property
    def told(self) -> str:
        """Its word, as it is shown."""
        return self.word.shown(self.certainty == Certainty.PROBABLE)


@dataclass(frozen=True)
class Life:
    """Every situation of an agreement, and the one of a day: None before anything is known of it."""

    day: date
    situations: list[Situation]
    present: Situation | None
    tracks: list[TrackState]

    def on(self, track: Track) -> TrackState | None:
        return next((state for state in self.tracks if state.track == track), None)


@dataclass(frozen=True)
class Change:
    """What one track of an agreement says today, before and after something is written."""

    track: Track
    before: str
    after: str


def changes(before: Life | None, after: Life | None) -> list[Change]:
    """The tracks that say something else: another state, or the same since another day."""
    told = [(track, in_words(before, track), in_words(after, track)) for track in TRACKS]
    return [Change(track, was, now) for track, was, now in told if was != now]


def in_words(life: Life | None, track: Track) -> str:
    """« Agréé, depuis le 29 octobre 2020 », « Probablement en vigueur », « Inconnu », or that no text is held."""
    if life is None:
        return "pas au portail"
    state = life.on(track)
    if state is None or state.certainty is None:
        return "Inconnu"
    if state.day == KnownDay.UNKNOWN:
        return state.told
    return f"{state.told}, {'au plus tard' if state.day == KnownDay.BOUND else 'depuis'} le {date_fr(state.since)}"


def lives(pks: Iterable[int], day: date) -> dict[int, Life]:
    """The lives of these agreements, in a number of queries that does not depend on how many they are."""
    agreements = list(with_facts(Agreement.objects.filter(pk__in=set(pks))))
    facts = all_facts(agreements)
    return {agreement.pk: life(facts[agreement.pk], agreement.events.all(), day) for agreement in agreements}


def life(facts: Facts, events: Iterable[Event], day: date) -> Life:
    told = situations(facts)
    known = [situation for situation in told if situation.starts_on <= day]
    if not known:
        return Life(day, told, None, [])
    events = {event.pk: event for event in events}
    tracks = []
    for track in TRACKS:
        state, opened = getattr(known[-1], track), opening(known, attrgetter(f"{track}.told"))
        first, start = getattr(opened, track), opened.starts_on
        causes = {other: facts.event(getattr(opened, other).cause, *Nature) for other in TRACKS}
        known_since = known_day(
            first.rule, first.certainty, start, causes[track], causes.values(), facts.term_is_a_bound
        )
        event = events.get(state.cause)
        tracks.append(
            TrackState(
                track, state.word, start, known_since, event, state.article, state.certainty, state.rule
            )
        )
    return Life(day, told, known[-1], tracks)
