"""The facets of `/accords/`: how many texts each value leaves, under all the filters but its own."""

from dataclasses import dataclass
from typing import NamedTuple

from pyroaring import BitMap

from agreements.addresses import Address
from agreements.filters import DIMENSIONS, SituationFilter


class Value(NamedTuple):
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
    def slugs(self) -> tuple[str, ...]:
        return tuple(value.slug for value in self.values)

    @property
    def active(self) -> bool:
        return any(value.active for value in self.values)


def facets(filterset: SituationFilter, address: Address) -> list[Facet]:
    whole = filterset.selection()
    return [
        Facet(name, filterset.filters[name].label, values_of(name, whole, filterset, address))
        for name in DIMENSIONS
    ]


def values_of(name: str, whole: BitMap, filterset: SituationFilter, address: Address) -> list[Value]:
    """The values that some text has, or that are chosen; the chosen first, then in their usual order."""
    chosen = filterset.chosen.get(name, ())
    remaining = filterset.selection(exclude=name) if chosen else whole
    members, labels = filterset.index.values(name, filterset.day), filterset.index.labels[name]
    counts = {slug: members[slug].intersection_cardinality(remaining) for slug in labels if slug in members}
    return [
        Value(slug, labels[slug], counts.get(slug, 0), True, address.toggle(name, slug))
        for slug in labels
        if slug in chosen
    ] + [
        Value(slug, labels[slug], count, False, address.toggle(name, slug))
        for slug, count in counts.items()
        if count and slug not in chosen
    ]
