"""From the edition to the rule: the texts of the sector on a day, and the employers.

With `rule_links`, the only bridge between the database and the pure functions of `applicability`.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch

from agreements.compiled.situations import BINDING, Party, Situation
from agreements.law.effect_rules import EffectRule
from agreements.law.vocabulary import (
    FIRM,
    AgreementKind,
    AgrementState,
    Certainty,
    College,
    EffectRuleKind,
    EffectState,
    ExtensionState,
    Mode,
    Nature,
    SignatureState,
)
from agreements.models import Agreement, Event
from members import models
from members.rule.facts import (
    Certainties,
    Commitment,
    Decision,
    Employer,
    Limit,
    Membership,
    Text,
)
from portal.french.dates import ONE_DAY, PartialDate, Precision
from portal.french.regions import whole_regions_of

CAUSES = ("signature_cause", "agrement_cause", "extension_cause", "effet_cause")


# -- Texts ---------------------------------------------------------------------------------------------------


def situations_on(day: date):
    """The situations of the day of all texts of the sector, with what the rule and the pages read."""
    inside = Agreement.conventions.through.objects.filter(convention__in_sector=True)
    return with_what_is_read(
        Situation.objects.as_of(day).filter(agreement__in=inside.values("agreement")), day
    )


def with_what_is_read(situations, day: date):
    parties = Party.objects.as_of(day).select_related("organisation", "signature")
    causes = [f"{cause}__act" for cause in CAUSES]
    return (
        situations.select_related("agreement", *CAUSES, *causes)
        .order_by("agreement_id")
        .prefetch_related(
            "agreement__conventions",
            "agreement__themes",
            "agreement__scopes__region",
            Prefetch("agreement__parties", parties),
        )
    )


def text_of(situation: Situation, effect_since: date | None = None) -> Text:
    """What the rule reads of one text on the day of its situation; `effect_since` where that was looked up."""
    agreement = situation.agreement
    rule = EffectRule(EffectRuleKind(agreement.rule)) if agreement.rule else EffectRule()
    return Text(
        slug=agreement.slug,
        kind=AgreementKind(agreement.kind),
        conventions=tuple(convention.slug for convention in agreement.conventions.all()),
        signature=SignatureState(situation.signature),
        agrement=AgrementState(situation.agrement),
        extension=ExtensionState(situation.extension),
        effet=EffectState(situation.effet),
        decided=decision(situation.agrement_cause),
        extended=decision(situation.extension_cause),
        struck=decision(situation.signature_cause),
        effective_on=situation.effective_on,
        effect_since=effect_since,
        ended=ended_on(situation),
        ended_by=article_of_the_end(situation),
        awaits_extension=rule.awaits_extension,
        not_extended=agreement.kali_state.endswith("NON_ETEN")
        or situation.extension == ExtensionState.NON_ETENDU,
        commitments=tuple(commitments(agreement.parties.all())),
        limits=tuple(limit(scope) for scope in agreement.scopes.all()),
        regions=tuple(whole_regions_of(agreement.place)),
        dated=at_the_latest(agreement),
        certainties=certainties(situation),
    )


def certainties(situation: Situation) -> Certainties:
    """How each state of the situation is known; a state that is not known has no certainty."""
    told = (getattr(situation, f"{track}_certainty") for track in Certainties._fields)
    return Certainties(*(Certainty(word) if word else None for word in told))


def at_the_latest(agreement: Agreement) -> date | None:
    if not agreement.dated:
        return None
    return PartialDate(agreement.dated, Precision(agreement.dated_precision)).at_the_latest


def decision(event: Event | None) -> Decision | None:
    """The day an event counts from, as it is known; none where it has no date at all."""
    if event is None:
        return None
    if event.act and event.act.published_on:
        return Decision(event.act.published_on)
    if event.act:
        return Decision(event.act.on, published=False)
    if event.on:
        known = PartialDate(event.on, Precision(event.precision))
        return Decision(known.at_the_latest, published=False, exact=known.exact)
    return None


def article_of_the_end(situation: Situation) -> str:
    """The article by which a text has no effect, or no longer."""
    if situation.effet not in (EffectState.PLUS_EN_VIGUEUR, EffectState.SANS_EFFET):
        return ""
    cause = situation.effet_cause
    nature = Nature(cause.nature) if cause else None
    if situation.effet == EffectState.SANS_EFFET:
        return "L2262-15 CT" if nature == Nature.ANNULE_PAR_LE_JUGE else "clause du texte"
    if nature == Nature.DENONCE:
        return "L2261-10 CT"
    term = situation.agreement.term
    if nature is None and term and term < situation.starts_on:
        return "L2222-4 CT"
    return "L2261-8 CT"


def ended_on(situation: Situation) -> date | None:
    """The day it ended, where the fact that ended it, or its term, gives the very day."""
    if situation.effet != EffectState.PLUS_EN_VIGUEUR:
        return None
    told = decision(situation.effet_cause)
    if told and told.exact:
        return told.day
    agreement = situation.agreement
    if situation.effet_cause or not agreement.term or agreement.term_is_a_bound:
        return None
    return agreement.term + ONE_DAY if agreement.term < situation.starts_on else None


def is_looked_up(situation: Situation) -> bool:
    """Whether the first day of its effect is not told by the situation itself: not sure, or an end."""
    return not situation.effective_on or situation.effet == EffectState.PLUS_EN_VIGUEUR


def effects_since(situations: list[Situation], day: date) -> dict[int, date]:
    """By agreement, the first day on which the effect that each is in was firmly so, for those that do not tell it."""
    unsure = [row.agreement_id for row in situations if is_looked_up(row)]
    rows = Situation.objects.filter(agreement__in=unsure, starts_on__lte=day).order_by(
        "agreement", "starts_on"
    )
    return began(rows.values_list("agreement", "effet", "effet_certainty", "starts_on"))


def began(lived: Iterable[tuple[int, str, str, date]]) -> dict[int, date]:
    """By agreement, the first day of the last effect, from its situations in order: the bound that this day is.

    None where it is only probable: the day from which a rule says so is not one by which it is known to be so.
    """
    first: dict[int, tuple[str, date | None]] = {}
    for agreement, effet, certainty, starts_on in lived:
        told = starts_on if certainty in FIRM else None
        if agreement not in first or first[agreement][0] != effet or not first[agreement][1]:
            first[agreement] = (effet, told)
    return {agreement: since for agreement, (_, since) in first.items() if since}


def commitments(parties):
    for party in parties:
        if party.mode in BINDING and party.organisation.college == College.EMPLOYEUR:
            yield Commitment(party.organisation.slug, party.starts_on, Mode(party.mode))


def limit(scope: models.Scope) -> Limit:
    region = scope.region
    return Limit(region.slug if region else "", region.name if region else "", scope.fewest, scope.most)


# -- Employers -----------------------------------------------------------------------------------------------


def employer_of(association: models.Association, day: date) -> Employer:
    """What a recorded association applies on the day, and what it has joined by then."""
    applied = {
        row.convention.slug: row.since
        for row in association.applications.all()
        if Membership("", row.since, row.until).covers(day)
    }
    joined = tuple(
        Membership(row.organisation.slug, row.since, row.until) for row in association.memberships.all()
    )
    return Employer(applied, joined, association.region.slug, association.headcount)
