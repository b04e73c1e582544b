"""The index, compiled at publication: who is in which set, and since when.

An agreement is a number, its rank from the most recent to the oldest; a set of agreements is a compressed
bitmap of these numbers. Sets that do not depend on the day are kept whole (`IndexedSet`); those that do are
kept as what each month adds and removes (`IndexedChange`), so that any day is a fold over the months before
it and a look at its own month. Words are sets too (`Term`), found through the `Vocabulary`.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db import models
from pyroaring import BitMap

from agreements.compiled.index_tables import IndexedChange, IndexedSet, Term, Vocabulary, month_of
from agreements.law.facts import STILL_SO
from portal.french.analyser import Tokens, stem, token


class Stay(NamedTuple):
    """An agreement is in a set from one day (included) to another (excluded)."""

    dimension: str
    value: str
    starts_on: date
    ends_on: date


def numbers() -> array:
    """A list of agreements, four bytes each."""
    return array("I")


def two_lists() -> tuple[array, array]:
    return numbers(), numbers()


class Timeline:
    """What each month adds to each set and removes from it, agreement after agreement."""

    def __init__(self):
        self.months: dict[tuple, tuple[array, array]] = defaultdict(two_lists)

    def add(self, agreement: int, stays: Iterable[Stay]) -> None:
        """Take the whole life of one agreement in the sets that depend on the day."""
        days: dict[tuple[str, str], list[tuple[date, bool]]] = defaultdict(list)
        for stay in stays:
            days[stay.dimension, stay.value] += [(stay.starts_on, True), (stay.ends_on, False)]
        for (dimension, value), crossings in days.items():
            for month, inside in net_changes(crossings):
                self.months[month, dimension, value][0 if inside else 1].append(agreement)

    def extend(self, following: "Timeline") -> None:
        """Add the lives of the agreements that come next."""
        for key, (added, removed) in following.months.items():
            self.months[key][0].extend(added)
            self.months[key][1].extend(removed)

    def changes(self) -> Iterator[IndexedChange]:
        for (month, dimension, value), (added, removed) in sorted(self.months.items()):
            yield IndexedChange(
                month=month,
                dimension=dimension,
                value=value,
                added=BitMap(added).serialize(),
                removed=BitMap(removed).serialize(),
            )


def net_changes(crossings: list[tuple[date, bool]]) -> Iterator[tuple[int, bool]]:
    """The months at whose end a membership differs from what it was at their beginning."""
    at_end: dict[int, bool] = {}
    for day, entering in sorted(crossings):  # leaving sorts before entering: one may do both on one day
        if day != STILL_SO:
            at_end[month_of(day)] = entering
    inside = False
    for month, now in at_end.items():
        if now != inside:
            yield month, now
            inside = now


class Postings:
    """Collect the words of the texts, in the order of the agreements, and tell them as sets."""

    def __init__(self):
        self.sets: dict[tuple[str, str], array] = defaultdict(numbers)
        self.counts: Counter[str] = Counter()
        self.stems = Tokens()

    def add(self, agreement: int, field: str, texts: list[str]) -> list[str]:
        """Take the texts of an agreement in; give the stems of each in their order."""
        written = [text.split() for text in texts]
        told = [token(one) for one in set().union(*written)]
        found = {word for one in told for word in one.words}
        self.counts.update(found)
        for term in {stem(word) for word in found} | {f"={name}" for one in told for name in one.acronyms}:
            self.sets[field, term].append(agreement)
        return [" ".join(filter(None, map(self.stems.__getitem__, text))) for text in written]

    def extend(self, following: "Postings") -> None:
        """Add the words of the agreements that come next."""
        for key, members in following.sets.items():
            self.sets[key].extend(members)
        self.counts.update(following.counts)

    def terms(self) -> Iterator[models.Model]:
        for (field, term), members in sorted(self.sets.items()):
            yield Term(field=field, stem=term, members=BitMap(members).serialize())
        for word, count in sorted(self.counts.items()):
            yield Vocabulary(word=word, stem=stem(word), count=count)


def whole_sets(sets: dict[tuple[str, str], list[int]]) -> Iterator[IndexedSet]:
    for (dimension, value), ranks in sorted(sets.items()):
        yield IndexedSet(dimension=dimension, value=value, members=BitMap(ranks).serialize())
