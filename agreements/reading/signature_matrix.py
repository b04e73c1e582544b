"""The signature matrix: texts in rows, organisations in columns, what each did where they cross."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyroaring import BitMap

from agreements.compiled.situations import Party
from agreements.law.vocabulary import College, Mode
from agreements.models import Agreement, Organisation
from agreements.reading.list_rows import Card

#: One letter for a cell; the legend of the page spells it.
LETTERS = {Mode.SIGNATURE: "S", Mode.ADHESION: "A", Mode.OPPOSITION: "O", Mode.RETRAIT: "R"}


@dataclass(frozen=True)
class Cell:
    organisation: Organisation
    modes: tuple[Mode, ...]

    @property
    def letters(self) -> str:
        return "".join(LETTERS[mode] for mode in self.modes)

    @property
    def told(self) -> str:
        return ", ".join(mode.label for mode in self.modes)


@dataclass(frozen=True)
class Row:
    agreement: Agreement
    cells: tuple[Cell, ...]

    @property
    def card(self) -> Card:
        return Card.of(self.agreement)


@dataclass(frozen=True)
class Matrix:
    """The organisations are those which did something to a text of the page, employers first."""

    organisations: list[Organisation]
    rows: list[Row]

    @property
    def colleges(self) -> list[tuple[College, int]]:
        """How many columns each college takes."""
        counted = [(college, sum(o.college == college for o in self.organisations)) for college in College]
        return [(college, count) for college, count in counted if count]


def with_parties(day: date) -> BitMap:
    """The texts to which somebody is known to have done something."""
    return BitMap(Party.objects.as_of(day).order_by().values_list("agreement", flat=True).distinct())


def matrix(agreements: Iterable[int], day: date) -> Matrix:
    agreements = list(agreements)
    made: dict[tuple[int, int], list[Mode]] = {}
    organisations: dict[int, Organisation] = {}
    parties = Party.objects.as_of(day).filter(agreement__in=agreements).select_related("organisation")
    for party in parties.order_by("agreement_id", "organisation__slug", "mode"):
        organisations[party.organisation_id] = party.organisation
        made.setdefault((party.agreement_id, party.organisation_id), []).append(Mode(party.mode))
    columns = sorted(organisations.values(), key=lambda o: (list(College).index(College(o.college)), o.name))
    texts = Agreement.objects.prefetch_related("conventions").in_bulk(agreements)
    rows = [
        Row(
            texts[pk],
            tuple(Cell(column, tuple(in_order(made.get((pk, column.pk), ())))) for column in columns),
        )
        for pk in agreements
    ]
    return Matrix(columns, rows)


def in_order(modes: Iterable[Mode]) -> list[Mode]:
    return sorted(modes, key=list(Mode).index)
