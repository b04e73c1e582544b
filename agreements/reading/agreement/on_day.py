"""What the portal tells of one agreement on one day: its tracks, its parties, its facts in order of time."""

from collections import Counter
from datetime import date
from functools import cached_property

from agreements.compiled.situations import Party, Situation
from agreements.finding.acts import names_of
from agreements.finding.index import index_of
from agreements.law.facts import Fact, Facts
from agreements.law.sentence import nothing_known
from agreements.law.vocabulary import Mode, Nature
from agreements.models import Event, Relation
from agreements.models.facts_of import facts_of_events
from agreements.reading.agreement.happenings import Happening
from agreements.reading.agreement.rows import (
    agreement_of,
    articles_of,
    citations_of,
    divergences_of,
    parties_of,
    situations_of,
    versions_of,
    wordings_of,
)
from agreements.reading.agreement.tracks import Span, TrackLine, Tracks
from agreements.reading.agreement.words import Words, of_the_moment, with_own_anchors
from agreements.reading.chains import relations_around
from agreements.reading.convention.freshness import OfficialBase, official_base
from agreements.reading.directory import directory_of, prefill
from agreements.reading.events import events_of
from portal.edition.manifest import Manifest
from portal.french.dates import PartialDate, Precision
from portal.french.writing import of_date, upper_first

#: The facts that tell when a text was signed, where it bears no date.
SIGNING = (Nature.SIGNE, Nature.NOTIFICATION, Nature.CLOTURE, Nature.OUVERTURE)


class AgreementOnDay:
    """One agreement, read once from the edition with all that its page needs."""

    def __init__(self, slug: str, day: date, edition: Manifest):
        index, directory = index_of(edition), directory_of(edition)
        self.day = day
        self.agreement, self.official = agreement_of(slug)
        fields = index.values_of("convention", self.agreement.pk)
        themes = index.values_of("theme", self.agreement.pk)
        self.conventions = [directory.conventions[slug] for slug in fields]
        self.themes = [directory.themes[slug] for slug in themes]
        self.citations = citations_of(self.agreement)
        self.situations = situations_of(self.agreement)
        self.events = events_of([self.agreement.pk], directory)[self.agreement.pk]
        self.act_names = names_of({event.act_id: event.act for event in self.events if event.act_id}.values())
        self.parties = parties_of(self.agreement, day, directory)
        self.divergences = divergences_of(self.agreement)
        self.relations = sorted(self.ties("agreement_id"), key=by_target)
        self.incoming = sorted(self.ties("target_id"), key=lambda relation: relation.agreement.slug)
        for name in ("conventions", "themes", "events", "parties"):
            prefill(self.agreement, name, getattr(self, name))
        self.words = self.read_words(official_base(edition))

    @cached_property
    def around(self) -> list[Relation]:
        """Its relations, and those of the texts near it."""
        return relations_around(self.agreement.pk)

    def ties(self, end: str) -> list[Relation]:
        """The relations of which the text is that end."""
        return [relation for relation in self.around if getattr(relation, end) == self.agreement.pk]

    # -- Words ---------------------------------------------------------------------------------------------

    @cached_property
    def reference(self) -> str:
        return self.agreement.reference

    @cached_property
    def subject(self) -> str:
        return self.agreement.subject

    @property
    def name(self) -> str:
        """The reference as it heads the page, with the date of the text."""
        name, text = upper_first(self.reference), self.agreement
        return f"{name} {of_date(text.dated, text.dated_precision)}" if text.number and text.dated else name

    @property
    def fields(self) -> str:
        """The conventions of the text, by their names."""
        return ", ".join(convention.name for convention in self.conventions)

    # -- States --------------------------------------------------------------------------------------------

    @cached_property
    def situation(self) -> Situation | None:
        """The situation on the day, or None when nothing is known of the agreement yet."""
        return next((situation for situation in self.situations if situation.covers(self.day)), None)

    @property
    def earlier(self) -> Span | None:
        """What was so before, for the reader who steps through time."""
        past = [span for span in self.life.spans if span.starts_on <= self.day and span is not self.span]
        return past[-1] if past else None

    @property
    def following(self) -> Span | None:
        """What is so after, as the facts known today tell it."""
        return next((span for span in self.life.spans if span.starts_on > self.day), None)

    @property
    def sentence(self) -> str:
        return self.situation.sentence if self.situation else nothing_known(self.day)

    @property
    def first_day(self) -> date:
        return self.situations[0].starts_on

    @cached_property
    def life(self) -> Tracks:
        """Its tracks through all its situations."""
        agreement = self.agreement
        dated = self.text_day if agreement.dated else None
        return Tracks(self.situations, self.happenings, dated, agreement.term_is_a_bound)

    @cached_property
    def tracks(self) -> list[TrackLine]:
        return self.life.lines(self.situation) if self.situation else []

    @cached_property
    def span(self) -> Span | None:
        """The days around that of the page on which a reader sees the same states."""
        return next((span for span in self.life.spans if span.covers(self.day)), None)

    @cached_property
    def text_dated(self) -> PartialDate | None:
        """The date of the text: the one it bears, else that of its signing as far as it is known."""
        if self.agreement.dated:
            return PartialDate(self.agreement.dated, Precision(self.agreement.dated_precision))
        signing = [h.fact.on for h in self.happenings if h.fact.nature in SIGNING and h.fact.on]
        opened = PartialDate(self.agreement.opened_on) if self.agreement.opened_on else None
        return signing[0] if signing else opened

    @property
    def text_day(self) -> date | None:
        """The last day on which it can have been dated."""
        return self.text_dated.at_the_latest if self.text_dated else None

    def read_words(self, base: OfficialBase) -> Words | None:
        """Its words, where the official base holds them; never before the text exists."""
        if not self.official or not self.situation or self.awaits_its_date:
            return None
        read_on = base.last_read_of(convention.slug for convention in self.conventions)
        versions = versions_of(self.agreement)
        moment, chosen = of_the_moment(versions, self.day)
        if chosen and versions[0].whole:
            articles = with_own_anchors(wordings_of(chosen))
            told = Counter(version.article for version in versions if not version.gone_on)
            return Words(articles, self.official, self.day, read_on, moment, told)
        articles = articles_of(self.agreement)
        return Words(articles, self.official, self.day, read_on) if articles else None

    @property
    def awaits_its_date(self) -> bool:
        """Whether it is known of, and is not written yet: negotiated, or open for signature before its date."""
        return bool(self.situation and self.text_day and self.day < self.text_day)

    # -- Facts ---------------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> Facts:
        return facts_of_events(self.agreement)

    @cached_property
    def happenings(self) -> list[Happening]:
        """The facts in order of time, those of one act together."""
        grouped: dict[tuple, list[tuple[Fact, Event]]] = {}
        events = {event.pk: event for event in self.events}
        for fact in self.facts.in_order:
            if event := events.get(fact.key):
                same = (event.nature, event.act_id) if event.act_id else (event.pk,)
                grouped.setdefault(same, []).append((fact, event))
        return [
            Happening(
                tuple(event for _, event in told),
                told[0][0],
                told[0][0].counts_from <= self.day,
                self.act_names.get(told[0][1].act_id, ""),
            )
            for told in grouped.values()
        ]

    @cached_property
    def last_dated(self) -> Happening | None:
        """The last known fact that has a date, the best known of those of one day; a state is as old as it."""
        dated = (happening for happening in self.happenings if happening.known and happening.is_dated)
        return max(dated, key=lambda happening: (happening.counts_from, happening.fact.exact), default=None)

    @property
    def last_news(self) -> date | None:
        return self.last_dated.counts_from if self.last_dated else None

    @cached_property
    def later(self) -> list[Happening]:
        return [happening for happening in self.happenings if not happening.known]

    @cached_property
    def happened(self) -> list[Happening]:
        return [happening for happening in self.happenings if happening.known]

    # -- Parties and relations -----------------------------------------------------------------------------

    def parties_who(self, mode: Mode) -> list[Party]:
        return [party for party in self.parties if party.mode == mode]


def by_target(relation: Relation) -> tuple:
    return (relation.kind, relation.target.slug if relation.target else "", relation.target_title)
