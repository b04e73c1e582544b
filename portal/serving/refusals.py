"""What stops a command and is nobody's fault in the code, in one sentence: the disk, the folder, the database."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, DataError, IntegrityError

from portal.edition import places
from portal.french import system
from portal.serving.progress import refuse

#: What a database refuses of what it is given, which is a fault of the code.
OF_THE_FACTS = (IntegrityError, DataError)


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Stop with the sentence that tells why; with `--traceback`, or where there is none, with all of it."""
    try:
        yield
        sys.stdout.flush()
    except Exception as error:
        sentence = "" if "--traceback" in sys.argv else told(error)
        if not sentence:
            raise
        silence_what_is_left()
        refuse(sentence)


def told(error: Exception) -> str:
    """In one sentence, or nothing when it is a fault of the code."""
    if isinstance(error, BrokenPipeError):
        return "Ce qui lisait la commande s’est arrêté avant sa fin."
    if isinstance(error, OSError):
        return told_of_the_system(error)
    if isinstance(error, (DatabaseError, sqlite3.OperationalError)) and not isinstance(error, OF_THE_FACTS):
        return told_of_the_database(error)
    return ""


def told_of_the_system(error: OSError) -> str:
    if error.errno not in system.REASONS:
        return ""
    what = f"{error.filename} ne peut pas être écrit" if error.filename else "Impossible d’écrire"
    return f"{what} : {system.reason(error)}."


def told_of_the_database(error: Exception) -> str:
    why = system.reason_of_the_database(error)
    return f"La base d’édition ({places.database()}) n’a pas pu servir : {why}." if why else ""


def silence_what_is_left() -> None:
    """What was not written yet would fail again when the process ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
