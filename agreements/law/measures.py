"""What texts set in time: which value is the present one on a day, what replaced the others, and how that is known.

A value is set by a text from a day on. It counts when its text has effect: the last that has is the present one.
A text whose effect is not known says nothing of what is paid, unless a source says that its value was applied.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from agreements.law.vocabulary import FIRM, Certainty, EffectState
from portal.french.dates import ONE_DAY
from portal.french.words import Word


class MeasureKind(Word):
    """What a text sets a figure for."""

    VALEUR_DU_POINT = (
        "valeur-du-point",
        "Valeur du point",
        "Le salaire indiciaire brut d’un mois est le coefficient multiplié par cette valeur.",
    )
    SUJETION_SPECIALE = (
        "sujetion-speciale",
        "Indemnité de sujétion spéciale",
        "Une part du salaire brut indiciaire, versée chaque mois à ceux à qui le texte la donne.",
    )
    PREVOYANCE = (
        "prevoyance",
        "Cotisation de prévoyance",
        "La cotisation totale du régime mutualisé (incapacité, invalidité, décès), en part du salaire brut.",
    )
    SANTE = (
        "complementaire-sante",
        "Cotisation de complémentaire santé",
        "La cotisation totale du salarié isolé au régime mutualisé, en part du plafond mensuel de la sécurité sociale.",
    )
    INDEMNITE_SEGUR = (
        "indemnite-segur",
        "Indemnité « Ségur »",
        "Une somme brute par mois, versée à ceux que le texte nomme.",
    )
    PRIME_GRAND_AGE = (
        "prime-grand-age",
        "Prime « grand âge »",
        "Une somme brute par mois, versée à ceux que le texte nomme.",
    )


class Unit(Word):
    EUR = "EUR", "€", "Euros."
    FRF = "FRF", "F", "Francs."
    POUR_CENT = "pour-cent", "%", "Pour cent du salaire brut."
    POUR_CENT_PMSS = "pour-cent-pmss", "% du PMSS", "Pour cent du plafond mensuel de la sécurité sociale."


class Standing(Word):
    """What a value is on a day."""

    ACTUELLE = "actuelle", "Actuelle", "C’est la dernière qui a effet ce jour-là."
    REMPLACEE = "remplacee", "Remplacée", "Une autre a pris effet depuis."
    TERMINEE = "terminee", "Terminée", "Son terme est passé, ou son texte n’est plus en vigueur."
    A_VENIR = "a-venir", "Pas encore", "Son jour n’est pas venu, ou son texte n’a pas encore effet."
    INCONNUE = "inconnue", "Effet inconnu", "Les sources lues ne disent pas si son texte a pris effet."
    SANS_EFFET = "sans-effet", "Sans effet", "Son texte est refusé, annulé ou réputé non écrit."


@dataclass(frozen=True)
class Effect:
    """The effect of a text from `starts_on` (included) to `ends_on` (excluded)."""

    starts_on: date
    ends_on: date
    word: EffectState
    certainty: Certainty | None = Certainty.ETABLI
    effective_on: date | None = None  # the day that the rule of the text gives, where it gives one


@dataclass(frozen=True)
class Value:
    """A figure that a text sets, as far as its place in time goes."""

    key: int
    starts_on: date
    ends_on: date | None = None  # its last day, where the text gives one
    written_on: date | None = None  # the date of its text
    members_only: bool = False  # binds only the members of one organisation
    attested: bool = False  # a source says that it was applied
    effects: tuple[Effect, ...] = ()  # of its text, in order of time; none where the text was not read
    looks_back: bool = True  # whether its text may count for days before its publication

    @property
    def since(self) -> date:
        """The first day for which it counts: « au plus tôt le 1er janvier » may come to be the 1st of March."""
        given = [] if self.looks_back else [each.effective_on for each in self.effects if each.effective_on]
        return max([self.starts_on, *given])

    @property
    def order(self) -> tuple:
        return self.since, self.written_on or date.min, self.key


@dataclass(frozen=True)
class Told:
    """A value on a day."""

    value: Value
    standing: Standing
    own_certainty: Certainty | None = None  # how the effect of its text is known
    replaced_by: "Told | None" = None
    over: bool = False  # its own term is past, or its text is no longer in force

    @property
    def applied(self) -> bool:
        return self.standing in (Standing.ACTUELLE, Standing.REMPLACEE, Standing.TERMINEE)

    @property
    def is_firm(self) -> bool:
        return self.own_certainty in FIRM

    @property
    def certainty(self) -> Certainty | None:
        """How its standing is known: what a probable value replaces is probably replaced."""
        by = self.replaced_by
        return by.own_certainty if by and self.is_firm and not by.is_firm else self.own_certainty

    @property
    def replaced_for_all(self) -> "Told | None":
        """The first that took its place for all that it bound: others keep what was replaced for members only."""
        by = self.replaced_by
        while by and by.value.members_only and not self.value.members_only:
            by = by.replaced_by
        return by

    @property
    def until(self) -> date | None:
        """The last day on which it was the last one; None while it is."""
        ends = [self.value.ends_on] if self.value.ends_on else []
        if self.replaced_by:
            ends.append(self.replaced_by.value.since - ONE_DAY)
        return min(ends, default=None)


@dataclass(frozen=True)
class Course:
    """The values of a measure as a day tells them, in order of time."""

    told: tuple[Told, ...] = ()

    @property
    def applied(self) -> list[Told]:
        return [each for each in self.told if each.applied]

    @property
    def present(self) -> Told | None:
        """The last that has effect; none when the last that had has ended, or when none is known."""
        last = self.last
        return last if last and last.standing == Standing.ACTUELLE else None

    @property
    def last(self) -> Told | None:
        """The last that took effect, whether it has ended or not."""
        return self.applied[-1] if self.applied else None

    @property
    def for_others(self) -> Told | None:
        """Where the present one binds only some members: the last one that is not theirs alone."""
        if not (self.present and self.present.value.members_only):
            return None
        wider = [each for each in self.applied if not each.value.members_only]
        return wider[-1] if wider and not wider[-1].over else None

    @property
    def firm(self) -> Told | None:
        """Where the present one is only probable: the one that holds if it does not, which is sure."""
        if self.present is None or self.present.is_firm:
            return None
        sure = next((each for each in reversed(self.applied) if each.is_firm), None)
        return sure if sure and not sure.over else None

    @property
    def doubts(self) -> list[Told]:
        """Those that would be the present one, if the effect of their text were known."""
        return self.after_the_last(Standing.INCONNUE)

    @property
    def awaited(self) -> list[Told]:
        """Those that will be the present one, if their text takes effect or their day comes."""
        return self.after_the_last(Standing.A_VENIR)

    def after_the_last(self, standing: Standing) -> list[Told]:
        after = self.last.value.order if self.last else (date.min,)
        return [each for each in self.told if each.standing == standing and each.value.order > after]

    @property
    def certainty(self) -> Certainty | None:
        """How it is known that the present one is the present one."""
        return self.present.certainty if self.present and not self.doubts else None

    def of(self, key: int) -> Told | None:
        return next((each for each in self.told if each.value.key == key), None)


def course(values: Iterable[Value], day: date) -> Course:
    """The values on a day: those whose text is known of by then, each with what replaced it."""
    found: list[Told] = []
    following: Told | None = None
    for value in sorted(values, key=lambda each: each.order, reverse=True):
        told = alone(value, day)
        if told and told.applied:
            told = following = replaced(told, following) if following else told
        if told:
            found.append(told)
    return Course(tuple(reversed(found)))


def replaced(told: Told, by: Told) -> Told:
    """What was applied before another: replaced by it, unless its term came first."""
    ended = told.value.ends_on and told.value.ends_on + ONE_DAY < by.value.since
    return replace(told, standing=Standing.TERMINEE if ended else Standing.REMPLACEE, replaced_by=by)


def alone(value: Value, day: date) -> Told | None:
    """A value on a day, whatever the others; None when its text is not known of yet."""
    effect = effect_on(value, day)
    if effect is None and (value.effects or value.since > day):
        return None
    word = effect.word if effect else EffectState.INCONNU
    certainty = Certainty.ETABLI if value.attested or effect is None else effect.certainty
    if word == EffectState.SANS_EFFET:
        return Told(value, Standing.SANS_EFFET, effect.certainty)
    if word == EffectState.PAS_ENCORE or value.since > day:
        return Told(value, Standing.A_VENIR, effect.certainty if effect else None)
    if word == EffectState.INCONNU and not value.attested:
        return Told(value, Standing.INCONNUE)
    if word == EffectState.PLUS_EN_VIGUEUR or (value.ends_on and value.ends_on < day):
        return Told(value, Standing.TERMINEE, certainty, over=True)
    return Told(value, Standing.ACTUELLE, certainty)


def effect_on(value: Value, day: date) -> Effect | None:
    return next((each for each in value.effects if each.starts_on <= day < each.ends_on), None)
