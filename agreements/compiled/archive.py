"""All that is recorded of many agreements at once, read as rows: what a publication compiles from."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from agreements.law.facts import Commitment, Fact, Facts
from agreements.models import (
    Agreement,
    Citation,
    Convention,
    Divergence,
    Event,
    OfficialText,
    Relation,
    Signature,
    Source,
    Theme,
)
from agreements.models.facts_of import (
    NEVER,
    Available,
    available_on,
    commitment_from_values,
    fact_from_values,
    facts_from_parts,
    tied,
    unextended,
)

#: Agreements that are read at once.
BATCH = 1_000


#: Which agreements are read, as lookups on their number: from one to another, or some of them.
Numbers = dict[str, object]


class Read(NamedTuple):
    """One agreement as its own rows tell it."""

    agreement: Agreement
    conventions: list[Convention]
    official: OfficialText | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Dossier:
    """One agreement, its facts tied to those of other texts, and what is compiled beside its life."""

    agreement: Agreement
    conventions: list[Convention]
    themes: list[str]
    facts: Facts
    opens: bool  # whether one of its sources has an address
    divergences: list[Divergence]
    unsourced: list[Relation]  # its relations that no source tells
    kalitext: str  # of the official text that is this one, even where people recorded it before


class Archive:
    """The tables of an edition, from which the dossiers are read."""

    def __init__(self, alias: str):
        self.alias = alias
        self.conventions = Convention.objects.using(alias).in_bulk()
        self.themes = dict(Theme.objects.using(alias).values_list("pk", "slug"))
        sources = list(Source.objects.using(alias).order_by())
        self.available_on = {source.pk: available_on(source) for source in sources}
        self.opens = {source.pk for source in sources if source.url}
        self.unextended = unextended(alias)

    def dossiers(self, first: int, last: int) -> Iterator[Dossier]:
        """The dossiers of the agreements numbered from `first` to `last`, in order."""
        for start in range(first, last + 1, BATCH):
            yield from self.batch({"gte": start, "lte": min(start + BATCH - 1, last)})

    def batch(self, of: Numbers) -> Iterator[Dossier]:
        cited, themes = self.citations(of), self.linked(Agreement.themes.through, of, "theme", self.themes)
        divergences = grouped(self.rows(Divergence, of).prefetch_related("values"))
        unsourced = grouped(self.rows(Relation, of).filter(sources=None).select_related("target"))
        read = self.read(of, cited)
        facts = tied({pk: one.facts for pk, one in read.items()}, self.alias, self.facts)
        for pk, (agreement, conventions, official, _) in read.items():
            opens = not self.opens.isdisjoint(cited[pk])
            kalitext = agreement.kalitext or (official.kalitext if official else "")
            yield Dossier(
                agreement, conventions, themes[pk], facts[pk], opens, divergences[pk], unsourced[pk], kalitext
            )

    def facts(self, agreements: Collection[int]) -> dict[int, Facts]:
        """The facts of agreements that stand anywhere, alone."""
        of = {"in": agreements}
        return {pk: one.facts for pk, one in self.read(of, self.citations(of)).items()}

    def read(self, of: Numbers, cited: dict[int, list[int]]) -> dict[int, Read]:
        """Agreements in order, each with what `cited` and the other rows tell of it alone."""
        conventions = self.linked(Agreement.conventions.through, of, "convention", self.conventions)
        recorded = {pk: min(self.available_on[source] for source in sources) for pk, sources in cited.items()}
        events, commitments = self.events(of, recorded), self.commitments(of, recorded)
        officials = {row.agreement_id: row for row in self.rows(OfficialText, of)}
        return {
            agreement.pk: Read(
                agreement,
                conventions[agreement.pk],
                officials.get(agreement.pk),
                facts_from_parts(
                    agreement,
                    conventions[agreement.pk],
                    officials.get(agreement.pk),
                    recorded.get(agreement.pk, NEVER),
                    events[agreement.pk],
                    commitments[agreement.pk],
                    self.unextended,
                ),
            )
            for agreement in self.rows(Agreement, of, "pk").order_by("pk")
        }

    def rows(self, model, of: Numbers, link: str = "agreement") -> QuerySet:
        """The rows of a table that tell of some agreements, which it names by `link`."""
        asked = {f"{link}__{lookup}": value for lookup, value in of.items()}
        return model.objects.using(self.alias).filter(**asked).order_by()

    def linked(self, through, of: Numbers, name: str, held: dict) -> dict[int, list]:
        """What each agreement is linked to, by the table that links them."""
        found = defaultdict(list)
        for agreement, other in (
            self.rows(through, of).order_by("pk").values_list("agreement_id", f"{name}_id")
        ):
            found[agreement].append(held[other])
        return found

    def citations(self, of: Numbers) -> dict[int, list[int]]:
        """The sources of each agreement."""
        found = defaultdict(list)
        for agreement, source in self.rows(Citation, of).values_list("agreement_id", "source_id"):
            found[agreement].append(source)
        return found

    def reported(self, model, of: Numbers) -> dict[int, Available]:
        """The day of the earliest source of each event, or of each signature."""
        name = model._meta.model_name
        rows = self.rows(model.sources.through, of, f"{name}__agreement")
        found: dict[int, Available] = {}
        for told, source in rows.values_list(f"{name}_id", "source_id"):
            day = self.available_on[source]
            found[told] = min(day, found.get(told, day))
        return found

    def events(self, of: Numbers, recorded: dict[int, Available]) -> dict[int, list[Fact]]:
        of_the_act = ("act__on", "act__published_on", "act__formula", "act__notified_on")
        columns = ("on", "precision", "convention__slug", "label", "act_id", *of_the_act)
        rows = self.rows(Event, of).order_by("pk")
        reported, found = self.reported(Event, of), defaultdict(list)
        for (
            agreement,
            key,
            nature,
            on,
            precision,
            convention,
            label,
            act,
            *dates,
        ) in rows.values_list("agreement_id", "pk", "nature", *columns):
            day = reported.get(key) or recorded.get(agreement, NEVER)
            told = tuple(dates) if act else None
            found[agreement].append(
                fact_from_values(key, nature, told, (on, precision), convention, label, day)
            )
        return found

    def commitments(self, of: Numbers, recorded: dict[int, Available]) -> dict[int, list[Commitment]]:
        columns = ("organisation__slug", "organisation__college", "mode", "on", "precision")
        rows = self.rows(Signature, of).order_by("pk")
        reported, found = self.reported(Signature, of), defaultdict(list)
        for agreement, key, slug, college, mode, on, precision in rows.values_list(
            "agreement_id", "pk", *columns
        ):
            day = reported.get(key) or recorded.get(agreement, NEVER)
            found[agreement].append(
                commitment_from_values(key, (slug, college), mode, (on, precision), day.day)
            )
        return found


def grouped(rows) -> dict[int, list]:
    """Rows by agreement."""
    found = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.agreement_id].append(row)
    return found
