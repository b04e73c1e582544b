"""All that is recorded of many agreements at once, read as rows: what a publication compiles from."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.dossier import commitment_told, fact_told, facts_told, tied, told_on
from agreements.facts import Commitment, Fact, Facts
from agreements.models import (
    Agreement,
    Citation,
    Convention,
    Divergence,
    Event,
    Relation,
    Signature,
    Source,
    Theme,
)

#: Agreements that are read at once.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Dossier:
    """One agreement, its facts tied to those of other texts, and what is compiled beside its life."""

    agreement: Agreement
    conventions: list[Convention]
    themes: list[str]
    facts: Facts
    opens: bool  # whether one of its sources has an address
    divergences: list[Divergence]
    relations: list[Relation]


class Archive:
    """The tables of an edition, from which the dossiers are read."""

    def __init__(self, alias: str):
        self.alias = alias
        self.conventions = Convention.objects.using(alias).in_bulk()
        self.themes = dict(Theme.objects.using(alias).values_list("pk", "slug"))
        sources = list(Source.objects.using(alias).order_by())
        self.told_on = {source.pk: told_on(source) for source in sources}
        self.opens = {source.pk for source in sources if source.url}

    def rows(self, model):
        return model.objects.using(self.alias).order_by()

    def dossiers(self, first: int, last: int) -> Iterator[Dossier]:
        """The dossiers of the agreements numbered from `first` to `last`, in order."""
        for start in range(first, last + 1, BATCH):
            yield from self.batch(start, min(start + BATCH - 1, last))

    def batch(self, first: int, last: int) -> Iterator[Dossier]:
        agreements = list(self.rows(Agreement).filter(pk__range=(first, last)).order_by("pk"))
        of = {"agreement__gte": first, "agreement__lte": last}
        conventions = self.linked(Agreement.conventions.through, of, "convention", self.conventions)
        themes = self.linked(Agreement.themes.through, of, "theme", self.themes)
        cited = self.citations(of)
        recorded = {pk: min(self.told_on[source] for source in read) for pk, read in cited.items()}
        events, commitments = self.events(of, recorded), self.commitments(of, recorded)
        divergences = grouped(self.rows(Divergence).filter(**of).prefetch_related("values"))
        relations = grouped(
            self.rows(Relation).filter(**of).select_related("target").prefetch_related("sources")
        )
        alone = {
            agreement.pk: facts_told(
                agreement,
                conventions[agreement.pk],
                recorded.get(agreement.pk, date.max),
                events[agreement.pk],
                commitments[agreement.pk],
            )
            for agreement in agreements
        }
        facts = tied(alone, self.alias)
        for agreement in agreements:
            pk = agreement.pk
            yield Dossier(
                agreement,
                conventions[pk],
                themes[pk],
                facts[pk],
                not self.opens.isdisjoint(cited[pk]),
                divergences[pk],
                relations[pk],
            )

    def linked(self, through, of: dict, name: str, held: dict) -> dict[int, list]:
        """What each agreement is linked to, by the table that links them."""
        found = defaultdict(list)
        for agreement, other in (
            self.rows(through).filter(**of).order_by("pk").values_list("agreement_id", f"{name}_id")
        ):
            found[agreement].append(held[other])
        return found

    def citations(self, of: dict) -> dict[int, list[int]]:
        """The sources of each agreement."""
        found = defaultdict(list)
        for agreement, source in self.rows(Citation).filter(**of).values_list("agreement_id", "source_id"):
            found[agreement].append(source)
        return found

    def reported(self, model, of: dict) -> dict[int, date]:
        """The day of the earliest source of each event, or of each signature."""
        name = model._meta.model_name
        rows = self.rows(model.sources.through).filter(
            **{f"{name}__{key}": value for key, value in of.items()}
        )
        found: dict[int, date] = {}
        for told, source in rows.values_list(f"{name}_id", "source_id"):
            day = self.told_on[source]
            found[told] = min(day, found.get(told, day))
        return found

    def events(self, of: dict, recorded: dict[int, date]) -> dict[int, list[Fact]]:
        columns = ("act__on", "act__published_on", "on", "precision", "convention__slug", "act_id")
        rows = self.rows(Event).filter(**of).order_by("pk")
        reported, found = self.reported(Event, of), defaultdict(list)
        for agreement, key, nature, decided, published, on, precision, convention, act in rows.values_list(
            "agreement_id", "pk", "nature", *columns
        ):
            day = reported.get(key) or recorded.get(agreement, date.max)
            dates = (decided, published) if act else None
            found[agreement].append(fact_told(key, nature, dates, (on, precision), convention, day))
        return found

    def commitments(self, of: dict, recorded: dict[int, date]) -> dict[int, list[Commitment]]:
        columns = ("organisation__slug", "organisation__college", "mode", "on", "precision")
        rows = self.rows(Signature).filter(**of).order_by("pk")
        reported, found = self.reported(Signature, of), defaultdict(list)
        for agreement, key, slug, college, mode, on, precision in rows.values_list(
            "agreement_id", "pk", *columns
        ):
            day = reported.get(key) or recorded.get(agreement, date.max)
            found[agreement].append(commitment_told(key, (slug, college), mode, (on, precision), day))
        return found


def grouped(rows) -> dict[int, list]:
    """Rows by agreement."""
    found = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.agreement_id].append(row)
    return found
