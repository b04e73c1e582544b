"""The signature matrix: texts in rows, organisations in columns, what each did where they cross."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pyroaring import BitMap

from agreements.compiled.situations import Party, one_of
from agreements.law.vocabulary import College, Mode
from agreements.models import Organisation
from agreements.reading.directory import Directory

#: One letter for what was done; the legend of the page spells it.
LETTERS = {Mode.SIGNATURE: "S", Mode.ADHESION: "A", Mode.OPPOSITION: "O", Mode.RETRAIT: "R"}
#: What one organisation did to one text, in the order of the legend.
Modes = tuple[Mode, ...]


@dataclass(frozen=True)
class Matrix:
    """Who did what; the organisations are those which did something to one of the texts, employers first."""

    organisations: list[Organisation]
    acts: dict[int, dict[int, Modes]]  # by text, then by organisation

    @cached_property
    def colleges(self) -> list[tuple[College, int]]:
        """How many columns each college takes."""
        counts = [(college, sum(o.college == college for o in self.organisations)) for college in College]
        return [(college, count) for college, count in counts if count]

    def row(self, agreement: int) -> list[tuple[Organisation, Modes]]:
        """What each organisation did to a text, column after column."""
        acts = self.acts.get(agreement, {})
        return [(organisation, acts.get(organisation.pk, ())) for organisation in self.organisations]


def with_parties(day: date) -> BitMap:
    """The texts to which somebody is known to have done something."""
    return BitMap(Party.objects.as_of(day).order_by().values_list("agreement", flat=True).distinct())


def matrix(agreements: Collection[int], day: date, directory: Directory) -> Matrix:
    parties = Party.objects.as_of(day).filter(agreement__in=one_of(agreements)).order_by()
    done: dict[tuple[int, int], list[str]] = {}
    for agreement, organisation, mode in parties.values_list("agreement", "organisation", "mode"):
        done.setdefault((agreement, organisation), []).append(mode)
    acts: dict[int, dict[int, Modes]] = {}
    for (agreement, organisation), modes in done.items():
        acts.setdefault(agreement, {})[organisation] = tuple(mode for mode in Mode if mode in modes)
    there = {organisation for _, organisation in done}
    columns = [directory.organisations_by_key[organisation] for organisation in there]
    return Matrix(sorted(columns, key=by_college), acts)


def by_college(organisation: Organisation) -> tuple:
    return (list(College).index(College(organisation.college)), organisation.name)
