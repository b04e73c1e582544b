"""The tables of an edition, and the name of their schema."""

import hashlib
from collections.abc import Iterator
from functools import cache

from django.db import models

from portal.publishing.contents import COMPILED, PUBLISHED


def tables() -> list[type[models.Model]]:
    return [*PUBLISHED, *COMPILED]


def created() -> list[type[models.Model]]:
    """The models whose tables are made; those of many-to-many fields come with the model that has them."""
    return [model for model in tables() if not model._meta.auto_created]


def own_indexes(model: type[models.Model]) -> Iterator[models.Index]:
    """The indexes of a table that Django does not manage, for which it makes none."""
    if model._meta.managed:
        return
    for field in model._meta.local_fields:
        if field.db_index and not field.unique:
            yield models.Index(fields=[field.name], name=f"{model._meta.model_name}_{field.column}"[:30])
    yield from model._meta.indexes


@cache
def schema() -> str:
    """A name for the tables that this code reads."""
    described = [
        (
            model._meta.db_table,
            getattr(model, "create_sql", ""),
            [(field.column, field.get_internal_type()) for field in model._meta.concrete_fields],
        )
        for model in tables()
    ]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:16]
