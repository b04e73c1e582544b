"""The editing database on SQLite: copied by its own online backup, while it is read and written."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.db import connections

from portal.copies.contents import CopyError, copied
from portal.copies.digest import Facts, facts_of, in_batches
from portal.edition.store import sync
from portal.french import system

FILE = "base.sqlite3"


def place() -> Path:
    return Path(connections["default"].settings_dict["NAME"])


def save(folder: Path) -> Facts:
    """Copy the database as it is at one moment to `folder`; give what it holds."""
    if not place().is_file():
        raise CopyError(f"Il n’y a pas de base d’édition à sauvegarder : {place()} n’existe pas.")
    target = folder / FILE
    connection = connections["default"]
    try:
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, and nothing beside it
            facts = held_by(copy)
    except sqlite3.Error as error:
        raise CopyError(
            f"La base d’édition n’a pas pu être copiée : {system.reason_of_the_database(error) or error}."
        ) from error
    sync(target)
    return facts


def held_by(database: sqlite3.Connection) -> Facts:
    database.execute("PRAGMA ignore_check_constraints = ON")  # they call functions that Django gives
    told = database.execute("PRAGMA integrity_check(1)").fetchone()
    if told != ("ok",):
        raise CopyError(f"La base d’édition est abîmée : {told[0]}.")
    tables = [
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
    ]

    def read(table: str) -> Iterator[tuple]:
        return in_batches(database.execute(f'SELECT * FROM "{table}"'))  # noqa: S608 - as the database names it

    return facts_of(tables, read)


def is_empty() -> bool:
    """Whether nothing is there: no file, or one without a table."""
    if not place().exists():
        return True
    with closing(sqlite3.connect(f"file:{place()}?mode=ro", uri=True)) as database:
        return database.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)


def restore(saved: Path) -> None:
    """Put a saved database in its place, whole or not at all."""
    fresh = place().with_name(f".restauration-{os.getpid()}.sqlite3")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    try:
        copied(saved, fresh)
        os.replace(fresh, place())
    finally:
        fresh.unlink(missing_ok=True)
    sync(place().parent)


def present() -> Facts:
    """What the database in place holds."""
    with closing(sqlite3.connect(place())) as database:
        return held_by(database)
