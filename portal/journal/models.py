"""One entry for each writing, whoever made it and by whichever way; what is deleted, and what is to be settled."""

from django.conf import settings
from django.db import models

from portal.french.writing import date_fr


class Entry(models.Model):
    """What one person did in one go: to what, when, why, and each value before and after."""

    token = models.CharField("envoi", max_length=64, null=True, blank=True, unique=True)
    at = models.DateTimeField("quand", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    by = models.CharField("qui", max_length=150)
    kind = models.CharField("genre", max_length=100)
    key = models.CharField("clé", max_length=50, blank=True)
    what = models.CharField("quoi", max_length=500)
    address = models.CharField("page", max_length=200, blank=True)
    before = models.JSONField("avant", default=dict)
    after = models.JSONField("après", default=dict)
    why = models.TextField("pourquoi", blank=True)

    class Meta:
        verbose_name = "écriture"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="entry_of_fact")]
        permissions = [
            ("publish_edition", "Peut publier, et revenir à une édition"),
            ("empty_bin", "Peut vider la corbeille"),
        ]

    def __str__(self):
        return f"{self.what}, par {self.by}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise ValueError("Une écriture du journal ne se récrit pas.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValueError("Une écriture du journal ne s’efface pas.")

    @property
    def signed(self) -> str:
        """« marie, le 3 mars 2026 à 14 h 05 »."""
        moment = self.at.astimezone()
        return f"{self.by}, le {date_fr(moment.date())} à {moment:%H h %M}"


class Discarded(models.Model):
    """What one deletion took away, whole, to be put back; the entry stays when the bin is emptied."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="discarded", verbose_name="suppression")
    kind = models.CharField("genre", max_length=100)
    key = models.CharField("clé", max_length=50)
    what = models.CharField("quoi", max_length=500)
    records = models.JSONField("fiches", default=list)

    class Meta:
        verbose_name = "suppression"
        verbose_name_plural = "corbeille"
        ordering = ["-pk"]

    def __str__(self):
        return self.what


class Conflict(models.Model):
    """What a file says of a fact otherwise than its editor, who has not seen it yet."""

    origin = models.CharField("dit par", max_length=50)
    kind = models.CharField("genre", max_length=100)
    key = models.CharField("clé", max_length=50)
    what = models.CharField("quoi", max_length=500)
    theirs = models.JSONField("ce que dit le fichier", default=dict)
    at = models.DateTimeField("lu le", auto_now=True)

    class Meta:
        verbose_name = "désaccord avec un fichier"
        verbose_name_plural = "désaccords avec les fichiers"
        ordering = ["what", "pk"]
        constraints = [models.UniqueConstraint(fields=["origin", "kind", "key"], name="conflict_once")]

    def __str__(self):
        return f"{self.what} ({self.origin})"
