"""The sets of agreements of an edition, on any day, under one of its two numberings.

By rank, a set in order is a list, the most recent first: lists are cut from it. Among their like, agreements that
share their values have numbers that follow one another, so that a set is a few runs: sets are counted there, tens
of times faster (Lemire, Kaser and Aouiche, « Sorting improves word-aligned bitmap indexes », 2010).
"""

from array import array
from collections import OrderedDict
from datetime import date
from threading import Lock

from pyroaring import BitMap

from agreements.compiled.index_tables import IndexedChange, IndexedOrder, IndexedSet, Order, month_of
from agreements.compiled.situations import CERTAINTIES, TRACKS, Party, Situation

EMPTY = BitMap()
#: Past days whose sets are kept, beside today's.
DAYS_KEPT = 24

Sets = dict[str, dict[str, BitMap]]


class Numbering:
    """The sets of one edition under one numbering. Made and used while that edition is the one being read."""

    def __init__(self, order: Order):
        self.order = order
        self.sets: Sets = {}
        rows = IndexedSet.objects.filter(order=order).values_list("dimension", "value", "members")
        for dimension, value, members in rows:
            self.sets.setdefault(dimension, {})[value] = BitMap.deserialize(bytes(members))
        self.places = places() if order == Order.LIKE else None
        self.days: OrderedDict[date, Sets] = OrderedDict()
        self.lock = Lock()

    def members(self, dimension: str, value: str, day: date) -> BitMap:
        sets = self.sets if dimension in self.sets else self.on(day)
        return sets.get(dimension, {}).get(value, EMPTY)

    def values(self, dimension: str, day: date) -> dict[str, BitMap]:
        return self.sets.get(dimension) or self.on(day).get(dimension, {})

    def known(self, day: date) -> BitMap:
        """The agreements of which something is known on the day."""
        return self.on(day)["connu"][""]

    def numbers(self, ranks: list[int]) -> BitMap:
        """The agreements that have these ranks."""
        return BitMap(ranks if self.places is None else [self.places[rank] for rank in ranks])

    # -- The sets that depend on the day -------------------------------------------------------------------

    def on(self, day: date) -> Sets:
        """The sets on a day, folded once and kept."""
        with self.lock:
            if day in self.days:
                self.days.move_to_end(day)
                return self.days[day]
        sets = self.fold(day)
        with self.lock:
            self.days[day] = sets
            while len(self.days) > DAYS_KEPT:
                self.days.popitem(last=False)
        return sets

    def fold(self, day: date) -> Sets:
        """Add up the months before the day, then look at the days of its own month."""
        sets: Sets = {}
        rows = IndexedChange.objects.filter(order=self.order, month__lt=month_of(day)).order_by("month")
        for dimension, value, added, removed in rows.values_list(
            "dimension", "value", "added", "removed"
        ).iterator():
            members = sets.setdefault(dimension, {}).setdefault(value, BitMap())
            members -= BitMap.deserialize(bytes(removed))
            members |= BitMap.deserialize(bytes(added))
        first = day.replace(day=1)
        self.fold_situations(sets, first, day)
        self.fold_parties(sets, first, day)
        known = BitMap.union(EMPTY, *sets.get("signature", {}).values())
        known.run_optimize()  # nearly all of them
        sets["connu"] = {"": known}
        return sets

    def fold_situations(self, sets: Sets, first: date, day: date) -> None:
        """The agreements that a situation of the month holds on the day leave all their states for those it tells."""
        begun = Situation.objects.filter(starts_on__gte=first, starts_on__lte=day, ends_on__gt=day)
        columns = {track.value: track.value for track in TRACKS}
        columns |= {CERTAINTIES[track]: f"{track.value}_certainty" for track in TRACKS}
        told: dict[tuple[str, str], list[int]] = {}
        moved = []
        for agreement, *values in begun.values_list("agreement", *columns.values()).iterator():
            moved.append(agreement)
            for dimension, value in zip(columns, values, strict=True):
                if value:
                    told.setdefault((dimension, value), []).append(agreement)
        gone = self.numbers(moved)
        for dimension in columns:
            for members in sets.setdefault(dimension, {}).values():
                members -= gone
        for (dimension, value), agreements in told.items():
            sets[dimension].setdefault(value, BitMap()).update(self.numbers(agreements))

    def fold_parties(self, sets: Sets, first: date, day: date) -> None:
        signatories = sets.setdefault("signataire", {})
        bound = Party.objects.bound().values_list("organisation__slug", "agreement")
        for slug, agreement in bound.filter(ends_on__gte=first, ends_on__lte=day).iterator():
            members = signatories.setdefault(slug, BitMap())
            members -= self.numbers([agreement])
        for slug, agreement in bound.filter(
            starts_on__gte=first, starts_on__lte=day, ends_on__gt=day
        ).iterator():
            members = signatories.setdefault(slug, BitMap())
            members |= self.numbers([agreement])


def places() -> array:
    """The number of each agreement among its like, by its rank."""
    return array("I", [0]) + array("I", bytes(IndexedOrder.objects.values_list("places", flat=True).get()))
