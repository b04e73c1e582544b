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
    numbering, remaining = filterset.counted()
    whole = remaining(None)
    found = []
    for name in DIMENSIONS:
        counts = counted(
            numbering.values(name, filterset.day), remaining(name) if name in filterset.chosen else whole
        )
        found.append(Facet(name, filterset.filters[name].label, values_of(name, counts, filterset, address)))
    return found


def counted(values: dict[str, BitMap], remaining: BitMap) -> dict[str, int]:
    return {value: members.intersection_cardinality(remaining) for value, members in values.items()}


def values_of(name: str, counts: dict[str, int], filterset: SituationFilter, address: Address) -> list[Value]:
    """The values that some text has, or that are chosen; the chosen first, then in their usual order."""
    chosen, labels = filterset.chosen.get(name, ()), filterset.index.labels[name]
    return [
        Value(slug, label, counts.get(slug, 0), True, address.toggle(name, slug))
        for slug, label in labels.items()
        if slug in chosen
    ] + [
        Value(slug, label, counts[slug], False, address.toggle(name, slug))
        for slug, label in labels.items()
        if counts.get(slug) and slug not in chosen
    ]
