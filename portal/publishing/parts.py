"""Compile the rows of a corpus part after part, each in a file of its own, then put them end to end.

A large corpus keeps several processes busy, which are made ready while its facts are copied; a small one is one part,
compiled here. The edition is the same.
"""

import os
import sqlite3
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from django.db import connections

from agreements.compiled.compilation import COLUMNS, Compilation, IndexWriter
from agreements.models import Agreement
from portal.edition.manifest import EditionError
from portal.publishing.processes import ready
from portal.publishing.writing import BUILDING, database_at

#: Agreements of one part, at least: enough to be worth a process; and parts of a whole, at most.
SMALLEST_PART, MOST_PARTS = 2_000, 64
BATCH = 500

sqlite3.register_adapter(date, date.isoformat)


def bounds(size: int) -> list[tuple[int, int]]:
    """The first and the last agreement of each part of a corpus of `size`."""
    step = max(SMALLEST_PART, -(-size // MOST_PARTS))
    return [(first, min(first + step - 1, size)) for first in range(1, size + 1, step)]


@contextmanager
def processes(size: int):
    """The processes that compile a corpus of `size` agreements, already starting; none where it is one part."""
    parts = len(bounds(size))
    if parts <= 1:
        yield None
        return
    number = min(parts, os.cpu_count() or 1)
    try:
        with ProcessPoolExecutor(number, get_context("spawn"), ready) as pool:
            for _ in range(number):  # each starts with the first work that it is given
                pool.submit(os.getpid)
            yield pool
    except BrokenProcessPool as error:
        raise EditionError("La compilation d’une partie du corpus s’est arrêtée.") from error


def texts_of(path: Path) -> Path:
    """Where the words of the edition at `path` are until they are compiled."""
    return path.with_suffix(".texts")


def compile_parts(path: Path, alias: str, pool: Executor | None) -> IndexWriter:
    """Write what follows from the agreements of the edition at `path`; give what its index is made of."""
    parts = bounds(Agreement.objects.using(alias).count())
    work = [(first, last, path.with_suffix(f".part-{first}")) for first, last in parts]
    compiling = partial(compile_elsewhere, path) if pool else partial(compile_part, alias, texts_of(path))
    index = IndexWriter()
    try:
        for collected in (pool.map if pool else map)(compiling, work):
            index.extend(collected)
        for *_, part in work:  # once nobody reads the edition any more
            join(alias, part)
            part.unlink()
        forget_unused_numbers(alias)
    finally:
        for *_, part in work:
            part.unlink(missing_ok=True)
    return index


def compile_elsewhere(path: Path, work: tuple[int, int, Path]) -> IndexWriter:
    """Compile a part in another process, which opens the edition itself."""
    with database_at(path):
        return compile_part(BUILDING, texts_of(path), work)


def compile_part(alias: str, texts: Path, work: tuple[int, int, Path]) -> IndexWriter:
    """Write the rows of the agreements from one to another in a file of their own."""
    first, last, part = work
    compilation = Compilation(alias, texts)
    waiting: dict[type, list[tuple]] = {model: [] for model in COLUMNS}
    with closing(sqlite3.connect(part, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("BEGIN")
        for model, columns in COLUMNS.items():
            file.execute(f"CREATE TABLE {model._meta.db_table} ({quoted(columns)})")
        for model, row in compilation.rows(first, last):
            batch = waiting[model]
            batch.append(row)
            if len(batch) == BATCH:
                write(file, model, batch)
                batch.clear()
        for model, batch in waiting.items():
            write(file, model, batch)
        file.execute("COMMIT")
    return compilation.index


def write(file: sqlite3.Connection, model, batch: list[tuple]) -> None:
    marks = ", ".join("?" * len(COLUMNS[model]))
    file.executemany(f"INSERT INTO {model._meta.db_table} VALUES ({marks})", batch)  # noqa: S608 - our own names


def join(alias: str, part: Path) -> None:
    """Add the rows of a part to those that come before."""
    with connections[alias].cursor() as cursor:
        cursor.execute("ATTACH %s AS part", [str(part)])
        for model, columns in COLUMNS.items():
            name, listed = model._meta.db_table, quoted(columns)
            cursor.execute(
                f"INSERT INTO main.{name} ({listed}) SELECT {listed} FROM part.{name} ORDER BY part.{name}.rowid"  # noqa: S608
            )
        cursor.execute("DETACH part")


def forget_unused_numbers(alias: str) -> None:
    """Joining the parts of a table leaves the last number of its rows, even where it has none."""
    with connections[alias].cursor() as cursor:
        tables = [(model._meta.db_table,) for model in COLUMNS]
        cursor.executemany("DELETE FROM sqlite_sequence WHERE seq = 0 AND name = %s", tables)


def quoted(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
