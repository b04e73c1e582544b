"""What the page of an agreement adds to its record: the steps, the arithmetic of validity, the chain."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from agreements.compiled.situations import is_firm, states_of_row
from agreements.law.validity import Union, Validity, validity
from agreements.law.vocabulary import AgreementKind, College, EffectState, Mode, Track
from agreements.law.waiting import Deadline, Waiting, waiting
from agreements.reading.agreement.audiences import KnownAudience, audiences_of, in_force
from agreements.reading.agreement.on_day import AgreementOnDay
from agreements.reading.agreement.steps import Line, steps_of
from agreements.reading.chains import Chain, chain_of
from portal.edition.manifest import Manifest

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


BAR = 200  # the length of the drawn line of weights, in units of its own


@dataclass(frozen=True)
class Sum:
    """The arithmetic of one text as the page shows it."""

    found: Validity
    known: KnownAudience | None
    day: date | None  # the day of the text, by which the audience is chosen
    adhered: list[str]  # unions that adhered afterwards, who are not in the sum

    @property
    def signed_width(self) -> str:
        """How long the weight of the signatories is drawn, on a bar of 200."""
        return width(self.found.weight)

    @property
    def opposed_width(self) -> str:
        return width(self.found.opposing_weight)

    @property
    def opposed_start(self) -> str:
        """Where the weight of the opponents begins, drawn from the right."""
        return f"{BAR - length(self.found.opposing_weight):.1f}"


def length(share: Decimal) -> Decimal:
    return min(share, Decimal(100)) * BAR / 100


def width(share: Decimal) -> str:
    return f"{length(share):.1f}"


class Procedure:
    def __init__(self, record: AgreementOnDay, edition: Manifest):
        self.record, self.agreement = record, record.agreement
        self.audiences = audiences_of(edition)

    @cached_property
    def waiting(self) -> Waiting | None:
        situation = self.record.situation
        if not situation:
            return None
        return waiting(self.record.facts, states_of_row(situation), self.record.day)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        return self.waiting.deadlines if self.waiting else ()

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
        known, day = self.audience
        found = validity(
            known.measure if known else None, self.unions(Mode.SIGNATURE), self.unions(Mode.OPPOSITION)
        )
        return Sum(found, known, day, [union.name for union in self.unions(Mode.ADHESION)])

    @property
    def audience(self) -> tuple[KnownAudience | None, date | None]:
        """The measure of the day of the text, and that day; neither where it may be a day of two measures."""
        dated = self.record.text_dated
        conventions = [convention.slug for convention in self.agreement.conventions.all()]
        if dated is None:
            return None, None
        first, last = (
            in_force(self.audiences, conventions, day) for day in (dated.at_the_earliest, dated.at_the_latest)
        )
        return (last, dated.at_the_latest) if first == last else (None, None)

    def unions(self, mode: Mode) -> list[Union]:
        return [
            Union(party.organisation.name, party.organisation.confederation)
            for party in self.record.parties_who(mode)
            if party.organisation.college == College.SALARIE
        ]

    @cached_property
    def chain(self) -> Chain | None:
        return chain_of(self.agreement, self.record.around)
