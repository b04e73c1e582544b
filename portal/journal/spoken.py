"""The journal in words: each value under the name that its page gives it, as people read it, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from portal.french.writing import date_fr, listed, upper_first
from portal.journal.changes import ASIDE, MERGED, changes, model_of, row_kinds_of
from portal.journal.models import Entry
from portal.journal.values import Value


class Said(NamedTuple):
    """One value that an entry changed."""

    name: str
    before: str
    after: str


def field_of(kind: str, name: str) -> models.Field | None:
    try:
        return model_of(kind)._meta.get_field(name)
    except FieldDoesNotExist:  # it was one when this was written
        return None


def named_rows(asked: Iterable[tuple[models.Field, Value]]) -> dict[tuple[type, str], str]:
    """What the keys among these values name, in one query for each kind of fact."""
    wanted = defaultdict(set)
    for field, value in asked:
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and value:
            wanted[field.related_model].update(value if isinstance(value, list) else [value])
    return {
        (model, str(row.pk)): str(row)
        for model, keys in wanted.items()
        for row in model._default_manager.filter(pk__in=[key for key in keys if str(key).isdecimal()])
    }


def in_words(field: models.Field | None, value: Value | None, names: dict) -> str:
    """A value as people read it: « 23 juin 2020 », « CCN 66 et CCN 79 », « oui », « (vide) »."""
    if value is None:
        return "—"
    if value in ("", []):
        return "(vide)"
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        keys = value if isinstance(value, list) else [value]
        return listed(names.get((field.related_model, key), f"n° {key}, supprimé") for key in keys)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "oui" if value == "True" else "non"
    if isinstance(field, models.DateField):
        return date_fr(date.fromisoformat(value))
    return value if isinstance(value, str) else listed(value)


def spoken(entries: Iterable[Entry], most: int | None = None) -> dict[int, list[Said]]:
    """What each of these entries changed, its first values where `most` says how many.

    What was left empty in a new row is not told.
    """
    told = {}
    for entry in entries:
        found = [change for change in changes(entry) if change.before or change.after]
        told[entry.pk] = entry, found[:most] if most else found
    fields = {
        (change.row.kind, change.name): field_of(change.row.kind, change.name)
        for _, found in told.values()
        for change in found
    }
    asked = [
        (fields[change.row.kind, change.name], value)
        for _, found in told.values()
        for change in found
        for value in (change.before, change.after)
    ]
    names = named_rows(asked)
    return {
        pk: [*said_of(entry, found, fields, names), *plainly(entry)] for pk, (entry, found) in told.items()
    }


def said_of(entry: Entry, found: list, fields: dict, names: dict) -> Iterator[Said]:
    for change in found:
        field = fields[change.row.kind, change.name]
        if change.before is None and names_the_fact(entry, field, change.after):
            continue
        label = str(field.verbose_name) if field is not None else change.name
        if change.row.key != entry.key or change.row.kind != entry.kind:
            label = f"{model_of(change.row.kind)._meta.verbose_name} n° {change.row.key}, {label}"
        if change.aside:
            label = f"{label}, selon ce qui a été écarté"
        if change.became:
            label = f"{label}, fusionnée"
        yield Said(
            upper_first(label), *(in_words(field, value, names) for value in (change.before, change.after))
        )


def names_the_fact(entry: Entry, field: models.Field | None, value: Value | None) -> bool:
    """Whether a new row only says, by this value, that it is of the fact itself."""
    if not isinstance(field, models.ForeignKey) or value != entry.key:
        return False
    return field.related_model._meta.label_lower == entry.kind


def plainly(entry: Entry) -> Iterator[Said]:
    """What is not a value of a row: the report of a command, what a publication says."""
    own = model_of(entry.kind) is not None
    for name in {**entry.before, **entry.after}:
        first, _, rest = name.partition("/")
        if not own or (rest and first not in (ASIDE, MERGED) and not knows_rows(entry, first)):
            yield Said(upper_first(name), str(entry.before.get(name, "")), str(entry.after.get(name, "")))


def knows_rows(entry: Entry, prefix: str) -> bool:
    return bool(model_of(prefix)) or prefix in row_kinds_of(model_of(entry.kind))
