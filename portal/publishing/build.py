"""Compile the facts into an edition: copy, compile, check, and only then publish.

The file depends on the facts alone: rows are renumbered in an order that their content gives, so that the
same facts give the same bytes, whichever database they were edited in.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.db import connections, models, transaction

from agreements.models import Agreement
from portal.edition import store
from portal.edition.store import EditionError, Manifest
from portal.publishing.contents import (
    FUNCTIONS,
    PUBLISHED,
    RANKS,
    READ,
    compiled,
    compiled_from_unpublished,
    publication_errors,
)
from portal.publishing.copying import Copy
from portal.publishing.fingerprint import fingerprint
from portal.publishing.parts import compile_parts
from portal.publishing.schema import created, own_indexes, schema, tables
from portal.publishing.writing import BUILDING, database_at

BATCH = 500


def publish(now: datetime) -> tuple[Manifest, Manifest | None]:
    """Build, check and swap in a new edition; give it and the one before.

    When the facts have not changed since, the current edition stays and is given as both. When a check
    fails, `EditionError` says why and the current edition stays.
    """
    store.folder().mkdir(parents=True, exist_ok=True)
    before = store.current()
    with only_one_at_a_time(), snapshot_of_the_facts(), temporary_file() as built:
        facts = fingerprint([*PUBLISHED, *READ])
        if before and (before.facts, before.schema) == (facts, schema()) and store.intact(before):
            return before, before
        counts = build(built, now.date())
        checksum = store.checksum(built)
        if before and (before.checksum, before.schema) == (checksum, schema()) and store.intact(before):
            return before, before
        manifest = Manifest(
            number=store.next_number(),
            published_at=now.isoformat(timespec="seconds"),
            checksum=checksum,
            facts=facts,
            size=built.stat().st_size,
            schema=schema(),
            counts=counts,
        )
        store.install(built, manifest)
    return manifest, before


def build(path: Path, today: date) -> dict[str, int]:
    """Write a complete, checked edition at `path`; give the number of rows of each table."""
    with database_at(path) as connection:
        indexes = create_tables(connection)
        with transaction.atomic(using=BUILDING):
            copy_facts()
            run(connection, indexes)
        index = compile_parts(path, BUILDING, Agreement.objects.using(BUILDING).count())
        with transaction.atomic(using=BUILDING):
            insert(compiled(BUILDING, index))
        finish(connection)
        counts = {model._meta.db_table: model.objects.using(BUILDING).count() for model in tables()}
        check(counts, today)
    return counts


def create_tables(connection) -> list[str]:
    """Make the tables; give what makes the indexes of the facts, which cost less once the rows are there."""
    with connection.schema_editor() as editor:
        for model in created():
            if own := getattr(model, "create_sql", None):
                editor.execute(own)
            else:
                editor.create_model(model)
        indexes = [str(statement) for statement in editor.deferred_sql]
        editor.deferred_sql.clear()
    return indexes


def finish(connection) -> None:
    """What a table asks once its rows are there: its own indexes, and its own last words.

    Then the whole is written anew, so that its bytes follow from its rows and not from the order of their writing.
    """
    editor = connection.schema_editor()  # not entered: leaving it would check every link, as `check` does
    for model in created():
        run(connection, [str(index.create_sql(model, editor)) for index in own_indexes(model)])
    run(connection, [own for model in created() if (own := getattr(model, "finish_sql", None))])
    run(connection, ["ANALYZE", "VACUUM"])


def run(connection, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# -- Copy --------------------------------------------------------------------------------------------------


def copy_facts() -> None:
    """Copy the allow-listed tables, in one reading of the editing database."""
    with snapshot_of_the_facts():
        copy = Copy(BUILDING, PUBLISHED, RANKS, FUNCTIONS)
        for model in PUBLISHED:
            copy.table(model)
        insert(compiled_from_unpublished(copy.numbers))


@contextmanager
def snapshot_of_the_facts():
    """All tables as they are at one moment, while editors and imports go on writing."""
    connection = connections["default"]
    if connection.in_atomic_block:
        yield
        return
    with reading_only(connection), transaction.atomic(using="default"):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def reading_only(connection):
    """A transaction that keeps no writer waiting: SQLite's would otherwise take the right to write at once."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual


def insert(objects: Iterator[models.Model]) -> None:
    """Write rows of any models, in batches, in the order given for each model."""
    waiting: dict[type, list] = {}
    for row in objects:
        batch = waiting.setdefault(type(row), [])
        batch.append([getattr(row, field.attname) for field in row._meta.concrete_fields])
        if len(batch) == BATCH:
            write(type(row), row._meta.concrete_fields, batch)
            batch.clear()
    for model, batch in waiting.items():
        write(model, model._meta.concrete_fields, batch)


def write(model: type[models.Model], fields: Iterable[models.Field], rows: Iterable[list]) -> None:
    """Write rows of one table as SQLite takes them, without making objects of them."""
    connection = connections[BUILDING]
    quoted = connection.ops.quote_name
    columns, marks = ", ".join(quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
            [
                [stored(field, value, connection) for field, value in zip(fields, row, strict=True)]
                for row in rows
            ],
        )


def stored(field: models.Field, value, connection):
    """A value as the column holds it; those that are already so need no asking."""
    if value is None or type(value) in (str, int, bool, bytes):
        return value
    return field.get_db_prep_save(value, connection)


# -- Check -------------------------------------------------------------------------------------------------


def check(counts: dict[str, int], today: date) -> None:
    """Refuse an edition that is damaged, that lost a row, or that could not be read as it should."""
    with ThreadPoolExecutor(1) as pool:  # the file is gone through while its tables are
        damaged = pool.submit(damage)
        faults = [*broken_links(), *lost_rows(counts), *publication_errors(BUILDING, today)]
        faults = [*damaged.result(), *faults]
    if faults:
        shown = "\n".join(f"- {fault}" for fault in faults[:20])
        raise EditionError(f"L’édition n’est pas publiée, {len(faults)} contrôle(s) la refusent :\n{shown}")


def damage() -> list[str]:
    """What SQLite finds wrong in the file: pages, indexes, rows that break a rule of their table.

    On a connection of its own, as Django opens it: SQLite forgets the rules of what it opens to read only.
    """
    connection = connections[BUILDING]  # each thread has its own
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            return [told for (told,) in cursor.fetchall() if told != "ok"]
    finally:
        connection.close()


def broken_links() -> Iterator[str]:
    with connections[BUILDING].cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, *_ in cursor.fetchall():
            yield f"Lien rompu dans la table {table} (ligne {row})."


def lost_rows(counts: dict[str, int]) -> Iterator[str]:
    for model in PUBLISHED:
        there, here = model.objects.using("default").count(), counts[model._meta.db_table]
        if there != here:
            yield f"{model._meta.db_table} : {there} lignes saisies, {here} publiées."


# -- Files -------------------------------------------------------------------------------------------------


@contextmanager
def temporary_file():
    """A file of the folder of editions, removed unless it was made an edition."""
    handle, name = tempfile.mkstemp(prefix=".edition-", suffix=".sqlite3", dir=store.folder())
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def only_one_at_a_time():
    """Two publications at once would both take the same number: the second is refused."""
    lock = store.folder() / ".publication"
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # of this opening: two threads count as two
        except OSError as error:
            raise EditionError("Une autre publication est en cours.") from error
        yield
