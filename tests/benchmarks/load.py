"""Ask a server on this machine for pages, and measure how long each takes and what it costs the processor."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

#: What a process used of the processor, as opposed to a thread (`CPUCLOCK_SCHED` in Linux).
PROCESS_CLOCK = 2


@dataclass(frozen=True)
class Measure:
    """What a run of requests gave: milliseconds, requests a second, processor milliseconds a request, bytes."""

    p50: float
    p95: float
    rate: float
    cpu: float
    size: int


def measure(port: int, paths: list[str], clients: int, pid: int, headers: dict[str, str]) -> Measure:
    """Ask for every path once, shared between clients that each keep one connection."""
    times: list[float] = []
    sizes: list[int] = []
    before, start = cpu_of(pid), time.perf_counter()
    workers = [
        threading.Thread(target=ask, args=(port, paths[i::clients], headers, times, sizes))
        for i in range(clients)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    elapsed = time.perf_counter() - start
    if len(times) != len(paths):
        raise RuntimeError(f"{len(paths) - len(times)} requêtes sans réponse")
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    cpu = (cpu_of(pid) - before) * 1000 / len(paths)
    return Measure(median(times), p95, len(paths) / elapsed, cpu, int(median(sizes)))


def ask(port: int, paths: list[str], headers: dict[str, str], times: list[float], sizes: list[int]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        times.append((time.perf_counter() - start) * 1000)
        sizes.append(len(body))
        if response.status != 200:
            raise RuntimeError(f"{path} : {response.status}")
    connection.close()


def cpu_of(pid: int) -> float:
    """Processor seconds used by a process and its descendants since they started."""
    total = 0.0
    for process in [pid, *descendants(pid)]:
        with suppress(OSError):  # one that has ended since
            total += time.clock_gettime(clock_of(process))
    return total


def clock_of(pid: int) -> int:
    """The processor clock of another process, as Linux names it: what `/proc` tells is in hundredths of a second."""
    return ~pid << 3 | PROCESS_CLOCK


def descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = list(children.get(pid, []))
    for child in found:
        found += children.get(child, [])
    return found


def memory_of(pid: int) -> int:
    """Megabytes of memory of its own of the largest process below `pid`."""
    sizes = []
    for process in descendants(pid) or [pid]:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Private_Dirty", "Private_Clean")):
                sizes.append((process, int(line.split()[1])))
    totals = {process: sum(size for owner, size in sizes if owner == process) for process, _ in sizes}
    return max(totals.values(), default=0) // 1024
