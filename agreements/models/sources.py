"""Where facts come from: the documents that were read, and the acts that decide."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from agreements.law.names.acts import Formula
from agreements.law.names.official import in_prose
from agreements.law.vocabulary import ActKind
from portal.french.dates import Precision
from portal.french.writing import date_fr

NOR = re.compile(r"[A-Z]{4}\d{7}[A-Z]")


def precision_field():
    return models.CharField("précision", max_length=12, choices=Precision.pairs(), default=Precision.JOUR)


class Source(models.Model):
    """A document that was read. `consulted_on` is the day we read it, at the latest."""

    title = models.CharField("titre", max_length=500)
    url = models.URLField("lien", max_length=1000, blank=True)
    published_on = models.DateField("publiée le", null=True, blank=True)
    published_precision = precision_field()
    consulted_on = models.DateField("lue le")

    class Meta:
        verbose_name = "source"
        ordering = ["title", "url", "published_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "url"],
                name="source_once",
                violation_error_message="Cette source (titre et lien) est déjà enregistrée.",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__lte=F("consulted_on")),
                name="source_read_after_publication",
                violation_error_message="Une source ne peut pas être lue avant d’être publiée.",
            ),
        ]

    def __str__(self):
        return in_prose(self.title)


class Act(models.Model):
    """An arrêté or a decision; one act often decides on many agreements. Known by its date or its JO.

    The texts of single associations, most of what an arrêté d'agrément decides, are counted and not recorded.
    """

    slug = models.SlugField("identifiant", max_length=100, unique=True)
    kind = models.CharField("nature", max_length=20, choices=ActKind.pairs())
    title = models.CharField("titre", max_length=500, blank=True)
    on = models.DateField("date de l’acte", null=True, blank=True)
    published_on = models.DateField("publié au JO du", null=True, blank=True)
    nor = models.CharField("NOR", max_length=20, blank=True)
    bulletin = models.CharField("référence au Bulletin officiel", max_length=100, blank=True)
    url = models.URLField("lien", max_length=1000, blank=True)
    session_on = models.DateField("séance de la commission d’agrément", null=True, blank=True)
    notified_on = models.DateField("notifié aux signataires le", null=True, blank=True)
    formula = models.CharField(
        "prise d’effet qu’il donne", max_length=15, choices=Formula.pairs(), blank=True
    )
    associations_agreed = models.PositiveIntegerField("textes d’associations agréés", null=True, blank=True)
    associations_refused = models.PositiveIntegerField("textes d’associations refusés", null=True, blank=True)

    #: What an edition writes as French does, whatever hand wrote it (`in_prose`).
    PROSE = ("title",)

    class Meta:
        verbose_name = "acte"
        ordering = ["on", "published_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=False) | Q(published_on__isnull=False),
                name="act_is_dated",
                violation_error_message="Un acte porte au moins sa date ou celle de sa publication au JO.",
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=True) | Q(published_on__isnull=True) | Q(on__lte=F("published_on")),
                name="act_published_after_its_date",
                violation_error_message="Un acte ne peut pas être publié avant d’être pris.",
            ),
        ]

    def __str__(self):
        if self.title:
            return self.title
        if self.on:
            return f"{ActKind.label_of(self.kind)} du {date_fr(self.on)}"
        return f"{ActKind.label_of(self.kind)} publié au JO du {date_fr(self.published_on)}"

    def clean(self):
        """A NOR has one form, and is that of one act."""
        self.nor = self.nor.strip().upper()
        if self.nor and not NOR.fullmatch(self.nor):
            raise ValidationError(
                {"nor": "Un NOR a quatre lettres, sept chiffres, une lettre : « SSAA2028393A »."}
            )
        held = Act.objects.filter(nor=self.nor).exclude(pk=self.pk).first() if self.nor else None
        if held:
            raise ValidationError({"nor": f"Un autre acte a ce NOR : « {held} » ({held.slug})."})
