"""Who makes agreements and in which field: conventions, organisations, themes."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agreements.law.guards.ties import loop
from agreements.law.vocabulary import College
from agreements.models.sources import Act
from portal.french.analyser import fold


class Theme(models.Model):
    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)

    class Meta:
        verbose_name = "thème"
        ordering = ["slug"]

    def __str__(self):
        return self.name


class Convention(models.Model):
    """A convention collective or a branch: the field in which agreements are made."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    idcc = models.PositiveIntegerField("IDCC", null=True, blank=True, unique=True)
    name = models.CharField("nom court", max_length=120)
    full_name = models.CharField("nom complet", max_length=500, blank=True)
    kalicont = models.CharField("identifiant KALICONT", max_length=20, blank=True)
    brochures = models.CharField("numéros de brochure", max_length=100, blank=True)
    in_sector = models.BooleanField("du secteur", default=True)
    subject_to_agrement = models.BooleanField("soumise à l’agrément", null=True, blank=True)
    agrement_basis = models.TextField("d’où on le sait", blank=True)
    extended = models.BooleanField("étendue", null=True, blank=True)
    extension_basis = models.TextField("d’où on le sait", blank=True)
    position = models.PositiveSmallIntegerField("rang d’affichage", default=100)
    note = models.TextField("note", blank=True)

    PROSE = ("name", "full_name", "agrement_basis", "extension_basis", "note")

    class Meta:
        verbose_name = "convention"
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["kalicont"],
                condition=~Q(kalicont=""),
                name="convention_kalicont_once",
                violation_error_message="Une autre convention porte déjà cet identifiant KALICONT.",
            ),
            models.CheckConstraint(
                condition=Q(subject_to_agrement__isnull=True) | ~Q(agrement_basis=""),
                name="convention_agrement_has_basis",
                violation_error_message="Dites d’où l’on sait si la convention est soumise à l’agrément.",
            ),
            models.CheckConstraint(
                condition=Q(extended__isnull=True) | ~Q(extension_basis=""),
                name="convention_extension_has_basis",
                violation_error_message="Dites d’où l’on sait si la convention est étendue.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("convention", args=[self.slug])


class Attachment(models.Model):
    """A convention attached to another by an arrêté of merger (CT L2261-32, L2261-33)."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="attachments")
    attached_to = models.ForeignKey(
        Convention, models.CASCADE, related_name="attached", verbose_name="rattachée à"
    )
    act = models.ForeignKey(Act, models.PROTECT, verbose_name="par l’acte")
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "rattachement"
        ordering = ["convention", "attached_to"]
        constraints = [
            models.UniqueConstraint(fields=["convention", "attached_to"], name="attachment_once"),
            models.CheckConstraint(
                condition=~Q(convention=F("attached_to")),
                name="attachment_between_two",
                violation_error_message="Une convention ne se rattache pas à elle-même.",
            ),
        ]

    def __str__(self):
        return f"{self.convention} → {self.attached_to}"


class Organisation(models.Model):
    """A union or an employers' organisation that signs, adheres, opposes."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=200, unique=True)
    full_name = models.CharField("nom complet", max_length=300, blank=True)
    acronym = models.CharField("sigle", max_length=30, blank=True)
    college = models.CharField("collège", max_length=10, choices=College.pairs())
    confederation = models.CharField("confédération", max_length=60, blank=True)
    note = models.TextField("note", blank=True)

    PROSE = ("note",)

    class Meta:
        verbose_name = "organisation"
        ordering = ["college", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(college__in=College.slugs()),
                name="organisation_college_known",
                violation_error_message="Le collège est « employeur » ou « salarie ».",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])

    def clean(self):
        """« nexem » is « Nexem »: two organisations are not told apart by their capitals or their accents."""
        names = {fold(name) for name in (self.name, self.full_name) if name}
        others = Organisation.objects.exclude(pk=self.pk).prefetch_related("aliases")
        for other in others:
            held = {other.name, other.full_name, *(alias.name for alias in other.aliases.all())}
            if names & {fold(name) for name in held if name}:
                raise ValidationError({"name": f"Ce nom est déjà celui de « {other} » ({other.slug})."})


class Alias(models.Model):
    """Another name under which sources speak of an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField("autre nom", max_length=300)

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        ordering = ["organisation", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="alias_once")]

    def __str__(self):
        return self.name


class Succession(models.Model):
    """One organisation continues another; `certain` is false where no act was read."""

    predecessor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="successions", verbose_name="organisation d’avant"
    )
    successor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="origins", verbose_name="organisation d’après"
    )
    on = models.DateField("le", null=True, blank=True)
    certain = models.BooleanField("certaine", default=True)
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "filiation"
        ordering = ["successor", "predecessor"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_between_two",
                violation_error_message="Une organisation ne se succède pas à elle-même.",
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"

    def clean(self):
        """No organisation continues one that continues it, however far round."""
        if not self.successor_id or self.predecessor_id in (None, self.successor_id):
            return
        told = defaultdict(list, {self.predecessor_id: [self.successor_id]})
        for before, after in Succession.objects.exclude(pk=self.pk).values_list(
            "predecessor_id", "successor_id"
        ):
            told[before].append(after)
        if way := loop(self.predecessor_id, lambda one: told[one]):
            names = Organisation.objects.in_bulk(way)
            raise ValidationError(
                f"Ces organisations se succèdent en rond : {' → '.join(str(names[pk]) for pk in way)}."
            )


class Milestone(models.Model):
    """A dated fact of the life of an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="milestones")
    label = models.CharField("intitulé", max_length=200)
    on = models.DateField("le")

    class Meta:
        verbose_name = "repère"
        ordering = ["organisation", "on", "label"]
        constraints = [models.UniqueConstraint(fields=["organisation", "label", "on"], name="milestone_once")]

    def __str__(self):
        return self.label
