"""The events, relations, signatures and divergences that the archive tells of each agreement."""

from collections import defaultdict

from agreements.importers.kali.recorded import OWN, PAGE, Recorded
from agreements.importers.kali.wanted import Wanted, WantedAgreement
from agreements.importers.kali.writing import Writer
from agreements.models import Divergence, DivergentValue, Event, Relation, Signature
from agreements.models.ties import REPLACING
from portal.french.dates import Precision


def by_agreement(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.agreement_id].append(row)
    return found


def links(through, left: str, right: str) -> dict[int, set[int]]:
    found = defaultdict(set)
    for one, other in through.objects.values_list(left, right):
        found[one].add(other)
    return found


# -- Events ------------------------------------------------------------------------------------------------


def sync_events(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    held = by_agreement(Event.objects.filter(position__gte=OWN).order_by("agreement", "position"))
    own = {source.pk for source in recorded.sources.values()}
    sources = links(Event.sources.through, "event_id", "source_id")
    fresh, gone, same = [], [], 0
    for slug, asked in wanted.agreements.items():
        agreement = recorded.agreements[slug]
        mine = held.get(agreement.pk, [])
        rows = {event_key(row, sources.get(row.pk, set()) & own): row for row in mine}
        rank = max((row.position + 1 for row in mine), default=OWN)
        for event in sorted(asked.events, key=lambda event: (event.nature.value, event.act, event.reference)):
            source = recorded.sources[PAGE + event.page].pk
            row = Event(
                agreement=agreement,
                nature=event.nature.value,
                label=event.label,
                act_id=recorded.acts[event.act].pk if event.act else None,
                precision=Precision.JOUR.value,
                reference=event.reference,
                note=event.note,
                position=rank,
            )
            if rows.pop(event_key(row, {source}), None) is not None:
                same += 1
                continue
            fresh.append((row, source))
            rank += 1
        gone += [row for row in rows.values() if sources.get(row.pk, set()) <= own]  # no other source says it
    writer.remove("événements", Event, gone if recorded.complete else ())
    writer.create("événements", Event, [row for row, _ in fresh])
    writer.same("événements", same + (0 if recorded.complete else len(gone)))
    writer.link(Event.sources.through, [{"event_id": row.pk, "source_id": source} for row, source in fresh])


def event_key(row: Event, sources: set[int]) -> tuple:
    return row.nature, row.label, row.act_id, row.reference, row.note, *sorted(sources)


# -- Relations and signatures -------------------------------------------------------------------------------


def sync_relations(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    """A relation that people recorded is theirs; one whose only sources are official pages is the importer's.

    A text abrogated as a whole, for KALI, is the one that people tell replaced: it is told once, in their word.
    """
    pages = {row.pk for row in recorded.sources.values()}
    sources = links(Relation.sources.through, "relation_id", "source_id")
    held, theirs = {}, set()
    for row in Relation.objects.all():
        key = (row.agreement_id, row.kind, row.target_id, row.target_title)
        told = sources.get(row.pk, set())
        if told and told <= pages:
            held[key] = row
        else:
            theirs.add(key)
    replaced = {(one, other) for one, kind, other, _ in theirs if other and kind in REPLACING}
    asked_keys, fresh, told_by, same, scope = set(), [], [], 0, set()
    for slug, asked in wanted.agreements.items():
        agreement = recorded.agreements[slug]
        scope.add(agreement.pk)
        for (kind, other, title), page in sorted(asked.relations.items()):
            target = recorded.agreements[other].pk if other else None
            key = (agreement.pk, kind.value, target, title)
            if key in asked_keys or key in theirs:
                continue
            if kind in REPLACING and (agreement.pk, target) in replaced:
                continue
            asked_keys.add(key)
            if key in held:
                same += 1
                continue
            row = Relation(agreement=agreement, kind=kind.value, target_id=target, target_title=title)
            fresh.append(row)
            told_by.append((row, recorded.sources[PAGE + page].pk))
    gone = [row for key, row in held.items() if key not in asked_keys and key[0] in scope]
    writer.remove("relations", Relation, gone if recorded.complete else ())
    writer.create("relations", Relation, fresh)
    writer.same("relations", same)
    writer.link(
        Relation.sources.through, [{"relation_id": row.pk, "source_id": source} for row, source in told_by]
    )


def sync_signatures(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    """Who signed, and who adhered by letter: told among those that the text binds."""
    organisations = {row.slug: row for row in recorded.organisations.values()}
    fresh, told_by, same = [], [], 0
    for slug, asked in wanted.agreements.items():
        agreement = recorded.agreements[slug]
        for (organisation, mode), (on, page) in sorted(asked.commitments.items()):
            row = organisations[organisation]
            if (agreement.pk, row.pk, mode.value) in recorded.signed:
                same += 1
                continue
            signature = Signature(agreement=agreement, organisation=row, mode=mode.value, on=on)
            fresh.append(signature)
            told_by.append((signature, recorded.sources[PAGE + page].pk))
    writer.create("signatures", Signature, fresh)
    writer.same("signatures", same)
    writer.link(
        Signature.sources.through, [{"signature_id": row.pk, "source_id": source} for row, source in told_by]
    )


# -- Divergences -------------------------------------------------------------------------------------------


def sync_divergences(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    held = by_agreement(
        Divergence.objects.filter(position__gte=OWN)
        .prefetch_related("values")
        .order_by("agreement", "position")
    )
    fresh, values, gone, same = [], [], [], 0
    for slug, asked in wanted.agreements.items():
        agreement = recorded.agreements[slug]
        rows = {told(row): row for row in held.get(agreement.pk, [])}
        for rank, divergence in enumerate(divergences(asked)):
            key = (divergence.subject, divergence.comment, divergence.values)
            if rows.pop(key, None) is not None:
                same += 1
                continue
            row = Divergence(
                agreement=agreement,
                subject=divergence.subject,
                comment=divergence.comment,
                position=OWN + rank,
            )
            fresh.append(row)
            values += [
                DivergentValue(divergence=row, value=value, said_by=said_by, position=place)
                for place, (value, said_by) in enumerate(divergence.values, 1)
            ]
        gone += rows.values()
    writer.remove("divergences", Divergence, gone if recorded.complete else ())
    writer.create("divergences", Divergence, fresh)
    writer.same("divergences", same)
    writer.create("valeurs divergentes", DivergentValue, values)


def divergences(asked: WantedAgreement) -> list:
    return sorted(set(asked.divergences), key=lambda one: (one.subject, one.values))


def told(row: Divergence) -> tuple:
    return row.subject, row.comment, tuple((value.value, value.said_by) for value in row.values.all())
