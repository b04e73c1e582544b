"""How a text says when it takes effect, and the day that follows from it.

The rule is the fact; the day is derived from the publications it waits for, and only when they are known:
« le 1er jour du mois suivant la publication au JO » gives no day while the publication is not known.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from agreements.law.names.acts import Formula
from agreements.law.vocabulary import EffectRuleKind as Kind
from portal.french.dates import Precision, first_of_next_month


class Trigger(NamedTuple):
    """An act that a rule waits for: the day it counts from, whether that is exact, whether not its JO.

    An arrêté d'agrément may say itself from when it gives effect to the texts that give no day.
    """

    day: date
    exact: bool
    of_the_act: bool
    formula: Formula | None = None
    notified_on: date | None = None

    @classmethod
    def of(cls, fact) -> "Trigger | None":
        if not fact:
            return None
        of_the_act = fact.on and not fact.published_on and fact.on.precision != Precision.AU_PLUS_TARD
        return cls(fact.counts_from, fact.exact, bool(of_the_act), fact.formula, fact.notified_on)


class Outcome(NamedTuple):
    """The day a rule gives; not sure when an act is only known « au plus tard » (then: by that day)."""

    day: date
    sure: bool


@dataclass(frozen=True)
class EffectRule:
    """The clause of one text. Without `kind`, none is known."""

    kind: Kind | None = None
    on: date | None = None

    @property
    def looks_back(self) -> bool:
        """Whether a text may be in force for days before its publication: only a date that it gives may be."""
        return self.kind in (None, Kind.DATE_FIXE, Kind.TEXTE)

    @property
    def awaits_extension(self) -> bool:
        return self.kind in (
            Kind.A_L_EXTENSION,
            Kind.MOIS_SUIVANT_EXTENSION,
            Kind.LENDEMAIN_EXTENSION,
            Kind.MOIS_SUIVANT_LES_DEUX,
        )

    def day(
        self,
        approval: Trigger | None,
        extension: Trigger | None,
        deposit: Trigger | None,
        signed_on: date | None = None,
    ) -> Outcome | None:
        """The day of effect, or None when the rule, with what is known, gives none."""
        match self.kind:
            case Kind.DATE_FIXE:
                return Outcome(self.on, sure=True) if self.on else None
            case Kind.MOIS_SUIVANT_AGREMENT:
                return month_after(approval)
            case Kind.MOIS_SUIVANT_JO_AGREMENT:
                return month_after(in_the_journal(approval))
            case Kind.LENDEMAIN_JO_AGREMENT:
                return day_after(in_the_journal(approval))
            case Kind.A_L_AGREMENT:
                return same_day(approval)
            case Kind.SELON_L_ARRETE:
                return as_the_act_says(approval)
            case Kind.DATE_OU_MOIS_SUIVANT_JO:
                return not_before(self.on, month_after(in_the_journal(approval)))
            case Kind.A_L_EXTENSION:
                return once_approved(same_day(extension), approval)
            case Kind.MOIS_SUIVANT_EXTENSION:
                return once_approved(month_after(extension), approval)
            case Kind.LENDEMAIN_EXTENSION:
                return once_approved(day_after(in_the_journal(extension)), approval)
            case Kind.MOIS_SUIVANT_LES_DEUX:
                return month_after_both(in_the_journal(approval), in_the_journal(extension))
            case Kind.LENDEMAIN_DEPOT:
                return once_approved(day_after(deposit), approval)
            case Kind.A_LA_SIGNATURE:
                return once_approved(Outcome(signed_on, sure=True) if signed_on else None, approval)
        return None


def in_the_journal(act: Trigger | None) -> Trigger | None:
    """The act, if the day it counts from can stand for its publication.

    The day, the month or the year of an arrêté are before its publication and say nothing of the month of
    it; a bound (« au plus tard ») holds for the publication of what is told as published.
    """
    return act if act and not act.of_the_act else None


def as_the_act_says(approval: Trigger | None) -> Outcome | None:
    """« … à compter de la date prévue dans le texte ou, à défaut, de la publication du présent arrêté »."""
    match approval.formula if approval else None:
        case Formula.PUBLICATION:
            return same_day(in_the_journal(approval))
        case Formula.NOTIFICATION if approval.notified_on:
            return Outcome(approval.notified_on, sure=True)
    return None


def same_day(act: Trigger | None) -> Outcome | None:
    return Outcome(act.day, act.exact) if act else None


def day_after(act: Trigger | None) -> Outcome | None:
    return Outcome(act.day + timedelta(days=1), act.exact) if act else None


def month_after(act: Trigger | None) -> Outcome | None:
    return Outcome(first_of_next_month(act.day), act.exact) if act else None


def month_after_both(one: Trigger | None, other: Trigger | None) -> Outcome | None:
    if not (one and other):
        return None
    return month_after(max(one, other))  # an act known « au plus tard » before an exact one leaves it sure


def not_before(floor: date | None, outcome: Outcome | None) -> Outcome | None:
    if not (floor and outcome):
        return None
    return Outcome(max(floor, outcome.day), outcome.sure or outcome.day <= floor)


def once_approved(outcome: Outcome | None, approval: Trigger | None) -> Outcome | None:
    """Not before the agrément (CASF L314-6): only a date that the text gives may be retroactive."""
    if not (outcome and approval):
        return outcome
    return max(outcome, Outcome(approval.day, approval.exact))
