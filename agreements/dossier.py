"""From the recorded facts of agreements to the form that the life-cycle reads.

The only bridge between the database and the pure functions: used at publication for all agreements, and by
the admin for the one being edited.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, QuerySet

from agreements.effect_rules import EffectRule
from agreements.facts import Commitment, Fact, Facts, PartialDate
from agreements.models import Agreement, Citation, Event, Relation, Signature, Source
from agreements.vocabulary import College, EffectRuleKind, Mode, Nature, Precision, RelationKind


def with_facts(agreements: QuerySet) -> QuerySet:
    """Fetch, in a bounded number of queries, all that `facts_of` reads."""
    return agreements.prefetch_related(
        "conventions",
        Prefetch("citations", Citation.objects.select_related("source")),
        Prefetch("events", Event.objects.select_related("act", "convention").prefetch_related("sources")),
        Prefetch("signatures", Signature.objects.select_related("organisation").prefetch_related("sources")),
    )


#: The relations by which a text depends on another: a mirror binds both, a replacer ends what it replaces.
REPLACING = (RelationKind.REMPLACE, RelationKind.ABROGE)


def all_facts(agreements: Iterable[Agreement]) -> dict[int, Facts]:
    """The facts of these agreements by primary key, each tied to its mirrors and to its replacers."""
    agreements = list(agreements)
    alone = {agreement.pk: facts_of(agreement) for agreement in agreements}
    if not alone:
        return {}
    rows = Agreement.objects.using(agreements[0]._state.db)
    mirrors, replacers = ties(alone, rows.db)
    tied = {other for pk in alone for other in (*mirrors[pk], *replacers[pk])} - alone.keys()
    near = {agreement.pk: facts_of(agreement) for agreement in with_facts(rows.filter(pk__in=tied))}
    known = alone | near
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


def ties(agreements: Collection[int], alias: str) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The mirrors of each of these agreements, and its replacers, wherever the relation is recorded."""
    mirrors, replacers = defaultdict(set), defaultdict(set)
    told = Relation.objects.using(alias).exclude(target=None).order_by()
    mirror = told.filter(kind=RelationKind.MIROIR)
    for end in (mirror.filter(agreement__in=agreements), mirror.filter(target__in=agreements)):
        for agreement, target in end.values_list("agreement", "target"):
            mirrors[agreement].add(target)  # the clause binds both ways, wherever it is recorded
            mirrors[target].add(agreement)
    replacing = told.filter(kind__in=REPLACING, target__in=agreements)
    for agreement, target in replacing.values_list("agreement", "target"):
        replacers[target].add(agreement)
    return mirrors, replacers


def facts_of(agreement: Agreement) -> Facts:
    """The facts of one agreement, alone."""
    recorded_on = reported_on(citation.source for citation in agreement.citations.all())
    dated = partial(agreement.dated, agreement.dated_precision)
    events = [fact_of(event, recorded_on) for event in agreement.events.all()]
    if agreement.opened_on and not any(event.nature == Nature.OUVERTURE for event in events):
        events.append(Fact(Nature.OUVERTURE, recorded_on, PartialDate(agreement.opened_on)))
    return Facts(
        recorded_on=recorded_on,
        subject_to_agrement=subject_to_agrement(agreement),
        dated=dated,
        conventions=frozenset(convention.slug for convention in agreement.conventions.all()),
        indivisible=agreement.indivisible,
        rule=EffectRule(EffectRuleKind(agreement.rule) if agreement.rule else None, agreement.rule_date),
        term=agreement.term,
        events=tuple(events),
        commitments=tuple(commitment_of(signature, recorded_on) for signature in agreement.signatures.all()),
    )


def told_by_events(agreement: Agreement) -> Facts:
    """The facts that tell what happened and what is waited for: events and the date of the text, no party."""
    events = [fact_of(event, date.max) for event in agreement.events.all()]
    if agreement.opened_on and not any(event.nature == Nature.OUVERTURE for event in events):
        events.append(Fact(Nature.OUVERTURE, date.max, PartialDate(agreement.opened_on)))
    dated = partial(agreement.dated, agreement.dated_precision)
    return Facts(recorded_on=date.max, dated=dated, events=tuple(events))


def subject_to_agrement(agreement: Agreement) -> bool | None:
    """What is said of the text, else of its conventions: subject if one is, unknown if one is not known."""
    if agreement.subject_to_agrement is not None:
        return agreement.subject_to_agrement
    said = {convention.subject_to_agrement for convention in agreement.conventions.all()}
    return True if True in said else None if None in said or not said else False


def fact_of(event: Event, recorded_on: date, sources: Iterable[Source] | None = None) -> Fact:
    """One event as a fact; `sources` where they are at hand."""
    act = event.act
    sources = event.sources.all() if sources is None else sources
    return Fact(
        nature=event.kind,
        reported_on=reported_on(sources, recorded_on),
        on=partial(act.on) if act else partial(event.on, event.precision),
        published_on=act.published_on if act else None,
        convention=event.convention.slug if event.convention else "",
        key=event.pk,
    )


def commitment_of(signature: Signature, recorded_on: date) -> Commitment:
    return Commitment(
        organisation=signature.organisation.slug,
        college=College(signature.organisation.college),
        mode=Mode(signature.mode),
        reported_on=reported_on(signature.sources.all(), recorded_on),
        on=partial(signature.on, signature.precision),
        key=signature.pk,
    )


def partial(day: date | None, precision: str = Precision.JOUR) -> PartialDate | None:
    return PartialDate(day, Precision(precision)) if day else None


def reported_on(sources: Iterable[Source], otherwise: date = date.max) -> date:
    """The day the earliest of these sources was there to be read: published, else consulted by us."""
    days = [
        PartialDate(source.published_on, Precision(source.published_precision)).at_the_latest
        if source.published_on
        else source.consulted_on
        for source in sources
    ]
    return min(days, default=otherwise)
