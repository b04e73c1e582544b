"""The bin: what is deleted is kept whole beside the entry that tells it, and comes back with all that went with it."""

import json

from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction

from portal.french.writing import listed, plural
from portal.journal.changes import model_of, row_kinds_of
from portal.journal.entries import write_entry
from portal.journal.models import Discarded, Entry
from portal.journal.values import State, state_of


def whole_state(fact: models.Model) -> State:
    """All that is told of a fact and of every row that goes with it."""
    return state_of(fact, row_kinds_of(type(fact)).values())


def records_of(fact: models.Model) -> list[dict]:
    """A fact, then all that its deletion takes away, parents first."""
    collector = NestedObjects(using=fact._state.db)
    collector.collect([fact])
    collector.sort()
    rows = [row for model, rows in collector.data.items() if not model._meta.auto_created for row in rows]
    rows = [fact, *(row for row in reversed(rows) if row != fact)]
    return json.loads(serializers.serialize("json", rows))


@transaction.atomic
def discard(user, fact: models.Model, why: str = "") -> Entry:
    """Delete a fact: its values stay in the journal, and all of it in the bin."""
    records, before = records_of(fact), whole_state(fact)
    entry = write_entry(user, fact, before=before, after={}, why=why, address="")
    keep(entry, fact, records)
    fact.delete()
    return entry


def keep(entry: Entry, fact: models.Model, records: list[dict]) -> None:
    """Put in the bin what an entry tells deleted: the first of its records is the fact, also once gone."""
    own = records[0]
    Discarded.objects.create(
        entry=entry, kind=own["model"], key=str(own["pk"]), what=str(fact)[:500], records=records
    )


@transaction.atomic
def restore(user, discarded: Discarded, why: str = "") -> models.Model:
    """Put back what was deleted, under the same keys; `ValidationError` says what stands in its place."""
    found = list(serializers.deserialize("python", discarded.records))
    own = {(type(one.object), str(one.object.pk)) for one in found}
    if missing := sorted({told for one in found for told in missing_of(one, own)}):
        raise ValidationError(
            f"Il tient à ce qui a été supprimé depuis : {listed(missing)}. Remettez-le d’abord."
        )
    for one in found:
        one.object.validate_unique()
        one.object.validate_constraints()
        one.save()
    model = model_of(discarded.kind)
    fact = model._default_manager.get(pk=discarded.key)
    write_entry(user, fact, before={}, after=whole_state(fact), why=why or "Sorti de la corbeille.")
    discarded.delete()
    return fact


def missing_of(one, own: set) -> list[str]:
    """What a record names that is not in the database, nor comes back with it."""
    told = [
        (field, getattr(one.object, field.attname))
        for field in one.object._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    ]
    told += [(field, key) for field, keys in one.m2m_data.items() for key in keys] if one.m2m_data else []
    return [
        f"{field.verbose_name} n° {key}"
        for field, key in pairs(one.object, told)
        if key is not None
        and (field.related_model, str(key)) not in own
        and not field.related_model._default_manager.filter(pk=key).exists()
    ]


def pairs(row: models.Model, told):
    for field, key in told:
        yield (row._meta.get_field(field) if isinstance(field, str) else field), key


def contents(discarded: Discarded) -> str:
    """What comes back with it: « 3 signatures, 12 événements »."""
    counts: dict[str, int] = {}
    for record in discarded.records:
        counts[record["model"]] = counts.get(record["model"], 0) + 1
    names = [(model_of(label)._meta, count) for label, count in counts.items()]
    return listed(plural(count, opts.verbose_name, opts.verbose_name_plural) for opts, count in names)
