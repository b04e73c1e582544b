"""Deleting a fact: what holds it is named, what goes with it is shown, and all of it goes to the bin."""

from collections.abc import Iterable

from django.contrib.admin.utils import NestedObjects
from django.db import models
from django.utils.html import format_html

from portal.journal.entries import page_of


def gathered(facts: Iterable[models.Model]) -> NestedObjects:
    """These facts, and all that their deletion takes away."""
    gone = NestedObjects(using="default")
    gone.collect(list(facts))
    return gone


def is_fact(model: type[models.Model]) -> bool:
    """Whether its rows say something by themselves, and do not only tie two others."""
    return not model._meta.auto_created


def holders(facts: Iterable[models.Model], gone: NestedObjects) -> list[str]:
    """What forbids deleting these facts, by name: the texts that hold them, each with what it says of them."""
    facts = list(facts)
    taken = {(type(row), row.pk) for rows in gone.data.values() for row in rows}
    found = [*gone.protected, *linked_to(facts)]
    return sorted({named(row) for row in found if (type(row), row.pk) not in taken})


def linked_to(facts: list[models.Model]) -> list[models.Model]:
    """The rows that name one of these facts among others: a signature that cites a source, a text of a theme."""
    found = []
    for model in {type(fact) for fact in facts}:
        keys = [fact.pk for fact in facts if isinstance(fact, model)]
        for link in model._meta.related_objects:
            if link.many_to_many:
                found += link.related_model._default_manager.filter(
                    **{f"{link.field.name}__in": keys}
                ).distinct()
    return found


def named(row: models.Model) -> str:
    """The text, the organisation or the convention of a row, with the row; each a link to its page."""
    owner = owner_of(row)
    what = f"{row._meta.verbose_name} « {row} »"
    if owner is row:
        return linked(row, what)
    return format_html("{} : {}", linked(owner, str(owner)), what)


def owner_of(row: models.Model) -> models.Model:
    """The fact on whose page a row is written."""
    for name in ("agreement", "measure", "organisation", "convention", "audience"):
        if any(field.name == name for field in row._meta.concrete_fields) and getattr(row, name):
            return getattr(row, name)
    return row


def linked(fact: models.Model, told: str) -> str:
    address = page_of(fact)
    return format_html('<a href="{}">{}</a>', address, told) if address else told
