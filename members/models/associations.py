"""Associations: where they are, how large, in which sectors, under which conventions, members of what.

No person is recorded: neither name, nor e-mail, nor telephone number.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agreements.models import Convention, Organisation
from members.models.siren import validate_siren
from members.rule.vocabulary import Size

#: What the identifiers of the demonstration set begin with; no other identifier may.
DEMONSTRATION_PREFIX = "demonstration-"
MOST_EMPLOYEES = 1_000_000


class Region(models.Model):
    """A line of the published table of regions, which groups some of them."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=80, unique=True)
    overseas = models.BooleanField("outre-mer", default=False)
    position = models.PositiveSmallIntegerField("rang d’affichage", default=100)

    class Meta:
        verbose_name = "région"
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name


class Sector(models.Model):
    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("rang d’affichage", default=100)

    class Meta:
        verbose_name = "secteur"
        ordering = ["position", "slug"]

    def __str__(self):
        return self.name


class Association(models.Model):
    """An employer. Its size band follows from its headcount and is not recorded."""

    name = models.CharField("nom", max_length=200)  # first: an edition numbers associations by name
    slug = models.SlugField("code", max_length=60, unique=True)
    siren = models.CharField(
        "SIREN", max_length=9, unique=True, null=True, blank=True, validators=[validate_siren]
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="associations", verbose_name="région")
    headcount = models.PositiveIntegerField("effectif", null=True, blank=True)
    demonstration = models.BooleanField("donnée de démonstration", default=False, editable=False)

    class Meta:
        verbose_name = "association"
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^[0-9]{9}$"),
                name="association_siren_is_nine_digits",
                violation_error_message="Un SIREN a neuf chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(headcount__isnull=True) | Q(headcount__lte=MOST_EMPLOYEES),
                name="association_headcount_is_plausible",
                violation_error_message="L’effectif dépasse un million de salariés.",
            ),
            models.CheckConstraint(
                condition=Q(demonstration=True, slug__startswith=DEMONSTRATION_PREFIX, siren__isnull=True)
                | (Q(demonstration=False) & ~Q(slug__startswith=DEMONSTRATION_PREFIX)),
                name="association_demonstration_is_marked",
                violation_error_message=(
                    f"Un code qui commence par « {DEMONSTRATION_PREFIX} » est réservé aux données de "
                    "démonstration, qui n’ont pas de SIREN."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("association", args=[self.slug])

    def clean(self):
        """Real associations never stand beside those of the demonstration set."""
        super().clean()
        if Association.objects.filter(demonstration=not self.demonstration).exists():
            raise ValidationError(
                "Le jeu de démonstration est chargé : retirez-le (« python3 manage.py demonstration "
                "--retirer ») avant d’enregistrer une association."
                if not self.demonstration
                else "Des associations sont enregistrées : le jeu de démonstration ne s’y mêle pas."
            )

    @property
    def size(self) -> Size | None:
        return Size.of(self.headcount)


class Presence(models.Model):
    """How many establishments and services an association runs in one sector."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="presences")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="presences", verbose_name="secteur")
    establishments = models.PositiveIntegerField("établissements et services")

    class Meta:
        verbose_name = "activité"
        ordering = ["association", "sector"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "sector"],
                name="presence_once",
                violation_error_message="Ce secteur est déjà donné pour cette association.",
            ),
            models.CheckConstraint(
                condition=Q(establishments__gte=1, establishments__lte=100_000),
                name="presence_of_some",
                violation_error_message="Le nombre d’établissements va de 1 à 100 000.",
            ),
        ]

    def __str__(self):
        return f"{self.sector} : {self.establishments}"


class Dated(models.Model):
    """Something that holds from a day (included) to another (excluded); a day not known is empty."""

    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField(
        "jusqu’au", null=True, blank=True, help_text="Premier jour où ce n’est plus vrai."
    )

    class Meta:
        abstract = True


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lt=F("until")),
        name=name,
        violation_error_message="La fin vient avant le début.",
    )


def once(fields: list[str], optional: str, name: str, message: str) -> list[models.UniqueConstraint]:
    """The same row once, whether the optional field is filled in or empty, which no database compares."""
    return [
        models.UniqueConstraint(
            fields=[*fields, optional], name=f"{name}_once", violation_error_message=message
        ),
        models.UniqueConstraint(
            fields=fields,
            condition=Q(**{f"{optional}__isnull": True}),
            name=f"{name}_once_without_{optional}",
            violation_error_message=message,
        ),
    ]


class Application(Dated):
    """An association applies a convention; several at once are common."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="applications")
    convention = models.ForeignKey(
        Convention, models.PROTECT, related_name="applications", verbose_name="convention"
    )

    class Meta:
        verbose_name = "convention appliquée"
        verbose_name_plural = "conventions appliquées"
        ordering = ["association", "convention"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "convention"],
                name="application_once",
                violation_error_message="Cette convention est déjà donnée pour cette association.",
            ),
            in_order("application_in_order"),
        ]

    def __str__(self):
        return str(self.convention)


class Membership(Dated):
    """An association is a member of an employers' organisation."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="memberships",
        verbose_name="organisation",
        limit_choices_to={"college": "employeur"},
    )

    class Meta:
        verbose_name = "adhésion"
        ordering = ["association", "organisation", "since"]
        constraints = [
            *once(
                ["association", "organisation"], "since", "membership", "Cette adhésion est déjà enregistrée."
            ),
            in_order("membership_in_order"),
        ]

    def __str__(self):
        return str(self.organisation)
