"""One digest of every row of a database: that of a backup is that of what was saved, and of what is restored.

It does not depend on the order in which the database gives its rows, which two servers need not share.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

MODULUS = 1 << 256
BATCH = 2_000


class Facts(NamedTuple):
    digest: str  # « sha256:… »
    rows: int


def facts_of(tables: Iterable[str], read: Callable[[str], Iterator[tuple]]) -> Facts:
    """The digest of some tables, each read by `read`, and how many rows they hold together."""
    whole, total = hashlib.sha256(), 0
    for table in sorted(tables):
        summed, count = 0, 0
        for row in read(table):
            summed += int.from_bytes(hashlib.sha256(repr(row).encode("utf-8", "backslashreplace")).digest())
            count += 1
        whole.update(f"{table} {count} {summed % MODULUS:064x}\n".encode())
        total += count
    return Facts(f"sha256:{whole.hexdigest()}", total)


def in_batches(cursor) -> Iterator[tuple]:
    while rows := cursor.fetchmany(BATCH):
        for row in rows:  # what a driver lends of its memory has no writing of its own
            yield tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
