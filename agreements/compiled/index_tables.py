"""The tables of the index: sets of agreements as compressed bitmaps, and the words of their texts."""

from array import array
from datetime import date

from django.db import models
from pyroaring import BitMap


class IndexedSet(models.Model):
    """The agreements that have one value, whatever the day."""

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

    month = models.PositiveIntegerField("mois")
    dimension = models.CharField("dimension", max_length=20)
    value = models.CharField("valeur", max_length=120)
    added = models.BinaryField("ajoutés")
    removed = models.BinaryField("retirés")

    class Meta:
        managed = False
        verbose_name = "changement"
        indexes = [models.Index(fields=["month"], name="change_of_month")]

    def __str__(self):
        return f"{self.month} {self.dimension} {self.value}"


class IndexedOrder(models.Model):
    """The days that rank agreements, in the order of their ranks, as ordinals of four bytes each.

    A range of dates is then a range of numbers. Agreements without a date come last, and have no day.
    """

    days = models.BinaryField("jours")

    class Meta:
        managed = False
        verbose_name = "ordre"
        verbose_name_plural = "ordre"

    def __str__(self):
        return "ordre des accords"

    @classmethod
    def of(cls, days: list[date]) -> "IndexedOrder":
        return cls(days=array("i", map(date.toordinal, days)).tobytes())


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
    def with_phrase(cls, *phrases: list[str], field: str = "") -> BitMap:
        """The agreements in which the stems of one of these phrases stand side by side, anywhere or in one field."""
        quoted = " OR ".join(
            f'"{" ".join(phrase)}"' for phrase in phrases
        )  # stems are letters and digits only
        quoted = f"{field} : ({quoted})" if field else quoted
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


def month_of(day: date) -> int:
    return day.year * 100 + day.month
