"""The index of an edition, read: sets of agreements as bitmaps, on any day, without touching the rows.

Loaded once per process and per edition. Numbers are ranks, and a bitmap in order is the list, most recent first;
for counting, the same agreements have other numbers (`numbering`).
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from datetime import date
from functools import cached_property
from operator import neg
from threading import Lock

from pyroaring import BitMap

from agreements.compiled.index_tables import IndexedOrder, Order
from agreements.finding.numbering import EMPTY, Numbering
from agreements.law.vocabulary import STATES, AgreementKind
from agreements.models import Convention, Organisation, Theme
from portal.edition.memory import of_edition
from portal.french.regions import LABELS


class Index:
    """The sets of one edition. Made and used while that edition is the one being read."""

    def __init__(self):
        self.ranked = Numbering(Order.RANK)
        self.sets, self.on, self.known = self.ranked.sets, self.ranked.on, self.ranked.known
        self.members, self.values = self.ranked.members, self.ranked.values
        self.labels = self.read_labels()
        self.lives: dict = {}  # what rows show, kept by `rows`
        self.forms: dict = {}  # the forms that know its values, kept by `filters`
        self.names: dict[str, set[str]] = {}  # what organisations are called, kept by `references`
        self.words: OrderedDict = OrderedDict()  # the words searched lately, kept by `search`
        self.lock = Lock()

    @cached_property
    def counted(self) -> Numbering:
        """The same sets, under the numbering in which they are counted."""
        return Numbering(Order.LIKE)

    def read_labels(self) -> dict[str, dict[str, str]]:
        """The values of each dimension in the order in which they are shown, with their labels."""
        years = sorted(self.sets.get("annee", {}), reverse=True)
        return {
            "convention": dict(Convention.objects.values_list("slug", "name")),
            "type": dict(AgreementKind.pairs()),
            "theme": dict(Theme.objects.values_list("slug", "name")),
            "signataire": dict(Organisation.objects.values_list("slug", "name")),
            **{track.value: dict(states.pairs()) for track, states in STATES.items()},
            "region": LABELS,
            "annee": {year: "sans date" if year == "inconnue" else year for year in years},
        }

    def values_of(self, dimension: str, agreement: int) -> list[str]:
        """What one agreement has in a dimension that does not depend on the day, in the order of the labels."""
        sets = self.sets.get(dimension, {})
        return [value for value in self.labels[dimension] if agreement in sets.get(value, EMPTY)]

    # -- Orders --------------------------------------------------------------------------------------------

    @cached_property
    def days_in_order(self) -> array:
        """The days that rank the agreements, the most recent first."""
        return array("i", bytes(IndexedOrder.objects.values_list("days", flat=True).get()))

    def dated_between(self, first: date | None, last: date | None) -> BitMap:
        """The agreements whose date is in a range, both ends included; those without a date are in none."""
        days = self.days_in_order
        start = bisect_left(days, -last.toordinal(), key=neg) if last else 0
        stop = bisect_right(days, -first.toordinal(), key=neg) if first else len(days)
        return BitMap(range(start + 1, stop + 1)) - self.sets.get("annee", {}).get("inconnue", EMPTY)

    @cached_property
    def by_number(self) -> list[BitMap]:
        """The agreements number after number, those without one last."""
        numbered = self.sets.get("numero", {})
        return [numbered[number] for number in sorted(numbered, key=lambda number: (number == "", number))]


@of_edition
def index_of() -> Index:
    """The index of the edition being read."""
    return Index()
