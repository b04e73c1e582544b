"""Run the comparison: every target in turn, several rounds, medians and ratios."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from tests.benchmarks import corpus, targets
from tests.benchmarks.load import Measure, measure, memory_of
from tests.benchmarks.targets import WORKERS

FILTER = {"type": "avenant", "extension": "etendu"}
EVERYWHERE = {"perimetre": "tout"}
LIST = "/accords/?" + urlencode({**FILTER, **EVERYWHERE})
#: How long one target is asked for one page in one round, at one client and at eight, in seconds.
SECONDS = {1: 2.0, 8: 2.0}
MOST = {1: 200, 8: 400}
#: Requests and clients that come before the measure: the first opens the edition in one worker, the next in all.
WARMING = ((1, 1), (2 * WORKERS, 2 * WORKERS), (2, 1))
#: From a page to the next that is asked; prime, so that a list is gone through before one comes back.
STRIDE = 37


@dataclass(frozen=True)
class Case:
    """One page of one target; with `pages`, another page of a list each time, so that its rows are never at hand."""

    target: str
    name: str
    path: str
    pages: int = 0

    def asked(self, count: int, turn: int) -> list[str]:
        if not self.pages:
            return [self.path] * count
        first = turn * count * STRIDE
        return [f"{self.path}&page={1 + (first + place * STRIDE) % self.pages}" for place in range(count)]


REFERENCE = Case("portail", "type et extension, toutes les facettes", LIST)
KEPT = Case("portail, réponse gardée", "type et extension", LIST)
CONSTANT = Case("page constante", "la même taille", "/")
DATASETTE = Case(
    "Datasette, réglé et indexé",
    "type et extension, 4 facettes",
    "/datasette/accords?"
    + urlencode(
        [*FILTER.items(), *(("_facet", name) for name in targets.FACETS), ("_size", "50"), ("_sort", "id")]
    ),
)
ADMIN = Case("admin de Django", "type", "/admin/agreements/agreement/?kind__exact=avenant")


def cases(last_page: int) -> list[Case]:
    """The pages asked of each target: the same question, in its own words."""
    asked = {
        "sans filtre": {},
        "sans filtre, dernière page": {"page": last_page},
        "par numéro, dernière page": {"page": last_page, "tri": "numero"},
        "un mot": {"q": "salaires"},
        "deux mots": {"q": "prévoyance collectif"},
    }
    ours = [
        Case("portail", name, "/accords/?" + urlencode({**EVERYWHERE, **query}))
        for name, query in asked.items()
    ]
    ours.append(Case("portail", "sans filtre, une page après l’autre", "/accords/?perimetre=tout", last_page))
    past = Case("portail", "à une date passée", f"{LIST}&date=2020-10-27")
    detail = Case("portail", "un accord", "/accords/ccn-66-avenant-354/")
    return [REFERENCE, CONSTANT, KEPT, *ours, past, detail, DATASETTE, ADMIN]


def compare(var: Path, rounds: int, write) -> None:
    """Measure the installation at `var`, which is published, against all that it is compared with."""
    size = agreements_of(var)
    wanted = cases(last_page=-(-size // 50))
    write(f"{size} accords. {rounds} tours alternés, médianes.")
    with ExitStack() as stack:
        running = {
            target.name: stack.enter_context(target.running())
            for target in (
                targets.portal(var, cache=False),
                targets.portal(var, cache=True),
                targets.constant(var, 60_000),
                targets.datasette(var),
                targets.admin(var),
            )
        }
        counts = {case: counted(running[case.target], case) for case in wanted}
        results: dict[tuple[Case, int], list[Measure]] = {}
        for turn in range(rounds):
            for case in wanted:
                target = running[case.target]
                for clients, count in counts[case].items():
                    paths = case.asked(count, turn * len(counts) + (clients > 1))
                    found = measure(target.port, paths, clients, target.process.pid, target.headers)
                    results.setdefault((case, clients), []).append(found)
        table(results, write)
        memory = memory_of(running["portail"].process.pid)
    sql = raw_sql(var / "datasette.sqlite3", rounds)
    write(f"SQL seul, bien indexé : liste, compte et quatre facettes : {sql:.2f} ms")
    ratios(results, sql, write)
    for name, value in within(var).items():
        write(f"dans le processus, avant le rendu — {name} : {value:.2f} ms")
    write(f"Mémoire propre du plus grand processus du portail : {memory} Mo")


def agreements_of(var: Path) -> int:
    with closing(sqlite3.connect(corpus.edition_of(var))) as database:
        return database.execute("SELECT count(*) FROM agreements_agreement").fetchone()[0]


def counted(target, case: Case) -> dict[int, int]:
    """How many requests fill the time of a round, once every worker has opened what it needs."""
    for count, clients in WARMING:
        once = measure(target.port, [case.path] * count, clients, target.process.pid, target.headers)
    each = max(once.p50 / 1000, 0.0005)
    return {
        clients: max(3 * clients if each < 1 else clients, min(MOST[clients], int(seconds / each)))
        for clients, seconds in SECONDS.items()
    }


def table(results, write) -> None:
    write(f"{'':62} {'clients':>7} {'p50 ms':>8} {'p95 ms':>8} {'req/s':>8} {'CPU ms':>8} {'octets':>8}")
    for (case, clients), rows in results.items():
        p50, p95, rate, cpu, size = (
            median(getattr(row, field) for row in rows) for field in ("p50", "p95", "rate", "cpu", "size")
        )
        write(
            f"{case.target + ' : ' + case.name:62} {clients:>7} {p50:>8.2f} {p95:>8.2f} {rate:>8.1f} {cpu:>8.2f}"
            f" {size:>8.0f}"
        )


def ratios(results, sql: float, write) -> None:
    def of(case: Case, clients: int, field: str) -> float:
        return median(getattr(row, field) for row in results[case, clients])

    def against(one: Case, other: Case, clients: int, field: str) -> float:
        """What is measured in one round is compared with the same round: a machine is slower at some moments."""
        rounds = zip(results[one, clients], results[other, clients], strict=True)
        return median(getattr(mine, field) / getattr(theirs, field) for mine, theirs in rounds)

    rate = {case: of(case, 8, "rate") for case in (REFERENCE, KEPT, CONSTANT, DATASETTE, ADMIN)}
    for case in (DATASETTE, ADMIN):
        write(
            f"requêtes par seconde, portail tel qu’il est servi / {case.target} : {rate[KEPT] / rate[case]:.0f}"
        )
        write(
            f"requêtes par seconde, portail sans réponse gardée / {case.target} : {rate[REFERENCE] / rate[case]:.1f}"
        )
    kept = against(KEPT, CONSTANT, 8, "rate")
    write(f"requêtes par seconde, réponse gardée / page constante : {kept:.2f}")
    for clients in SECONDS:
        ratio = against(REFERENCE, CONSTANT, clients, "cpu")
        write(f"processeur, portail / page constante, {clients} client(s) : {ratio:.1f}")
    floor = sql + of(CONSTANT, 1, "p95")
    write(f"p95 à un client, portail / (SQL seul + page constante) : {of(REFERENCE, 1, 'p95') / floor:.1f}")
    pages = {case.name: case for case, _ in results}
    deep = against(pages["sans filtre, dernière page"], pages["sans filtre"], 1, "p50")
    write(f"dernière page / première : {deep:.2f}")


def raw_sql(flat: Path, rounds: int) -> float:
    """Milliseconds of the same list, count and facets in SQL, on the flat table and its indexes, without a page."""
    chosen = "FROM accords WHERE type = 'avenant' AND extension = 'etendu'"
    queries = [f"SELECT count(*) {chosen}", f"SELECT * {chosen} ORDER BY id LIMIT 50"]
    queries += [f"SELECT {column}, count(*) {chosen} GROUP BY 1 ORDER BY 2 DESC" for column in targets.FACETS]
    times = []
    with closing(sqlite3.connect(flat)) as database:
        for _ in range(max(rounds, 5)):
            start = time.perf_counter()
            for query in queries:
                database.execute(query).fetchall()
            times.append((time.perf_counter() - start) * 1000)
    return median(times)


def within(var: Path) -> dict[str, float]:
    """What counting and searching cost in the process of the portal, before any page is made."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.within"], cwd=corpus.ROOT, check=True, capture_output=True,
        text=True, env=targets.public(var),
    )  # fmt: skip
    return json.loads(done.stdout)
