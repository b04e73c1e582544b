"""The sets of agreements of an edition, on any day, as bitmaps.

Numbers are ranks: a set in order is a list, the most recent first. Sets that do not depend on the day are read
whole; the others are folded from what each month adds and removes, then from the days of the month itself.
"""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from threading import Lock

from django.db.models import Q
from pyroaring import BitMap

from agreements.compiled.dimensions import OF_PARTIES, OF_SITUATIONS
from agreements.compiled.index_tables import IndexedChange, IndexedSet, month_of
from agreements.compiled.situations import Party, Situation, one_of

EMPTY = BitMap()
#: Past days whose sets are kept, beside today's.
DAYS_KEPT = 24

Sets = dict[str, dict[str, BitMap]]


class DaySets:
    """The sets of one edition. Made and used while that edition is the one being read."""

    def __init__(self):
        self.sets: Sets = {}
        for dimension, value, members in IndexedSet.objects.values_list("dimension", "value", "members"):
            self.sets.setdefault(dimension, {})[value] = BitMap.deserialize(bytes(members))
        self.days: OrderedDict[date, Sets] = OrderedDict()
        self.lock = Lock()

    def members(self, dimension: str, value: str, day: date) -> BitMap:
        return self.values(dimension, day).get(value, EMPTY)

    def values(self, dimension: str, day: date) -> dict[str, BitMap]:
        return self.sets.get(dimension) or self.on(day).get(dimension, {})

    def known(self, day: date) -> BitMap:
        """The agreements of which something is known on the day."""
        return self.on(day)["connu"][""]

    def on(self, day: date) -> Sets:
        """The sets on a day, folded once and kept."""
        with self.lock:
            if day in self.days:
                self.days.move_to_end(day)
                return self.days[day]
        sets = fold(day)
        with self.lock:
            self.days[day] = sets
            while len(self.days) > DAYS_KEPT:
                self.days.popitem(last=False)
        return sets


def fold(day: date) -> Sets:
    """Add up the months before the day, then look at the days of its own month."""
    sets: Sets = {}
    rows = IndexedChange.objects.filter(month__lt=month_of(day)).order_by("month")
    for dimension, value, added, removed in rows.values_list(
        "dimension", "value", "added", "removed"
    ).iterator():
        members = sets.setdefault(dimension, {}).setdefault(value, BitMap())
        members -= BitMap.deserialize(bytes(removed))
        members |= BitMap.deserialize(bytes(added))
    fold_situations(sets, day)
    fold_parties(sets, day)
    known = BitMap.union(EMPTY, *sets.get("signature", {}).values())
    known.run_optimize()  # nearly all of them
    sets["connu"] = {"": known}
    return sets


def fold_situations(sets: Sets, day: date) -> None:
    """Those that begin in the month of the day and hold on it tell all that their agreements are in."""
    begun = Situation.objects.filter(starts_on__gte=day.replace(day=1), starts_on__lte=day, ends_on__gt=day)
    rows = list(begun.values_list("agreement", *(held.column for held in OF_SITUATIONS)).iterator())
    moved = BitMap(row[0] for row in rows)
    for place, held in enumerate(OF_SITUATIONS, start=1):
        move(sets.setdefault(held.name, {}), moved, ((row[place], row[0]) for row in rows if row[place]))


def fold_parties(sets: Sets, day: date) -> None:
    """The agreements that an organisation joined or left in the month of the day, with all whom they bind on it."""
    month = (day.replace(day=1), day)
    bound = Party.objects.bound()
    crossed = bound.filter(Q(starts_on__range=month) | Q(ends_on__range=month))
    moved = BitMap(crossed.values_list("agreement", flat=True).iterator())
    now = bound.as_of(day).filter(agreement__in=one_of(moved)).values_list("organisation__slug", "agreement")
    for held in OF_PARTIES:
        move(sets.setdefault(held.name, {}), moved, now.iterator())


def move(sets: dict[str, BitMap], moved: BitMap, now: Iterable[tuple[str, int]]) -> None:
    """Take agreements out of all these sets, and put each into those in which it is now."""
    found: dict[str, list[int]] = {}
    for value, agreement in now:
        found.setdefault(value, []).append(agreement)
    for members in sets.values():
        members -= moved
    for value, agreements in found.items():
        sets.setdefault(value, BitMap()).update(agreements)
