"""The associations of an edition as sets of numbers: filters, counts and tables without touching the rows.

Loaded once per process and per edition; the sets of a day (who applies what, who is a member of what) are
folded once and kept. A count over 100,000 associations takes what a count over 2,000 takes.
"""

from array import array
from collections import OrderedDict
from datetime import date
from threading import Lock

from pyroaring import BitMap

from agreements.models import Convention, Organisation
from members.compiled.association_sets import Found, MemberSet, MemberStays
from members.models import Association, Region, Sector
from members.rule.vocabulary import Size
from portal.edition.memory import of_edition

EMPTY = BitMap()
DAYS_KEPT = 24
DIMENSIONS = ("region", "taille", "secteur", "convention", "organisation")
DATED = ("convention", "organisation")
MOST_WORDS = 12

Sets = dict[str, dict[str, BitMap]]


class Population:
    """The sets of one edition. Made and used while that edition is the one being read."""

    def __init__(self):
        self.sets: Sets = {"region": {}, "taille": {}, "secteur": {}, "demonstration": {}}
        self.establishments: dict[str, list[tuple[int, BitMap]]] = {}
        for dimension, value, establishments, members in MemberSet.objects.order_by("pk").values_list(
            "dimension", "value", "establishments", "members"
        ):
            self.take(dimension, value, establishments, BitMap.deserialize(bytes(members)))
        self.stays = {
            (dimension, value): [numbers(members), numbers(since), numbers(until)]
            for dimension, value, members, since, until in MemberStays.objects.order_by("pk").values_list(
                "dimension", "value", "members", "since", "until"
            )
        }
        self.all = BitMap.union(EMPTY, *self.sets["region"].values())
        self.labels = {
            "region": dict(Region.objects.values_list("slug", "name")),
            "taille": dict(Size.pairs()),
            "secteur": dict(Sector.objects.values_list("slug", "name")),
            "convention": dict(Convention.objects.values_list("slug", "name")),
            "organisation": dict(
                Organisation.objects.filter(college="employeur").values_list("slug", "name")
            ),
        }
        self.days: OrderedDict[date, Sets] = OrderedDict()
        self.lock = Lock()

    def take(self, dimension: str, value: str, establishments: int, members: BitMap) -> None:
        self.sets[dimension].setdefault(value, BitMap()).update(members)
        if dimension == "secteur":
            self.establishments.setdefault(value, []).append((establishments, members))

    # -- Sets ----------------------------------------------------------------------------------------------

    def values(self, dimension: str, day: date) -> dict[str, BitMap]:
        return self.on(day)[dimension] if dimension in DATED else self.sets[dimension]

    def members(self, dimension: str, values, day: date) -> BitMap:
        sets = self.values(dimension, day)
        return BitMap.union(EMPTY, *(sets[value] for value in values if value in sets))

    def on(self, day: date) -> Sets:
        with self.lock:
            if day in self.days:
                self.days.move_to_end(day)
                return self.days[day]
        sets: Sets = {dimension: {} for dimension in DATED}
        on = day.toordinal()
        for (dimension, value), stays in self.stays.items():
            there = (who for who, since, until in zip(*stays, strict=True) if since <= on < until)
            sets[dimension][value] = BitMap(there)
        with self.lock:
            self.days[day] = sets
            while len(self.days) > DAYS_KEPT:
                self.days.popitem(last=False)
        return sets

    def joined(self, organisation: str, day: date, after: date) -> BitMap:
        """Who joined by the day, and had not left on `after` (CT L2262-3)."""
        stays = self.stays.get(("organisation", organisation), [(), (), ()])
        by, left = day.toordinal(), after.toordinal()
        return BitMap(who for who, since, until in zip(*stays, strict=True) if since <= by and until > left)

    def worded(self, words: list[str]) -> BitMap:
        found = Found.objects.order_by("pk")
        for word in words[:MOST_WORDS]:
            found = found.filter(words__contains=word)
        return BitMap(found.values_list("pk", flat=True).iterator())

    @property
    def is_demonstration(self) -> bool:
        return bool(self.sets["demonstration"])

    # -- Counts --------------------------------------------------------------------------------------------

    def establishments_of(self, among: BitMap, sectors=None) -> int:
        """How many establishments these associations run, in these sectors or in all."""
        return sum(
            count * members.intersection_cardinality(among)
            for sector, runs in self.establishments.items()
            if sectors is None or sector in sectors
            for count, members in runs
        )

    def page(self, members: BitMap, start: int, stop: int) -> list[Association]:
        """The associations of one page of a set, in the order of their names."""
        numbers = list(members[start:stop])
        return list(Association.objects.filter(pk__in=numbers).order_by("pk"))


def numbers(packed: bytes) -> array:
    return array("I", bytes(packed))


@of_edition
def population_of() -> Population:
    """The population of the edition being read."""
    return Population()
