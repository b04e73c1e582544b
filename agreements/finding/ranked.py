"""A set of agreements in one order, cut into pages without being read whole."""

from collections.abc import Iterable
from datetime import date

from pyroaring import BitMap

from agreements.compiled.situations import Situation
from agreements.finding.day_sets import EMPTY
from agreements.finding.index import Index


class Ranked:
    """A set of agreements on a day, in one order.

    It stands where a filter set takes a queryset: `model` and `all` are what filtering asks of one, `len` and
    slices what paging does.
    """

    model = Situation

    def __init__(self, members: BitMap, index: Index, day: date):
        self.members, self.index, self.day = members, index, day
        self.order = "recent"
        self.tiers: list[BitMap] = []  # what comes first, when sorted by relevance

    @classmethod
    def known(cls, index: Index, day: date) -> "Ranked":
        """All that something is known of on the day."""
        return cls(index.known(day), index, day)

    def among(self, members: BitMap) -> "Ranked":
        """Those of them that are in another set."""
        return Ranked(self.members & members, self.index, self.day)

    def selected(self, members: BitMap, order: str, tiers: Iterable[BitMap] = ()) -> "Ranked":
        """Some of them, in this order."""
        chosen = Ranked(members, self.index, self.day)
        chosen.order, chosen.tiers = order, [tier & members for tier in tiers]
        return chosen

    def all(self) -> "Ranked":
        return self

    def __len__(self) -> int:
        return len(self.members)

    count = __len__

    def __getitem__(self, part: slice) -> list[int]:
        if self.order == "recent":
            return list(self.members[part])
        if self.order == "pertinence":
            return self.relevant(part)
        if self.order == "ancien":
            return self.oldest(part)
        return self.by_number(part)

    def relevant(self, part: slice) -> list[int]:
        """Tier after tier, then the others, each from the most recent."""
        others = self.members - BitMap.union(EMPTY, *self.tiers)
        return through([*self.tiers, others], part)

    def oldest(self, part: slice) -> list[int]:
        """From the oldest; those without a date stay last."""
        undated = self.members & self.index.sets.get("annee", {}).get("inconnue", EMPTY)
        return through([Reversed(self.members - undated), undated], part)

    def by_number(self, part: slice) -> list[int]:
        return through([Within(group, self.members) for group in self.index.by_number], part)


class Within:
    """What of a set is in another, counted without being gathered."""

    def __init__(self, group: BitMap, members: BitMap):
        self.group, self.members = group, members

    def __len__(self) -> int:
        return self.group.intersection_cardinality(self.members)

    def __getitem__(self, part: slice) -> BitMap:
        return (self.group & self.members)[part]


class Reversed:
    """A set from its last number to its first."""

    def __init__(self, members: BitMap):
        self.members = members

    def __len__(self) -> int:
        return len(self.members)

    def __getitem__(self, part: slice) -> list[int]:
        size = len(self)
        return list(reversed(self.members[size - min(part.stop, size) : size - min(part.start, size)]))


def through(parts: list, wanted: slice) -> list[int]:
    """A slice of sets put end to end, without reading what is not in it."""
    found, start, stop = [], wanted.start, wanted.stop
    for part in parts:
        size = len(part)
        if start < size and stop > 0:
            found += list(part[max(start, 0) : min(stop, size)])
        start, stop = start - size, stop - size
    return found
