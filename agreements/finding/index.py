"""The index of an edition, read: its sets on any day, the labels of their values, and the orders of lists."""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from datetime import date
from functools import cached_property
from operator import neg

from pyroaring import BitMap

from agreements.compiled.dimensions import DIMENSIONS
from agreements.compiled.index_tables import IndexedOrder
from agreements.finding.day_sets import EMPTY, DaySets
from portal.edition.memory import of_edition


class Index(DaySets):
    """The index of one edition, with what other modules keep as long as it is read."""

    def __init__(self):
        super().__init__()
        #: The values of each dimension in the order in which they are shown, with their labels.
        self.labels: dict[str, dict[str, str]] = {
            dimension.name: dimension.labels(self.sets.get(dimension.name, ())) for dimension in DIMENSIONS
        }
        self.lives: dict = {}  # what rows show, kept by `list_rows`
        self.form: type | None = None  # the form that knows its values, kept by `filters`
        self.names = None  # what queries are read with, kept by `queries.names`
        self.words: OrderedDict = OrderedDict()  # the words searched lately, kept by `word_search`

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
