"""What an edition holds of agreements: the allow-listed facts, and what is compiled from them.

`portal.edition.build` copies the first and writes the second; `unsound` says what forbids publishing.
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.db import models

from agreements.analysis import natural_key
from agreements.anomalies import Anomaly, anomalies
from agreements.article_texts import ArticleText, compile_articles, spoken
from agreements.compiled_index import (
    ROOM,
    FullText,
    IndexedChange,
    IndexedOrder,
    IndexedSet,
    Postings,
    Stay,
    Term,
    Timeline,
    Vocabulary,
    whole_sets,
)
from agreements.dossier import all_facts, with_facts
from agreements.facts import STILL_SO, Facts
from agreements.french import date_fr
from agreements.lifecycle import situations
from agreements.models import (
    Act,
    Agreement,
    Alias,
    Article,
    Attachment,
    Audience,
    AudienceShare,
    Citation,
    Convention,
    Divergence,
    DivergentValue,
    Event,
    Milestone,
    OfficialPlace,
    OfficialText,
    Organisation,
    Relation,
    Signature,
    Source,
    Succession,
    Synonym,
    Theme,
)
from agreements.procedures import commitment_day
from agreements.read_models import BINDING, TRACKS, Party, Situation
from agreements.sentences import sentence
from agreements.vocabulary import AgreementKind, EffectState, Mode

__all__ = ["BINDING", "STILL_SO", "TRACKS", "Party", "Situation"]

#: The tables of facts that an edition holds, parents first. What is not named here is never published.
PUBLISHED = [
    Theme,
    Source,
    Act,
    Convention,
    Attachment,
    Organisation,
    Alias,
    Succession,
    Milestone,
    Agreement,
    Agreement.conventions.through,
    Agreement.themes.through,
    Citation,
    Signature,
    Signature.sources.through,
    Event,
    Event.sources.through,
    Relation,
    Relation.sources.through,
    Divergence,
    DivergentValue,
    Synonym,
    Audience,
    Audience.conventions.through,
    Audience.sources.through,
    AudienceShare,
    OfficialText,
    OfficialPlace,
]
#: Facts that an edition compiles without holding them: the words of articles are published once cleaned.
READ = [Article]
COMPILED = [
    ArticleText,
    Situation,
    Party,
    Anomaly,
    IndexedSet,
    IndexedChange,
    IndexedOrder,
    Term,
    Vocabulary,
    FullText,
]


#: The tables whose rows are numbered by something else than the order of their content. An agreement's number is
#: its rank, the most recent first and those without a date last: a set of numbers is already in order.
RANKS = {
    Agreement: (
        "coalesce(dated, opened_on) IS NULL, coalesce(dated, opened_on) DESC, natural_key(number), slug"
    )
}
#: What the ranks ask of Python.
FUNCTIONS = {"natural_key": natural_key}


def drawn(numbers: Callable[[type[models.Model]], dict[int, int]]) -> Iterator[models.Model]:
    """What is compiled straight from facts that the edition does not hold, while they are read."""
    if Article.objects.using("default").exists():
        yield from compile_articles(numbers(Agreement))


#: What the compilation reads of an agreement beside its facts.
READ_WITH = ("themes", "divergences__values", "relations__sources", "relations__target")


#: Agreements that are compiled at once.
BATCH = 500


def compile_agreements(alias: str) -> Iterator[models.Model]:
    """What follows from the facts of every agreement of the edition being built in `alias`."""
    organisations = dict(Organisation.objects.using(alias).values_list("slug", "pk"))
    index = IndexWriter({pk: slug for slug, pk in organisations.items()})
    texts = spoken(alias)
    speaking, articles = next(texts, (None, {}))
    for agreements in in_batches(alias):
        facts = all_facts(agreements)
        for agreement in agreements:
            known = facts[agreement.pk]
            lived = list(life(agreement, known))
            made = list(parties(agreement.pk, known, organisations))
            yield from lived
            yield from made
            yield from anomalies(agreement, known, lived[-1])
            said = {}
            if agreement.pk == speaking:
                said, (speaking, articles) = articles, next(texts, (None, {}))
            yield from index.add(agreement, lived, made, said)
    yield from index.rows()


def in_batches(alias: str) -> Iterator[list[Agreement]]:
    """The agreements in the order of their numbers, which have no gap, with all that is compiled of them."""
    rows = with_facts(Agreement.objects.using(alias).order_by("pk")).prefetch_related(*READ_WITH)
    for first in range(1, rows.count() + 1, BATCH):
        yield list(rows.filter(pk__gte=first, pk__lt=first + BATCH))


class IndexWriter:
    """Collect, agreement after agreement, what the index of the edition tells of them."""

    def __init__(self, organisations: dict[int, str]):
        self.organisations = organisations
        self.timeline, self.postings = Timeline(), Postings()
        self.sets: dict[tuple[str, str], list[int]] = {}
        self.numbers: list[tuple[str, int]] = []

    def add(
        self, agreement: Agreement, lived: list[Situation], made: list[Party], articles: dict[int, str]
    ) -> Iterator[FullText]:
        """Take one agreement in, with what its articles say; give the rows by which its words are found."""
        pk, conventions = agreement.pk, agreement.conventions.all()
        for convention in conventions:
            self.put("convention", convention.slug, pk)
        if any(convention.in_sector for convention in conventions):
            self.put("perimetre", "secteur", pk)
        for theme in agreement.themes.all():
            self.put("theme", theme.slug, pk)
        self.put("type", agreement.kind, pk)
        self.put("annee", str(agreement.dated.year) if agreement.dated else "inconnue", pk)
        number = natural_key(agreement.number)
        if number:
            self.put("numero", number, pk)
        self.numbers.append((number, pk))
        self.timeline.add(pk, self.stays_of(lived, made))
        names = " ".join(f"{convention.name} {convention.full_name}" for convention in conventions)
        day = date_fr(agreement.dated, agreement.dated_precision)
        title = f"{agreement.title} {agreement.reference} {day} {agreement.kalitext} {names}"
        own = f"{agreement.rule_text} {agreement.note}"
        *spoken, body = self.postings.add(pk, "corps", [*articles.values(), own])
        for rank, stems in zip(articles, spoken, strict=True):
            yield FullText(rowid=rank, titre="", corps=stems)
        yield FullText(
            rowid=pk * ROOM + ROOM - 1, titre=self.postings.add(pk, "titre", [title])[0], corps=body
        )

    def stays_of(self, lived: list[Situation], made: list[Party]) -> Iterator[Stay]:
        for row in lived:
            for track in TRACKS:
                yield Stay(track.value, getattr(row, track), row.starts_on, row.ends_on)
        for party in made:
            if party.mode in BINDING:
                slug = self.organisations[party.organisation_id]
                yield Stay("signataire", slug, party.starts_on, party.ends_on)

    def put(self, dimension: str, value: str, pk: int) -> None:
        self.sets.setdefault((dimension, value), []).append(pk)

    def rows(self) -> Iterator[models.Model]:
        yield from whole_sets(self.sets)
        yield from self.timeline.changes()
        yield from self.postings.terms()
        yield IndexedOrder.of(
            "numero", [pk for _, pk in sorted(self.numbers, key=lambda pair: (pair[0] == "", pair))]
        )


def parties(pk: int, facts: Facts, organisations: dict[str, int]) -> Iterator[Party]:
    days = {commitment: commitment_day(facts, commitment) for commitment in facts.commitments}
    left = {made.organisation: day for made, day in days.items() if made.mode == Mode.RETRAIT}
    for made, day in days.items():
        yield Party(
            agreement_id=pk,
            organisation_id=organisations[made.organisation],
            signature_id=made.key,
            mode=made.mode.value,
            starts_on=day,
            ends_on=left.get(made.organisation, STILL_SO) if made.mode in BINDING else STILL_SO,
        )


def life(agreement: Agreement, facts: Facts) -> Iterator[Situation]:
    """Its situations in order, each with the sentence that sums it up."""
    ended_on = None
    for situation in situations(facts):
        over = situation.effet.word == EffectState.PLUS_EN_VIGUEUR
        ended_on = (ended_on or situation.starts_on) if over else None
        row = situation_row(agreement.pk, situation)
        row.sentence = sentence(AgreementKind(agreement.kind), facts, situation, ended_on)
        yield row


def situation_row(pk: int, situation) -> Situation:
    row = Situation(
        agreement_id=pk,
        starts_on=situation.starts_on,
        ends_on=situation.ends_on or STILL_SO,
        effective_on=situation.effective_on,
    )
    for track in TRACKS:
        state = getattr(situation, track)
        setattr(row, track, state.word.value)
        setattr(row, f"{track}_cause_id", state.cause)
    return row


def unsound(alias: str, today: date) -> Iterator[str]:
    """What forbids publishing this edition, in words."""
    told = set(Situation.objects.using(alias).as_of(today).values_list("agreement", flat=True))
    for agreement in Agreement.objects.using(alias).exclude(pk__in=told):
        yield f"{agreement.slug} : aucune situation au {today:%d/%m/%Y}."
    for event in Event.objects.using(alias).filter(sources=None).select_related("agreement"):
        yield f"{event.agreement.slug} : l’événement « {event} » n’a pas de source."
    for signature in Signature.objects.using(alias).filter(sources=None).select_related("agreement"):
        yield f"{signature.agreement.slug} : la signature de {signature} n’a pas de source."
    for agreement in Agreement.objects.using(alias).filter(conventions=None):
        yield f"{agreement.slug} : aucune convention."
    for agreement in Agreement.objects.using(alias).filter(citations=None):
        yield f"{agreement.slug} : aucune source."
