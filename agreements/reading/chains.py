"""Chains: what a text does to others and what others do to it, in order of time; and the series of numbers.

Relations are followed both ways, a few steps far: an avenant to a text that a third one replaces belongs to the
same story. Pure functions draw them; the reading takes one query for the relations and one for the texts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from agreements.law.vocabulary import AgreementKind, RelationKind
from agreements.models import Agreement, Relation
from portal.edition.rows import AMONG, Rows, among

MOST = 40  # texts, of one story
ROW, ARC = 34, 14  # of the drawing, in units of its own
#: Ties that tell a story in time; mirrors and simple links are told apart.
TOLD = tuple(kind for kind in RelationKind if kind not in (RelationKind.MIROIR, RelationKind.LIE))
APART = "('miroir', 'lie')"


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
    does: tuple[str, ...]  # what it does, and to which text, held or only named
    y: int

    @property
    def name(self) -> str:
        return str(self.agreement)

    @property
    def label(self) -> str:
        """What the drawing writes beside the node."""
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
    def legible(self) -> bool:
        """Whether it is small enough to be drawn; the list says as much."""
        return len(self.nodes) <= MOST

    @property
    def height(self) -> int:
        return len(self.nodes) * ROW

    @property
    def width(self) -> int:
        return 320


#: Every relation around a text, three steps far. A text tied to very many others is shown, not gone through:
#: all that modified a convention would be a catalogue and not a story.
AROUND = f"""
    FROM agreements_relation WHERE id IN (
        WITH told(id, one, other) AS NOT MATERIALIZED (
            SELECT id, agreement_id, target_id FROM agreements_relation
            WHERE target_id IS NOT NULL AND kind NOT IN {APART}
        ),
        start(pk) AS (VALUES (%s)),
        next(pk) AS (
            SELECT other FROM told WHERE one IN start UNION SELECT one FROM told WHERE other IN start
        ),
        near(pk) AS (
            SELECT pk FROM next WHERE (SELECT count(*) FROM agreements_relation WHERE target_id = pk) <= {MOST}
        ),
        beyond(pk) AS (
            SELECT other FROM told WHERE one IN near UNION SELECT one FROM told WHERE other IN near
        ),
        far(pk) AS (
            SELECT pk FROM near UNION
            SELECT pk FROM beyond WHERE (SELECT count(*) FROM agreements_relation WHERE target_id = pk) <= {MOST}
        )
        SELECT id FROM agreements_relation WHERE agreement_id IN start
        UNION SELECT id FROM agreements_relation WHERE target_id IN start
        UNION SELECT id FROM agreements_relation WHERE agreement_id IN far AND kind NOT IN {APART}
        UNION SELECT id FROM told WHERE other IN far
    ) ORDER BY id"""  # noqa: S608 - made of constants
RELATIONS = Rows(AROUND, Relation)
TEXTS = Rows(f"FROM agreements_agreement WHERE id {AMONG} ORDER BY id", Agreement)


def relations_around(start: int) -> list[Relation]:
    """The relations around a text, and all of its own, each with the texts that it ties."""
    found = RELATIONS(start)
    ends = {pk for relation in found for pk in (relation.agreement_id, relation.target_id) if pk}
    texts = {text.pk: text for text in TEXTS(among(ends))} if ends else {}
    for relation in found:
        relation.agreement = texts[relation.agreement_id]
        relation.target = texts.get(relation.target_id)
    return found


def chain_of(agreement: Agreement, around: Iterable[Relation] | None = None) -> Chain | None:
    """The chain a text belongs to; nothing when it is alone."""
    around = relations_around(agreement.pk) if around is None else around
    told = [relation for relation in around if relation.kind in TOLD]
    held = {text.pk: text for relation in told for text in (relation.agreement, relation.target) if text}
    if not held:
        return None
    return drawn(sorted(held.values(), key=in_time), told, agreement.pk)


def in_time(agreement: Agreement) -> tuple:
    return (agreement.dated is None, agreement.dated or date.min, agreement.slug)


def drawn(texts: list[Agreement], relations: Iterable[Relation], here: int) -> Chain:
    """The texts one under the other, oldest first, and an arc for each tie between two of them."""
    relations = list(relations)
    rows = {text.pk: index * ROW + ROW // 2 for index, text in enumerate(texts)}
    does: dict[int, list[str]] = {}
    for relation in relations:
        does.setdefault(relation.agreement_id, []).append(str(relation))
    nodes = [Node(text, text.pk == here, tuple(does.get(text.pk, ())), rows[text.pk]) for text in texts]
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
    def label(self) -> str:
        return AgreementKind.label_of(self.kind)

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


def numbered_series(slug: str, texts: Iterable[tuple[str, str, str]]) -> list[Series]:
    """The series of a convention, from the identifier, kind and number of its texts.

    An avenant to one of its accords is numbered too, in a series of that accord: only a text whose identifier
    is the convention, its kind and its number is of the convention's own.
    """
    numbers: dict[str, list[int]] = {}
    for identifier, kind, number in texts:
        if number.isdecimal() and identifier == f"{slug}-{kind}-{number}":
            numbers.setdefault(kind, []).append(int(number))
    found = (series_of(kind, held) for kind, held in sorted(numbers.items()))
    return [series for series in found if series]
