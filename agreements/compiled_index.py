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

from agreements.analysis import Tokens, stem, token
from agreements.facts import STILL_SO
from agreements.vocabulary import Word


class Order(Word):
    """How agreements are numbered: by rank, the most recent first; or each beside those it shares its values with."""

    RANK = "rang", "par rang"
    LIKE = "semblables", "parmi ses semblables"


class IndexedSet(models.Model):
    """The agreements that have one value, whatever the day."""

    order = models.CharField("numérotation", max_length=10, choices=Order.pairs())
    dimension = models.CharField("dimension", max_length=20)
    value = models.CharField("valeur", max_length=120)
    members = models.BinaryField("membres")

    class Meta:
        managed = False
        verbose_name = "ensemble"

    def __str__(self):
        return f"{self.dimension} {self.value}"


class IndexedChange(models.Model):
    """The agreements that take or leave one value over a month (`month` is 202010 for October 2020)."""

    order = models.CharField("numérotation", max_length=10, choices=Order.pairs())
    month = models.PositiveIntegerField("mois")
    dimension = models.CharField("dimension", max_length=20)
    value = models.CharField("valeur", max_length=120)
    added = models.BinaryField("ajoutés")
    removed = models.BinaryField("retirés")

    class Meta:
        managed = False
        verbose_name = "changement"
        indexes = [models.Index(fields=["order", "month"], name="change_of_month")]

    def __str__(self):
        return f"{self.month} {self.dimension} {self.value}"


class IndexedOrder(models.Model):
    """What the two numberings say of each agreement, in the order of their ranks, four bytes each.

    The days that rank them, as ordinals: a range of dates is then a range of numbers. Agreements without a date
    come last, and have no day. Then the number of each among its like.
    """

    days = models.BinaryField("jours")
    places = models.BinaryField("places")

    class Meta:
        managed = False
        verbose_name = "ordre"
        verbose_name_plural = "ordre"

    def __str__(self):
        return "ordre des accords"

    @classmethod
    def of(cls, days: list[date], places: array) -> "IndexedOrder":
        return cls(days=array("i", map(date.toordinal, days)).tobytes(), places=places[1:].tobytes())


class Term(models.Model):
    """The agreements whose title, or whose body, has a stem; « =chrs » is the acronym CHRS."""

    field = models.CharField("champ", max_length=5)
    stem = models.CharField("racine", max_length=200)
    members = models.BinaryField("membres")

    class Meta:
        managed = False
        verbose_name = "terme"
        indexes = [models.Index(fields=["stem", "field"], name="term_of_stem")]

    def __str__(self):
        return f"{self.field} {self.stem}"


#: Room for the articles of one text, in numbers that sort them under it.
ROOM = 100_000


class FullText(models.Model):
    """The stems of each agreement in their order, article by article: words side by side, and where they stand.

    An article has the number of its `ArticleText`; what is said outside articles comes after them.
    """

    rowid = models.PositiveIntegerField("rang", primary_key=True)
    titre = models.TextField("titre")
    corps = models.TextField("corps")

    #: SQLite's own full-text index, which keeps the places of the words and not the texts.
    create_sql = (
        "CREATE VIRTUAL TABLE agreements_fulltext USING fts5(titre, corps, content='', tokenize='ascii')"
    )
    #: One sorted list for each stem: a reader finds the articles of one text at once, and not in ten lists.
    finish_sql = "INSERT INTO agreements_fulltext(agreements_fulltext) VALUES ('optimize')"

    class Meta:
        managed = False
        verbose_name = "plein texte"
        verbose_name_plural = "plein texte"

    def __str__(self):
        return f"texte {self.rowid}"

    @classmethod
    def with_phrase(cls, phrase: list[str], field: str = "") -> BitMap:
        """The agreements in which these stems stand side by side, anywhere or in one field."""
        quoted = f'"{" ".join(phrase)}"'  # stems are letters and digits only
        quoted = f"{field} : {quoted}" if field else quoted
        found = cls.objects.extra(where=["agreements_fulltext MATCH %s"], params=[quoted])
        return BitMap(rowid // ROOM for rowid in found.values_list("rowid", flat=True))


class Vocabulary(models.Model):
    """A word that some text has: its stem, and in how many texts it stands."""

    word = models.CharField("mot", max_length=200, primary_key=True)
    stem = models.CharField("racine", max_length=200)
    count = models.PositiveIntegerField("textes")

    class Meta:
        managed = False
        verbose_name = "mot"
        verbose_name_plural = "vocabulaire"

    def __str__(self):
        return self.word


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


def month_of(day: date) -> int:
    return day.year * 100 + day.month


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

    def changes(self, places: array) -> Iterator[IndexedChange]:
        for (month, dimension, value), (added, removed) in sorted(self.months.items()):
            for (order, come), (_, gone) in zip(
                numbered(added, places), numbered(removed, places), strict=True
            ):
                yield IndexedChange(
                    order=order, month=month, dimension=dimension, value=value, added=come, removed=gone
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


def whole_sets(sets: dict[tuple[str, str], list[int]], places: array) -> Iterator[IndexedSet]:
    for (dimension, value), ranks in sorted(sets.items()):
        for order, members in numbered(ranks, places):
            yield IndexedSet(order=order, dimension=dimension, value=value, members=members)


def numbered(ranks: Iterable[int], places: array) -> Iterator[tuple[Order, bytes]]:
    """A set of agreements under each numbering."""
    yield Order.RANK, BitMap(ranks).serialize()
    alike = BitMap(sorted(map(places.__getitem__, ranks)))
    alike.run_optimize()
    yield Order.LIKE, alike.serialize()


def places_of(likenesses: list[str]) -> array:
    """The number of each agreement among its like, by its rank; those that are alike follow one another by rank."""
    ranks = sorted(range(len(likenesses)), key=likenesses.__getitem__)
    places = array("I", bytes(4 * (len(ranks) + 1)))
    for place, rank in enumerate(ranks, start=1):
        places[rank + 1] = place
    return places
