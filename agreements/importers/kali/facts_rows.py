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
        rows = {first_key(row, sources.get(row.pk, set()) & own, recorded): row for row in mine}
        rank, told = max((row.position + 1 for row in mine), default=OWN), set()
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
            key = event_key(row, {source})
            if key in told or rows.pop(key, None) is not None:
                told.add(key)
                same += 1
                continue
            told.add(key)
            fresh.append((row, source))
            rank += 1
        gone += [
            row
            for row in rows.values()
            if sources.get(row.pk, set()) <= own  # no other source says it
            and not recorded.owned.is_of_editors(row)
        ]
    writer.remove("événements", Event, gone if recorded.complete else ())
    writer.create("événements", Event, [row for row, _ in fresh])
    writer.same("événements", same + (0 if recorded.complete else len(gone)))
    writer.link(Event.sources.through, [{"event_id": row.pk, "source_id": source} for row, source in fresh])


def event_key(row: Event, sources: set[int]) -> tuple:
    return row.nature, row.label, row.act_id, row.reference, row.note, *sorted(sources)


def first_key(row: Event, sources: set[int], recorded: Recorded) -> tuple:
    """Its key as the importer wrote it, whatever an editor made of it since."""
    owned = recorded.owned
    if not owned.is_of_editors(row):
        return event_key(row, sources)
    act, *told = (
        owned.before_editors(row, name) for name in ("act", "nature", "label", "reference", "note", "sources")
    )
    nature, label, reference, note, links = told
    pages = {source.pk for source in recorded.sources.values()}
    first = {int(key) for key in links} & pages
    return nature, label, int(act) if act else None, reference, note, *sorted(first)


# -- Relations and signatures -------------------------------------------------------------------------------


def sync_relations(writer: Writer, wanted: Wanted, recorded: Recorded) -> None:
    """A relation that people recorded is theirs; one whose only sources are official pages is the importer's.

    A text abrogated as a whole, for KALI, is the one that people tell replaced: it is told once, in their word.
    """
    pages = {row.pk for row in recorded.sources.values()}
    sources = links(Relation.sources.through, "relation_id", "source_id")
    held, theirs = {}, deleted_relations(recorded)
    for row in Relation.objects.all():
        key = first_relation(row, recorded)
        told = sources.get(row.pk, set())
        if told and told <= pages and not recorded.owned.is_of_editors(row):
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


def first_relation(row: Relation, recorded: Recorded) -> tuple:
    """What it relates, as it was before an editor related something else."""
    if not recorded.owned.is_of_editors(row):
        return row.agreement_id, row.kind, row.target_id, row.target_title
    told = (recorded.owned.before_editors(row, name) for name in ("kind", "target", "target_title"))
    kind, target, title = told
    return row.agreement_id, kind, int(target) if target else None, title


def deleted_relations(recorded: Recorded) -> set[tuple]:
    """Those that editors deleted: told again, they would come back."""
    found = set()
    for _, trace in recorded.owned.gone(Relation):
        agreement, target = trace.last.get("agreement"), trace.last.get("target")
        key = (trace.last.get("kind"), int(target) if target else None, trace.last.get("target_title", ""))
        found.add((int(agreement) if agreement else None, *key))
    return found


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
        mine = held.get(agreement.pk, [])
        rows = {divergence_values(row): row for row in mine if not is_of_editors(row, recorded)}
        theirs = {
            recorded.owned.before_editors(row, "subject") for row in mine if is_of_editors(row, recorded)
        }
        for rank, divergence in enumerate(divergences(asked)):
            key = (divergence.subject, divergence.comment, divergence.values)
            if rows.pop(key, None) is not None or divergence.subject in theirs:
                same += 1
                continue
            if recorded.owned.is_gone(Divergence, agreement=agreement, subject=divergence.subject):
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


def is_of_editors(row: Divergence, recorded: Recorded) -> bool:
    """Whether an editor wrote of it, or of what its sources say."""
    return any(recorded.owned.is_of_editors(one) for one in (row, *row.values.all()))


def divergences(asked: WantedAgreement) -> list:
    return sorted(set(asked.divergences), key=lambda one: (one.subject, one.values))


def divergence_values(row: Divergence) -> tuple:
    return row.subject, row.comment, tuple((value.value, value.said_by) for value in row.values.all())
