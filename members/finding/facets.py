"""The counts of `/adherents/`: facets, and the table of regions by sizes, where each number is a link."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyroaring import BitMap

from agreements.finding.facets import Facet, Value
from members.finding.filters import AssociationFilter
from members.finding.population import DIMENSIONS
from members.rule.vocabulary import Size
from portal.web.addresses import Address


def facets(filterset: AssociationFilter, address: Address) -> list[Facet]:
    return [
        Facet(name, filterset.filters[name].label, list(values_of(name, filterset, address)))
        for name in DIMENSIONS
    ]


def values_of(name: str, filterset: AssociationFilter, address: Address) -> Iterator[Value]:
    """The values that some association has, or that are chosen; for sectors, establishments are counted."""
    population, chosen = filterset.population, filterset.chosen.get(name, [])
    remaining = filterset.selection(name)
    members = population.values(name, filterset.day)
    for slug, label in population.labels[name].items():
        if name == "secteur":
            count = population.establishments_of(remaining, [slug])
        else:
            count = members[slug].intersection_cardinality(remaining) if slug in members else 0
        if count or slug in chosen:
            yield Value(slug, label, count, slug in chosen, address.toggle(name, slug))


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table and the list that it counts; `here` when that list is the present one."""

    label: str
    count: int
    url: str
    here: bool = False


@dataclass(frozen=True)
class Row:
    slug: str
    name: str
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class CrossTable:
    columns: list[str]
    rows: list[Row]
    totals: list[Cell]
    total: Cell


class Crossing:
    """Regions by sizes, under all the filters but these two."""

    def __init__(self, filterset: AssociationFilter, address: Address):
        self.address, self.chosen = address, filterset.chosen
        self.whole = filterset.selection("region", "taille")
        population = filterset.population
        self.regions = {
            slug: (name, population.sets["region"].get(slug, BitMap()) & self.whole)
            for slug, name in population.labels["region"].items()
        }
        sizes = {
            size.value: (size.label, population.sets["taille"].get(size.value, BitMap())) for size in Size
        }
        known = BitMap.union(BitMap(), *(members for _, members in sizes.values()))
        self.sizes = sizes
        self.unsized = self.whole - known

    def table(self) -> CrossTable:
        rows = [self.row(slug) for slug in self.regions]
        totals = [
            self.cell("Toutes les régions", label, members & self.whole, taille=size)
            for size, (label, members) in self.sizes.items()
        ]
        columns = [label for label, _ in self.sizes.values()]
        if self.unsized:
            columns.append("Effectif inconnu")
            totals.append(Cell("Toutes les régions, effectif inconnu", len(self.unsized), ""))
        total = self.cell("Toutes les régions", "toutes les tailles", self.whole)
        return CrossTable(columns, rows, totals, total)

    def row(self, region: str) -> Row:
        name, members = self.regions[region]
        cells = [
            self.cell(name, label, members & sized, region=region, taille=size)
            for size, (label, sized) in self.sizes.items()
        ]
        if self.unsized:
            cells.append(Cell(f"{name}, effectif inconnu", len(members & self.unsized), ""))
        return Row(region, name, cells, self.cell(name, "toutes les tailles", members, region=region))

    def cell(self, where: str, size: str, members: BitMap, **chosen: str) -> Cell:
        kept = self.address.without("region", "taille", "page")
        url = self.address.url([*kept, *chosen.items()])
        present = {name: values for name, values in self.chosen.items() if name in ("region", "taille")}
        here = present == {name: [value] for name, value in chosen.items()}
        return Cell(f"{where}, {size[:1].lower()}{size[1:]}", len(members), url, here)
