"""Who is party to a whole convention, and who negotiates a field for its employers: what binds beyond one text."""

from django.db import models
from django.db.models import F, Q

from agreements.law.vocabulary import Mode, Reach
from agreements.models.parties import Convention, Organisation
from agreements.models.sources import Source


class ConventionParty(models.Model):
    """An organisation signed a convention, or adhered to it and to as much of what surrounds it as it says."""

    convention = models.ForeignKey(
        Convention, models.CASCADE, related_name="signatories", verbose_name="convention"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="whole_conventions", verbose_name="organisation"
    )
    mode = models.CharField(
        "mode", max_length=10, choices=[(mode.value, mode.label) for mode in (Mode.SIGNATURE, Mode.ADHESION)]
    )
    on = models.DateField("le")
    reach = models.CharField("portée", max_length=10, choices=Reach.pairs(), default=Reach.CONVENTION.value)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="source")
    seen = models.TextField("ce qu’on y a lu", blank=True)

    class Meta:
        verbose_name = "partie à une convention"
        verbose_name_plural = "parties à une convention"
        ordering = ["convention", "on", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "organisation", "on"],
                name="convention_party_once",
                violation_error_message="Cette organisation a déjà fait cela ce jour-là pour cette convention.",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=[Mode.SIGNATURE.value, Mode.ADHESION.value]),
                name="convention_party_mode_known",
                violation_error_message="On signe une convention, ou l’on y adhère.",
            ),
            models.CheckConstraint(
                condition=Q(reach__in=Reach.slugs()),
                name="convention_party_reach_known",
                violation_error_message="La portée est « convention », « avenants » ou « accords ».",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} → {self.convention}"


class Negotiator(models.Model):
    """A source says that an employers' organisation negotiates a field, for a time: who usually signs its texts."""

    convention = models.ForeignKey(
        Convention, models.CASCADE, related_name="negotiators", verbose_name="champ"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="negotiates", verbose_name="organisation d’employeurs"
    )
    since = models.DateField("depuis", null=True, blank=True)
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="source")
    seen = models.TextField("ce qu’on y a lu", blank=True)

    class Meta:
        verbose_name = "organisation qui négocie un champ"
        verbose_name_plural = "organisations qui négocient un champ"
        ordering = ["convention", "since", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "organisation"],
                name="negotiator_once",
                violation_error_message="Cette organisation est déjà enregistrée pour ce champ.",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lt=F("until")),
                name="negotiator_in_order",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} → {self.convention}"
