"""The index of an edition, read: sets of agreements as bitmaps, on any day, without touching the rows.

Loaded once per process and per edition. Numbers are ranks: a bitmap in order is the list, most recent first.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from operator import neg
from threading import Lock

from pyroaring import BitMap

from agreements.compiled_index import IndexedChange, IndexedDays, IndexedSet, month_of
from agreements.models import Convention, Organisation, Theme
from agreements.read_models import TRACKS, Party, Situation
from agreements.regions import LABELS
from agreements.vocabulary import STATES, AgreementKind

EMPTY = BitMap()
#: Past days whose sets are kept, beside today's.
DAYS_KEPT = 24

Sets = dict[str, dict[str, BitMap]]


class Index:
    """The sets of one edition. Made and used while that edition is the one being read."""

    def __init__(self):
        self.sets: Sets = {}
        for dimension, value, members in IndexedSet.objects.values_list("dimension", "value", "members"):
            self.sets.setdefault(dimension, {})[value] = BitMap.deserialize(bytes(members))
        self.labels = self.read_labels()
        self.days: OrderedDict[date, Sets] = OrderedDict()
        self.lives: dict = {}  # what rows show, kept by `rows`
        self.forms: dict = {}  # the forms that know its values, kept by `filters`
        self.names: dict[str, set[str]] = {}  # what organisations are called, kept by `references`
        self.words: OrderedDict = OrderedDict()  # the words searched lately, kept by `search`
        self.lock = Lock()

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

    def members(self, dimension: str, value: str, day: date) -> BitMap:
        sets = self.sets if dimension in self.sets else self.on(day)
        return sets.get(dimension, {}).get(value, EMPTY)

    def values(self, dimension: str, day: date) -> dict[str, BitMap]:
        return self.sets.get(dimension) or self.on(day).get(dimension, {})

    def values_of(self, dimension: str, agreement: int) -> list[str]:
        """What one agreement has in a dimension that does not depend on the day, in the order of the labels."""
        sets = self.sets.get(dimension, {})
        return [value for value in self.labels[dimension] if agreement in sets.get(value, EMPTY)]

    def known(self, day: date) -> BitMap:
        """The agreements of which something is known on the day."""
        return self.on(day)["connu"][""]

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
        rows = IndexedChange.objects.filter(month__lt=month_of(day)).order_by("month")
        for dimension, value, added, removed in rows.values_list(
            "dimension", "value", "added", "removed"
        ).iterator():
            members = sets.setdefault(dimension, {}).setdefault(value, BitMap())
            members -= BitMap.deserialize(bytes(removed))
            members |= BitMap.deserialize(bytes(added))
        first = day.replace(day=1)
        self.fold_situations(sets, first, day)
        self.fold_parties(sets, first, day)
        sets["connu"] = {"": BitMap.union(EMPTY, *sets.get("signature", {}).values())}
        return sets

    def fold_situations(self, sets: Sets, first: date, day: date) -> None:
        begun = Situation.objects.filter(starts_on__gte=first, starts_on__lte=day, ends_on__gt=day)
        words: dict[tuple[str, str], list[int]] = {}
        for agreement, *states in begun.values_list("agreement", *TRACKS).iterator():
            for track, word in zip(TRACKS, states, strict=True):
                words.setdefault((track.value, word), []).append(agreement)
        for track in TRACKS:
            moved = BitMap.union(
                EMPTY, *(BitMap(members) for (name, _), members in words.items() if name == track)
            )
            for members in sets.setdefault(track.value, {}).values():
                members -= moved
        for (track, word), members in words.items():
            sets[track].setdefault(word, BitMap()).update(members)

    def fold_parties(self, sets: Sets, first: date, day: date) -> None:
        signatories = sets.setdefault("signataire", {})
        parties = Party.objects.bound().values_list("organisation__slug", "agreement")
        for slug, agreement in parties.filter(ends_on__gte=first, ends_on__lte=day).iterator():
            signatories.setdefault(slug, BitMap()).discard(agreement)
        for slug, agreement in parties.filter(
            starts_on__gte=first, starts_on__lte=day, ends_on__gt=day
        ).iterator():
            signatories.setdefault(slug, BitMap()).add(agreement)

    # -- Orders --------------------------------------------------------------------------------------------

    @cached_property
    def days_in_order(self) -> array:
        """The days that rank the agreements, the most recent first."""
        return array("i", bytes(IndexedDays.objects.values_list("ordinals", flat=True).get()))

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


_open: dict[str, Index] = {}
_opening = Lock()


def index_of(path) -> Index:
    """The index of the edition at `path`, which is the one being read; the one before it is let go."""
    key = str(path)
    with _opening:
        if key not in _open:
            _open.clear()
            _open[key] = Index()
        return _open[key]


class Ranked:
    """A set of agreements in one order: `len` and slices, which is what paging needs."""

    def __init__(self, members: BitMap, index: Index, order: str, tiers: Iterable[BitMap] = ()):
        self.members, self.index, self.order = members, index, order
        self.tiers = [tier & members for tier in tiers]  # what comes first, when sorted by relevance

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
