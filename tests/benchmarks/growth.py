"""How cost grows with the corpus: the same pages of installations of several sizes, in turn."""

import json
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks import corpus, targets
from tests.benchmarks.load import measure, memory_of
from tests.benchmarks.run import LIST, agreements_of, within

SIZES = (10_000, 100_000, 1_000_000)
#: Pages asked of each installation, and how many times in a round.
PAGES = {
    "liste filtrée": LIST,
    "un mot": "/accords/?perimetre=tout&q=salaires",
    "un accord": "/accords/ccn-66-avenant-354/",
}
ASKED = 60


def compare(folder: Path, rounds: int, write) -> None:
    """Print one row for each thing that is measured, one column for each size."""
    installations = [corpus.make(folder, size) for size in SIZES]
    rows: dict[str, list[str]] = defaultdict(list)
    for var in installations:
        cost = json.loads((var / corpus.COST).read_text())
        rows["accords"].append(str(agreements_of(var)))
        rows["publication, s"].append(f"{cost['seconds']:.0f}")
        rows["publication, Mo de mémoire"].append(f"{cost['megabytes']:.0f}")
        rows["édition, Mo"].append(f"{corpus.edition_of(var).stat().st_size / 1e6:.0f}")
        for name, milliseconds in within(var).items():
            rows[f"{name}, ms"].append(f"{milliseconds:.2f}")
    for name, found in served(installations, rounds).items():
        rows[name] = found
    for name, found in rows.items():
        write(f"{name:52}" + "".join(f"{value:>12}" for value in found))


def served(installations: list[Path], rounds: int) -> dict[str, list[str]]:
    """What pages cost the processor, made anew, and the memory of the process that makes them."""
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    with ExitStack() as stack:
        running = [stack.enter_context(targets.portal(var, cache=False).running()) for var in installations]
        for turn in range(rounds + 1):
            for name, path in PAGES.items():
                for place, target in enumerate(running):
                    told = measure(target.port, [path] * ASKED, 1, target.process.pid, {})
                    if turn:
                        found[name, place].append(told.cpu)
        memory = [str(memory_of(target.process.pid)) for target in running]
    rows = {
        f"{name}, ms de processeur": [f"{median(found[name, place]):.1f}" for place in range(len(running))]
        for name in PAGES
    }
    return rows | {"mémoire d’un processus, Mo": memory}
