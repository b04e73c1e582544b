"""What texts set in figures: the value of the point, a rate, an allowance, and its values in time."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from agreements.law.measures import MeasureKind, Unit
from agreements.models.parties import Convention, Organisation
from agreements.models.sources import Source
from agreements.models.texts import Agreement
from portal.french.writing import date_fr


class Measure(models.Model):
    """A figure of a convention. One that follows another convention has the values of the same figure there."""

    convention = models.ForeignKey(
        Convention, models.PROTECT, related_name="measures", verbose_name="convention"
    )
    slug = models.SlugField("identifiant", max_length=60)
    kind = models.CharField("mesure", max_length=30, choices=MeasureKind.pairs())
    part = models.CharField(
        "précisément",
        max_length=120,
        blank=True,
        help_text="Qui, quelle tranche : « non cadres, tranche A ».",
    )
    follows = models.ForeignKey(
        Convention,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_measures",
        verbose_name="suit la convention",
        help_text="Seulement si un texte dit que ses valeurs sont celles de la même mesure d’une autre convention.",
    )
    note = models.TextField("note", blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    sources = models.ManyToManyField(Source, blank=True, related_name="measures", verbose_name="sources")

    PROSE = ("note",)

    class Meta:
        verbose_name = "mesure"
        ordering = ["convention", "position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "slug"],
                name="measure_once",
                violation_error_message="Cette convention a déjà une mesure de cet identifiant.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MeasureKind.slugs()),
                name="measure_kind_known",
                violation_error_message="Cette mesure n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("convention")),
                name="measure_follows_another",
                violation_error_message="Une mesure ne se suit pas elle-même.",
            ),
        ]

    def __str__(self):
        return f"{self.label} ({self.convention})"

    @property
    def label(self) -> str:
        """« Cotisation de prévoyance, non cadres »."""
        return ", ".join(part for part in (MeasureKind.label_of(self.kind), self.part) if part)


class MeasureValue(models.Model):
    """A value that a text sets from a day on. Its text may be unread, where a source says that it was applied."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="values", verbose_name="mesure")
    amount = models.DecimalField("valeur", max_digits=12, decimal_places=4, validators=[MinValueValidator(0)])
    unit = models.CharField("unité", max_length=20, choices=Unit.pairs())
    starts_on = models.DateField("à compter du")
    ends_on = models.DateField(
        "dernier jour", null=True, blank=True, help_text="Seulement si le texte le dit."
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="values",
        verbose_name="fixée par l’accord",
    )
    members_of = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="values",
        verbose_name="seulement les membres de",
        help_text="Une recommandation patronale non étendue n’oblige que les membres de qui la prend.",
    )
    attested = models.BooleanField(
        "appliquée, selon une source",
        default=False,
        help_text="À cocher si une source dit que la valeur s’est appliquée, et non seulement qu’un texte la fixe.",
    )
    article = models.CharField(
        "lue dans l’article", max_length=20, blank=True
    )  # KALIARTI: the importer's own
    note = models.TextField("note", blank=True)
    sources = models.ManyToManyField(Source, related_name="values", verbose_name="sources")

    class Meta:
        verbose_name = "valeur d’une mesure"
        verbose_name_plural = "valeurs des mesures"
        ordering = ["measure", "starts_on", "agreement", "amount"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "starts_on", "agreement"],
                condition=Q(agreement__isnull=False),
                name="measure_value_once",
                violation_error_message="Ce texte fixe déjà une valeur de cette mesure à ce jour.",
            ),
            models.UniqueConstraint(
                fields=["measure", "starts_on"],
                condition=Q(agreement__isnull=True),
                name="measure_value_without_text_once",
                violation_error_message="Une valeur sans texte est déjà enregistrée à ce jour.",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=Unit.slugs()),
                name="measure_value_unit_known",
                violation_error_message="Cette unité n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="measure_value_is_positive",
                violation_error_message="Une valeur est positive.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="measure_value_ends_after_its_start",
                violation_error_message="Le dernier jour ne peut pas précéder le premier.",
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=False) | Q(attested=True),
                name="measure_value_has_a_text_or_a_witness",
                violation_error_message="Sans texte, une source doit dire que la valeur s’est appliquée.",
            ),
        ]

    def __str__(self):
        return f"{self.measure}, {date_fr(self.starts_on)}"
