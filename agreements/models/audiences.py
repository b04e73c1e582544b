"""Who is representative in a field: what each confederation weighs, and the employers that an arrêté recognises."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from agreements.law.vocabulary import College
from agreements.models.parties import Convention, Organisation
from agreements.models.sources import Source, precision_field


class Audience(models.Model):
    """The measure of one perimeter for one cycle. Perimeters are never added up.

    Unions are measured by their votes (CT L2122-5, L2122-11); of employers, it names the organisations that are
    recognised (CT L2152-1, L2152-6), with no weight where the arrêté gives none.
    """

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    college = models.CharField(
        "partie", max_length=10, choices=College.pairs(), default=College.SALARIE.value
    )
    perimeter = models.CharField("périmètre", max_length=120)
    cycle = models.PositiveSmallIntegerField("cycle électoral")
    conventions = models.ManyToManyField(Convention, related_name="audiences", verbose_name="conventions")
    employers = models.ManyToManyField(
        Organisation,
        related_name="recognitions",
        blank=True,
        verbose_name="organisations d’employeurs reconnues",
        limit_choices_to={"college": College.EMPLOYEUR.value},
    )
    on = models.DateField("date de l’arrêté")
    published_on = models.DateField("publié au JO du", null=True, blank=True)
    published_precision = precision_field()
    nor = models.CharField("NOR", max_length=60, blank=True)
    note = models.TextField("note", blank=True)
    sources = models.ManyToManyField(Source, related_name="audiences", verbose_name="sources")

    class Meta:
        verbose_name = "mesure d’audience"
        verbose_name_plural = "mesures d’audience"
        ordering = ["perimeter", "cycle", "college"]
        constraints = [
            models.UniqueConstraint(
                fields=["perimeter", "cycle", "college"],
                name="audience_once",
                violation_error_message="Ce périmètre a déjà une mesure pour ce cycle.",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(on__lte=F("published_on")),
                name="audience_published_after_its_date",
                violation_error_message="Un arrêté ne peut pas être publié avant d’être pris.",
            ),
        ]

    def __str__(self):
        return f"{self.perimeter}, cycle {self.cycle}"


class AudienceShare(models.Model):
    """The share of one confederation, in per cent of the votes for those that are representative."""

    audience = models.ForeignKey(Audience, models.CASCADE, related_name="shares", verbose_name="mesure")
    confederation = models.CharField("confédération", max_length=60)
    share = models.DecimalField(
        "part (%)", max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = "part d’audience"
        verbose_name_plural = "parts d’audience"
        ordering = ["audience", "-share", "confederation"]
        constraints = [
            models.UniqueConstraint(fields=["audience", "confederation"], name="audience_share_once"),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=100),
                name="audience_share_is_a_percentage",
                violation_error_message="Une part est un pourcentage.",
            ),
        ]

    def __str__(self):
        return f"{self.confederation} : {self.share} %"
