"""Chains: what a text does to others and what others do to it, in order of time; and the series of numbers.

Relations are followed both ways, a few steps far: an avenant to a text that a third one replaces belongs to the
same story. Pure functions draw them; the reading takes one query for each step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Q

from agreements.models import Agreement, Relation
from agreements.vocabulary import RelationKind

FAR, MOST = 3, 40
ROW, ARC = 34, 14  # of the drawing, in units of its own
#: Ties that tell a story in time; mirrors and simple links are told apart.
TOLD = tuple(kind for kind in RelationKind if kind not in (RelationKind.MIROIR, RelationKind.LIE))


@dataclass(frozen=True)
class Link:
    """One text does something to another, both of the chain."""

    source: int
    kind: RelationKind
    target: int


@dataclass(frozen=True)
class Node:
    agreement: Agreement
    here: bool
    does: tuple[tuple[RelationKind, Agreement | str], ...]  # what it does, to a text held or only named
    y: int

    @property
    def label(self) -> str:
        year = f" ({self.agreement.dated.year})" if self.agreement.number and self.agreement.dated else ""
        return f"{self.agreement.reference}{year}"


@dataclass(frozen=True)
class Arc:
    """A line of the drawing, from what acts to what it acts upon."""

    kind: RelationKind
    path: str


@dataclass(frozen=True)
class Chain:
    nodes: list[Node]
    arcs: list[Arc]

    @property
    def height(self) -> int:
        return len(self.nodes) * ROW

    @property
    def width(self) -> int:
        return 320


def chain_of(agreement: Agreement) -> Chain | None:
    """The chain a text belongs to; nothing when it is alone."""
    relations = connected(agreement.pk)
    if not relations:
        return None
    held = {agreement.pk} | {
        pk for relation in relations for pk in (relation.agreement_id, relation.target_id) if pk
    }
    texts = Agreement.objects.filter(pk__in=held).prefetch_related("conventions")
    return drawn(sorted(texts, key=in_time), relations, agreement.pk)


def connected(start: int) -> list[Relation]:
    """The relations around a text, a few steps far."""
    found: dict[int, Relation] = {}
    seen, frontier = set(), {start}
    for _ in range(FAR):
        touching = Relation.objects.filter(
            Q(agreement__in=frontier) | Q(target__in=frontier), kind__in=TOLD
        ).select_related("target")
        for relation in touching.order_by("pk"):
            found.setdefault(relation.pk, relation)
        seen |= frontier
        ends = {pk for each in found.values() for pk in (each.agreement_id, each.target_id) if pk}
        frontier = ends - seen
        if not frontier or len(ends) > MOST:
            break
    return list(found.values())


def in_time(agreement: Agreement) -> tuple:
    return (agreement.dated is None, agreement.dated or date.min, agreement.slug)


def drawn(texts: list[Agreement], relations: Iterable[Relation], here: int) -> Chain:
    """The texts one under the other, oldest first, and an arc for each tie between two of them."""
    relations = list(relations)
    rows = {text.pk: index * ROW + ROW // 2 for index, text in enumerate(texts)}
    nodes = [
        Node(
            text,
            text.pk == here,
            tuple(
                (RelationKind(r.kind), r.target or r.target_title)
                for r in relations
                if r.agreement_id == text.pk
            ),
            rows[text.pk],
        )
        for text in texts
    ]
    arcs = [
        Arc(RelationKind(relation.kind), arc(rows[relation.agreement_id], rows[relation.target_id]))
        for relation in relations
        if relation.agreement_id in rows and relation.target_id in rows
    ]
    return Chain(nodes, arcs)


def arc(start: int, end: int) -> str:
    """A curve on the left of the nodes, the wider the further apart they are."""
    bend = 60 - min(50, ARC + abs(start - end) // 6)
    return f"M60 {start} C{bend} {start} {bend} {end} 60 {end}"


# -- Numbering ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """Numbers of a series of which no text is held."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def __str__(self):
        return str(self.first) if self.first == self.last else f"{self.first} à {self.last}"


@dataclass(frozen=True)
class Series:
    """The numbered texts of one kind in one convention, and what is missing between the first and the last."""

    kind: str
    first: int
    last: int
    held: int
    gaps: list[Gap]

    @property
    def missing(self) -> int:
        return sum(gap.count for gap in self.gaps)


def series_of(kind: str, numbers: Iterable[int]) -> Series | None:
    """The series that these numbers make; a few of them make none."""
    held = sorted(set(numbers))
    if len(held) < 3:
        return None
    gaps = [Gap(one + 1, other - 1) for one, other in pairwise(held) if other - one > 1]
    return Series(kind, held[0], held[-1], len(held), gaps)


def numbered_series(convention) -> list[Series]:
    """The series of a convention: the texts whose identifier is its own, a kind and a number.

    An avenant to one of its accords is numbered too, in a series of that accord: its identifier says so.
    """
    numbers: dict[str, list[int]] = {}
    rows = (
        Agreement.objects.filter(conventions=convention)
        .order_by("slug")
        .values_list("slug", "kind", "number")
    )
    for slug, kind, number in rows:
        if number.isdecimal() and slug == f"{convention.slug}-{kind}-{number}":
            numbers.setdefault(kind, []).append(int(number))
    found = (series_of(kind, held) for kind, held in sorted(numbers.items()))
    return [series for series in found if series]
