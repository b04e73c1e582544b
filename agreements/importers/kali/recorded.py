"""What the editing database already holds, as the merge needs it: plain, and read in a bounded number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from agreements.models import (
    Act,
    Agreement,
    Alias,
    Convention,
    Divergence,
    DivergentValue,
    Event,
    OfficialText,
    Organisation,
    Signature,
    Source,
)
from agreements.models.official import OFFICIAL_PAGE
from portal.french.analyser import fold

#: Rows that come after this rank in an agreement are the importer's own; those before are people's.
OWN = 1000
SOURCE = "KALI : "
PAGE = OFFICIAL_PAGE


@dataclass
class Recorded:
    conventions: dict[str, Convention] = field(default_factory=dict)  # by KALICONT
    by_slug: dict[str, Convention] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)  # by identifier
    fields: dict[str, set[str]] = field(default_factory=dict)  # conventions of each agreement
    officials: dict[str, OfficialText] = field(default_factory=dict)  # by KALITEXT
    acts: dict[str, Act] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)  # the importer's own, by page
    told: dict[int, list[Event]] = field(default_factory=dict)  # people's events of each agreement
    contested: dict[int, str] = field(default_factory=dict)  # words of the divergences that people recorded
    organisations: dict[str, Organisation] = field(
        default_factory=dict
    )  # by folded name, where only one has it
    signed: set[tuple[int, int, str]] = field(default_factory=set)
    renamed: list[str] = field(default_factory=list)  # conventions that the archive names otherwise
    complete: bool = True  # the archive holds every convention in which texts are recorded

    @classmethod
    def load(cls) -> "Recorded":
        known = cls()
        known.by_slug = {row.slug: row for row in Convention.objects.all()}
        known.agreements = {row.slug: row for row in Agreement.objects.all()}
        slugs = {row.pk: slug for slug, row in known.agreements.items()}
        known.fields = defaultdict(set)
        fields = {row.pk: slug for slug, row in known.by_slug.items()}
        for agreement, convention in Agreement.conventions.through.objects.values_list(
            "agreement_id", "convention_id"
        ):
            known.fields[slugs[agreement]].add(fields[convention])
        known.officials = {row.kalitext: row for row in OfficialText.objects.select_related("agreement")}
        known.acts = {row.slug: row for row in Act.objects.all()}
        known.sources = {
            row.url: row for row in Source.objects.filter(title__startswith=SOURCE, url__startswith=PAGE)
        }
        known.told = defaultdict(list)
        for event in Event.objects.filter(position__lt=OWN).select_related("act"):
            known.told[event.agreement_id].append(event)
        known.contested = contested()
        known.organisations = organisations()
        known.signed = set(Signature.objects.values_list("agreement_id", "organisation_id", "mode"))
        return known

    def slug_of(self, kalicont: str) -> str:
        return self.conventions[kalicont].slug


def contested() -> dict[int, str]:
    """For each agreement, all the values that people's divergences give, as one text to look into."""
    words = defaultdict(str)
    for divergence in Divergence.objects.filter(position__lt=OWN).values("agreement_id", "subject"):
        words[divergence["agreement_id"]] += f"{divergence['subject']}\n"
    values = DivergentValue.objects.filter(divergence__position__lt=OWN)
    for agreement, value in values.values_list("divergence__agreement_id", "value"):
        words[agreement] += f"{value}\n"
    return dict(words)


def organisations() -> dict[str, Organisation]:
    """The organisations by every name they are known under; a name that two of them bear names none."""
    named = defaultdict(set)
    by_pk = {row.pk: row for row in Organisation.objects.all()}
    for row in by_pk.values():
        for name in (row.name, row.full_name, row.acronym, row.slug):
            if name:
                named[fold(name)].add(row.pk)
    for organisation, name in Alias.objects.values_list("organisation_id", "name"):
        named[fold(name)].add(organisation)
    return {name: by_pk[next(iter(rows))] for name, rows in named.items() if len(rows) == 1}
