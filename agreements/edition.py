"""What the edition adds to the facts: situations and parties, compiled once at publication.

These models have no table in the editing database (`managed = False`); `portal.edition` makes their tables
in the edition it builds.
"""

from collections.abc import Iterator
from datetime import date

from django.db import models

from agreements.analysis import fold, natural_key
from agreements.dossier import all_facts, with_facts
from agreements.facts import Facts
from agreements.lifecycle import situations
from agreements.models import (
    Act,
    Agreement,
    Alias,
    Attachment,
    Citation,
    Convention,
    Divergence,
    DivergentValue,
    Event,
    Milestone,
    Organisation,
    Relation,
    Signature,
    Source,
    Succession,
    Theme,
)
from agreements.procedures import commitment_day
from agreements.vocabulary import (
    AgrementState,
    EffectState,
    ExtensionState,
    Mode,
    SignatureState,
    Track,
)

#: The end of what has not ended, so that « on day D » is one indexed condition.
STILL_SO = date.max

TRACKS = (Track.SIGNATURE, Track.AGREMENT, Track.EXTENSION, Track.EFFET)
BINDING = (Mode.SIGNATURE, Mode.ADHESION)


class SituationQuerySet(models.QuerySet):
    def as_of(self, day: date):
        """The situation of each agreement on that day; those not yet known of are not there."""
        return self.filter(starts_on__lte=day, ends_on__gt=day)


def cause():
    """The event that opened the present state of one track."""
    return models.ForeignKey(Event, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)


class Situation(models.Model):
    """What the four tracks say of an agreement from `starts_on` (included) to `ends_on` (excluded)."""

    agreement = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="situations")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    signature = models.CharField("signature", max_length=20, choices=SignatureState.pairs())
    agrement = models.CharField("agrément", max_length=20, choices=AgrementState.pairs())
    extension = models.CharField("extension", max_length=20, choices=ExtensionState.pairs())
    effet = models.CharField("effet", max_length=20, choices=EffectState.pairs())
    signature_cause = cause()
    agrement_cause = cause()
    extension_cause = cause()
    effet_cause = cause()
    effective_on = models.DateField("prend effet le", null=True)

    objects = SituationQuerySet.as_manager()

    class Meta:
        managed = False
        verbose_name = "situation"
        ordering = ["agreement", "starts_on"]
        indexes = [models.Index(fields=["starts_on", "ends_on"], name="situation_on_a_day")]

    def __str__(self):
        return f"{self.agreement_id} : {self.starts_on} → {self.ends_on}"

    def covers(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


class PartyQuerySet(models.QuerySet):
    def as_of(self, day: date):
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def bound(self):
        """Those who signed or adhered, and so are bound (CT L2262-1, L2261-3)."""
        return self.filter(mode__in=BINDING)


class Party(models.Model):
    """What one organisation did to an agreement, and from which day that is told."""

    agreement = models.ForeignKey(Agreement, models.DO_NOTHING, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.DO_NOTHING, related_name="parties")
    signature = models.ForeignKey(Signature, models.DO_NOTHING, related_name="+")
    mode = models.CharField("mode", max_length=10, choices=Mode.pairs())
    starts_on = models.DateField("à compter du")
    ends_on = models.DateField("jusqu’au")  # excluded; a withdrawal ends a signature

    objects = PartyQuerySet.as_manager()

    class Meta:
        managed = False
        verbose_name = "partie"
        ordering = ["agreement", "organisation__college", "organisation__slug", "mode"]
        indexes = [models.Index(fields=["organisation", "mode", "starts_on"], name="party_of_organisation")]

    def __str__(self):
        return f"{self.organisation_id} {self.mode}"


class Entry(models.Model):
    """How an agreement is found and sorted: its words, folded, and its keys."""

    agreement = models.OneToOneField(Agreement, models.DO_NOTHING, primary_key=True, related_name="entry")
    words = models.TextField("mots")
    dated = models.DateField("date de tri", null=True)
    number = models.CharField("numéro de tri", max_length=200)

    class Meta:
        managed = False
        verbose_name = "entrée"
        indexes = [models.Index(fields=["dated", "number"], name="entry_in_time")]

    def __str__(self):
        return self.words


#: The tables of facts that an edition holds, parents first. What is not named here is never published.
PUBLISHED = [
    Theme,
    Source,
    Act,
    Convention,
    Attachment,
    Organisation,
    Alias,
    Succession,
    Milestone,
    Agreement,
    Agreement.conventions.through,
    Agreement.themes.through,
    Citation,
    Signature,
    Signature.sources.through,
    Event,
    Event.sources.through,
    Relation,
    Relation.sources.through,
    Divergence,
    DivergentValue,
]
COMPILED = [Situation, Party, Entry]


def compile_agreements(alias: str) -> Iterator[models.Model]:
    """What follows from the facts of every agreement of the edition being built in `alias`."""
    agreements = list(with_facts(Agreement.objects.using(alias).order_by("pk")))
    organisations = dict(Organisation.objects.using(alias).values_list("slug", "pk"))
    facts = all_facts(agreements)
    for agreement in agreements:
        lived = situations(facts[agreement.pk])
        for situation in lived:
            yield situation_row(agreement.pk, situation)
        yield from parties(agreement.pk, facts[agreement.pk], organisations)
        yield entry(agreement, facts[agreement.pk])


def parties(pk: int, facts: Facts, organisations: dict[str, int]) -> Iterator[Party]:
    days = {commitment: commitment_day(facts, commitment) for commitment in facts.commitments}
    left = {made.organisation: day for made, day in days.items() if made.mode == Mode.RETRAIT}
    for made, day in days.items():
        yield Party(
            agreement_id=pk,
            organisation_id=organisations[made.organisation],
            signature_id=made.key,
            mode=made.mode.value,
            starts_on=day,
            ends_on=left.get(made.organisation, STILL_SO) if made.mode in BINDING else STILL_SO,
        )


def entry(agreement: Agreement, facts: Facts) -> Entry:
    first = next((fact.counts_from for fact in facts.in_order if fact.on or fact.published_on), None)
    names = [f"{convention.name} {convention.idcc or ''}" for convention in agreement.conventions.all()]
    return Entry(
        agreement=agreement,
        words=fold(f"{agreement.reference} {agreement.title} {' '.join(names)} {agreement.kalitext}"),
        dated=agreement.dated or first,
        number=natural_key(agreement.number),
    )


def situation_row(pk: int, situation) -> Situation:
    row = Situation(
        agreement_id=pk,
        starts_on=situation.starts_on,
        ends_on=situation.ends_on or STILL_SO,
        effective_on=situation.effective_on,
    )
    for track in TRACKS:
        state = getattr(situation, track)
        setattr(row, track, state.word.value)
        setattr(row, f"{track}_cause_id", state.cause)
    return row


def unsound(alias: str, today: date) -> Iterator[str]:
    """What forbids publishing this edition, in words."""
    told = set(Situation.objects.using(alias).as_of(today).values_list("agreement", flat=True))
    for agreement in Agreement.objects.using(alias).exclude(pk__in=told):
        yield f"{agreement.slug} : aucune situation au {today:%d/%m/%Y}."
    for event in Event.objects.using(alias).filter(sources=None).select_related("agreement"):
        yield f"{event.agreement.slug} : l’événement « {event} » n’a pas de source."
    for signature in Signature.objects.using(alias).filter(sources=None).select_related("agreement"):
        yield f"{signature.agreement.slug} : la signature de {signature} n’a pas de source."
    for agreement in Agreement.objects.using(alias).filter(conventions=None):
        yield f"{agreement.slug} : aucune convention."
    for agreement in Agreement.objects.using(alias).filter(citations=None):
        yield f"{agreement.slug} : aucune source."
