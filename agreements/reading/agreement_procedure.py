"""What the page of an agreement adds to its record: the steps, the arithmetic of validity, the chain."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agreements.compiled.situations import is_firm, states_of_row
from agreements.law.validity import Union, Validity, measure_for, validity
from agreements.law.vocabulary import AgreementKind, College, EffectState, Mode, Nature, Track
from agreements.law.waiting import Waiting, waiting
from agreements.reading.agreement import AgreementOnDay
from agreements.reading.agreement_steps import Line, steps_of
from agreements.reading.audiences import KnownMeasure, measures_of
from agreements.reading.chains import Chain, chain_of
from portal.french.dates import PartialDate, Precision

#: The texts that unions sign or oppose; a decision of employers alone has no threshold.
NEGOTIATED = (
    AgreementKind.AVENANT,
    AgreementKind.PROTOCOLE,
    AgreementKind.ACCORD,
    AgreementKind.ACCORD_CADRE,
    AgreementKind.CONVENTION,
    AgreementKind.ANNEXE,
)
#: Once the effect is one of these and nothing is waited for, the procedure is over.
OVER = (EffectState.EN_VIGUEUR, EffectState.PLUS_EN_VIGUEUR, EffectState.SANS_EFFET)
SIGNING = (Nature.SIGNE, Nature.NOTIFICATION, Nature.CLOTURE, Nature.OUVERTURE)


@dataclass(frozen=True)
class Sum:
    """The arithmetic of one text as the page shows it."""

    found: Validity
    known: KnownMeasure | None
    day: date | None  # the day of the text, by which the measure is chosen
    adhered: list[str]  # unions that adhered afterwards, who are not in the sum


class Procedure:
    def __init__(self, record: AgreementOnDay, edition: str):
        self.record, self.edition = record, edition
        self.agreement = record.agreement

    @cached_property
    def waiting(self) -> Waiting | None:
        situation = self.record.situation
        if not situation:
            return None
        return waiting(self.record.facts, states_of_row(situation), self.record.day)

    @property
    def finished(self) -> bool:
        """Whether the procedure is over, as far as anybody knows: its history is then folded."""
        situation = self.record.situation
        over = situation and situation.effet in OVER and is_firm(situation, Track.EFFET)
        return bool(over and not self.waiting and not self.record.later)

    @cached_property
    def steps(self) -> list[Line]:
        return steps_of(self.record, self.waiting) if self.record.situation else []

    @cached_property
    def sum(self) -> Sum | None:
        """The sum of the text; nothing for what no union signs, or before anything is known."""
        if not self.record.situation or self.agreement.kind not in NEGOTIATED:
            return None
        measures = measures_of(self.edition)
        conventions = frozenset(convention.slug for convention in self.agreement.conventions.all())
        chosen = measure_for([known.measure for known in measures.values()], conventions, self.day)
        found = validity(chosen, self.unions(Mode.SIGNATURE), self.unions(Mode.OPPOSITION))
        adhered = [union.name for union in self.unions(Mode.ADHESION)]
        return Sum(found, measures[chosen.key] if chosen else None, self.day, adhered)

    def unions(self, mode: Mode) -> list[Union]:
        return [
            Union(party.organisation.name, party.organisation.confederation)
            for party in self.record.parties_who(mode)
            if party.organisation.college == College.SALARIE
        ]

    @cached_property
    def day(self) -> date | None:
        """The day of the text: the one it bears, else that of its signing as far as it is known."""
        if self.agreement.dated:
            return PartialDate(self.agreement.dated, Precision(self.agreement.dated_precision)).at_the_latest
        signing = [h.fact.on for h in self.record.happenings if h.fact.nature in SIGNING and h.fact.on]
        return signing[0].at_the_latest if signing else self.agreement.opened_on

    @cached_property
    def chain(self) -> Chain | None:
        return chain_of(self.agreement, self.record.around)
