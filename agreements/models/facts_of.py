"""From the recorded facts of agreements to the form that the life-cycle reads.

The only bridge between the database and the pure functions. Pages and the admin read one agreement through
its models (`facts_of`); a publication reads them all, as rows (`dossiers`): both say what they read to the
same functions (`facts_from_parts`, `fact_of`, `commitment_of`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from agreements.law.effect_rules import EffectRule
from agreements.law.facts import Commitment, Fact, Facts, Held
from agreements.law.names.acts import Formula
from agreements.law.vocabulary import (
    EXTENDED_AS_AMENDED,
    EXTENDED_IN_PART,
    AgreementKind,
    College,
    EffectRuleKind,
    Mode,
    Nature,
)
from agreements.models import (
    Agreement,
    Citation,
    Convention,
    Event,
    OfficialText,
    Signature,
    Source,
)
from agreements.models.ties import ties
from portal.french.dates import PartialDate, Precision


def with_facts(agreements: QuerySet) -> QuerySet:
    """Fetch, in a bounded number of queries, all that `facts_of` reads."""
    return agreements.select_related("official").prefetch_related(
        "conventions",
        Prefetch("citations", Citation.objects.select_related("source")),
        Prefetch("events", Event.objects.select_related("act", "convention").prefetch_related("sources")),
        Prefetch("signatures", Signature.objects.select_related("organisation").prefetch_related("sources")),
    )


#: The labels of what is done to a part of the articles only.
PARTIAL = (EXTENDED_IN_PART, EXTENDED_AS_AMENDED)


def all_facts(agreements: Iterable[Agreement]) -> dict[int, Facts]:
    """The facts of these agreements by primary key, each tied to its mirrors and to its replacers."""
    agreements = list(agreements)
    if not agreements:
        return {}
    alias = agreements[0]._state.db
    bases = unextended(alias)
    alone = {agreement.pk: facts_of(agreement, bases) for agreement in agreements}
    return tied(alone, alias, lambda others: facts_elsewhere(alias, others, bases))


def facts_elsewhere(alias: str, others: Collection[int], bases: Collection[int]) -> dict[int, Facts]:
    """The facts of other agreements, alone; `bases` are the conventions that are not extended."""
    read = with_facts(Agreement.objects.using(alias).filter(pk__in=others))
    return {agreement.pk: facts_of(agreement, bases) for agreement in read}


def unextended(alias: str) -> frozenset[int]:
    """The conventions that are not extended: told so, or of which the official base holds the base text for it."""
    bases = Agreement.objects.using(alias).filter(kind=AgreementKind.CONVENTION).order_by()
    told: dict[int, set[bool]] = defaultdict(set)
    for base in bases.select_related("official").prefetch_related("conventions"):
        held = held_as(base, getattr(base, "official", None))
        for convention in base.conventions.all():
            told[convention.pk].add(bool(held and held.not_extended))
    held_so = {pk for pk, states in told.items() if states == {True}}
    said = Convention.objects.using(alias).filter(extended__isnull=False).values_list("pk", "extended")
    is_so, is_not = ({pk for pk, extended in said if extended is word} for word in (False, True))
    return frozenset(held_so - is_not | is_so)


def tied(
    alone: dict[int, Facts], alias: str, read: Callable[[Collection[int]], dict[int, Facts]]
) -> dict[int, Facts]:
    """These facts, each tied to those of its mirrors and of its replacers; `read` gives those that are elsewhere."""
    mirrors, replacers = ties(alone, alias)
    others = {other for pk in alone for other in (*mirrors[pk], *replacers[pk])} - alone.keys()
    known = alone | read(others) if others else alone
    return {
        pk: replace(
            facts,
            mirrors=tuple(known[other] for other in sorted(mirrors[pk])),
            replacers=tuple(known[other] for other in sorted(replacers[pk])),
        )
        if mirrors[pk] or replacers[pk]
        else facts
        for pk, facts in alone.items()
    }


def facts_of(agreement: Agreement, unextended: Collection[int]) -> Facts:
    """The facts of one agreement, alone; `unextended` are the conventions that are not extended."""
    recorded_on = min(
        (available_on(citation.source) for citation in agreement.citations.all()), default=NEVER
    )
    return facts_from_parts(
        agreement,
        agreement.conventions.all(),
        getattr(agreement, "official", None),
        recorded_on,
        events=[fact_of(event, recorded_on) for event in agreement.events.all()],
        commitments=[commitment_of(signature, recorded_on) for signature in agreement.signatures.all()],
        unextended=unextended,
    )


def facts_from_parts(
    agreement: Agreement,
    conventions: Collection[Convention],
    official: OfficialText | None,
    recorded_on: "Available",
    events: list[Fact],
    commitments: list[Commitment],
    unextended: Collection[int],
) -> Facts:
    """The facts of an agreement, from its own row and from what was read of the others."""
    return Facts(
        recorded_on=recorded_on.day,
        kind=AgreementKind(agreement.kind),
        held=held_as(agreement, official),
        subject_to_agrement=subject_to_agrement(agreement, conventions),
        dated=partial(agreement.dated, agreement.dated_precision),
        opened_on=agreement.opened_on,
        conventions=frozenset(convention.slug for convention in conventions),
        indivisible=agreement.indivisible,
        rule=rule_of(agreement),
        term=agreement.term,
        term_is_a_bound=agreement.term_is_a_bound,
        events=with_opening(agreement, events, recorded_on),
        commitments=tuple(commitments),
        base_not_extended=bool(conventions) and all(one.pk in unextended for one in conventions),
    )


def rule_of(agreement: Agreement) -> EffectRule:
    """The clause by which a text says when it takes effect."""
    return EffectRule(EffectRuleKind(agreement.rule) if agreement.rule else None, agreement.rule_date)


def held_as(agreement: Agreement, official: OfficialText | None) -> Held | None:
    """What the official base says of a text: in its own row, else in that of the official text it was merged with."""
    if agreement.kali_state:
        return Held(agreement.kali_state, agreement.kali_modified_on)
    return Held(official.state, official.modified_on) if official and not official.gone_on else None


def with_opening(agreement: Agreement, events: list[Fact], recorded_on: "Available") -> tuple[Fact, ...]:
    """The events, with the opening that the row of the text tells when no event does."""
    if agreement.opened_on and not any(event.nature == Nature.OUVERTURE for event in events):
        return (*events, Fact(Nature.OUVERTURE, recorded_on.day, PartialDate(agreement.opened_on)))
    return tuple(events)


def facts_of_events(agreement: Agreement) -> Facts:
    """The facts that tell what happened and what is waited for: events and the date of the text, no party."""
    events = [fact_of(event, NEVER) for event in agreement.events.all()]
    dated = partial(agreement.dated, agreement.dated_precision)
    return Facts(date.max, dated=dated, events=with_opening(agreement, events, NEVER))


def subject_to_agrement(agreement: Agreement, conventions: Iterable[Convention]) -> bool | None:
    """What is said of the text, else of its conventions: subject if one is, unknown if one is not known."""
    if agreement.subject_to_agrement is not None:
        return agreement.subject_to_agrement
    said = {convention.subject_to_agrement for convention in conventions}
    return True if True in said else None if None in said or not said else False


def fact_of(event: Event, recorded_on: "Available", sources: Iterable[Source] | None = None) -> Fact:
    """One event as a fact; `sources` where they are at hand."""
    act, convention = event.act, event.convention
    sources = event.sources.all() if sources is None else sources
    return fact_from_values(
        event.pk,
        event.nature,
        (act.on, act.published_on, act.formula, act.notified_on) if act else None,
        (event.on, event.precision),
        convention.slug if convention else "",
        event.label,
        min(map(available_on, sources), default=recorded_on),
    )


def fact_from_values(
    key: int, nature: str, act: tuple | None, own: tuple, convention: str, label: str, reported: "Available"
) -> Fact:
    """An event: its date is that of its act, which has its publication and its formula too, or its own."""
    decided, published_on, formula, notified_on = act or (None, None, "", None)
    on = partial(decided) if act else partial(*own)
    day, read_only = reported
    return Fact(
        Nature(nature),
        day,
        on,
        published_on,
        convention or "",
        key,
        partial=label in PARTIAL,
        read_only=read_only,
        formula=Formula(formula) if formula else None,
        notified_on=notified_on,
    )


def commitment_of(signature: Signature, recorded_on: "Available") -> Commitment:
    made_by = signature.organisation
    return commitment_from_values(
        signature.pk,
        (made_by.slug, made_by.college),
        signature.mode,
        (signature.on, signature.precision),
        min(map(available_on, signature.sources.all()), default=recorded_on).day,
    )


def commitment_from_values(key: int, made_by: tuple, mode: str, on: tuple, reported_on: date) -> Commitment:
    slug, college = made_by
    return Commitment(slug, College(college), Mode(mode), reported_on, partial(*on), key)


def partial(day: date | None, precision: str = Precision.JOUR) -> PartialDate | None:
    return PartialDate(day, Precision(precision)) if day else None


class Available(NamedTuple):
    """The day on which something was there to be read, and whether that is only the day on which we read it."""

    day: date
    read_only: bool = False


NEVER = Available(date.max, read_only=True)


def available_on(source: Source) -> Available:
    """The day a source was there to be read: published, at the latest, else consulted by us."""
    if source.published_on:
        precision = Precision(source.published_precision)
        return Available(PartialDate(source.published_on, precision).at_the_latest)
    return Available(source.consulted_on, read_only=True)
