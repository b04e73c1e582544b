"""Run the comparison: every target in turn, several rounds, medians and ratios."""

import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from tests.benchmarks import corpus, targets
from tests.benchmarks.load import Measure, measure, memory_of

FILTER = {"type": "avenant", "extension": "etendu"}


def compare(folder: Path, size: int, rounds: int, write) -> None:
    started = time.perf_counter()
    var = corpus.make(folder, size)
    write(f"Corpus de {size} accords prêt ({time.perf_counter() - started:.0f} s).")
    wanted = dict(cases())
    with ExitStack() as stack:
        ours = targets.portal(var, cache=False)
        running = [
            ours,
            targets.portal(var, cache=True),
            targets.constant(var, 60_000),
            targets.datasette(var),
        ]
        for target in running:
            stack.enter_context(target.running())
        results: dict[tuple[str, int], list[Measure]] = {}
        for _ in range(rounds):
            for target in running:
                for name, path in wanted[target.name].items():
                    for clients, count in ((1, 20), (8, 80)):
                        found = measure(target.port, [path] * count, clients, target.process.pid)
                        results.setdefault((f"{target.name} : {name}", clients), []).append(found)
        table(results, write)
        write(f"Mémoire propre du plus grand processus du portail : {memory_of(ours.process.pid)} Mo")
    raw(next((var / "editions").glob("edition-*.sqlite3")), write)


def cases():
    """The pages asked of each target: the same question, in its own words."""
    reference = {**FILTER, "perimetre": "tout"}
    list_page = "/accords/?" + urlencode(reference)
    yield (
        "portail",
        {
            "type et extension, toutes les facettes": list_page,
            "sans filtre": "/accords/?perimetre=tout",
            "un mot": "/accords/?" + urlencode({"perimetre": "tout", "q": "salaires"}),
            "deux mots": "/accords/?" + urlencode({"perimetre": "tout", "q": "prévoyance collectif"}),
            "à une date passée": list_page + "&date=2020-10-27",
            "page lointaine": "/accords/?perimetre=tout&page=4",
        },
    )
    yield "portail, réponse déjà faite", {"type et extension": list_page}
    yield "page constante", {"page": "/"}
    facets = [("_facet", name) for name in targets.FACETS]
    query = urlencode([*FILTER.items(), *facets, ("_size", "50"), ("_sort", "id")])
    yield "Datasette, réglé et indexé", {"type et extension, 4 facettes": f"/datasette/accords?{query}"}


def table(results, write) -> None:
    write(f"{'':62} {'clients':>7} {'p50 ms':>8} {'p95 ms':>8} {'req/s':>8} {'CPU ms':>8} {'octets':>8}")
    for (name, clients), rows in results.items():
        shown = [
            median(getattr(row, field) for row in rows) for field in ("p50", "p95", "rate", "cpu", "size")
        ]
        write(
            f"{name:62} {clients:>7} "
            + " ".join(f"{value:>8.1f}" for value in shown[:4])
            + f" {shown[4]:>8.0f}"
        )
    rate = {
        name: median(row.rate for row in rows) for (name, clients), rows in results.items() if clients == 8
    }
    ours = next(value for name, value in rate.items() if name.startswith("portail : type"))
    for name, value in rate.items():
        if not name.startswith("portail :"):
            write(f"rapport (req/s) portail / {name} : {ours / value:.2f}")


def raw(edition: Path, write) -> None:
    """The same list, count and four facets in plain SQL on the edition, without any page."""
    chosen = """
        FROM agreements_situation s JOIN agreements_agreement a ON a.id = s.agreement_id
        WHERE a.kind = 'avenant' AND s.extension = 'etendu' AND s.starts_on <= date('now') AND s.ends_on > date('now')
    """
    queries = [f"SELECT count(*) {chosen}", f"SELECT a.id, a.title {chosen} ORDER BY a.id LIMIT 50"]
    queries += [
        f"SELECT {column}, count(*) {chosen} GROUP BY 1" for column in ("a.kind", "s.extension", "s.effet")
    ]
    with closing(sqlite3.connect(edition)) as database:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            for query in queries:
                database.execute(query).fetchall()
            times.append((time.perf_counter() - start) * 1000)
    write(f"SQL seul, liste, compte et trois facettes : {median(times):.1f} ms")
