"""The ledger of what was learned: which edition first told each fact, in words that never change.

    editions/nouveautes.sqlite3

It stands beside the editions, whose bytes follow from the facts alone. Each publication adds to it, before its edition
is served, what that edition tells and the ones before did not; a reader of edition N reads what came with N and
before, so that what it is answered never changes. An entry tells what happened to one subject on one day. Lost, the
ledger is written anew from the editions that are kept: its entries keep their names, and nothing is told twice.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from portal.edition.manifest import EditionError, root
from portal.edition.rows import among

#: Of the tables below: a ledger of others is written anew.
VERSION = 1
TABLES = """
    CREATE TABLE edition (number INTEGER PRIMARY KEY, moment TEXT NOT NULL);
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, edition INTEGER NOT NULL, updated TEXT NOT NULL,
        day TEXT, subject TEXT NOT NULL, title TEXT NOT NULL, words TEXT NOT NULL
    );
    CREATE INDEX entry_of_subject ON entry (subject);
    CREATE TABLE fact (
        name TEXT PRIMARY KEY, entry INTEGER NOT NULL, subject TEXT NOT NULL, sort TEXT NOT NULL,
        phrase TEXT NOT NULL, gone INTEGER
    ) WITHOUT ROWID;
    CREATE TABLE day (
        name TEXT NOT NULL, edition INTEGER NOT NULL, moment TEXT NOT NULL, subject TEXT NOT NULL, "on" TEXT,
        PRIMARY KEY (name, edition)
    ) WITHOUT ROWID;
"""


class Told(NamedTuple):
    """One established fact that an edition tells, in words."""

    name: str  # names it for good, in every edition
    subject: str  # what it is of: an agreement, or a measure of a convention
    sort: str  # one that comes when another of its sort goes corrects it
    day: str | None  # in ISO form, where the very day is known
    place: str  # its day as far as it is known, which ranks it
    label: str
    detail: str = ""
    source: str = ""

    @property
    def happening(self) -> tuple[str, str, str | None]:
        """What one entry tells: all that is told of a subject on a day."""
        return self.place, self.subject, self.day


class Heading(NamedTuple):
    """What an entry says of its subject: its name, and what it is about."""

    name: str
    about: str


class Moved(NamedTuple):
    """A day to put in a calendar, as the last edition that changed it tells it."""

    name: str  # names it for good, whichever day it is
    subject: str
    on: str | None  # in ISO form; none for what was announced and is not any more
    edition: int
    moment: datetime
    before: str | None  # the day told before it, or until it was withdrawn


Headings = Callable[[Collection[str]], dict[str, Heading]]


class Account(NamedTuple):
    """What an edition tells: its facts, the days it announces (name, subject, day), what its subjects are called."""

    told: Iterable[Told]
    days: Iterable[tuple[str, str, str]]
    headings: Headings


class Entry(NamedTuple):
    name: str
    updated: datetime  # the publication that brought it
    day: date | None  # of what it tells
    subject: str
    title: str
    words: str


# -- Reading -------------------------------------------------------------------------------------------------


class LedgerError(EditionError):
    """The ledger is not there, or not to be read."""


def path() -> Path:
    return root() / "nouveautes.sqlite3"


@contextmanager
def opened() -> Iterator[sqlite3.Connection]:
    """A connection to the ledger, closed at the end, and where it cannot be read."""
    file = path()
    if not file.is_file():
        raise LedgerError("Le journal des nouveautés manque.")
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as connection:
        if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
            raise LedgerError("Le journal des nouveautés est d’une autre version.")
        yield connection


def each(query: str, *values) -> Iterator[tuple]:
    """The rows of a query, one at a time."""
    try:
        with opened() as ledger:
            yield from ledger.execute(query, values)
    except sqlite3.Error as error:
        raise LedgerError(f"Le journal des nouveautés ne se lit pas : {error}.") from error


def rows(query: str, *values) -> list[tuple]:
    return list(each(query, *values))


def last_recorded() -> int:
    """The last edition whose facts are in, or 0."""
    [(number,)] = rows("SELECT max(number) FROM edition")
    return number or 0


def first_recorded() -> tuple[int, datetime]:
    """The edition from which it is known what each brought, and when it was published."""
    [(number, moment)] = rows("SELECT number, moment FROM edition ORDER BY number LIMIT 1")
    return number, datetime.fromisoformat(moment)


def entries(numbers: Collection[int]) -> list[Entry]:
    """These entries, the last first."""
    found = rows(
        "SELECT name, updated, day, subject, title, words FROM entry "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        among(numbers),
    )
    return [
        Entry(name, datetime.fromisoformat(updated), date.fromisoformat(day) if day else None, *told)
        for name, updated, day, *told in found
    ]


def last_moves(subjects: Collection[str], edition: int) -> dict[str, tuple[int, datetime]]:
    """For each subject, the last edition, up to this one, that brought something of it, and when."""
    found = rows(
        "SELECT subject, max(edition.number), moment FROM entry JOIN edition ON edition.number = entry.edition "
        "WHERE subject IN (SELECT value FROM json_each(?)) AND edition <= ? GROUP BY subject",
        among(subjects),
        edition,
    )
    return {subject: (number, datetime.fromisoformat(moment)) for subject, number, moment in found}


def days(edition: int, since: date) -> list[Moved]:
    """Every day that is announced by an edition, or was by one before: those from this one on."""
    return [
        Moved(name, subject, on, number, datetime.fromisoformat(moment), before)
        for name, subject, on, number, moment, before in each(DAYS, edition, since.isoformat())
    ]


#: Each day as the last edition that moved it tells it, with the one it told before.
DAYS = """
    SELECT name, subject, "on", edition, moment, before FROM (
        SELECT *, lag("on") OVER life AS before, lead(edition) OVER life AS next FROM day WHERE edition <= ?
        WINDOW life AS (PARTITION BY name ORDER BY edition)
    )
    WHERE next IS NULL AND coalesce("on", before) >= ?
    ORDER BY name
"""
