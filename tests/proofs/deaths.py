"""What is killed without warning: the processes that answer, publications and imports at any moment."""

import itertools
import os
import random
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from django.conf import settings

from tests.proofs import Finding, plural
from tests.proofs.site import Load, Reached, Site, command, environment, started

PAGES = ["/accords/", "/accords.json?par_page=10", "/conventions/", "/suivi/", "/healthz"]
#: Seconds, in which the process that takes the place of another becomes ready.
BETWEEN_DEATHS = 5
KILLING = "from tests.proofs.deaths import kill; kill({count})"


def fresh(site: Reached, addresses):
    """Clients of whom each request has a connection of its own: what is lost is what was under way."""
    load = Load(site, addresses)
    load.headers = {"Connection": "close"}
    return load


def lost(load: Load) -> str:
    """« 1 perdue sur 101 demandes »."""
    return f"{plural(len(load.faults), 'perdue')} sur {plural(load.count, 'demande')}"


def workers_killed(site: Site, count: int) -> list[Finding]:
    """G6."""
    with fresh(site, itertools.cycle(PAGES)) as load:
        kill_workers(site, count)
    return [
        Finding("G6", f"{plural(count, 'processus tué', 'processus tués')} sous charge : une demande perdue par mort",
                lost(load), len(load.faults) <= count)
    ]  # fmt: skip


def workers_killed_behind(kind: str, var: Path, count: int) -> Finding:
    """G6 too, as the portal is installed: the proxy asks again for what died, each address being new to its cache."""
    from tests.deploiement.proxies import READERS, in_front
    from tests.ports import free_port

    told = {"PORTAL_URL": f"https://{READERS}", "PORTAL_HOSTS": READERS, "PORTAL_HTTPS": "1"}
    new = (f"/accords.json?par_page=10&q=avenant+{number}" for number in itertools.count(1))
    with (
        started(var, **told) as site,
        tempfile.TemporaryDirectory(prefix="portal-preuve-") as folder,
        in_front(kind, Path(folder), site.port, free_port()) as front,
        fresh(front, new) as load,
    ):
        kill_workers(site, count)
    return Finding(
        "G6 bis", f"de même, derrière {kind} : aucune demande perdue",
        f"{lost(load)} {load.faults[:2] or ''}".strip(),
        not load.faults and load.count > 0,
    )  # fmt: skip


def kill_workers(site: Site, count: int) -> None:
    """One of the two after the other, each once the one before it is replaced."""
    for turn in range(count):
        workers = site.workers()
        os.kill(workers[turn % len(workers)], signal.SIGKILL)
        until = time.monotonic() + 30
        while len(set(site.workers()) - set(workers)) < 1 and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(BETWEEN_DEATHS)


def reloaded(site: Site, count: int) -> list[Finding]:
    """G7."""
    with fresh(site, itertools.cycle(PAGES)) as load:
        for _ in range(count):
            before = set(site.workers())
            os.kill(site.pid, signal.SIGHUP)
            until = time.monotonic() + 60
            while before & set(site.workers()) and time.monotonic() < until:
                time.sleep(0.05)
    return [
        Finding("G7", f"{plural(count, 'rechargement')} du code sous charge : aucune demande perdue",
                f"{lost(load)} {load.faults[:2] or ''}",
                not load.faults and load.count > 0)
    ]  # fmt: skip


# -- Publications and imports ------------------------------------------------------------------------------------


def commands_killed(var: Path, count: int, database: str = "") -> list[Finding]:
    """G9: each of them in a process of its own, killed at any moment of what it would have taken."""
    added = {"DATABASE_URL": database} if database else {}
    done = subprocess.run(
        command("shell", "--no-imports", "--command", KILLING.format(count=count)), env=environment(var, **added),
        capture_output=True, text=True, cwd=settings.BASE_DIR,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    killed, ended, harmed = map(int, done.stdout.splitlines()[-1].split())
    kind = "PostgreSQL" if database else "SQLite"
    return [
        Finding("G9", f"{plural(count, 'mort')} d’importations et de publications, {kind} : tout ou rien",
                f"{killed} tuées en cours, {ended} finies avant, {plural(harmed, 'dégât')}", harmed == 0 and killed > 0)
    ]  # fmt: skip


def kill(count: int) -> None:
    """In a process of its own: fork one that works, kill it, look at what is left."""
    from django.db import connections

    chance, killed, ended, harmed = random.Random(count), 0, 0, 0
    durations = {name: measured(name) for name in ("publish", "load_facts")}
    whole = facts()  # that were just loaded
    for turn in range(count):
        name = ("load_facts", "publish")[turn % 2]
        spoil(turn)
        before = facts()
        connections.close_all()
        child = os.fork()
        if not child:
            work(name)
        time.sleep(chance.uniform(0, durations[name]))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed, ended = killed + os.WIFSIGNALED(status), ended + os.WIFEXITED(status)
        left = facts()
        harmed += not (left == before or (name == "load_facts" and left == whole)) or not is_whole()
    print(killed, ended, harmed)


def spoil(turn: int) -> None:
    """Change what an import would mend, and a publication would tell."""
    from agreements.models import Agreement

    Agreement.objects.filter(slug__contains="avenant").update(title=f"faux {turn}")


def measured(name: str) -> float:
    from django.db import connections

    spoil(-1)
    connections.close_all()
    began, child = time.monotonic(), os.fork()
    if not child:
        work(name)
    os.waitpid(child, 0)
    return time.monotonic() - began


def work(name: str) -> None:
    from django.core.management import call_command

    try:
        with open(os.devnull, "w") as nothing:
            call_command(name, stdout=nothing)
    finally:
        os._exit(0)


def facts() -> str:
    from portal.publishing.fingerprint import fingerprint

    return fingerprint()


def is_whole() -> bool:
    from portal.edition import store

    present = store.current()
    return present is not None and store.intact(present)
