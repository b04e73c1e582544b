"""Contradictions and gaps, counted by kind; each row leads to the text and to where an editor mends it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Case, Count, When

from agreements.compiled.anomalies import Anomaly
from agreements.compiled.situations import one_of
from agreements.finding.filters import SituationFilter
from agreements.law.anomaly_kinds import Group, Kind
from agreements.models import Convention
from agreements.pages.listing import Listing, filter_of
from agreements.reading.convention.freshness import stale_readings
from agreements.reading.directory import directory_of
from agreements.reading.list_rows import Card, cards_of
from portal.french.words import Word
from portal.web.answers import bad_request, long_json_page, page_of
from portal.web.files.tables import Table, table_view
from portal.web.parameters import PageNumber, WordChoice, read, reads, refusals_of

PER_PAGE = 100
COLUMNS = {
    "genre": "Ce qui est à regarder : une contradiction, un fait sans jour, une source qui manque…",
    "identifiant": "Le nom permanent du texte dans les adresses du portail.",
    "accord": "Le texte.",
    "à voir": "Ce qui ne va pas, en mots.",
    "correction": "Où le corriger dans l’administration ; vide si son adresse n’est pas donnée.",
}
#: What sources disagree on is the bulk of the contradictions: the impossible comes before it.
LAST = Case(When(kind=Kind.SOURCES_DIVERGENTES, then=1), default=0)


class KindChoice(forms.Form):
    """Which kind of anomaly."""

    genre = WordChoice(Kind, "Genre")


class Reader(Word):
    """Who reads: editors, who come from the administration, are led back to it."""

    EDITOR = "oui", "avec les liens vers l’administration"


class Mending(forms.Form):
    """Whether each row leads to where an editor mends it."""

    corriger = WordChoice(Reader, "Corriger")


def editing_url(slug: str) -> str:
    """Where an editor finds the text: by its identifier, the same in the editing database and in the edition."""
    if not settings.ADMIN_URL:
        return ""
    return f"{settings.ADMIN_URL.rstrip('/')}/admin/agreements/agreement/?{urlencode({'q': slug})}"


@dataclass(frozen=True)
class Row:
    """One point to see, with the text it is of."""

    kind: Kind
    detail: str
    slug: str
    card: Card

    @property
    def editing_url(self) -> str:
        return editing_url(self.slug)


@dataclass
class Anomalies(Listing):
    """The anomalies under the filters of an address, or the reasons to refuse it."""

    kind: Kind | None = None
    number: PageNumber | None = None
    mended: bool = False  # whether rows lead to the administration

    @classmethod
    def of(cls, request):
        filterset, number, choice = filter_of(request), read(request, PageNumber), read(request, KindChoice)
        mending = read(request, Mending)
        refusals = [*filterset.refusals, *refusals_of(number, choice, mending)]
        chosen, mended = choice.cleaned_data.get("genre"), bool(mending.cleaned_data.get("corriger"))
        kind = Kind(chosen) if chosen else None
        return cls(request, filterset, refusals, kind=kind, number=number, mended=mended)

    @cached_property
    def found(self):
        """All that the filters let through, whatever its kind."""
        return Anomaly.objects.filter(agreement__in=one_of(self.filterset.selection()))

    @cached_property
    def counts(self) -> dict[str, int]:
        return dict(self.found.order_by().values_list("kind").annotate(Count("pk")))

    @property
    def groups(self) -> list[tuple[Group, list[dict]]]:
        return [
            (
                group,
                [
                    {
                        "label": kind.label,
                        "count": self.counts.get(kind, 0),
                        "url": self.address.setting("genre", kind),
                        "active": kind == self.kind,
                    }
                    for kind in Kind
                    if kind.group == group
                ],
            )
            for group in Group
        ]

    @cached_property
    def chosen(self):
        """Those of the kind that is asked for; without one, the contradictions."""
        kinds = [self.kind] if self.kind else [kind for kind in Kind if kind.group == Group.CONTRADICTION]
        rows = self.found.filter(kind__in=kinds).order_by(LAST, "kind", "agreement__slug", "detail")
        return rows.values_list("kind", "detail", "agreement", "agreement__slug")

    @property
    def length(self) -> int:
        """How many there are of the kind that is asked for, or of all kinds."""
        return self.counts.get(self.kind, 0) if self.kind else sum(self.counts.values())

    @property
    def all_rows(self):
        """Every one of the kind that is asked for, or of all kinds, in the order of the tables."""
        rows = self.found.filter(kind=self.kind) if self.kind else self.found
        return rows.select_related("agreement").order_by("kind", "agreement", "detail").iterator()

    @property
    def title(self) -> str:
        return self.kind.label[:1].upper() + self.kind.label[1:] if self.kind else "Contradictions et manques"

    @cached_property
    def page_of_rows(self):
        return self.number.cut(self.chosen, PER_PAGE)

    @property
    def rows(self) -> list[Row]:
        found = list(self.page_of_rows)
        cards = cards_of([agreement for _, _, agreement, _ in found], self.filterset.index)
        return [Row(Kind(kind), detail, slug, cards[agreement]) for kind, detail, agreement, slug in found]


def overdue(request) -> list[tuple[Convention, int]]:
    """The conventions of which the official base is to be read again, and since how many days it was not."""
    conventions = directory_of(request.edition).conventions
    told = stale_readings(request.edition, request.today)
    return [
        (conventions[slug], told[slug])
        for slug in conventions
        if slug in told and conventions[slug].in_sector
    ]


@reads(SituationFilter, KindChoice, Mending, PageNumber)
def anomalies(request):
    listing = Anomalies.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    return page_of(
        request,
        "pages/anomalies.html",
        "board",
        listing=listing,
        groups=listing.groups,
        page=listing.page_of_rows,
        rows=listing.rows,
        address=listing.address,
        overdue=overdue(request),
    )


@reads(SituationFilter, KindChoice)
def anomalies_json(request):
    listing = Anomalies.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=True)
    kinds = [
        {
            "nom": kind.value,
            "libelle": kind.label,
            "groupe": kind.group.value,
            "nombre": listing.counts.get(kind, 0),
        }
        for kind in Kind
    ]
    rows = (
        {"genre": row.kind, "accord": row.agreement.slug, "detail": row.detail} for row in listing.all_rows
    )
    late = [{"convention": convention.slug, "jours": days} for convention, days in overdue(request)]
    return long_json_page(request, {"genres": kinds, "a_relire": late}, "anomalies", rows, listing.length)


@reads(SituationFilter, KindChoice, Mending)
@table_view
def anomalies_table(request):
    listing = Anomalies.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    rows = (
        (
            Kind(row.kind).label,
            row.agreement.slug,
            str(row.agreement),
            row.detail,
            editing_url(row.agreement.slug) if listing.mended else "",
        )
        for row in listing.all_rows
    )
    return Table("anomalies", listing.title, COLUMNS, rows)
