"""Which proofs are played, and how much of each: the quick ones on any site, the long ones on copies."""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.proofs import Finding
from tests.proofs.answers import brute, generated, guarded, hostile_names
from tests.proofs.deaths import commands_killed, reloaded, workers_killed, workers_killed_behind
from tests.proofs.harms import altered
from tests.proofs.lasting import distinct, soaked
from tests.proofs.site import Site, copied, started
from tests.proofs.slow import slow_clients
from tests.proofs.swaps import swapped
from tests.proofs.without_database import while_it_is

#: On a site that runs, which nothing of this harms: how many requests.
QUICK: dict[str, tuple[Callable[[Site, int], list[Finding]], int]] = {
    "G1": (generated, 500),
    "G2": (brute, 1),
    "G20": (guarded, 1),
    "G22": (hostile_names, 1),
}
#: On a site of one's own: how many of each.
LONG: dict[str, tuple[Callable[[Site, int], list[Finding]], int]] = {
    "G1": (generated, 200_000),
    "G2": (brute, 1),
    "G20": (guarded, 1),
    "G22": (hostile_names, 1),
    "G3": (slow_clients, 120),
    "G6": (workers_killed, 60),
    "G7": (reloaded, 50),
    "G27": (distinct, 60_000),
    "G27 bis": (soaked, 60),
}
#: On an installation made or copied for it.
APART: dict[str, tuple[str, int]] = {
    "G4": ("database", 10_000),
    "G6 bis": ("proxies", 60),
    "G8": ("swaps", 1_000),
    "G9": ("deaths", 200),
    "G14": ("harms", 50),
}
#: The goals that the tests hold, at each run of them, and where.
HELD = {
    "G10, G12": "tests/agreements/importers/, tests/members/importers/",
    "G11": "tests/agreements/importers/test_kali_orders.py, tests/portal/publishing/test_publishing.py",
    "G13": "tests/portal/publishing/test_losses.py",
    "G15": "tests/portal/serving/test_refusals.py",
    "G16": "tests/portal/test_engines.py",
    "G17": "tests/portal/edition/test_reading.py",
    "G18": "tests/agreements/compiled/test_articles.py, tests/portal/test_control_characters.py",
    "G19": "tests/agreements/pages/test_files.py",
    "G23": "tests/agreements/admin/test_login.py",
    "G29": "docs/asvs.md",
    "G30": "tests/portal/serving/test_requirements.py, manage.py dependances",
}


def quick(site: Site) -> Iterator[Finding]:
    for prove, count in QUICK.values():
        yield from prove(site, count)


def long(var: Path, part: float, wanted: Callable[[str], bool]) -> Iterator[Finding]:
    """Each on a copy, so that what harms harms nobody."""
    for goal, (prove, count) in LONG.items():
        if wanted(goal):
            with copied(var) as copy, started(copy) as site:
                yield from prove(site, scaled(count, part))
    for goal, (name, count) in APART.items():
        if wanted(goal):
            yield from WAYS[name](var, scaled(count, part))


def scaled(count: int, part: float) -> int:
    return max(1, round(count * part))


def database(var: Path, count: int) -> Iterator[Finding]:
    """The public process of an installation whose facts are in a PostgreSQL, which it is not told of."""
    from tests.postgres import postgresql_process

    with postgresql_process() as (_, server), copied(var) as copy, started(copy) as site:
        yield from while_it_is(site, server, count)


def proxies(var: Path, count: int) -> Iterator[Finding]:
    """Both that `deploiement/` has a file for."""
    with copied(var) as copy:
        for kind in ("nginx", "caddy"):
            yield workers_killed_behind(kind, copy, count)


def swaps(var: Path, count: int) -> list[Finding]:
    with tempfile.TemporaryDirectory(prefix="portal-preuve-") as name:
        return swapped(Path(name), count)


def deaths(var: Path, count: int) -> Iterator[Finding]:
    """On both editing databases, each with the facts of the sector."""
    from tests.postgres import postgresql
    from tests.proofs.site import run

    with ExitStack() as opened:
        for url in ("", opened.enter_context(postgresql())):
            own = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="portal-preuve-")))
            added = {"DATABASE_URL": url} if url else {}
            for words in (["migrate", "--verbosity=0"], ["load_facts"], ["publish"]):
                run(own, *words, **added)
            yield from commands_killed(own, count, url)


def harms(var: Path, count: int) -> list[Finding]:
    """On a few agreements, so that each file is verified at once."""
    from tests.proofs.site import run
    from tests.proofs.swaps import FACTS, SECOND

    with tempfile.TemporaryDirectory(prefix="portal-preuve-") as name:
        own = Path(name)
        for script in (FACTS, SECOND):
            run(own, "shell", "--no-imports", "--command", script)
        run(own, "collectstatic", "--noinput", "--verbosity=0", PORTAL_ROLE="public")
        with started(own) as site:
            return altered(site, count)


WAYS: dict[str, Callable[[Path, int], Iterator[Finding] | list[Finding]]] = {
    "database": database,
    "proxies": proxies,
    "swaps": swaps,
    "deaths": deaths,
    "harms": harms,
}


def machine() -> str:
    """What it was measured on."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{os.cpu_count()} cœurs, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"charge {load}"
    )


def timed(findings: Iterator[Finding]) -> Iterator[tuple[Finding, float]]:
    """Each with the seconds that it took."""
    began = time.monotonic()
    for finding in findings:
        yield finding, time.monotonic() - began
        began = time.monotonic()
