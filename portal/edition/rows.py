"""Rows read by a query that is written once: Django takes ten times longer to write one than SQLite to answer it.

It is for what one page asks a dozen times. Everywhere else the ORM says more, and is fast enough.
"""

import json
from collections.abc import Callable, Collection
from functools import cached_property

from django.db import connections, router
from django.db.models import Field, Model

#: What a column is looked for in when it is one of several numbers, which `among` writes.
AMONG = "IN (SELECT value FROM json_each(%s))"


def among(numbers: Collection[int]) -> str:
    return json.dumps(list(numbers))


class Rows:
    """The rows of a model, or of several joined: their columns, then what the query says from « FROM » on."""

    def __init__(self, query: str, *models: type[Model]):
        self.query, self.models = query, models

    def __call__(self, *values) -> list:
        """The instances; those of several models come in tuples, None in the place of what no row was joined to."""
        connection = connections[router.db_for_read(self.models[0])]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            rows = [self.instances(connection, row) for row in cursor.fetchall()]
        return rows if len(self.models) > 1 else [instance for (instance,) in rows]

    @cached_property
    def fields(self) -> list[list[Field]]:
        return [list(model._meta.concrete_fields) for model in self.models]

    @cached_property
    def sql(self) -> str:
        columns = (
            f'"{model._meta.db_table}"."{field.column}"'
            for model, fields in zip(self.models, self.fields, strict=True)
            for field in fields
        )
        return f"SELECT {', '.join(columns)} {self.query}"

    @cached_property
    def parts(self) -> list[tuple[type[Model], list[str], int, int]]:
        """For each model, the names of its fields, and where they begin and end in a row."""
        parts, start = [], 0
        for model, fields in zip(self.models, self.fields, strict=True):
            end = start + len(fields)
            parts.append((model, [field.attname for field in fields], start, end))
            start = end
        return parts

    @cached_property
    def conversions(self) -> list[tuple[int, Field, list[Callable]]]:
        """The columns whose values are not as Python has them, with what makes them so."""
        connection = connections[router.db_for_read(self.models[0])]
        conversions = []
        for place, field in enumerate(field for fields in self.fields for field in fields):
            column = field.cached_col
            found = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
            if found:
                conversions.append((place, column, found))
        return conversions

    def instances(self, connection, row: tuple) -> tuple:
        values = list(row)
        for place, column, converters in self.conversions:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return tuple(
            model.from_db(connection.alias, names, values[start:end]) if values[start] is not None else None
            for model, names, start, end in self.parts
        )
