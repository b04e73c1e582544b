"""The facets of `/accords/`: how many texts each value leaves, under all the filters but its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pyroaring import BitMap

from agreements.compiled.dimensions import BY_NAME, DIMENSIONS
from agreements.finding.filters import SituationFilter
from portal.web.addresses import Address, parameter


class Value(NamedTuple):
    """One value of a facet: a plain link that chooses it, or drops it when it is chosen."""

    slug: str
    label: str
    count: int
    active: bool
    url: str
    probable: int = 0  # of how many it is only probable


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


class Counts(NamedTuple):
    """How many texts have each value of a dimension, and of how many it is only probable."""

    told: dict[str, int]
    probable: dict[str, int]


def facets(filterset: SituationFilter, address: Address) -> list[Facet]:
    """One facet for each dimension. A value is counted where it would be chosen: its parameter is filtered."""
    whole, chosen = filterset.selection(), filterset.chosen.keys()
    moved = chosen | {name for one in chosen & BY_NAME.keys() for name in BY_NAME[one].depends_on}
    found = []
    for dimension in DIMENSIONS:
        name, filtered = dimension.name, chosen | {dimension.name}
        remaining = filterset.selection(name, filtered) if name in moved else whole
        sets = dimension.sets(filterset.index, filterset.day, filtered)
        told, probable = counted(sets, remaining), {}
        if dimension.certainty:
            among = dimension.probable(filterset.index, filterset.day) & remaining
            probable = counted({value: sets[value] for value in told}, among) if among else {}
        counts = Counts(told, probable)
        found.append(Facet(name, dimension.label, values_of(name, counts, filterset, address)))
    return found


def counted(values: Mapping[str, BitMap], remaining: BitMap) -> dict[str, int]:
    """How many of what remains have each value; none is not told."""
    return {
        value: count
        for value, members in values.items()
        if (count := members.intersection_cardinality(remaining))
    }


def values_of(name: str, counts: Counts, filterset: SituationFilter, address: Address) -> list[Value]:
    """The values that some text has, or that are chosen; the chosen first, then in their usual order."""
    chosen, labels = filterset.chosen.get(name, ()), filterset.index.labels[name]
    first, one_more = [slug for slug in labels if slug in chosen] if chosen else [], address.first_page
    told, probable = counts
    return [
        Value(slug, labels[slug], told.get(slug, 0), True, address.toggle(name, slug), probable.get(slug, 0))
        for slug in first
    ] + [
        Value(slug, labels[slug], told[slug], False, one_more + parameter(name, slug), probable.get(slug, 0))
        for slug in labels
        if slug in told and slug not in chosen
    ]
