"""What links an employer to a text beyond its own convention: the branch, confederations, a text's own limits."""

from django.db import models
from django.db.models import F, Q

from agreements.models import Agreement, Convention, Organisation, Source
from members.models.associations import Dated, Region, in_order, once


class BranchField(models.Model):
    """Whether employers under a convention are in the field of a branch, whose agreements stand above it."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="branches")
    branch = models.ForeignKey(Convention, models.CASCADE, related_name="branch_of", verbose_name="branche")
    inside = models.BooleanField("dans le champ", default=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "champ de branche"
        verbose_name_plural = "champs de branche"
        ordering = ["branch", "convention"]
        constraints = [
            models.UniqueConstraint(fields=["convention", "branch"], name="branch_field_once"),
            models.CheckConstraint(
                condition=~Q(convention=F("branch")),
                name="branch_field_between_two",
                violation_error_message="Une convention n’est pas sa propre branche.",
            ),
        ]

    def __str__(self):
        return f"{self.convention} → {self.branch}"


class Affiliation(Dated):
    """An organisation is a member of a confederation; `certain` is false where that was not read as such."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    confederation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="affiliates", verbose_name="confédération"
    )
    certain = models.BooleanField("certaine", default=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "appartenance à une confédération"
        verbose_name_plural = "appartenances à une confédération"
        ordering = ["confederation", "organisation", "since"]
        constraints = [
            *once(
                ["organisation", "confederation"],
                "since",
                "affiliation",
                "Cette appartenance est déjà enregistrée.",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("confederation")),
                name="affiliation_between_two",
                violation_error_message="Une organisation n’est pas membre d’elle-même.",
            ),
            in_order("affiliation_in_order"),
        ]

    def __str__(self):
        return f"{self.organisation} → {self.confederation}"


class Scope(models.Model):
    """A text says that it holds only in some regions, or only for some headcounts."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="scopes", verbose_name="accord")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région"
    )
    fewest = models.PositiveIntegerField("effectif le plus petit", null=True, blank=True)
    most = models.PositiveIntegerField("effectif le plus grand", null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    note = models.TextField("ce qu’on a lu", blank=True)

    class Meta:
        verbose_name = "portée d’un texte"
        verbose_name_plural = "portées des textes"
        ordering = ["agreement", "region"]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False) | Q(fewest__isnull=False) | Q(most__isnull=False),
                name="scope_limits_something",
                violation_error_message="Donnez une région ou un effectif.",
            ),
            models.CheckConstraint(
                condition=Q(fewest__isnull=True) | Q(most__isnull=True) | Q(fewest__lte=F("most")),
                name="scope_in_order",
                violation_error_message="L’effectif le plus petit dépasse le plus grand.",
            ),
            *once(["agreement"], "region", "scope", "Cette portée est déjà enregistrée."),
        ]

    def __str__(self):
        return f"{self.agreement_id} : {self.region or 'effectif'}"
