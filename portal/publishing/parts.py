"""Compile the rows of a corpus part after part, each in a file of its own, then put them end to end.

A large corpus keeps several processes busy; a small one is one part, compiled here. The edition is the same.
"""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from django.db import connections

from agreements.compiled.compilation import COLUMNS, Compilation, IndexWriter
from portal.edition.store import EditionError
from portal.publishing.processes import ready
from portal.publishing.writing import BUILDING, database_at

#: Agreements of one part, at least: enough to be worth a process; and parts of a whole, at most.
SMALLEST_PART, MOST_PARTS = 2_000, 64
BATCH = 500

sqlite3.register_adapter(date, date.isoformat)


def compile_parts(path: Path, alias: str, size: int) -> IndexWriter:
    """Write what follows from the `size` agreements of the edition at `path`; give what its index is made of."""
    step = max(SMALLEST_PART, -(-size // MOST_PARTS))
    bounds = [(first, min(first + step - 1, size)) for first in range(1, size + 1, step)]
    work = [(first, last, path.with_suffix(f".part-{first}")) for first, last in bounds]
    index = IndexWriter()
    try:
        for collected in compiled(path, alias, work):
            index.extend(collected)
        for *_, part in work:  # once nobody reads the edition any more
            join(alias, part)
            part.unlink()
    finally:
        for *_, part in work:
            part.unlink(missing_ok=True)
    return index


def compiled(path: Path, alias: str, work: list[tuple[int, int, Path]]) -> Iterator[IndexWriter]:
    """Write each part in its file; give what is collected of each, in their order."""
    if len(work) <= 1:
        yield from (compile_part(alias, *part) for part in work)
        return
    processes = min(len(work), os.cpu_count() or 1)
    with ProcessPoolExecutor(processes, get_context("spawn"), ready) as pool:
        try:
            yield from pool.map(partial(compile_elsewhere, path), *zip(*work, strict=True))
        except BrokenProcessPool as error:
            raise EditionError("La compilation d’une partie du corpus s’est arrêtée.") from error


def compile_elsewhere(path: Path, first: int, last: int, part: Path) -> IndexWriter:
    """Compile a part in another process, which opens the edition itself."""
    with database_at(path):
        return compile_part(BUILDING, first, last, part)


def compile_part(alias: str, first: int, last: int, part: Path) -> IndexWriter:
    compilation = Compilation(alias)
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


def quoted(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
