"""While pages are read: new code with other tables takes the place of the old, which comes back; so does an edition."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Thread

import pytest
from django.conf import settings

from tests.installations import SECONDS, Installation, served
from tests.proofs.swaps import FACTS

pytestmark = pytest.mark.slow

#: Read in all: a third while each of three changes is made, and after it.
REQUESTS = [300, pytest.param(10_000, marks=pytest.mark.long)]
#: A compiled table that gains a column, which every page that reads it needs.
TABLE = "agreements/compiled/anomalies.py"
COLUMN = '    remark = models.CharField("remarque", max_length=20, null=True)\n'
#: A second edition, whose pages bear the mark of the first.
OTHER = """
from django.core.management import call_command
from agreements.models import Agreement
Agreement.objects.filter(slug="avenant-2").update(dated="2020-01-02")
call_command("publish", verbosity=0)
"""
#: What `serve` does of editions before it serves.
PREPARE = "from portal.management.commands import serve; serve.edition_of_this_version()"
CODE = ("agreements", "members", "portal", "static", "templates", "manage.py")


@pytest.fixture
def code(tmp_path):
    """A copy of the code, to be changed."""
    place = tmp_path / "code"
    place.mkdir()
    for name in CODE:
        source = settings.BASE_DIR / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, place / name)
    return place


class Reader(Thread):
    """Reads, one connection for each page, and notes what was no page of the facts."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.stopped, self.read, self.faults, self.editions = site, False, 0, [], []

    def run(self):
        while not self.stopped:
            self.read += 1
            address = ["/accords.json", "/accords/", "/accords/avenant-1/", "/suivi/anomalies/"][
                self.read % 4
            ]
            try:
                status, content = self.site.get(address)
            except OSError as error:
                self.faults.append((address, repr(error)))
                continue
            if status != 200 or b"marque 1 fin" not in content and "anomalies" not in address:
                self.faults.append((address, status))
            elif address.endswith(".json"):
                self.editions.append(json.loads(content)["edition"]["numero"])


def run(code, own, *words):
    done = subprocess.run(
        [sys.executable, code / "manage.py", *words], env=own.environment(), capture_output=True, text=True,
        timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Rien n’est publié" not in done.stdout, done.stdout


def taken_on(site, edition):
    """New workers on the code that is there now, until they alone answer."""
    os.kill(site.pid, signal.SIGHUP)
    settled(site, edition)


def settled(site, edition):
    """Every process tells this edition."""
    deadline, seen = time.monotonic() + SECONDS, 0
    while seen < 20:
        assert time.monotonic() < deadline
        told = json.loads(site.get("/editions.json")[1])
        seen = seen + 1 if told["edition"]["numero"] == edition else 0
        time.sleep(0.05)


def flat(own):
    """The folder as it was before each version of the code had its own."""
    for path in own.shelf.iterdir():
        path.rename(own.editions / path.name)
    own.shelf.rmdir()


@contextmanager
def read_by(site, count=3):
    """Readers who read until the block ends; none of them met a fault."""
    readers = [Reader(site) for _ in range(count)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.stopped = True
        for reader in readers:
            reader.join()
    faults = [fault for reader in readers for fault in reader.faults]
    assert faults == [], faults[:5]


def read_in_all(readers) -> int:
    return sum(reader.read for reader in readers)


def wait_for(readers, count) -> None:
    deadline = time.monotonic() + SECONDS
    while read_in_all(readers) < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("requests", REQUESTS)
@pytest.mark.parametrize("before", [lambda own: None, flat], ids=["side by side", "flat"])
def test_an_upgrade_and_its_way_back_lose_no_request(tmp_path, code, before, requests):
    own = Installation(tmp_path / "var")
    own.var.mkdir()
    own.run("shell", "--no-imports", "--command", FACTS)
    own.collect()
    before(own)
    table, old = code / TABLE, (code / TABLE).read_text()
    new = old.replace("    class Meta:", f"{COLUMN}\n    class Meta:", 1)
    assert new != old
    with served(own, code) as site, read_by(site) as readers:
        for content, edition in ((new, 2), (old, 1), (new, 2)):
            already = read_in_all(readers)
            table.write_text(content)
            run(code, own, "shell", "--no-imports", "--command", PREPARE)
            taken_on(site, edition)
            wait_for(readers, already + requests / 3)
    assert {number for reader in readers for number in reader.editions} == {1, 2}


@pytest.mark.parametrize("requests", REQUESTS)
def test_a_way_back_to_the_edition_before_loses_no_request(tmp_path, serving, requests):
    own = Installation(tmp_path / "var")
    own.var.mkdir()
    for script in (FACTS, OTHER):
        own.run("shell", "--no-imports", "--command", script)
    with serving(own) as site, read_by(site) as readers:
        for words, edition in ((["--retour"], 1), (["--retour", "2"], 2), (["--retour"], 1)):
            already = read_in_all(readers)
            own.run("publish", *words)
            settled(site, edition)
            wait_for(readers, already + requests / 3)
    assert {number for reader in readers for number in reader.editions} == {1, 2}
