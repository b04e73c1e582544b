"""Readers in front of one writer: the primary database is killed, its replica takes over, and no reader sees it."""

import json
import os
import signal
import time
from contextlib import ExitStack

import psycopg
import pytest

from tests.installations import SECONDS, Installation
from tests.portal.copies.places import Place
from tests.portal.serving.test_upgrades import Reader
from tests.postgres import replicated
from tests.proofs.swaps import FACTS

pytestmark = pytest.mark.slow

WRITE = """
from agreements.models import Agreement
Agreement.objects.filter(slug="avenant-2").update(title="Avenant corrigé après la bascule")
"""


def caught_up(primary, replica) -> bool:
    """Whether the replica has played all that the primary has written."""
    with (
        psycopg.connect(host=str(primary), user="postgres", dbname="postgres") as first,
        psycopg.connect(host=str(replica), user="postgres", dbname="postgres") as second,
    ):
        [written] = first.execute("SELECT pg_current_wal_lsn()").fetchone()
        return second.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written]).fetchone()[0]


def wait(until) -> None:
    deadline = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def edition_of(site) -> int:
    return json.loads(site.get("/editions.json")[1])["edition"]["numero"]


@pytest.mark.parametrize("requests", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_primary_dies_and_no_reader_sees_it(tmp_path, serving, requests):
    with replicated() as ((primary, first), (replica, _)), ExitStack() as opened:
        url = f"postgresql:///postgres?host={primary},{replica}&user=postgres&target_session_attrs=read-write"
        (tmp_path / "redaction").mkdir()
        writer = Place(tmp_path / "redaction", url)
        writer.run("shell", "--no-imports", "--command", FACTS)
        source = f"{opened.enter_context(serving(writer)).origin}/donnees"

        readers = [Installation(tmp_path / f"lecteur-{number}") for number in (1, 2)]
        for reader in readers:
            reader.var.mkdir()
            reader.run("fetch_edition", source)
        sites = [opened.enter_context(serving(reader)) for reader in readers]
        visitors = [Reader(site) for site in (*sites, *sites)]
        for visitor in visitors:
            visitor.start()

        wait(lambda: caught_up(primary, replica) and all(1 in visitor.editions for visitor in visitors))
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        with psycopg.connect(
            host=str(replica), user="postgres", dbname="postgres", autocommit=True
        ) as promoted:
            assert promoted.execute("SELECT pg_promote()").fetchone() == (True,)
        writer.run("shell", "--no-imports", "--command", WRITE)
        assert "Édition 2 publiée" in writer.run("publish")
        for reader in readers:
            reader.run("fetch_edition", source)
        wait(lambda: [edition_of(site) for site in sites] == [2, 2])
        wait(lambda: sum(visitor.read for visitor in visitors) >= requests)
        wait(lambda: all(2 in visitor.editions for visitor in visitors))
        for visitor in visitors:
            visitor.stopped = True
        for visitor in visitors:
            visitor.join()
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert faults == [], faults[:5]
    assert [set(visitor.editions) for visitor in visitors] == [{1, 2}] * len(visitors)
