"""What an entry says of each row, one by one: which value it was, which it is. Whatever page it was written on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import models

from portal.journal.values import RowKind, Value

#: Before a name: a value that a file, or a fact merged into this one, gave, and that was set aside.
ASIDE = "écarté"
#: Before a key and a name: a value of the fact, of the same kind, that became this one.
MERGED = "fusionné"


class Row(NamedTuple):
    """A row of the database, also when it is there no longer."""

    kind: str
    key: str


class Change(NamedTuple):
    """One value of one row; None where the row was not there before, or is not there after."""

    row: Row
    name: str
    before: Value | None
    after: Value | None
    aside: bool = False
    became: str = ""
    of: tuple[str, str] | None = (
        None  # for a row told with a fact: the field that ties it, and the key of the fact
    )


def model_of(kind: str) -> type[models.Model] | None:
    """The model of a kind of entry; none for what is not a fact: a publication, a command."""
    app, _, name = kind.partition(".")
    return apps.all_models[app].get(name) if name and app in apps.app_configs else None


def row_kinds_of(model: type[models.Model]) -> dict[str, RowKind]:
    """The rows that may be told with a fact, by their prefix; what an edition compiles is no row of the facts."""
    return {
        tie.get_accessor_name(): RowKind(tie.related_model, tie.field, tie.get_accessor_name())
        for tie in model._meta.related_objects
        if (tie.one_to_many or tie.one_to_one) and tie.related_model._meta.managed
    }


def changes(entry) -> Iterator[Change]:
    """What an entry changed, value by value; nothing for one that is not of a fact."""
    model = model_of(entry.kind)
    if model is None:
        return
    kinds, own = row_kinds_of(model), Row(entry.kind, entry.key)
    for name in {**entry.before, **entry.after}:
        before, after = entry.before.get(name), entry.after.get(name)
        first, _, rest = name.partition("/")
        if first == ASIDE:
            yield placed(kinds, own, rest, before, None)._replace(aside=True)
        elif first == MERGED:
            key, _, field = rest.partition("/")
            change = placed(kinds, Row(entry.kind, key), field, before, None)
            yield change if change.of else change._replace(became=entry.key)
        elif not rest or first in kinds or model_of(first):
            yield placed(kinds, own, name, before, after)


def placed(kinds: dict[str, RowKind], own: Row, name: str, before, after) -> Change:
    """« number » is of the fact itself; « events/12/nature » is the nature of the event 12, one of its own.

    « agreements.event/12/nature » is that of an event of another fact.
    """
    prefix, _, rest = name.partition("/")
    if not rest:
        return Change(own, name, before, after)
    key, _, field = rest.partition("/")
    if prefix not in kinds:
        return Change(Row(prefix, key), field, before, after)
    row = Row(kinds[prefix].model._meta.label_lower, key)
    return Change(row, field, before, after, of=(kinds[prefix].tie.name, own.key))


Rows = dict[Row, dict[str, Value]]


def earlier(rows: Rows, entries: Iterable) -> Rows:
    """The rows as they were before these entries, given the latest first; those told by none stay as they are."""
    found = defaultdict(dict, {row: dict(values) for row, values in rows.items()})
    for entry in entries:
        told = [change for change in changes(entry) if not change.aside]
        for change in told:
            for name in (change.name, *(change.of or ())[:1]):
                found[change.row].pop(name, None)
        for change in told:  # a row that came from another record was in that one
            if change.before is not None:
                found[change.row] |= {change.name: change.before, **dict([change.of] if change.of else [])}
    return {row: values for row, values in found.items() if values}
