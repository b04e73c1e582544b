"""What the portal tells of one agreement on one day: its tracks, its parties, its facts in order of time."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from agreements.compiled.articles import ArticleText
from agreements.compiled.situations import TRACKS, Party, Situation
from agreements.finding.index import index_of
from agreements.law.facts import Fact, Facts
from agreements.law.sentence import nothing_known
from agreements.law.vocabulary import STATES, Mode, Track
from agreements.models import Act, Agreement, Citation, Divergence, DivergentValue, Event, Relation, Source
from agreements.models.facts_of import facts_of_events
from agreements.reading.chains import relations_around
from agreements.reading.directory import directory_of, prefill
from portal.edition.store import Manifest
from portal.french.words import Word


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


class AgreementOnDay:
    """One agreement, read once from the edition with all that its page needs."""

    def __init__(self, slug: str, day: date, edition: Manifest):
        self.day = day
        events = Event.objects.select_related("act", "convention").prefetch_related("sources")
        parties = Party.objects.as_of(day).select_related("organisation", "signature")
        self.agreement: Agreement = (
            Agreement.objects.filter(slug=slug)
            .select_related("official")
            .prefetch_related(
                "situations",
                Prefetch("citations", Citation.objects.select_related("source")),
                Prefetch("events", events),
                Prefetch("parties", parties),
            )
            .get()
        )
        index, directory = index_of(edition), directory_of(edition)
        fields = index.values_of("convention", self.agreement.pk)
        themes = index.values_of("theme", self.agreement.pk)
        prefill(self.agreement, "conventions", [directory.conventions[slug] for slug in fields])
        prefill(self.agreement, "themes", [directory.themes[slug] for slug in themes])
        prefill(self.agreement, "divergences", divergences_of(self.agreement))
        own = [relation for relation in self.around if self.agreement.pk == relation.agreement_id]
        incoming = [relation for relation in self.around if self.agreement.pk == relation.target_id]
        prefill(self.agreement, "relations", sorted(own, key=by_target))
        prefill(self.agreement, "incoming", sorted(incoming, key=lambda relation: relation.agreement.slug))

    @cached_property
    def around(self) -> list[Relation]:
        """Its relations, and those of the texts near it."""
        return relations_around(self.agreement.pk)

    # -- States --------------------------------------------------------------------------------------------

    @cached_property
    def situations(self) -> list[Situation]:
        return list(self.agreement.situations.all())

    @cached_property
    def situation(self) -> Situation | None:
        """The situation on the day, or None when nothing is known of the agreement yet."""
        return next((situation for situation in self.situations if situation.covers(self.day)), None)

    @property
    def earlier(self) -> Situation | None:
        """The situation before that of the day, for the reader who steps through time."""
        return next((each for each in reversed(self.situations) if each.ends_on <= self.day), None)

    @property
    def following(self) -> Situation | None:
        """The one after it, as the facts known today tell it."""
        return next((each for each in self.situations if each.starts_on > self.day), None)

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

    @cached_property
    def articles(self) -> list[ArticleText]:
        """The words of the text, where the official base holds them."""
        return list(self.agreement.articles.all()) if hasattr(self.agreement, "official") else []

    # -- Facts ---------------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> Facts:
        return facts_of_events(self.agreement)

    @cached_property
    def happenings(self) -> list[Happening]:
        """The facts in order of time, those of one act together."""
        grouped: dict[tuple, list[tuple[Fact, Event]]] = {}
        events = {event.pk: event for event in self.agreement.events.all()}
        for fact in self.facts.in_order:
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
        return list(self.agreement.parties.all())

    def parties_who(self, mode: Mode) -> list[Party]:
        return [party for party in self.parties if party.mode == mode]


def divergences_of(agreement: Agreement) -> list[Divergence]:
    """What sources disagree on, each point with its values, from one query."""
    values = DivergentValue.objects.filter(divergence__agreement=agreement).select_related("divergence")
    points: dict[int, tuple[Divergence, list[DivergentValue]]] = {}
    for value in values.order_by("divergence__position", "divergence_id", "position"):
        points.setdefault(value.divergence_id, (value.divergence, []))[1].append(value)
    for divergence, said in points.values():
        prefill(divergence, "values", said)
    return [divergence for divergence, _ in points.values()]


def by_target(relation: Relation) -> tuple:
    return (relation.kind, relation.target.slug if relation.target else "", relation.target_title)
