"""What follows from the facts of agreements: their situations, their parties, what is to be looked at, the index.

A corpus is compiled part after part, in one process or in several: what a part gives depends on its own
agreements only, and parts put end to end give the same edition, however many they are.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import models

from agreements.compiled.anomalies import Anomaly, anomalies
from agreements.compiled.archive import Archive, Dossier
from agreements.compiled.articles import ArticleText, spoken
from agreements.compiled.dimensions import OF_PARTIES, OF_SITUATIONS, WHOLE
from agreements.compiled.index_building import Postings, Stay, Timeline, whole_sets
from agreements.compiled.index_tables import ROOM, FullText, IndexedOrder
from agreements.compiled.situations import BINDING, TRACKS, Party, Situation
from agreements.compiled.texts import compiled_text, kept_texts
from agreements.compiled.wordings import ArticleWording
from agreements.law.facts import STILL_SO, Facts
from agreements.law.facts import Situation as Lived
from agreements.law.lifecycle import situations
from agreements.law.procedures import commitment_day, signing_day
from agreements.law.sentence import sentence
from agreements.law.vocabulary import AgreementKind, EffectState, Mode
from agreements.models import Organisation
from portal.french.writing import date_fr

#: The tables that are compiled agreement by agreement, with the columns that are given of each.
COLUMNS: dict[type[models.Model], list[str]] = {
    **{words: [field.attname for field in words._meta.concrete_fields] for words in (ArticleText, ArticleWording)},
    Situation: [
        "agreement_id", "starts_on", "ends_on", *TRACKS, *(f"{track}_cause_id" for track in TRACKS),
        *(f"{track}_certainty" for track in TRACKS), *(f"{track}_rule" for track in TRACKS),
        "effective_on", "signed_on", "kalitext", "sentence",
    ],
    Party: ["agreement_id", "organisation_id", "signature_id", "mode", "starts_on", "ends_on"],
    Anomaly: ["agreement_id", "kind", "detail"],
    FullText: ["rowid", "titre", "corps"],
}  # fmt: skip
Row = tuple[type[models.Model], tuple]


class Compilation:
    """What follows from the agreements of the edition at `alias`, and from their `texts` as they are recorded.

    `index` holds what their sets are made of.
    """

    def __init__(self, alias: str, texts: Path):
        self.texts, self.archive, self.index = texts, Archive(alias), IndexWriter()
        self.organisations = dict(Organisation.objects.using(alias).values_list("slug", "pk"))

    def rows(self, first: int, last: int) -> Iterator[Row]:
        """The rows of the agreements numbered from `first` to `last`."""
        texts = kept_texts(self.texts, first, last)
        speaking, *told = next(texts, (None,))
        for dossier in self.archive.dossiers(first, last):
            articles = []
            if dossier.agreement.pk == speaking:
                articles, wordings = compiled_text(speaking, *told)
                for words in (*articles, *wordings):
                    yield type(words), tuple(getattr(words, name) for name in COLUMNS[type(words)])
                speaking, *told = next(texts, (None,))
            yield from self.rows_of(dossier, spoken(articles))

    def rows_of(self, dossier: Dossier, articles: dict[int, str]) -> Iterator[Row]:
        pk, facts = dossier.agreement.pk, dossier.facts
        lived, made = situations(facts), list(bound(facts))
        for row in situation_rows(dossier, lived):
            yield Situation, (pk, *row)
        for organisation, *row in made:
            yield Party, (pk, self.organisations[organisation], *row)
        for kind, detail in anomalies(dossier, lived[-1]):
            yield Anomaly, (pk, kind, detail)
        self.index.place(dossier, lived, made)
        for row in self.index.spell(dossier, articles):
            yield FullText, row


def situation_rows(dossier: Dossier, lived: list[Lived]) -> Iterator[tuple]:
    """The situations of an agreement in order, each with the sentence that sums it up."""
    ended_on, signed_on = None, signing_day(dossier.facts)
    for situation in lived:
        over = situation.effet.word == EffectState.PLUS_EN_VIGUEUR
        ended_on = (ended_on or situation.starts_on) if over else None
        states = situation.states
        yield (
            situation.starts_on,
            situation.ends_on or STILL_SO,
            *(state.word.value for state in states),
            *(state.cause for state in states),
            *(state.certainty.value if state.certainty else "" for state in states),
            *(state.rule for state in states),
            situation.effective_on,
            signed_on,
            dossier.kalitext,
            sentence(AgreementKind(dossier.agreement.kind), dossier.facts, situation, ended_on),
        )


def bound(facts: Facts) -> Iterator[tuple[str, int, str, date, date]]:
    """What each organisation did: its name, its signature, the mode, from which day and until which."""
    days = {commitment: commitment_day(facts, commitment) for commitment in facts.commitments}
    left = {made.organisation: day for made, day in days.items() if made.mode == Mode.RETRAIT}
    for made, day in days.items():
        until = left.get(made.organisation, STILL_SO) if made.mode in BINDING else STILL_SO
        yield made.organisation, made.key, made.mode.value, day, until


class IndexWriter:
    """Collect, agreement after agreement, what the index of the edition tells of them."""

    def __init__(self):
        self.timeline, self.postings = Timeline(), Postings()
        self.sets: dict[tuple[str, str], list[int]] = {}
        self.days: list[date] = []  # that rank the agreements, the most recent first

    def place(self, dossier: Dossier, lived: list[Lived], made: list[tuple]) -> None:
        """Put one agreement in the sets of its values, and of its states as long as they last."""
        agreement = dossier.agreement
        for sets in WHOLE:
            for value in sets.values(dossier):
                self.sets.setdefault((sets.name, value), []).append(agreement.pk)
        if day := agreement.dated or agreement.opened_on:
            self.days.append(day)
        self.timeline.add(agreement.pk, stays(lived, made))

    def spell(self, dossier: Dossier, articles: dict[int, str]) -> Iterator[tuple[int, str, str]]:
        """Take the words of one agreement in; give the rows by which they are found, article by article."""
        agreement = dossier.agreement
        names = " ".join(f"{convention.name} {convention.full_name}" for convention in dossier.conventions)
        day = date_fr(agreement.dated, agreement.dated_precision)
        title = f"{agreement.title} {agreement.reference} {day} {agreement.kalitext}"
        own = f"{agreement.rule_text} {agreement.note} {names}"
        *said, body = self.postings.add(agreement.pk, "corps", [*articles.values(), own])
        for rank, stems in zip(articles, said, strict=True):
            yield rank, "", stems
        yield agreement.pk * ROOM + ROOM - 1, self.postings.add(agreement.pk, "titre", [title])[0], body

    def extend(self, following: "IndexWriter") -> None:
        """Add what was collected of the agreements that come next."""
        for key, members in following.sets.items():
            self.sets.setdefault(key, []).extend(members)
        self.days += following.days
        self.timeline.extend(following.timeline)
        self.postings.extend(following.postings)

    def rows(self) -> Iterator[models.Model]:
        yield from whole_sets(self.sets)
        yield from self.timeline.changes()
        yield from self.postings.terms()
        yield IndexedOrder.of(self.days)


def stays(lived: list[Lived], made: list[tuple]) -> Iterator[Stay]:
    """How long an agreement is in each of the sets that depend on the day."""
    for situation in lived:
        for sets in OF_SITUATIONS:
            if word := sets.word(situation):
                yield Stay(sets.name, word, situation.starts_on, situation.ends_on or STILL_SO)
    for organisation, _, mode, since, until in made:
        if mode in BINDING:
            for sets in OF_PARTIES:
                yield Stay(sets.name, organisation, since, until)
