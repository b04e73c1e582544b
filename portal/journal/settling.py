"""Settling what a file and an editor say otherwise: take the file's, or keep one's own. The journal tells which.

What is kept is told as set aside: the file says it again in vain, until it says something else.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction

from portal.journal.bin import restore, whole_state
from portal.journal.changes import ASIDE, model_of
from portal.journal.entries import write_entry
from portal.journal.models import Conflict, Discarded, Entry
from portal.journal.spoken import in_words, named_rows
from portal.journal.values import Value, value_of


class Choice(NamedTuple):
    """One value on which a file and an editor disagree."""

    name: str
    label: str
    mine: str
    theirs: str


def fact_of(conflict: Conflict) -> models.Model | None:
    """The fact, unless it was deleted."""
    return model_of(conflict.kind)._default_manager.filter(pk=conflict.key).first()


def choices(conflict: Conflict) -> Iterator[Choice]:
    """What is to be chosen; of a deleted fact, all that the file says of it."""
    model, fact = model_of(conflict.kind), fact_of(conflict)
    fields = {name: model._meta.get_field(name) for name in conflict.theirs}
    mine = {name: value_of(fact, name) for name in fields} if fact else {}
    asked = [(fields[name], value) for told in (mine, conflict.theirs) for name, value in told.items()]
    names = named_rows(asked)
    for name, theirs in conflict.theirs.items():
        if fact is None or mine[name] != theirs:
            told = [in_words(fields[name], value, names) for value in (mine.get(name), theirs)]
            yield Choice(name, str(fields[name].verbose_name), *told)


@transaction.atomic
def settle(user, conflict: Conflict, taken: Collection[str], why: str = "") -> None:
    """Write what is taken of the file, set the rest aside; `ValidationError` says why it cannot be."""
    fact = fact_of(conflict)
    if fact is None:
        settle_deleted(user, conflict, bool(taken), why)
    else:
        before = whole_state(fact)
        take(fact, {name: value for name, value in conflict.theirs.items() if name in taken})
        aside = {f"{ASIDE}/{name}": value for name, value in conflict.theirs.items() if name not in taken}
        write_entry(user, fact, before={**before, **aside}, after=whole_state(fact), why=why)
    conflict.delete()


def take(fact: models.Model, values: dict[str, Value]) -> None:
    """Give a fact these values, as a page would send them."""
    links = {}
    for name, value in values.items():
        field = fact._meta.get_field(name)
        if field.many_to_many:
            links[name] = [int(key) for key in value]
        else:
            setattr(fact, field.attname, emptied(field) if value == "" else field.to_python(value))
    fact.full_clean()
    fact.save()
    for name, keys in links.items():
        getattr(fact, name).set(keys)


def emptied(field: models.Field):
    return None if field.null else ""


def settle_deleted(user, conflict: Conflict, taken: bool, why: str) -> None:
    """Taken, it comes back from the bin, as the file says it; else what the file says is set aside."""
    model = model_of(conflict.kind)
    if taken:
        discarded = Discarded.objects.filter(kind=conflict.kind, key=conflict.key).last()
        if discarded is None:
            raise ValidationError("La corbeille a été vidée depuis : saisissez cette fiche à nouveau.")
        fact = restore(user, discarded, why)
        before = whole_state(fact)
        take(fact, conflict.theirs)
        write_entry(user, fact, before=before, after=whole_state(fact), why=why)
        return
    Entry.objects.create(
        user=user,
        by=user.get_username(),
        kind=model._meta.label_lower,
        key=conflict.key,
        what=conflict.what,
        before={f"{ASIDE}/{name}": value for name, value in conflict.theirs.items()},
        why=why.strip(),
    )
