"""The public process as gunicorn runs it: without the editing database, while editions come, under slow clients."""

import json
import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from http.client import HTTPException
from threading import Thread

import pytest
from django.conf import settings

from tests.installations import SECONDS, Installation
from tests.proofs.swaps import FACTS

PAGES = [
    "/", "/accueil.json", "/accords/", "/accords.json", "/accords/?q=prime",
    "/accords/?convention=ccn-66&agrement=agree", "/accords/?date=2020-10-27&page=2",
    "/accords/ccn-66-avenant-354/", "/accords/ccn-66-avenant-354.json?date=2020-10-27",
    "/conventions/", "/conventions/ccn-66/", "/conventions.json",
    "/organisations/", "/organisations/cfdt/", "/organisations.json",
    "/glossaire/", "/glossaire.json", "/sources/deductions/", "/editions/", "/editions.json", "/healthz",
]  # fmt: skip


def test_without_the_editing_database_every_page_still_answers(copy, serving):
    with serving(copy) as site:
        assert site.get("/accords/")[0] == 200
        for path in copy.var.glob("editing.sqlite3*"):
            path.unlink()
        for page in PAGES:
            status, content = site.get(page)
            assert status == 200, page
            assert content
        assert len(json.loads(site.get("/accords.json?par_page=100")[1])["accords"]) == 100
    assert not copy.editing.exists()


def test_static_files_say_how_long_they_last(site):
    page = site.get("/")[1].decode()
    sheet = re.search(r'href="(/static/site\.[0-9a-f]+\.css)"', page)[1]
    connection = site.connection()
    connection.request("GET", sheet)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200
    assert "immutable" in answer.getheader("Cache-Control")
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    connection.close()


# -- While editions come -----------------------------------------------------------------------------------

READERS = 4
PUBLISHING = """
import io, time
from django.core.management import call_command
from agreements.models import Agreement
for number in range(2, COUNT + 2):
    Agreement.objects.filter(number__in=[str(n) for n in range(0, 60, 1 + number % 3)]).update(title="à part")
    Agreement.objects.update(title=f"marque {number} fin")
    call_command("publish", stdout=io.StringIO())
    print(number, flush=True)
    time.sleep(0.3)
"""
MARK = re.compile(r"marque (\d+) fin")
FOOTER = re.compile(r"Édition n°\s(\d+)")


class Reader(Thread):
    """Reads pages one after the other, and notes what none should show."""

    def __init__(self, site, rank):
        super().__init__(daemon=True)
        self.site, self.rank = site, rank
        self.stopped = False
        self.read, self.faults, self.editions = 0, [], set()

    def run(self):
        connection = self.site.connection()
        turn = self.rank
        while not self.stopped:
            turn += READERS
            address = self.address(turn)
            try:
                connection.request("GET", address)
                answer = connection.getresponse()
                self.look(address, answer.status, answer.read().decode())
            except (OSError, HTTPException) as error:
                self.faults.append((address, repr(error)))
                connection.close()
                connection = self.site.connection()
        connection.close()

    def address(self, turn) -> str:
        """Many addresses, so that few answers come from memory."""
        convention = ("", "&convention=ccn-66", "&convention=chrs")[turn % 3]
        count = 1 + turn % 60
        return [
            f"/accords.json?par_page={count}{convention}",
            f"/accords/?par_page={count}{convention}",
            f"/accords/avenant-{turn % 60}.json",
            f"/accords/avenant-{turn % 60}/",
            "/editions/",
            f"/accords.json?q=marque&par_page={count}{convention}",
        ][turn % 6]

    def look(self, address, status, content):
        self.read += 1
        if status != 200:
            self.faults.append((address, status))
            return
        marks = set(map(int, MARK.findall(content)))
        said = (
            json.loads(content)["edition"]["numero"]
            if ".json" in address
            else int(FOOTER.findall(content)[-1])
        )
        self.editions.add(said)
        if marks != ({said} if "/editions/" not in address else set()):
            self.faults.append((address, said, marks))


@pytest.mark.parametrize(
    ("publications", "requests"), [(4, 500), pytest.param(10, 2000, marks=pytest.mark.long)]
)
def test_publications_while_pages_are_read(tmp_path, serving, publications, requests):
    """No error, and no page that says one edition and tells another."""
    own = Installation(tmp_path / "var")
    own.var.mkdir()
    own.run("shell", "--no-imports", "--command", FACTS)
    with serving(own) as site:
        readers = [Reader(site, rank) for rank in range(READERS)]
        publisher = subprocess.Popen(
            [sys.executable, settings.BASE_DIR / "manage.py", "shell", "--no-imports", "--command",
             PUBLISHING.replace("COUNT", str(publications))],
            env=own.environment(), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        for reader in readers:
            reader.start()
        published = publisher.communicate(timeout=SECONDS)[0].split()
        deadline = time.monotonic() + SECONDS
        while sum(reader.read for reader in readers) < requests and time.monotonic() < deadline:
            time.sleep(0.1)
        for reader in readers:
            reader.stopped = True
        for reader in readers:
            reader.join(timeout=60)
        time.sleep(1)  # what a process takes at the most to verify an edition, and turn to it
        assert json.loads(site.get("/accords.json")[1])["edition"]["numero"] == publications + 1
    assert published == [str(number) for number in range(2, publications + 2)]
    faults = [fault for reader in readers for fault in reader.faults]
    assert faults == [], faults[:5]
    assert sum(reader.read for reader in readers) >= requests
    assert len(set.union(*(reader.editions for reader in readers))) >= publications // 2


# -- Slow clients ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [b"GET /accords/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_idle_and_dripping_clients_stop_nobody(site, start):
    with ExitStack() as opened:
        idle = [opened.enter_context(socket.create_connection(("127.0.0.1", site.port))) for _ in range(50)]
        slow = [opened.enter_context(socket.create_connection(("127.0.0.1", site.port))) for _ in range(20)]
        for client in slow:
            client.sendall(start)
        waits = []
        for turn in range(20):
            for client in slow:
                client.sendall(b"x")
            began = time.monotonic()
            assert site.get(f"/accords/?par_page={turn + 1}")[0] == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.05)
        assert len(idle) == 50
    assert max(waits) < 10, waits
