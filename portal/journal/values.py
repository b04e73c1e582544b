"""A fact and its rows as plain values: what was seen, what is there now, what is sent. One form for all of them."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import models

#: « number », or « events/12/nature » for a row: what tells a value from the others of a fact.
Key = str
Value = str | list[str]
State = dict[Key, Value]


class RowKind(NamedTuple):
    """The rows of a fact: their model, the field that ties them, the prefix of their values."""

    model: type[models.Model]
    tie: models.ForeignKey
    prefix: str


def state_of(fact: models.Model, kinds: Iterable[RowKind]) -> State:
    """All that is told of a fact and of its rows, in two queries for each kind of row that has links."""
    state = {name: value for name, value in values_of(fact)}
    for kind in kinds:
        links = [field.name for field in kind.model._meta.many_to_many]
        rows = kind.model._default_manager.filter(**{kind.tie.name: fact.pk}).order_by("pk")
        for row in rows.prefetch_related(*links):
            for name, value in values_of(row, kind.tie):
                state[f"{kind.prefix}/{row.pk}/{name}"] = value
    return state


def told_rows(rows: Iterable[models.Model]) -> State:
    """Rows of whatever kind, whole, as an entry tells those that are not of its own fact."""
    return {
        f"{row._meta.label_lower}/{row.pk}/{name}": value for row in rows for name, value in values_of(row)
    }


def values_of(row: models.Model, tie: models.Field | None = None) -> Iterator[tuple[str, Value]]:
    for field in row._meta.concrete_fields:
        if field.editable and not field.primary_key and field is not tie:
            yield field.name, plain(getattr(row, field.attname))
    for field in row._meta.many_to_many:
        yield field.name, plain(getattr(row, field.name).all())


def value_of(row: models.Model, name: str) -> Value:
    """One value of a row."""
    field = row._meta.get_field(name)
    return plain(getattr(row, name).all() if field.many_to_many else getattr(row, field.attname))


def plain(value) -> Value:
    """A value as a page sends it back: a key, a date, a text; several keys for links."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, str):
        return str(value).replace("\r\n", "\n")
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    if isinstance(value, Iterable):
        return sorted((plain(one) for one in value), key=lambda text: (len(text), text))
    return str(value)
