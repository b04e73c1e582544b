"""What the first page tells: the sector in figures, what waits, what was decided last, what takes effect next."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby, islice

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.urls import reverse
from pyroaring import BitMap

from agreements.compiled.situations import CERTAINTIES, Situation
from agreements.finding.filters import SituationFilter
from agreements.finding.index import index_of
from agreements.law.sentence_words import of_which_probable
from agreements.law.vocabulary import AgrementState, Certainty, EffectState, Nature, Track
from agreements.models import Agreement, Convention, Event, Source
from agreements.pages.as_json import iso, source_json
from agreements.pages.measures.as_json import freshness_json
from agreements.reading.board import Board, Lane, Order
from agreements.reading.convention.freshness import Freshness, freshness_among
from agreements.reading.list_rows import Card, cards_of
from portal.french.dates import Precision
from portal.french.words import Word
from portal.web.addresses import Address
from portal.web.answers import json_page, page_of
from portal.web.declarations import DAY, PIN
from portal.web.parameters import reads

#: The facts that open a state: what a reader calls news.
TURNS = [nature for nature in Nature if nature.state]
COLUMNS = ("Agréés", "En vigueur")
ASKED = ("agrement", "extension", "effet")
MOST, READ, MOST_TEXTS = 6, 60, 4


@dataclass(frozen=True)
class Count:
    """How many texts of a convention are told to be in a state; a zero counts only where all of them are known."""

    known: int
    unknown: int = 0  # of how many no source tells the state
    outside: bool = False  # whether the question arises for none of them
    probable: int = 0  # of how many it is only probable

    @property
    def of_which(self) -> str:
        return of_which_probable(self.known, self.probable)

    @property
    def word(self) -> Word | None:
        """What is told in the place of a number that would say more than is known."""
        if self.known:
            return None
        if self.outside:
            return AgrementState.SANS_OBJET
        return AgrementState.INCONNU if self.unknown else None


@dataclass(frozen=True)
class Field:
    """One convention of the sector and its figures on the day."""

    convention: Convention
    texts: int
    agreed: Count
    in_force: Count
    waiting: Count
    silent: int = 0  # how many waited, and gave no news for a year

    @property
    def counts(self) -> list[tuple[str, Count]]:
        return list(zip(COLUMNS, (self.agreed, self.in_force), strict=True))


@dataclass(frozen=True)
class News:
    """What one act, or one day, did to one or several texts."""

    on: date
    event: Event
    agreements: list[tuple[str, Card]]

    @property
    def state(self) -> Word:
        return self.event.kind.state

    @property
    def cards(self) -> list[Card]:
        """The first of its texts: a page names no more."""
        return [card for _, card in self.agreements[:MOST_TEXTS]]

    @property
    def others(self) -> int:
        return len(self.agreements) - len(self.cards)

    @property
    def sources(self) -> list[Source]:
        return list(self.event.sources.all())


class Home:
    def __init__(self, request):
        self.day: date = request.day
        self.edition = request.edition
        self.index = index_of(request.edition)
        self.board = Board(self.day, request.edition)

    @cached_property
    def known(self) -> BitMap:
        """The texts of the sector of which something is known on the day."""
        return self.index.known(self.day) & self.index.members("perimetre", "secteur", self.day)

    def count(self, track: str, *states, among: BitMap | None = None) -> int:
        members = self.known if among is None else among
        found = (self.index.members(track, state, self.day) for state in states)
        return sum(members.intersection_cardinality(each) for each in found)

    def probable(self, track: Track, state: Word, among: BitMap | None = None) -> int:
        """Of how many texts a state is only probable."""
        weak = self.index.members(CERTAINTIES[track], Certainty.PROBABLE, self.day)
        return self.count(track, state, among=weak & (self.known if among is None else among))

    @cached_property
    def figures(self) -> dict[str, int]:
        return {
            "accords": len(self.known),
            "agrees": self.count("agrement", AgrementState.AGREE),
            "en_vigueur": self.count("effet", EffectState.EN_VIGUEUR),
            "en_attente": len(self.awaited),
            "sans_nouvelle": len(self.silent),
        }

    @cached_property
    def probables(self) -> dict[str, int]:
        """Of how many texts what the figures count is only probable."""
        return {
            "agrees": self.probable(Track.AGREMENT, AgrementState.AGREE),
            "en_vigueur": self.probable(Track.EFFET, EffectState.EN_VIGUEUR),
        }

    def of_which(self, figure: str) -> str:
        return of_which_probable(self.figures[figure], self.probables[figure])

    @cached_property
    def fields(self) -> list[Field]:
        return [self.field(convention) for convention in Convention.objects.filter(in_sector=True)]

    def field(self, convention: Convention) -> Field:
        texts = self.known & self.index.members("convention", convention.slug, self.day)
        agrement, extension, effet = (
            self.count(track, AgrementState.INCONNU, among=texts) for track in ASKED
        )
        agreed = self.count("agrement", AgrementState.AGREE, among=texts)
        likely = self.probable(Track.AGREMENT, AgrementState.AGREE, texts)
        likely_in_force = self.probable(Track.EFFET, EffectState.EN_VIGUEUR, texts)
        exempt = self.count("agrement", AgrementState.SANS_OBJET, among=texts)
        return Field(
            convention,
            len(texts),
            Count(agreed, agrement, outside=exempt == len(texts) > 0, probable=likely),
            Count(self.count("effet", EffectState.EN_VIGUEUR, among=texts), effet, probable=likely_in_force),
            Count(len(texts & self.awaited), agrement + extension),
            len(texts & self.silent),
        )

    @property
    def uncounted(self) -> bool:
        """Whether a figure of some convention is unknown."""
        counts = [count for field in self.fields for count in (field.agreed, field.in_force, field.waiting)]
        return any(count.word == AgrementState.INCONNU for count in counts)

    @property
    def fresh(self) -> Freshness:
        return freshness_among(self.known, self.edition)

    @cached_property
    def lanes(self) -> list[Lane]:
        """What is waited for in the sector, where something is."""
        return [lane for lane in self.board.lanes(self.known, Order.ATTENTE) if lane.living or lane.stale]

    @cached_property
    def awaited(self) -> BitMap:
        """The texts that wait, as the board counts them."""
        return BitMap(row.situation.agreement_id for lane in self.lanes for row in lane.living)

    @cached_property
    def silent(self) -> BitMap:
        """Those that waited when last heard of, more than a year ago."""
        return BitMap(row.situation.agreement_id for lane in self.lanes for row in lane.stale)

    @cached_property
    def news(self) -> list[News]:
        """The last facts whose day is exactly known; what one act did to several texts is told once."""
        sector = Agreement.conventions.through.objects.filter(
            agreement=OuterRef("agreement"), convention__in_sector=True
        )
        events = (
            Event.objects.filter(Exists(sector), nature__in=TURNS, precision=Precision.JOUR)
            .annotate(told_on=Coalesce("act__published_on", "act__on", "on"))
            .filter(told_on__lte=self.day)
            .order_by("-told_on", "act", "nature", "agreement")
            .select_related("act", "agreement", "convention")
            .prefetch_related("sources")[:READ]
        )
        cards = cards_of([event.agreement_id for event in events], self.index)
        return [news_of(group, cards) for group in islice(same(events), MOST)]

    @cached_property
    def coming(self) -> list[tuple[date, str, Card]]:
        """The next days on which a text takes effect, as they are already known."""
        awaited = Situation.objects.as_of(self.day).filter(
            effet=EffectState.PAS_ENCORE, effective_on__gt=self.day
        )
        rows = awaited.order_by("effective_on", "agreement").values_list(
            "effective_on", "agreement", "agreement__slug"
        )
        shown = [row for row in rows if row[1] in self.known][:MOST]
        cards = cards_of([agreement for _, agreement, _ in shown], self.index)
        return [(on, slug, cards[agreement]) for on, agreement, slug in shown]

    def as_json(self) -> dict:
        return {
            "chiffres": self.figures,
            "probables": self.probables,
            "conventions": [
                {
                    "identifiant": field.convention.slug,
                    "nom": field.convention.name,
                    "accords": field.texts,
                    "agrees": field.agreed.known,
                    "agrees_probables": field.agreed.probable,
                    "agrement_inconnu": field.agreed.unknown,
                    "en_vigueur": field.in_force.known,
                    "en_vigueur_probables": field.in_force.probable,
                    "effet_inconnu": field.in_force.unknown,
                    "en_attente": field.waiting.known,
                    "sans_nouvelle": field.silent,
                }
                for field in self.fields
            ],
            "attendus": [
                {
                    "nom": lane.column.value,
                    "libelle": lane.column.label,
                    "accords": len(lane.living),
                    "sans_nouvelle": len(lane.stale),
                }
                for lane in self.lanes
            ],
            "derniers_faits": [
                {
                    "date": iso(news.on),
                    "piste": news.event.track.value,
                    "nature": news.event.nature,
                    "etat": news.state.value,
                    "accords": [slug for slug, _ in news.agreements],
                    "sources": [source_json(source) for source in news.sources],
                }
                for news in self.news
            ],
            "prochains_effets": [{"date": iso(on), "accord": slug} for on, slug, _ in self.coming],
            **freshness_json(self.fresh),
        }


def same(events) -> list[list[Event]]:
    """The facts of one act together, in their order; a state that goes on is told by its last fact only."""
    last = {(event.agreement_id, event.kind.state): event for event in reversed(events)}
    shown = [event for event in events if last[event.agreement_id, event.kind.state] is event]
    grouped = groupby(shown, key=lambda event: (event.act_id, event.nature) if event.act_id else event.pk)
    return [list(group) for _, group in grouped]


def news_of(events: list[Event], cards: dict[int, Card]) -> News:
    texts = {event.agreement.slug: cards[event.agreement_id] for event in events}
    return News(events[0].told_on, events[0], list(texts.items()))


@reads(SituationFilter)
def home(request):
    """The first page; what is asked of it as it is of the list leads there."""
    asked = Address(request)
    if asked.without(DAY, PIN):
        return redirect(asked.twin(reverse("agreements")))
    found = Home(request)
    return page_of(
        request,
        "pages/home.html",
        "home",
        figures=found.figures,
        of_which={name: found.of_which(name) for name in found.probables},
        fresh=found.fresh,
        fields=found.fields,
        uncounted=found.uncounted,
        lanes=found.lanes,
        coming=found.coming,
        latest=found.news,
        columns=COLUMNS,
        twin=asked.twin(reverse("home-json")),
    )


@reads()
def home_json(request):
    return json_page(request, Home(request).as_json())
