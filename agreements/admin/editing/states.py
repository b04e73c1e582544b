"""What a page showed of a fact and of its rows, sealed to be sent with it and back; and each value in words."""

from collections.abc import Iterable
from datetime import date

from django.core import signing
from django.db import models
from django.forms.models import _get_foreign_key

from portal.french.writing import date_fr, listed
from portal.journal.values import RowKind, State, Value

SALT = "seen"


def row_kinds(model: type[models.Model], inlines: Iterable) -> list[RowKind]:
    kinds = []
    for inline in inlines:
        tie = _get_foreign_key(model, inline.model, fk_name=inline.fk_name)
        kinds.append(RowKind(inline.model, tie, tie.remote_field.get_accessor_name(model=inline.model)))
    return kinds


def sealed(state: State) -> str:
    """A state to be sent with a page and back: nobody can make one up."""
    return signing.dumps(state, salt=SALT, compress=True)


def opened(text: str) -> State | None:
    """The state that came back; none for one that this installation did not seal."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None


def in_words(field: models.Field, value: Value) -> str:
    """A value as people read it: « 23 juin 2020 », « CCN 66 et CCN 79 », « oui », « (vide) »."""
    if value in ("", []):
        return "(vide)"
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        keys = value if isinstance(value, list) else [value]
        found = field.related_model._default_manager.filter(pk__in=keys)
        return listed(str(one) for one in found) or "(supprimé)"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "oui" if value == "True" else "non"
    if isinstance(field, models.DateField):
        return date_fr(date.fromisoformat(value))
    return value


def row_in_words(kind: RowKind, state: State, key: str) -> str:
    """A row that may be gone: its first values, as they were seen."""
    start = f"{kind.prefix}/{key}/"
    told = []
    for name, value in state.items():
        if name.startswith(start) and value not in ("", [], "0", "False"):
            told.append(in_words(kind.model._meta.get_field(name.removeprefix(start)), value))
    return f"{kind.model._meta.verbose_name} « {', '.join(told[:3])} »"
