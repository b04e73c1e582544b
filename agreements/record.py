"""What the portal tells of one agreement on one day: its tracks, its parties, its facts in order of time."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from agreements.article_texts import ArticleText
from agreements.dossier import facts_of, with_facts
from agreements.edition import STILL_SO, TRACKS, Party, Situation
from agreements.facts import Fact
from agreements.models import Act, Agreement, Divergence, Event, Relation, Source
from agreements.sentences import nothing_known
from agreements.vocabulary import STATES, Mode, Track, Word


@dataclass(frozen=True)
class TrackLine:
    """One track on the day: its state, since when, and the event that says so."""

    track: Track
    state: Word
    since: date
    cause: "Happening | None"

    @property
    def since_exactly(self) -> bool:
        """Whether the state began that day, or on that day at the latest."""
        return self.cause is None or self.cause.fact.exact or self.cause.counts_from != self.since


@dataclass(frozen=True)
class Happening:
    """One fact as it is shown: the same act told twice is one happening, with all its sources."""

    events: tuple[Event, ...]
    fact: Fact
    known: bool  # on the day of the page

    @property
    def event(self) -> Event:
        return self.events[0]

    @property
    def act(self) -> Act | None:
        return self.event.act

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(source for event in self.events for source in event.sources.all()))

    @property
    def notes(self) -> list[str]:
        return list(dict.fromkeys(event.note for event in self.events if event.note))

    @property
    def counts_from(self) -> date:
        return self.fact.counts_from

    @property
    def is_dated(self) -> bool:
        return bool(self.fact.on or self.fact.published_on)


class Record:
    """One agreement, read once from the edition with all that its page needs."""

    def __init__(self, slug: str, day: date):
        self.day = day
        related = Relation.objects.select_related("target", "agreement").prefetch_related("sources")
        self.agreement: Agreement = (
            with_facts(Agreement.objects.filter(slug=slug).select_related("official"))
            .prefetch_related(
                "themes",
                "situations",
                "articles",
                Prefetch("relations", related),
                Prefetch("incoming", related),
                Prefetch("divergences", Divergence.objects.prefetch_related("values")),
                Prefetch("parties", Party.objects.select_related("organisation", "signature")),
            )
            .get()
        )

    # -- States --------------------------------------------------------------------------------------------

    @cached_property
    def situations(self) -> list[Situation]:
        return list(self.agreement.situations.all())

    @cached_property
    def situation(self) -> Situation | None:
        """The situation on the day, or None when nothing is known of the agreement yet."""
        return next((situation for situation in self.situations if situation.covers(self.day)), None)

    @property
    def sentence(self) -> str:
        return self.situation.sentence if self.situation else nothing_known(self.day)

    @property
    def first_day(self) -> date:
        return self.situations[0].starts_on

    @cached_property
    def tracks(self) -> list[TrackLine]:
        return [self.track_line(track) for track in TRACKS] if self.situation else []

    def track_line(self, track: Track) -> TrackLine:
        word = getattr(self.situation, track)
        since = self.situation.starts_on
        for earlier in reversed(self.situations[: self.situations.index(self.situation)]):
            if getattr(earlier, track) != word:
                break
            since = earlier.starts_on
        cause = getattr(self.situation, f"{track}_cause_id")
        happening = next((h for h in self.happenings if cause in {event.pk for event in h.events}), None)
        return TrackLine(track, STATES[track](word), since, happening)

    @property
    def articles(self) -> list[ArticleText]:
        """The words of the text, where the official base holds them."""
        return list(self.agreement.articles.all())

    # -- Facts ---------------------------------------------------------------------------------------------

    @cached_property
    def happenings(self) -> list[Happening]:
        """The facts in order of time, those of one act together."""
        grouped: dict[tuple, list[tuple[Fact, Event]]] = {}
        events = {event.pk: event for event in self.agreement.events.all()}
        for fact in facts_of(self.agreement).in_order:
            if event := events.get(fact.key):
                same = (event.nature, event.act_id) if event.act_id else (event.pk,)
                grouped.setdefault(same, []).append((fact, event))
        return [
            Happening(tuple(event for _, event in told), told[0][0], told[0][0].counts_from <= self.day)
            for told in grouped.values()
        ]

    @property
    def last_news(self) -> date | None:
        """The day of the last known fact; a state is as old as it."""
        return max((h.counts_from for h in self.happenings if h.known and h.is_dated), default=None)

    @property
    def later(self) -> list[Happening]:
        return [happening for happening in self.happenings if not happening.known]

    @property
    def told(self) -> list[Happening]:
        return [happening for happening in self.happenings if happening.known]

    # -- Parties and relations -----------------------------------------------------------------------------

    @cached_property
    def parties(self) -> list[Party]:
        """Who did what, as of the day."""
        return [
            party for party in self.agreement.parties.all() if party.starts_on <= self.day < party.ends_on
        ]

    def parties_who(self, mode: Mode) -> list[Party]:
        return [party for party in self.parties if party.mode == mode]

    @property
    def turning_days(self) -> list[date]:
        """The days on which its state changed, for the reader who steps through time."""
        return [situation.starts_on for situation in self.situations]

    @property
    def is_open_ended(self) -> bool:
        return self.situation is not None and self.situation.ends_on == STILL_SO
