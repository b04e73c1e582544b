"""What was published about members: tables, figures, and the anomalies of the publications. Never computed."""

from django.db import models
from django.db.models import Q

from agreements.models import Source
from members.models.associations import Region, Sector
from members.rule.vocabulary import Size


class Table(models.Model):
    """A published table. `unit` says what is counted, `total` the total that the document prints."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    title = models.CharField("titre", max_length=200)
    unit = models.CharField("unité", max_length=120)
    total = models.PositiveIntegerField("total publié")
    as_of = models.CharField("date des chiffres", max_length=80, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    note = models.TextField("note", blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "tableau publié"
        verbose_name_plural = "tableaux publiés"
        ordering = ["position", "slug"]

    def __str__(self):
        return self.title


class Line(models.Model):
    """A line of a published table, about one region, one size band or one sector."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="lines")
    label = models.CharField("libellé", max_length=80)
    count = models.PositiveIntegerField("nombre")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="lines")
    size = models.CharField("taille", max_length=20, blank=True, choices=Size.pairs())
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="lines")
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "ligne publiée"
        verbose_name_plural = "lignes publiées"
        ordering = ["table", "position"]
        constraints = [
            models.UniqueConstraint(fields=["table", "label"], name="line_once"),
            models.CheckConstraint(
                condition=(
                    Q(region__isnull=False, size="", sector__isnull=True)
                    | (Q(region__isnull=True, sector__isnull=True) & ~Q(size=""))
                    | Q(region__isnull=True, size="", sector__isnull=False)
                ),
                name="line_about_one_thing",
                violation_error_message="Une ligne porte sur une région, une taille ou un secteur.",
            ),
        ]

    def __str__(self):
        return f"{self.label} : {self.count}"


class Figure(models.Model):
    """One published statement, as it was written: « plus de 5 000 » stays « plus de 5 000 »."""

    topic = models.SlugField("rubrique", max_length=40)
    subject = models.CharField("de qui ou de quoi", max_length=160, blank=True)
    label = models.CharField("intitulé", max_length=300)
    value = models.CharField("valeur telle qu’écrite", max_length=160, blank=True)
    as_of = models.CharField("date", max_length=80, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    note = models.TextField("note", blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "chiffre publié"
        verbose_name_plural = "chiffres publiés"
        ordering = ["topic", "position"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "subject", "label", "source"], name="figure_once")
        ]

    def __str__(self):
        return f"{self.subject} : {self.label}" if self.subject else self.label


class Anomaly(models.Model):
    """Something in the publications that does not add up or was corrected here; shown as a note."""

    text = models.CharField("anomalie", max_length=500, unique=True)
    table = models.ForeignKey(Table, models.CASCADE, null=True, blank=True, related_name="anomalies")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "anomalie"
        ordering = ["position"]

    def __str__(self):
        return self.text
