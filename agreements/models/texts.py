"""The agreements, and what is recorded of each: signatures, events, relations, divergences."""

import re
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from agreements.law.guards.ties import loop, misplaced
from agreements.law.names.in_sentences import named, tied
from agreements.law.names.official import OfficialState, in_prose
from agreements.law.names.titles import beyond_reference, goes_on, said_once
from agreements.law.vocabulary import AgreementKind, EffectRuleKind, Mode, Nature, RelationKind, Track
from agreements.models.parties import Convention, Organisation, Theme
from agreements.models.sources import Act, Source, precision_field
from portal.french.writing import of_date, upper_first
from portal.web.addresses import page

NUMBER_SIGN = re.compile(r"^n\s*[°ºo]s?\.?\s*(?=\d)", re.IGNORECASE)
KALITEXT = re.compile(r"KALITEXT\d{12}")
#: What ends the text it is said of.
ENDING = (RelationKind.REMPLACE, RelationKind.ABROGE)


class Agreement(models.Model):
    """A text: avenant, protocole, accord… or a negotiation that has none yet."""

    slug = models.SlugField("identifiant", max_length=120, unique=True)
    kind = models.CharField("type", max_length=20, choices=AgreementKind.pairs())
    number = models.CharField("numéro", max_length=60, blank=True)
    title = models.CharField("titre", max_length=500)
    dated = models.DateField("date que porte le texte", null=True, blank=True)
    dated_precision = precision_field()
    opened_on = models.DateField("ouvert à la signature le", null=True, blank=True)
    conventions = models.ManyToManyField(Convention, related_name="agreements", verbose_name="conventions")
    place = models.CharField(
        "territoire",
        max_length=200,
        blank=True,
        help_text="Seulement pour un texte local : la région, le département…",
    )
    themes = models.ManyToManyField(Theme, related_name="agreements", blank=True, verbose_name="thèmes")
    kalitext = models.CharField("identifiant KALITEXT", max_length=20, blank=True, db_index=True)
    kali_state = models.CharField("état selon KALI", max_length=30, blank=True)
    kali_modified_on = models.DateField("modifié selon KALI le", null=True, blank=True)
    indivisible = models.BooleanField("indivisible entre ses champs", default=False)
    subject_to_agrement = models.BooleanField(
        "soumis à l’agrément",
        null=True,
        blank=True,
        help_text="Vide : comme sa convention. À ne remplir que si la loi ou une source le dit.",
    )
    rule = models.CharField("règle d’effet", max_length=30, blank=True, choices=EffectRuleKind.pairs())
    rule_date = models.DateField("date que donne la règle", null=True, blank=True)
    rule_text = models.TextField("clause d’effet, dans ses mots", blank=True)
    term = models.DateField("dernier jour (durée déterminée)", null=True, blank=True)
    term_is_a_bound = models.BooleanField(
        "au plus tard ce jour",
        default=False,
        help_text="Le texte peut avoir cessé plus tôt : une reconduction qu’aucune source lue ne dit.",
    )
    observation = models.TextField("constat au 27 octobre 2020", blank=True)
    note = models.TextField("note", blank=True)

    #: What an edition writes as French does, whatever hand wrote it (`in_prose`).
    PROSE = ("title", "observation", "note")

    class Meta:
        verbose_name = "accord"
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["kalitext"],
                condition=~Q(kalitext=""),
                name="agreement_kalitext_once",
                violation_error_message="Un autre texte porte déjà cet identifiant KALITEXT.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AgreementKind.slugs()),
                name="agreement_kind_known",
                violation_error_message="Ce type de texte n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(rule__in=["date-fixe", "date-ou-mois-suivant-jo"]) | Q(rule_date__isnull=False),
                name="agreement_rule_has_its_date",
                violation_error_message="Cette règle d’effet demande une date.",
            ),
        ]

    def __str__(self):
        if not self.subject:
            return self.reference
        return f"{self.reference}{' ' if goes_on(self.subject) else ' — '}{self.subject}"

    def get_absolute_url(self):
        return f"{page('agreements')}{self.slug}/"  # as the addresses say; they take long to be asked, line by line

    def clean(self):
        """« n° 364 » is the number 364; an identifier of the official base has one form."""
        self.number = NUMBER_SIGN.sub("", self.number.strip())
        self.kalitext = self.kalitext.strip().upper()
        if self.kalitext and not KALITEXT.fullmatch(self.kalitext):
            message = "Un identifiant KALITEXT a douze chiffres : « KALITEXT000043075012 »."
            raise ValidationError({"kalitext": message})

    @property
    def reference(self) -> str:
        """« avenant n° 354 », « accord du 9 septembre 2020 », « négociation » where neither is known."""
        kind = AgreementKind.label_of(self.kind)
        if self.number:
            return f"{kind} n°\u00a0{self.number}"
        return f"{kind} {of_date(self.dated, self.dated_precision)}" if self.dated else kind

    @property
    def dated_reference(self) -> str:
        """« Avenant n° 354 du 23 juin 2020 », as a heading begins."""
        dated = f" {of_date(self.dated, self.dated_precision)}" if self.number and self.dated else ""
        return f"{upper_first(self.reference)}{dated}"

    @property
    def subject(self) -> str:
        """The title as it stands beside the reference, without repeating it."""
        kind = AgreementKind.label_of(self.kind)
        return beyond_reference(self.title, kind, self.number, self.dated, self.dated_precision)

    @property
    def official_state(self) -> str:
        """What the official base says of it, in words."""
        return OfficialState.label_of(self.kali_state)


class Citation(models.Model):
    """A source speaks of an agreement or of an organisation: what was read in it."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name="source")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name="accord"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name="organisation",
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    seen = models.TextField("ce qu’on y a lu", blank=True)

    PROSE = ("seen",)

    class Meta:
        verbose_name = "lecture"
        ordering = ["agreement", "organisation", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=True, organisation__isnull=False)
                | Q(agreement__isnull=False, organisation__isnull=True),
                name="citation_of_one_thing",
                violation_error_message="Une lecture porte sur un accord ou sur une organisation.",
            ),
        ]

    def __str__(self):
        return str(self.source)


class Signature(models.Model):
    """What one organisation did to a text: signed, adhered, opposed, withdrew."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures", verbose_name="accord")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="signatures", verbose_name="organisation"
    )
    mode = models.CharField("mode", max_length=10, choices=Mode.pairs())
    on = models.DateField("le", null=True, blank=True)
    precision = precision_field()
    sources = models.ManyToManyField(Source, related_name="signatures", verbose_name="sources")

    class Meta:
        verbose_name = "signature"
        ordering = ["agreement", "organisation", "mode"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation", "mode"],
                name="signature_once",
                violation_error_message="Cette organisation a déjà fait cela pour ce texte.",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=Mode.slugs()),
                name="signature_mode_known",
                violation_error_message="Le mode est signature, adhesion, opposition ou retrait.",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_mode_display()})"


class Event(models.Model):
    """Something happened to an agreement. Its date is that of its act, or its own when it has none."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="events", verbose_name="accord")
    nature = models.CharField("nature", max_length=30, choices=Nature.pairs())
    label = models.CharField("intitulé plus précis", max_length=200, blank=True)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="acte"
    )
    on = models.DateField("le", null=True, blank=True, help_text="Laisser vide si un acte est choisi.")
    precision = precision_field()
    convention = models.ForeignKey(
        Convention,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="champ concerné",
        help_text="Seulement si le fait ne concerne qu’un des champs du texte.",
    )
    reference = models.CharField("référence", max_length=100, blank=True)
    motive = models.TextField("motif de la décision", blank=True, help_text="Tel que la source le rapporte.")
    reserves = models.TextField("exclusions et réserves", blank=True, help_text="Une par ligne.")
    note = models.TextField("note", blank=True)
    observation = models.BooleanField("tiré d’un constat daté", default=False)
    position = models.PositiveSmallIntegerField("rang", default=0)
    sources = models.ManyToManyField(Source, related_name="events", verbose_name="sources")

    PROSE = ("label", "note")

    class Meta:
        verbose_name = "événement"
        ordering = ["agreement", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nature__in=Nature.slugs()),
                name="event_nature_known",
                violation_error_message="Cette nature d’événement n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(act__isnull=True) | Q(on__isnull=True),
                name="event_dated_once",
                violation_error_message="Un événement porte la date de son acte ou la sienne, pas les deux.",
            ),
        ]

    def __str__(self):
        return self.label or Nature.label_of(self.nature)

    def clean(self):
        if self.act_id and (told := misplaced(self.act.kind, self.nature)):
            raise ValidationError({"nature": told})

    @property
    def has_day(self) -> bool:
        """Whether a date of it is known, its own or its act's."""
        return bool(self.act_id or self.on)

    @property
    def kind(self) -> Nature:
        return Nature(self.nature)

    @property
    def track(self) -> Track:
        return self.kind.track

    @property
    def reserve_lines(self) -> list[str]:
        """What the act excludes, or the conditions that it sets, one by one."""
        return [line for line in self.reserves.splitlines() if line.strip()]


class Relation(models.Model):
    """What one text does to another, held here or only named by its title."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="relations", verbose_name="accord")
    kind = models.CharField("nature", max_length=12, choices=RelationKind.pairs())
    target = models.ForeignKey(
        Agreement, models.CASCADE, null=True, blank=True, related_name="incoming", verbose_name="autre accord"
    )
    target_title = models.CharField("ou titre du texte", max_length=500, blank=True)
    note = models.TextField("note", blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="relations", verbose_name="sources")

    PROSE = ("note",)

    class Meta:
        verbose_name = "relation"
        ordering = ["agreement", "kind", "target", "target_title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, target_title="")
                | (Q(target__isnull=True) & ~Q(target_title="")),
                name="relation_to_one_text",
                violation_error_message="Une relation vise un accord du portail ou un titre, pas les deux.",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("agreement")),
                name="relation_between_two",
                violation_error_message="Un texte n’est pas en relation avec lui-même.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "target"],
                condition=Q(target__isnull=False),
                name="relation_once",
                violation_error_message="Cette relation est déjà enregistrée.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "target_title"],
                condition=Q(target__isnull=True),
                name="relation_to_title_once",
                violation_error_message="Cette relation est déjà enregistrée.",
            ),
        ]

    def __str__(self):
        return "".join(self.tie)

    @property
    def tie(self) -> tuple[str, str]:
        """« est un avenant à l’ », « avenant n° 43 »: what it does, and the text that it aims at."""
        return tied(RelationKind(self.kind), self.target_name)

    @property
    def incoming_name(self) -> str:
        """The text that acts, as a sentence begins: « L’avenant n° 43 »."""
        return upper_first(named(str(self.agreement)))

    def clean(self):
        """No text ends another that ends it, however far round."""
        if self.kind not in ENDING or not self.target_id or self.target_id == self.agreement_id:
            return
        links = Relation.objects.filter(kind__in=ENDING, target__isnull=False).exclude(pk=self.pk)
        told = defaultdict(list, {self.agreement_id: [self.target_id]})
        for text, target in links.values_list("agreement_id", "target_id"):
            told[text].append(target)
        if way := loop(self.agreement_id, lambda text: told[text]):
            names = Agreement.objects.in_bulk(way)
            round_trip = " → ".join(names[pk].reference for pk in way)
            raise ValidationError(f"Ces textes se remplacent ou s’abrogent en rond : {round_trip}.")

    @property
    def target_name(self) -> str:
        """The text it aims at, held here or only named."""
        return str(self.target) if self.target else said_once(in_prose(self.target_title))


class Divergence(models.Model):
    """A point on which the sources of an agreement disagree."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="divergences", verbose_name="accord"
    )
    subject = models.CharField("sujet", max_length=200)
    comment = models.TextField("commentaire", blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    PROSE = ("subject", "comment")

    class Meta:
        verbose_name = "divergence"
        ordering = ["agreement", "position"]

    def __str__(self):
        return self.subject


class DivergentValue(models.Model):
    """One of the values, and who says it."""

    divergence = models.ForeignKey(Divergence, models.CASCADE, related_name="values")
    value = models.TextField("valeur")
    said_by = models.CharField("selon", max_length=500)
    position = models.PositiveSmallIntegerField("rang", default=0)

    PROSE = ("value", "said_by")

    class Meta:
        verbose_name = "valeur"
        ordering = ["divergence", "position"]

    def __str__(self):
        return self.value
