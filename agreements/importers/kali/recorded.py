"""What the editing database already holds, as the merge needs it: plain, and read in a bounded number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from agreements.models import (
    Act,
    Agreement,
    Alias,
    Convention,
    Divergence,
    DivergentValue,
    Event,
    FormerIdentifier,
    OfficialText,
    Organisation,
    Signature,
    Source,
)
from agreements.models.official import OFFICIAL_PAGE
from portal.french.analyser import fold
from portal.journal.owned import Owned

#: What the import is called where it says otherwise than an editor.
ORIGIN = "base officielle (KALI)"
#: Rows that come after this rank in an agreement are the importer's own; those before are people's.
OWN = 1000
SOURCE = "KALI : "
PAGE = OFFICIAL_PAGE


@dataclass
class Recorded:
    owned: Owned
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
    former: dict[str, str] = field(default_factory=dict)  # identifiers that became others
    signed: set[tuple[int, int, str]] = field(default_factory=set)
    renamed: list[str] = field(default_factory=list)  # conventions that the archive names otherwise
    complete: bool = True  # the archive holds every convention in which texts are recorded

    @classmethod
    def load(cls) -> "Recorded":
        known = cls(Owned(ORIGIN))
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
        known.acts = known.under_other_names() | known.acts
        known.sources = {
            row.url: row
            for row in Source.objects.filter(url__startswith=PAGE)
            if str(known.owned.before_editors(row, "title")).startswith(SOURCE)
        }
        known.told = defaultdict(list)
        for event in Event.objects.filter(position__lt=OWN).select_related("act"):
            known.told[event.agreement_id].append(event)
        known.contested = contested()
        known.organisations = organisations()
        known.former = dict(FormerIdentifier.objects.filter(of="accord").values_list("slug", "becomes"))
        known.signed = set(Signature.objects.values_list("agreement_id", "organisation_id", "mode"))
        known.signed |= known.deleted_signatures()
        return known

    # -- What editors deleted, or wrote otherwise ----------------------------------------------------------

    def deleted_signatures(self) -> set[tuple[int, int, str]]:
        """Those that editors deleted, or moved: told again, they would come back."""
        first, names = self.owned.before_editors, ("agreement", "organisation", "mode")
        moved = [tuple(first(row, name) for name in names) for row in self.owned.rows(Signature)]
        gone = [tuple(trace.last.get(name) for name in names) for _, trace in self.owned.gone(Signature)]
        return {(int(one), int(by), mode) for one, by, mode in [*moved, *gone] if one and by}

    def deleted_texts(self) -> set[str]:
        """The KALITEXT of the agreements that editors deleted."""
        texts = [trace.last.get("kalitext") for _, trace in self.owned.gone(OfficialText)]
        return {
            text
            for text in [*texts, *(t.last.get("kalitext") for _, t in self.owned.gone(Agreement))]
            if text
        }

    def deleted_slugs(self) -> set[str]:
        """The identifiers of the agreements that editors deleted."""
        return {str(trace.last["slug"]) for _, trace in self.owned.gone(Agreement) if "slug" in trace.last}

    def deleted_events(self) -> dict[int, set[tuple]]:
        """Of each agreement, the events that editors deleted: nature, label, identifier of the act, reference."""
        acts = {str(row.pk): slug for slug, row in self.acts.items()}
        acts |= {row.key: str(trace.last.get("slug", "")) for row, trace in self.owned.gone(Act)}
        found = defaultdict(set)
        for _, trace in self.owned.gone(Event):
            if agreement := trace.last.get("agreement"):
                told = [str(trace.last.get(name, "")) for name in ("nature", "label", "act", "reference")]
                nature, label, act, reference = told
                found[int(agreement)].add((nature, label, acts.get(act, ""), reference))
        return found

    def published_on(self, act) -> date | None:
        """The day of the Journal officiel of an act as it was imported, whatever an editor made of it."""
        if not isinstance(act, Act) or not self.owned.is_touched(act, "published_on"):
            return act.published_on
        told = self.owned.before_editors(act, "published_on")
        return date.fromisoformat(told) if told else None

    def under_other_names(self) -> dict[str, Act]:
        """The acts by the identifiers that they had before an editor renamed or merged them."""
        renamed = {str(self.owned.before_editors(row, "slug")): row for row in self.owned.rows(Act)}
        by_key = {str(row.pk): row for row in self.acts.values()}
        merged = {
            str(trace.last["slug"]): by_key[key]
            for row, trace in self.owned.merged(Act)
            if "slug" in trace.last and (key := self.owned.survivor(row)) in by_key
        }
        return renamed | merged

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
