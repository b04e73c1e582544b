"""What an edition adds to the facts of members: sets of associations, and how each is found by its words.

These tables are made by `portal.edition` and have none in the editing database (`managed = False`).
"""

from django.db import models

from members.models import Association


class MemberSet(models.Model):
    """The associations that have one value, whatever the day, as a compressed bitmap of their numbers.

    Numbers are those of the edition, which follow the names: a set in order is the list in order. For a sector,
    `establishments` is how many of them each of these associations runs there.
    """

    dimension = models.CharField("dimension", max_length=20)
    value = models.CharField("valeur", max_length=60)
    establishments = models.PositiveIntegerField("établissements", default=0)
    members = models.BinaryField("membres")

    class Meta:
        managed = False
        verbose_name = "ensemble d’associations"
        verbose_name_plural = "ensembles d’associations"

    def __str__(self):
        return f"{self.dimension} {self.value}"


class MemberStays(models.Model):
    """Who has one value from when to when: numbers, first days, last days excluded, four bytes each."""

    dimension = models.CharField("dimension", max_length=20)
    value = models.CharField("valeur", max_length=60)
    members = models.BinaryField("membres")
    since = models.BinaryField("depuis")
    until = models.BinaryField("jusqu’à")

    class Meta:
        managed = False
        verbose_name = "séjours"
        verbose_name_plural = "séjours"

    def __str__(self):
        return f"{self.dimension} {self.value}"


class Found(models.Model):
    """The words of an association, folded: its name, its code, its SIREN."""

    association = models.OneToOneField(Association, models.DO_NOTHING, primary_key=True, related_name="found")
    words = models.TextField("mots")

    class Meta:
        managed = False
        verbose_name = "mots d’une association"

    def __str__(self):
        return self.words
