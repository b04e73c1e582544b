"""The tables that an edition adds to the facts: what is read, and never written but at publication.

They have no table in the editing database (`managed = False`); `portal.edition` makes theirs.
"""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models.expressions import RawSQL

from agreements.law.deductions.rules import Rule
from agreements.law.facts import Situation as States
from agreements.law.facts import State
from agreements.law.vocabulary import (
    FIRM,
    PENDING,
    STATES,
    AgrementState,
    Certainty,
    EffectState,
    ExtensionState,
    Mode,
    SignatureState,
    Track,
)
from agreements.models import Agreement, Event, Organisation, Signature
from portal.french.words import Word

#: Of an event of which no date is known, neither its own nor its act's: what `Event.has_day` says, in SQL.
UNDATED = 'act_id IS NULL AND "on" IS NULL'
SINCE = """
    SELECT min(lived.starts_on) FROM agreements_situation AS lived
    WHERE lived.agreement_id = agreements_situation.agreement_id
    AND lived.{track}_cause_id = agreements_situation.{track}_cause_id
"""
LEARNED = f"""
    SELECT {UNDATED} FROM agreements_event AS cause WHERE cause.id = agreements_situation.{{track}}_cause_id
"""  # noqa: S608 - made of constants
TRACKS = (Track.SIGNATURE, Track.AGREMENT, Track.EXTENSION, Track.EFFET)
#: The dimension of the index that tells how the state of each track is known.
CERTAINTIES = {track: f"certitude-{track.value}" for track in TRACKS}
BINDING = (Mode.SIGNATURE, Mode.ADHESION)


class SituationQuerySet(models.QuerySet):
    def as_of(self, day: date):
        """The situation of each agreement on that day; those not yet known of are not there."""
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def with_waits(self):
        """Since when each track awaits a decision, if it does, and whether that day is only a source's."""
        return self.annotate(**{name: told for track in PENDING for name, told in wait_on(track)})


def wait_on(track: Track):
    """`agrement_since`, the day of the fact that opened the wait; `agrement_learned`, when it has no date.

    Written in SQL: a page asks it once, and Django takes longer to write it than SQLite to answer.
    """
    since, learned = SINCE.format(track=track.value), LEARNED.format(track=track.value)
    waits = f"CASE WHEN {track.value} IN ({', '.join(['%s'] * len(PENDING[track]))}) THEN ({{}}) END"
    words = [word.value for word in PENDING[track]]
    yield f"{track}_since", RawSQL(waits.format(since), words, models.DateField())  # noqa: S611 - constants
    yield f"{track}_learned", RawSQL(waits.format(learned), words, models.BooleanField())  # noqa: S611 - constants


def cause():
    """The event that opened the present state of one track."""
    return models.ForeignKey(
        Event, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )


def certainty(name: str):
    """How the state of one track is known; empty where it is not."""
    return models.CharField(name, max_length=10, blank=True, choices=Certainty.pairs())


def rule(name: str):
    """The rule that gives the state of one track, or says why it is not known; empty where a source gives it."""
    return models.CharField(name, max_length=40, blank=True, choices=Rule.pairs())


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
    signature_certainty = certainty("certitude de la signature")
    agrement_certainty = certainty("certitude de l’agrément")
    extension_certainty = certainty("certitude de l’extension")
    effet_certainty = certainty("certitude de l’effet")
    signature_rule = rule("règle de la signature")
    agrement_rule = rule("règle de l’agrément")
    extension_rule = rule("règle de l’extension")
    effet_rule = rule("règle de l’effet")
    effective_on = models.DateField("prend effet le", null=True)
    signed_on = models.DateField("signé le", null=True)  # of the text, whatever the day
    kalitext = models.CharField("texte officiel", max_length=20, blank=True)
    sentence = models.TextField("en une phrase")

    objects = SituationQuerySet.as_manager()

    class Meta:
        managed = False
        verbose_name = "situation"
        ordering = ["agreement", "starts_on"]
        indexes = [
            models.Index(fields=["starts_on", "ends_on"], name="situation_on_a_day"),
            models.Index(fields=["agreement", "starts_on"], name="situation_of_agreement"),
        ]

    def __str__(self):
        return f"{self.agreement_id} : {self.starts_on} → {self.ends_on}"

    def covers(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


#: Up to this many, numbers are written in the query and found one by one; above, they are one JSON list.
FEW = 200


def situations_of(members: Collection[int], day: date) -> SituationQuerySet:
    """The situations on a day of a set of agreements of any size."""
    return Situation.objects.as_of(day).filter(agreement__in=one_of(members))


def one_of(numbers: Collection[int]) -> list[int] | RawSQL:
    """What a column is looked for in, whether these numbers are few or very many."""
    if len(numbers) <= FEW:
        return list(numbers)
    return RawSQL("SELECT value FROM json_each(%s)", [f"[{','.join(map(str, numbers))}]"])  # noqa: S611 - numbers


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


def is_firm(row: Situation, track: Track) -> bool:
    """Whether the state of a track is established or deduced: the only ones to be told as news or opposed."""
    return getattr(row, f"{track}_certainty") in FIRM


def is_probable(row: Situation, track: Track) -> bool:
    return getattr(row, f"{track}_certainty") == Certainty.PROBABLE


def firm_sentence(row: Situation) -> str:
    """The sentence of a situation, or the words of it that are known: what is probable enters no feed, no calendar."""
    if not any(is_probable(row, track) for track in TRACKS):
        return row.sentence
    known = ((track, STATES[track](getattr(row, track))) for track in TRACKS if is_firm(row, track))
    return " ".join(f"{track.label} : {word.label.lower()}." for track, word in known)


def states_of_row(row: Situation) -> States:
    """The situation of the edition, in the form that the pure functions read."""
    states = {
        track.value: state_of_row(row, track, words(getattr(row, track))) for track, words in STATES.items()
    }
    return States(row.starts_on, row.ends_on, **states, effective_on=row.effective_on)


def state_of_row(row: Situation, track: Track, word: Word) -> State:
    told, rule = getattr(row, f"{track}_certainty"), getattr(row, f"{track}_rule")
    article = Rule(rule).article if rule else ""
    return State(word, getattr(row, f"{track}_cause_id"), article, Certainty(told) if told else None, rule)
