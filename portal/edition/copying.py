"""Copy the facts into an edition, numbered anew in an order that their content gives.

The rows are read in one pass from the editing database, whichever it is, and numbered by SQLite itself: a
table is never held in memory, and the same facts give the same numbers.
"""

import json
from collections.abc import Callable, Iterable, Iterator

from django.db import connections, models

#: Rows that are read and written at once.
BATCH = 2_000
#: A table as it was read, then with its new numbers; both are gone at the end of its copy.
READ, NUMBERED = "temp.fact_read", "temp.fact_numbered"
#: Memory that SQLite may use to sort, in kibibytes.
SORTING_KIB = 128 * 1024


class Copy:
    """The copy of the facts of the editing database into the edition at `alias`."""

    def __init__(self, alias: str, ranks: dict[type[models.Model], str], functions: dict[str, Callable]):
        self.connection, self.ranks = connections[alias], ranks
        self.connection.ensure_connection()
        for name, function in functions.items():
            self.connection.connection.create_function(name, 1, function, deterministic=True)
        self.run(f"PRAGMA cache_size = -{SORTING_KIB}")

    def run(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)

    def quoted(self, *names: str) -> str:
        return ", ".join(self.connection.ops.quote_name(name) for name in names)

    def table(self, model: type[models.Model]) -> None:
        """Copy one table, whose parents are already copied."""
        name = self.quoted(model._meta.db_table)
        columns = self.quoted(*(field.column for field in model._meta.concrete_fields))
        key = self.quoted(model._meta.pk.column)
        content = [field for field in model._meta.concrete_fields if not field.primary_key]
        held = self.quoted(*(field.column for field in content))
        self.run(f"CREATE TABLE {READ} AS SELECT {columns} FROM {name} LIMIT 0")  # noqa: S608 - our own names
        self.write(READ, len(model._meta.concrete_fields), rows_of(model))
        order = f"{self.ranks.get(model, held)}, {key}"
        moved = f"SELECT {key}, {', '.join(map(self.moved, content))} FROM {READ}"  # noqa: S608 - our own names
        self.run(
            f"CREATE TABLE {NUMBERED} AS SELECT row_number() OVER (ORDER BY {order}) AS renumbered, * FROM ({moved})"  # noqa: S608
        )
        self.run(
            f"INSERT INTO {name} ({key}, {held}) SELECT renumbered, {held} FROM {NUMBERED} ORDER BY renumbered"  # noqa: S608
        )
        self.run(f"CREATE TABLE {numbers_of(model)} (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)")
        self.run(f"INSERT INTO {numbers_of(model)} SELECT {key}, renumbered FROM {NUMBERED}")  # noqa: S608
        self.run(f"DROP TABLE {READ}")
        self.run(f"DROP TABLE {NUMBERED}")

    def moved(self, field: models.Field) -> str:
        """A column as the edition holds it: a link follows the new number of what it names."""
        column = self.quoted(field.column)
        if not field.is_relation:
            return column
        numbers = numbers_of(field.related_model)
        return f"(SELECT new FROM {numbers} WHERE old = {column}) AS {column}"  # noqa: S608 - our own names

    def write(self, table: str, width: int, rows: Iterator[tuple]) -> None:
        marks = ", ".join(["%s"] * width)
        with self.connection.cursor() as cursor:
            while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)  # noqa: S608 - our own names

    def numbers(self, model: type[models.Model]) -> dict[int, int]:
        """The new number of each row of a table that was copied."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT old, new FROM {numbers_of(model)}")  # noqa: S608 - our own names
            return dict(cursor.fetchall())


def numbers_of(model: type[models.Model]) -> str:
    """The table, gone with the connection, that gives the new numbers of the rows of another."""
    return f"temp.numbers_of_{model._meta.db_table}"


def reading(model: type[models.Model]) -> str:
    """The query that reads a whole table in the order of its keys, its dates as they are written."""
    quoted = connections["default"].ops.quote_name
    columns = ", ".join(
        f"CAST({quoted(field.column)} AS text)"
        if isinstance(field, models.DateField)
        else quoted(field.column)
        for field in model._meta.concrete_fields
    )
    return f"SELECT {columns} FROM {quoted(model._meta.db_table)} ORDER BY {quoted(model._meta.pk.column)}"  # noqa: S608


def rows_of(model: type[models.Model]) -> Iterator[tuple]:
    """The rows of a table of the editing database, as it holds them."""
    fields = model._meta.concrete_fields
    documents = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    with connections["default"].chunked_cursor() as cursor:
        cursor.execute(reading(model))
        while batch := cursor.fetchmany(BATCH):
            yield from (in_one_order(row, documents) for row in batch) if documents else batch


def in_one_order(row: tuple, documents: Iterable[int]) -> tuple:
    """A row whose JSON has its keys in order: PostgreSQL keeps none, SQLite that of the writing."""
    row = list(row)
    for place in documents:
        row[place] = json.dumps(json.loads(row[place]), ensure_ascii=False, sort_keys=True)
    return tuple(row)
