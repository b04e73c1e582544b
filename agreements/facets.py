"""The facets of `/accords/`: how many texts each value leaves, under all the filters but its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.addresses import Address
from agreements.filters import DIMENSIONS, SituationFilter


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: a plain link that chooses it, or drops it when it is chosen."""

    slug: str
    label: str
    count: int
    active: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: list[Value]

    @property
    def active(self) -> bool:
        return any(value.active for value in self.values)


def facets(filterset: SituationFilter, address: Address) -> list[Facet]:
    whole = filterset.selection()
    return [
        Facet(name, filterset.filters[name].label, list(values_of(name, whole, filterset, address)))
        for name in DIMENSIONS
    ]


def values_of(name: str, whole, filterset: SituationFilter, address: Address) -> Iterator[Value]:
    """The values that some text has, or that are chosen; the chosen first, then in their usual order."""
    chosen = filterset.chosen.get(name, [])
    remaining = filterset.selection(exclude=name) if chosen else whole
    members, labels = filterset.index.values(name, filterset.day), filterset.index.labels[name]
    for slug in sorted(labels, key=lambda slug: slug not in chosen) if chosen else labels:
        count = members[slug].intersection_cardinality(remaining) if slug in members else 0
        if count or slug in chosen:
            yield Value(slug, labels[slug], count, slug in chosen, address.toggle(name, slug))
