"""What whole tables cost those who read pages meanwhile: first byte, memory, and the time of the pages of others.

Four readers take the whole of an installation at once, CSV and workbooks, while two others read pages that were never
asked. Nothing is kept of an answer to another (`PORTAL_CACHE=0`): every page is made anew.
"""

import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks import targets
from tests.benchmarks.load import memory_of
from tests.benchmarks.run import STRIDE, agreements_of

#: What is taken away at once, and by how many.
TAKEN = ("/accords.csv?perimetre=tout", "/accords.xlsx?perimetre=tout")
READERS, TAKERS = 2, 4
#: Seconds: of reading while nobody takes a table, and at the most while they do.
IDLE, MOST = 20, 120
PIECE = 1 << 18
MEMORY_EVERY = 0.5


@dataclass
class Table:
    """One table as it comes: when its first byte did, how much came, whether to its end."""

    path: str
    first_byte: float = 0.0  # milliseconds
    size: int = 0
    whole: bool = False
    seconds: float = 0.0


@dataclass
class Reading:
    """The times of pages, in milliseconds."""

    times: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return quantiles(self.times, n=100)[-1]


def compare(var: Path, seconds: float, write) -> None:
    """Measure the installation at `var`; print what was found, one line each."""
    size = agreements_of(var)
    with targets.portal(var, cache=False).running() as target:
        pages = pages_of(size)
        read_for(target.port, pages, 3)  # opened, and what is kept of an edition is read
        idle, at_rest = read_for(target.port, pages, IDLE), memory_of(target.process.pid)
        tables, busy, highest = taken_meanwhile(target, pages, seconds)
    write(f"{size} accords ; {TAKERS} tableaux entiers à la fois, {READERS} lecteurs.")
    for table in tables:
        end = "jusqu’au bout" if table.whole else "arrêté"
        told = f"premier octet {table.first_byte:.0f} ms, {table.size / 1e6:.0f} Mo en {table.seconds:.0f} s, {end}"
        write(f"{table.path:36} {told}")
    write(
        f"mémoire du plus gros processus : {at_rest} Mo au repos, {highest} Mo au plus (+ {highest - at_rest})"
    )
    for name, found in (("au repos", idle), ("pendant", busy)):
        middle = median(found.times)
        write(f"pages {name} : {len(found.times)}, médiane {middle:.1f} ms, p99 {found.p99:.1f} ms")
    write(f"p99 pendant / au repos : {busy.p99 / idle.p99:.2f}")


def pages_of(size: int) -> list[str]:
    """Pages of a list, far from each other, searches and texts: as many as are not asked twice soon."""
    last = max(1, -(-size // 50))
    lists = [f"/accords/?perimetre=tout&page={1 + (place * STRIDE) % last}" for place in range(400)]
    others = [
        "/accords/?perimetre=tout&q=salaires",
        "/accords/ccn-66-avenant-354/",
        "/accords/?type=avenant&extension=etendu&perimetre=tout",
    ]
    return [
        page for group in zip(lists, others * (len(lists) // len(others) + 1), strict=False) for page in group
    ]


def taken_meanwhile(target, pages: list[str], seconds: float) -> tuple[list[Table], Reading, int]:
    """Take the tables for so long while others read; the highest memory seen meanwhile."""
    tables = [Table(TAKEN[place % len(TAKEN)]) for place in range(TAKERS)]
    stopped = threading.Event()
    takers = [threading.Thread(target=take, args=(target.port, table, stopped)) for table in tables]
    seen: list[int] = []
    watcher = threading.Thread(target=watch, args=(target.process.pid, seen, stopped))
    for thread in (*takers, watcher):
        thread.start()
    busy = read_for(target.port, pages, seconds, takers)
    stopped.set()
    for thread in (*takers, watcher):
        thread.join()
    return tables, busy, max(seen)


def read_for(port: int, pages: list[str], seconds: float, takers=()) -> Reading:
    """Read pages one after the other for so long, or as long as somebody takes a table."""
    found, end = Reading(), time.monotonic() + seconds

    def read(first: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        place = first
        while time.monotonic() < end and (not takers or any(taker.is_alive() for taker in takers)):
            started = time.perf_counter()
            connection.request("GET", pages[place % len(pages)])
            answer = connection.getresponse()
            answer.read()
            found.times.append((time.perf_counter() - started) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"{pages[place % len(pages)]} : {answer.status}")
            place += READERS
        connection.close()

    readers = [threading.Thread(target=read, args=(first,)) for first in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found


def take(port: int, table: Table, stopped: threading.Event) -> None:
    """Take a table to its end, or until it is time to stop."""
    started = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", table.path)
    answer = connection.getresponse()
    piece = answer.read(1)
    table.first_byte = (time.perf_counter() - started) * 1000
    while piece and not stopped.is_set():
        table.size += len(piece)
        piece = answer.read(PIECE)
    table.whole, table.seconds = not piece, time.perf_counter() - started
    connection.close()


def watch(pid: int, seen: list[int], stopped: threading.Event) -> None:
    while not stopped.wait(MEMORY_EVERY):
        seen.append(memory_of(pid))
    seen.append(memory_of(pid))
