"""A publication that is killed at any of its steps, in a process of its own: what is served stays whole."""

import json
import signal

import pytest

from portal.edition import store
from tests.installations import Installation

#: Where a publication is killed, and the edition that is then served.
DEATHS = {
    ("build", "copy_facts", 1): 1,
    ("build", "check", 1): 1,
    ("store", "install", 1): 1,
    ("store", "sync", 1): 1,
    ("store", "sync", 2): 1,
    ("store", "point_to", 1): 1,
    ("versions", "prune", 1): 4,  # two had their numbers, and were never linked
}
KILLING = """
import os
from django.db import connections
from django.utils import timezone
from agreements.models import Agreement
from portal.edition import store, versions
from portal.publishing import build
from tests.dying import dying

Agreement.objects.filter(slug="ccn-66-avenant-354").update(title="un autre titre")
connections.close_all()
for where, name, call in DEATHS:
    child = os.fork()
    if not child:
        module = {"build": build, "store": store, "versions": versions}[where]
        setattr(module, name, dying(getattr(module, name), call))
        build.publish(timezone.localtime())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    present = store.current()
    print(where, name, call, os.WTERMSIG(status), present.number, store.intact(present))
"""


@pytest.mark.slow
def test_a_publication_that_is_killed_leaves_a_whole_edition_served(corpus, tmp_path):
    copy = Installation(tmp_path / "var")
    copy.var.mkdir(parents=True)
    copy.editing.write_bytes(corpus.editing.read_bytes())
    copy.run("publish")
    said = copy.run("shell", "--no-imports", "--command", f"DEATHS = {list(DEATHS)}\n{KILLING}")
    assert said.splitlines() == [
        f"{where} {name} {call} {signal.SIGKILL:d} {number} True"
        for (where, name, call), number in DEATHS.items()
    ]
    for path in copy.shelf.glob("edition-*.sqlite3"):
        assert store.checksum(path) == json.loads(path.with_suffix(".json").read_text())["checksum"]
