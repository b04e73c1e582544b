"""Copy the facts into an edition, numbered anew in an order that their content gives.

The rows are read in one pass from the editing database, whichever it is, and numbered by SQLite itself: a
table is never held in memory, and the same facts give the same numbers.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator

from django.db import connections, models

from agreements.law.names.official import in_prose
from portal.french.writing import written

#: Rows that are read and written at once.
BATCH = 2_000
#: A table as it was read, then with its new numbers; both are gone at the end of its copy.
READ, NUMBERED = "temp.fact_read", "temp.fact_numbered"
#: Memory that SQLite may use to sort, in kibibytes.
SORTING_KIB = 128 * 1024


class Copy:
    """The copy of some tables of facts into the edition at `alias`; `rows` gives those of each."""

    def __init__(
        self,
        alias: str,
        rows: Callable[[type[models.Model]], Iterator[tuple]],
        models: list[type[models.Model]],
        ranks: dict[type[models.Model], str],
        functions: dict[str, Callable],
    ):
        self.connection, self.rows, self.ranks = connections[alias], rows, ranks
        #: Tables that others name by the number of a row: the others follow their new numbers.
        self.named = {field.related_model for model in models for field in links_of(model)}
        self.connection.ensure_connection()
        for name, function in functions.items():
            self.connection.connection.create_function(name, 1, function, deterministic=True)
        for schema in ("main", "temp"):  # what is sorted, and the numbers that are looked up
            self.run(f"PRAGMA {schema}.cache_size = -{SORTING_KIB}")
        self.run("PRAGMA ignore_check_constraints = ON")  # the edition is checked whole, once it is made

    def run(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)

    def quoted(self, *names: str) -> str:
        return ", ".join(self.connection.ops.quote_name(name) for name in names)

    def table(self, model: type[models.Model]) -> None:
        """Copy one table, whose parents are already copied."""
        content = [field for field in model._meta.concrete_fields if not field.primary_key]
        key, held = self.quoted(model._meta.pk.column), self.quoted(*(field.column for field in content))
        self.read(model)
        moved = f"SELECT {key}, {', '.join(map(self.moved, content))} FROM {READ}"  # noqa: S608 - our own names
        rows = f"FROM ({moved}) ORDER BY {self.ranks.get(model, held)}, {key}"
        if model in self.named:
            self.run(f"CREATE TABLE {NUMBERED} (new INTEGER PRIMARY KEY, {key}, {held})")
            self.run(f"INSERT INTO {NUMBERED} ({key}, {held}) SELECT {key}, {held} {rows}")  # noqa: S608
            self.run(f"CREATE TABLE {numbers_of(model)} (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)")
            self.run(f"INSERT INTO {numbers_of(model)} SELECT {key}, new FROM {NUMBERED}")  # noqa: S608
            rows = f"FROM {NUMBERED} ORDER BY new"
        self.run(f"INSERT INTO {self.quoted(model._meta.db_table)} ({held}) SELECT {held} {rows}")  # noqa: S608
        for table in (READ, NUMBERED):
            self.run(f"DROP TABLE IF EXISTS {table}")

    def read(self, model: type[models.Model]) -> None:
        """Take the rows of a table as they are where the facts come from."""
        columns = self.quoted(*(field.column for field in model._meta.concrete_fields))
        self.run(f"CREATE TABLE {READ} AS SELECT {columns} FROM {self.quoted(model._meta.db_table)} LIMIT 0")  # noqa: S608
        self.write(READ, len(model._meta.concrete_fields), self.rows(model))

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


def links_of(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def numbers_of(model: type[models.Model]) -> str:
    """The table, gone with the connection, that gives the new numbers of the rows of another."""
    return f"temp.numbers_of_{model._meta.db_table}"


def reading(model: type[models.Model], alias: str = "default", given: Collection[str] = ()) -> str:
    """The query that reads a whole table in the order of its keys, its dates as they are written.

    The columns that are `given` are not there: their values are parameters of the query.
    """
    quoted = connections[alias].ops.quote_name

    def column(field: models.Field) -> str:
        if field.column in given:
            return "%s"
        return (
            f"CAST({quoted(field.column)} AS text)"
            if isinstance(field, models.DateField)
            else quoted(field.column)
        )

    columns = ", ".join(map(column, model._meta.concrete_fields))
    return f"SELECT {columns} FROM {quoted(model._meta.db_table)} ORDER BY {quoted(model._meta.pk.column)}"  # noqa: S608


def rows_of(
    model: type[models.Model], alias: str = "default", given: dict[str, object] | None = None
) -> Iterator[tuple]:
    """The rows of a table, as its database holds them; the values `given` stand for columns that are not there."""
    given = given or {}
    fields = model._meta.concrete_fields
    documents = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    prose = [field.name in getattr(model, "PROSE", ()) for field in fields]
    with connections[alias].chunked_cursor() as cursor:
        cursor.execute(reading(model, alias, given), list(given.values()))
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                yield tuple(
                    (in_prose(written(value)) if told else written(value)) if type(value) is str else value
                    for value, told in zip(in_one_order(row, documents), prose, strict=True)
                )


def in_one_order(row: tuple, documents: Iterable[int]) -> tuple:
    """A row whose JSON has its keys in order: PostgreSQL keeps none, SQLite that of the writing."""
    if not documents:
        return row
    row = list(row)
    for place in documents:
        row[place] = json.dumps(written_within(json.loads(row[place])), ensure_ascii=False, sort_keys=True)
    return tuple(row)


def written_within(value):
    """A JSON value whose texts are as they are written: in JSON a character of command may be spelled out."""
    if isinstance(value, str):
        return written(value)
    if isinstance(value, dict):
        return {written(name): written_within(held) for name, held in value.items()}
    return [written_within(held) for held in value] if isinstance(value, list) else value
