"""Compile the facts into an edition: copy, compile, check, and only then publish.

The file depends on the facts alone: rows are renumbered in an order that their content gives, so that the
same facts give the same bytes, whichever database they were edited in.
"""

import fcntl
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.db import connections, models, transaction

from agreements.compiled.compilation import IndexWriter
from agreements.compiled.texts import keep_texts
from agreements.models import Agreement
from portal.edition import numbers, places, store, versions
from portal.edition.manifest import EditionError, Manifest, root
from portal.publishing.chronicle import keeping
from portal.publishing.contents import (
    FUNCTIONS,
    PUBLISHED,
    RANKS,
    compiled,
    publication_errors,
)
from portal.publishing.copying import Copy
from portal.publishing.fingerprint import fingerprint
from portal.publishing.losses import refuse_a_large_loss
from portal.publishing.opendata import archive
from portal.publishing.origins import EDITING, Editing
from portal.publishing.parts import compile_parts, processes, texts_of
from portal.publishing.review import drafts
from portal.publishing.schema import created, own_indexes, schema, tables
from portal.publishing.writing import BUILDING, database_at

BATCH = 500


def publish(
    now: datetime, accepted: int | None = None, reviewed: str = "", note: str = ""
) -> tuple[Manifest, Manifest | None]:
    """Build, check and swap in a new edition; give it and the one before.

    When the facts have not changed since, the current edition stays and is given as both. When a check
    fails, `EditionError` says why and the current edition stays. Where the current one cannot be told, the
    newest that is kept stands for the one before. `accepted` is how many facts may be lost; `reviewed`, the
    fingerprint of the facts that were looked over: others are refused. What was compiled for that is published.
    """
    store.make_folder()
    versions.adopt()
    present = store.sound_current()
    before = present or versions.last_online() or next(iter(store.editions("*")), None)
    with only_one_at_a_time(), snapshot_of_the_facts(), store.temporary_file() as built:
        database = places.database()
        facts = fingerprint()
        if present and (present.facts, present.schema) == (facts, schema()) and store.intact(present):
            return unchanged(present)
        if reviewed and reviewed != facts:
            raise EditionError("Les faits ont changé depuis que vous les avez relus : relisez, puis publiez.")
        refuse_a_large_loss(before, database, accepted)
        counts = drafts.take(built, facts) or build(built, now.date())
        checksum = store.checksum(built)
        if present and (present.checksum, present.schema) == (checksum, schema()) and store.intact(present):
            return unchanged(present)
        made = put_online(built, now, counts, checksum, facts=facts, database=database, note=note)
        return made, before


def unchanged(present: Manifest) -> tuple[Manifest, Manifest]:
    """The current edition, which stays."""
    keeping.keep_up(present)
    return present, present


def put_online(built: Path, now: datetime, counts: dict[str, int], checksum: str, **origin: str) -> Manifest:
    """Make a file the current edition, under the next number; `origin` says where its facts come from."""
    manifest = Manifest(
        number=numbers.next_number(),
        published_at=now.isoformat(timespec="seconds"),
        checksum=checksum,
        size=built.stat().st_size,
        schema=schema(),
        counts=counts,
        **origin,
    )
    keeping.record(manifest, built)
    archive.record(manifest, built)
    store.install(built, manifest)
    versions.prune()
    return manifest


def build(path: Path, today: date, origin: Editing = EDITING) -> dict[str, int]:
    """Write a complete, checked edition of the facts at `path`; give the number of rows of each table."""
    with database_at(path) as connection:
        index = copied_and_compiled(path, connection, origin)
        with transaction.atomic(using=BUILDING):
            insert(compiled(BUILDING, index))
        finish(connection)
        counts = {model._meta.db_table: model.objects.using(BUILDING).count() for model in tables()}
        check(counts, today, origin)
    return counts


def copied_and_compiled(path: Path, connection, origin: Editing) -> IndexWriter:
    """Copy the facts, and write what follows from each agreement; give what the index of all is made of."""
    try:
        with processes(origin.count(Agreement)) as pool:
            indexes = create_tables(connection)
            with transaction.atomic(using=BUILDING):
                copy_facts(origin, texts_of(path))
                run(connection, indexes)
            return compile_parts(path, BUILDING, pool)
    finally:
        texts_of(path).unlink(missing_ok=True)


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


def copy_facts(origin: Editing, texts: Path) -> None:
    """Copy the allow-listed tables, and keep the words of the texts, in one reading of where they come from."""
    with snapshot_of_the_facts(origin.alias):
        copy = Copy(BUILDING, origin.rows, PUBLISHED, RANKS, FUNCTIONS)
        for model in PUBLISHED:
            copy.table(model)
        keep_texts(texts, origin.texts(), copy.numbers(Agreement))


@contextmanager
def snapshot_of_the_facts(alias: str = "default"):
    """All tables as they are at one moment, while editors and imports go on writing."""
    connection = connections[alias]
    if connection.in_atomic_block:
        yield
        return
    with reading_only(connection), transaction.atomic(using=alias):
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


def check(counts: dict[str, int], today: date, origin: Editing) -> None:
    """Refuse an edition that is damaged, that lost a row, or that could not be read as it should."""
    with ThreadPoolExecutor(1) as pool:  # the file is gone through while its tables are
        damaged = pool.submit(damage)
        faults = [*broken_links(), *lost_rows(counts, origin), *publication_errors(BUILDING, today)]
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


def lost_rows(counts: dict[str, int], origin: Editing) -> Iterator[str]:
    for model in PUBLISHED:
        there, here = origin.count(model), counts[model._meta.db_table]
        if there != here:
            yield f"{model._meta.db_table} : {there} lignes saisies, {here} publiées."


# -- Files -------------------------------------------------------------------------------------------------


@contextmanager
def only_one_at_a_time():
    """Two publications at once would both take the same number: the second is refused."""
    lock = root() / ".publication"
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # of this opening: two threads count as two
        except OSError as error:
            raise EditionError("Une autre publication est en cours.") from error
        yield
