"""The database being written: an edition that nobody reads yet, under a name of its own."""

import sqlite3
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, connections

from portal.edition.manifest import EditionError
from portal.french import system

BUILDING = "edition_being_built"


@contextmanager
def database_at(path: Path):
    """A connection to the file being written, under a name of its own, gone at the end."""
    connections.databases[BUILDING] = {
        **connections.databases["edition"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096"},
    }
    connection = connections[BUILDING]
    try:
        yield connection
    except (sqlite3.Error, DatabaseError) as error:  # as SQLite says it, or as Django does
        raise EditionError(
            f"L’édition n’a pas pu être écrite : {system.reason_of_the_database(error) or error}."
        ) from error
    finally:
        connection.close()
        del connections[BUILDING]
        del connections.databases[BUILDING]
