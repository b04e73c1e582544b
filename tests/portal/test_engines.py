"""Whatever the database in which facts are edited, and however its rows are numbered, one edition."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, nullcontext
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as project

from agreements.models import Agreement
from portal.edition import store
from portal.edition.manifest import EditionError
from portal.publishing import build, parts
from tests.builders import agreement, event, organisation, relation, signature, source
from tests.installations import Installation

pytestmark = pytest.mark.slow


def edition(installation) -> bytes:
    return (installation.shelf / "current").resolve().read_bytes()


def test_postgresql_and_sqlite_give_the_same_bytes(corpus, postgresql_url, tmp_path):
    other = Installation(tmp_path / "var")
    other.prepare(DATABASE_URL=postgresql_url)
    assert not other.editing.exists()
    with psycopg.connect(postgresql_url) as connection:
        assert connection.execute("SELECT COUNT(*) FROM agreements_agreement").fetchone() == (376,)
    assert edition(other) == edition(corpus)


def test_rows_numbered_backwards_give_the_same_bytes(corpus, tmp_path):
    """Every key of every table of the sector's facts, turned around."""
    other = Installation(tmp_path)
    other.editing.write_bytes(corpus.editing.read_bytes())
    with closing(sqlite3.connect(other.editing)) as database:
        assert turned_around(database) > 1000
    other.run("publish")
    assert edition(other) == edition(corpus)


def turned_around(database) -> int:
    names = [
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND substr(name, 1, 5) NOT IN ('auth_', 'djang', 'sqlit')"
        )
    ]
    moved = 0
    for name in names:
        links = {row[3] for row in database.execute(f"PRAGMA foreign_key_list({name})")}
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
        if "id" not in columns:
            continue
        database.execute(f"UPDATE {name} SET id = -id")  # noqa: S608 - its own names
        turned = ", ".join(f"{column} = 1000000 - {column}" for column in sorted(links))
        database.execute(f"UPDATE {name} SET id = 1000000 + id {',' if turned else ''} {turned}")  # noqa: S608
        moved += database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]  # noqa: S608
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.commit()
    return moved


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_facts_entered_in_another_order_give_the_same_bytes(publish, settings, tmp_path, seed):
    """Written, deleted, written again in a random order, with rows that came and went in between."""
    write(list(range(8)))
    first = publish().path.read_bytes()
    Agreement.objects.all().delete()
    chance = random.Random(seed)  # noqa: S311 - a repeatable order
    write(chance.sample(range(8), 8), passing=True)
    settings.EDITIONS_DIR = tmp_path / "other"
    assert publish().path.read_bytes() == first
    assert store.current().number == 1


def write(order, passing=False):
    made = {}
    for number in order:
        if passing:
            event(agreement(), "depot").agreement.delete()
        sources = [source("Un bulletin"), source(f"Une page {number % 3}")]
        made[number] = text = agreement(
            f"avenant-{number}",
            number=str(number),
            title="Le même titre",
            conventions=["ccn-66", "chrs"][: 1 + number % 2],
            themes=["conges", "salaires"][number % 2 :],
        )
        for by in ["nexem", "cfdt", "cgt"][:: 1 if number % 2 else -1]:
            organisation(by)
            signature(text, by, sources=sources[:: 1 if number % 3 else -1])
        event(text, "avis-favorable", date(2020, 3, 3), sources=sources, position=1)
        event(text, "agree", date(2020, 4, 1 + number), sources=sources[::-1], position=2)
    for number in order:
        relation(made[number], "modifie", made[(number + 1) % len(order)])


@pytest.mark.django_db(transaction=True)
def test_several_processes_or_one_give_the_same_bytes(publish, settings, tmp_path, monkeypatch):
    write(list(range(8)))
    monkeypatch.setattr(parts, "SMALLEST_PART", 3)
    first = publish().path.read_bytes()
    settings.EDITIONS_DIR = tmp_path / "other"
    monkeypatch.setattr(build, "processes", lambda size: nullcontext())
    assert publish().path.read_bytes() == first


def stop_at_once(*given):
    os._exit(1)


@pytest.mark.django_db(transaction=True)
def test_a_process_that_stops_publishes_nothing(publish, settings, monkeypatch):
    write(list(range(4)))
    monkeypatch.setattr(parts, "SMALLEST_PART", 2)
    monkeypatch.setattr(parts, "compile_elsewhere", stop_at_once)
    with pytest.raises(EditionError, match="La compilation d’une partie du corpus s’est arrêtée"):
        publish()
    left = [path.name for path in settings.EDITIONS_DIR.rglob("*") if path.is_file()]
    assert left == [".publication"]


WORKING = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from portal.publishing.processes import ready

if __name__ == "__main__":
    with ProcessPoolExecutor(1, get_context("spawn"), ready) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def test_the_processes_of_a_publication_that_is_killed_leave_with_it(tmp_path):
    script = tmp_path / "working.py"
    script.write_text(WORKING)
    environment = Installation(tmp_path).environment(
        PYTHONPATH=str(project.BASE_DIR), DJANGO_SETTINGS_MODULE="portal.settings"
    )
    with subprocess.Popen(
        [sys.executable, script], env=environment, stdout=subprocess.PIPE, text=True
    ) as publisher:
        worker = int(publisher.stdout.readline())
        publisher.kill()
    for _ in range(100):
        process = Path(f"/proc/{worker}/stat")
        if not process.exists() or ") Z " in process.read_text():  # gone, or waiting to be counted as such
            return
        time.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("Le processus d’une partie survit à la publication.")
