"""A running site whose edition is altered on the disk leaves it for the one before, and says so in its log."""

import json
import time

import pytest

from tests.installations import Installation
from tests.proofs.swaps import FACTS, SECOND

pytestmark = pytest.mark.slow


def health(site) -> tuple[int, str, int | None]:
    status, content = site.get("/healthz")
    if status != 200:
        return status, "", None
    told = json.loads(content)
    return status, told["etat"], told["edition"]["numero"]


def soon(site, wanted) -> bool:
    """Whether both processes say it within a second, and go on saying it."""
    deadline = time.monotonic() + 10
    while health(site) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1)
    return {health(site) for _ in range(20)} == {wanted}


def test_an_altered_edition_is_left_while_the_site_runs(tmp_path, serving):
    own = Installation(tmp_path / "var")
    own.var.mkdir()
    own.run("shell", "--no-imports", "--command", FACTS)
    own.run("shell", "--no-imports", "--command", SECOND)
    present = own.shelf / "edition-000002.sqlite3"
    sound = present.read_bytes()
    with serving(own) as site:
        assert soon(site, (200, "ok", 2))
        assert b"marque 2 fin" in site.get("/accords/avenant-1/")[1]
        present.chmod(0o644)
        for place in (100, len(sound) // 2, len(sound) - 1):
            with present.open("r+b") as file:
                file.seek(place)
                file.write(bytes([sound[place] ^ 4]))
            assert soon(site, (200, "secours", 1))
            assert b"marque 1 fin" in site.get("/accords/avenant-1/")[1]
            present.write_bytes(sound)
            assert soon(site, (200, "ok", 2))
            assert b"marque 2 fin" in site.get("/accords/avenant-1/")[1]
