"""The facets of `/accords/`: how many texts each value leaves, under all the filters but its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from agreements.addresses import Address
from agreements.edition import Party
from agreements.filters import SituationFilter
from agreements.models import Agreement


@dataclass(frozen=True)
class Value:
    """One value of a facet: a plain link that chooses it, or drops it when it is chosen."""

    slug: str
    label: str
    count: int
    active: bool
    url: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: list[Value]

    @property
    def active(self) -> bool:
        return any(value.active for value in self.values)


def facets(filterset: SituationFilter, address: Address) -> list[Facet]:
    return [
        Facet(name, filterset.filters[name].label, list(values_of(name, count, filterset, address)))
        for name, count in COUNTS.items()
    ]


def values_of(name: str, count, filterset: SituationFilter, address: Address) -> Iterator[Value]:
    """The values that some text has, or that are chosen; the chosen first, then as the field orders them."""
    counts = count(filterset.matching(exclude=name), filterset.day)
    chosen = filterset.chosen.get(name, [])
    labels = dict(filterset.form.fields[name].choices)
    for slug in sorted(labels, key=lambda slug: slug not in chosen):
        if counts.get(slug) or slug in chosen:
            yield Value(slug, labels[slug], counts.get(slug, 0), slug in chosen, address.toggle(name, slug))


def by_column(column: str):
    def count(situations: QuerySet, day) -> dict[str, int]:
        return dict(situations.order_by().values_list(column).annotate(Count("pk")))

    return count


def by_link(through, column: str):
    def count(situations: QuerySet, day) -> dict[str, int]:
        links = through.objects.filter(agreement__in=situations.values("agreement"))
        return dict(links.order_by().values_list(column).annotate(Count("agreement")))

    return count


def by_party(situations: QuerySet, day) -> dict[str, int]:
    parties = Party.objects.as_of(day).bound().filter(agreement__in=situations.values("agreement"))
    counted = parties.order_by().values_list("organisation__slug")
    return dict(counted.annotate(Count("agreement", distinct=True)))


COUNTS = {
    "convention": by_link(Agreement.conventions.through, "convention__slug"),
    "type": by_column("agreement__kind"),
    "theme": by_link(Agreement.themes.through, "theme__slug"),
    "signataire": by_party,
    "signature": by_column("signature"),
    "agrement": by_column("agrement"),
    "extension": by_column("extension"),
    "effet": by_column("effet"),
}
