"""A backup made while all is running, restored elsewhere: the same facts, the same edition, or nothing at all."""

import fcntl
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.conf import settings

from portal.copies import contents
from portal.copies.digest import facts_of
from portal.edition import store
from portal.edition.manifest import read_manifest
from tests.conftest import NOW
from tests.installations import SECONDS
from tests.portal.copies.places import Place, empty_place

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
#: Two lines at a time, without end: what is saved has both or neither.
WRITING = """
from itertools import count
from django.contrib.auth.models import Group
from django.db import transaction
print("prêt", flush=True)
for number in count():
    with transaction.atomic():
        Group.objects.create(name=f"un {number}")
        Group.objects.create(name=f"deux {number}")
"""
COUNTING = """
from django.contrib.auth.models import Group
print(*(Group.objects.filter(name__startswith=word).count() for word in ("un ", "deux ")))
"""
ACCOUNT = """
from django.contrib.auth.models import User
User.objects.create_user("editrice", password="une phrase assez longue")
"""
LOGIN = """
from django.contrib.auth import authenticate
print(authenticate(username="editrice", password="une phrase assez longue").username)
"""


@pytest.fixture
def server(request):
    """The URL of a PostgreSQL, started only for what needs one."""
    engine = request.getfixturevalue("engine")
    return request.getfixturevalue("postgresql_url") if engine == "postgresql" else ""


@contextmanager
def prepared(copy, tmp_path, engine, server):
    """The facts of the sector with their edition, and an account."""
    if engine == "sqlite":
        place = Place(copy.var)
        place.run("shell", "--no-imports", "--command", ACCOUNT)
        yield place
        return
    with empty_place(tmp_path / "from", engine, server) as place:
        place.prepare()
        place.run("shell", "--no-imports", "--command", ACCOUNT)
        yield place


def backups(folder):
    return contents.backups(folder)


def current(place):
    return read_manifest(place.shelf / os.readlink(place.shelf / "current"))


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_restored_is_what_was_saved(copy, tmp_path, engine, server):
    saved = tmp_path / "sauvegardes"
    with (
        prepared(copy, tmp_path, engine, server) as place,
        empty_place(tmp_path / "to", engine, server) as other,
    ):
        said = place.run("sauvegarder", str(saved))
        [backup] = backups(saved)
        assert f"Sauvegarde faite dans {backup}" in said
        told = other.run("restaurer", str(backup))
        assert contents.read(backup).facts in told
        assert current(place).checksum in told
        assert current(other) == current(place)
        assert store.checksum(other.shelf / current(other).name) == current(place).checksum
        for name in ("secret_key", "editions.number"):
            assert (other.var / name).read_bytes() == (place.var / name).read_bytes()
        ledger = "nouveautes.sqlite3"
        assert (other.editions / ledger).read_bytes() == (place.editions / ledger).read_bytes()
        assert other.run("shell", "--no-imports", "--command", LOGIN).strip() == "editrice"
        assert f"l’édition {current(place).number} reste en ligne" in other.run("publish")
        assert "n’est pas vide" in other.refused("restaurer", str(backup))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_is_of_one_moment(copy, tmp_path, engine, server):
    with (
        prepared(copy, tmp_path, engine, server) as place,
        empty_place(tmp_path / "to", engine, server) as other,
    ):
        writer = subprocess.Popen(
            [sys.executable, settings.BASE_DIR / "manage.py", "shell", "--no-imports", "--command", WRITING],
            env=place.environment(), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert writer.stdout.readline().strip() == "prêt"
            for _ in range(3):
                place.run("sauvegarder", str(tmp_path / "s"))
            assert writer.poll() is None
        finally:
            writer.kill()
            writer.communicate()
        last = backups(tmp_path / "s")[0]
        other.run("restaurer", str(last))
        one, two = other.run("shell", "--no-imports", "--command", COUNTING).split()
        assert one == two
        assert int(one) > 0


# -- What is refused -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def saved(corpus, tmp_path_factory):
    """A backup of the facts of the sector. Nobody writes there."""
    folder = tmp_path_factory.mktemp("sauvegardes")
    Place(corpus.var).run("sauvegarder", str(folder))
    return folder


def test_the_last_of_a_folder_is_restored(saved, tmp_path):
    with empty_place(tmp_path / "to", "sqlite", "") as other:
        assert f"restaurée de {backups(saved)[0]}" in other.run("restaurer", str(saved))


@pytest.mark.parametrize("name", ["base.sqlite3", "secret_key", "editions/nouveautes.sqlite3"])
def test_a_file_that_was_altered_is_not_restored(saved, tmp_path, name):
    altered = tmp_path / "s"
    shutil.copytree(saved, altered, symlinks=True)
    file = backups(altered)[0] / name
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.chmod(0o644)
    file.write_bytes(raw)
    with empty_place(tmp_path / "to", "sqlite", "") as other:
        said = other.refused("restaurer", str(altered))
        assert str(file) in said
        assert "rien n’est restauré" in said
        assert not other.editing.exists()
        assert not other.editions.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda told: told.pop("facts"), "ne se lit pas"),
        (lambda told: told.update(format=2), "une autre version du portail"),
        (lambda told: told["files"].update({"../x": {"size": 1, "sum": "0" * 64}}), "se contredit"),
        (lambda told: told["links"].update({"editions/current": "../../etc/passwd"}), "se contredit"),
        (lambda told: told.update(database="autre"), "se contredit"),
    ],
)
def test_a_manifest_that_is_none(saved, tmp_path, change, why):
    backup = tmp_path / "s" / backups(saved)[0].name
    shutil.copytree(backups(saved)[0], backup, symlinks=True)
    told = json.loads((backup / contents.MANIFEST).read_text())
    change(told)
    (backup / contents.MANIFEST).write_text(json.dumps(told))
    with empty_place(tmp_path / "to", "sqlite", "") as other:
        assert why in other.refused("restaurer", str(backup))


def test_a_folder_without_a_backup(tmp_path):
    with empty_place(tmp_path / "to", "sqlite", "") as other:
        assert "n’est pas une sauvegarde" in other.refused("restaurer", str(tmp_path))
        assert "n’est pas une sauvegarde" in other.refused("restaurer", str(tmp_path / "nulle-part"))


def test_an_installation_that_is_not_empty(saved, tmp_path, copy):
    before = copy.editing.read_bytes()
    assert "n’est pas vide" in Place(copy.var).refused("restaurer", str(saved))
    assert copy.editing.read_bytes() == before
    copy.editing.unlink()
    assert "Le dossier des éditions" in Place(copy.var).refused("restaurer", str(saved))


@pytest.mark.slow
def test_a_database_of_another_kind(saved, tmp_path, postgresql_url):
    with empty_place(tmp_path / "to", "postgresql", postgresql_url) as other:
        said = other.refused("restaurer", str(saved))
        assert "celle d’une base SQLite" in said
        assert "PostgreSQL" in said
        assert "Il n’y a" not in said


def test_nothing_to_save(tmp_path):
    with empty_place(tmp_path / "to", "sqlite", "") as other:
        assert "Il n’y a pas de base d’édition à sauvegarder" in other.refused(
            "sauvegarder", str(tmp_path / "s")
        )
        assert list((tmp_path / "s").iterdir()) == [tmp_path / "s" / ".verrou"]


@pytest.mark.slow
def test_the_client_of_postgresql_is_missing(tmp_path, postgresql_url):
    with empty_place(tmp_path / "to", "postgresql", postgresql_url) as other:
        other.run("migrate", "--verbosity=0")
        said = other.refused("sauvegarder", str(tmp_path / "s"), PATH=str(tmp_path))
        assert "Il manque à ce système pg_dump" in said
        assert backups(tmp_path / "s") == []


# -- What stops half-way --------------------------------------------------------------------------------------

KILLING = """
import os
from datetime import datetime
from pathlib import Path
from django.db import connections
from portal.copies import contents, saving
from tests.dying import dying

connections.close_all()
for where, name, call in DEATHS:
    child = os.fork()
    if not child:
        module = {"contents": contents, "os": os, "sqlite": saving.sqlite}[where]
        setattr(module, name, dying(getattr(module, name), call))
        saving.save(Path(FOLDER), datetime.fromisoformat(MOMENT))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status), len(contents.backups(Path(FOLDER))))
"""
DEATHS = [("contents", "copied", 1), ("contents", "copied", 3), ("sqlite", "save", 1), ("contents", "summed", 1),
          ("contents", "write", 1), ("os", "rename", 1)]  # fmt: skip


def test_a_backup_that_is_killed_leaves_none(copy, tmp_path):
    folder = tmp_path / "s"
    given = f"DEATHS, FOLDER, MOMENT = {DEATHS}, {str(folder)!r}, {NOW.isoformat()!r}"
    place = Place(copy.var)
    said = place.run("shell", "--no-imports", "--command", f"{given}\n{KILLING}")
    assert said.splitlines() == [f"{signal.SIGKILL:d} 0"] * len(DEATHS)
    assert [path for path in folder.iterdir() if path.name.startswith(".sauvegarde-")]
    place.run("sauvegarder", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == [".verrou", backups(folder)[0].name]


def limited(size):
    """What a process may write at most, as a disk that is full would say it."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_a_disk_that_is_full_is_one_sentence(copy, tmp_path, share):
    size = int(copy.editing.stat().st_size * share)
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "sauvegarder", tmp_path / "s"],
        env=Place(copy.var).environment(), capture_output=True, text=True, timeout=SECONDS,
        preexec_fn=limited(size),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "n’a pas pu être" in done.stderr
    assert [path.name for path in (tmp_path / "s").iterdir()] == [".verrou"]


def test_a_restoration_on_a_full_disk_leaves_nothing(saved, tmp_path):
    with empty_place(tmp_path / "to", "sqlite", "") as other:
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", "restaurer", saved],
            env=other.environment(), capture_output=True, text=True, timeout=SECONDS,
            preexec_fn=limited(1_000_000),
        )  # fmt: skip
        assert done.returncode == 1
        assert "La sauvegarde n’a pas pu être restaurée" in done.stderr
        assert not other.editions.exists()
        assert not other.editing.exists()
        other.run("restaurer", str(saved))


# -- What is kept ---------------------------------------------------------------------------------------------


def test_the_last_ones_are_kept_and_share_their_editions(copy, tmp_path):
    place, folder = Place(copy.var), tmp_path / "s"
    for _ in range(3):
        said = place.run("sauvegarder", str(folder), "--garder", "2")
    assert "retirées : 1" in said
    assert len(backups(folder)) == 2
    name = f"editions/{copy.shelf.name}/{current(place).name}"
    assert len({(path / name).stat().st_ino for path in backups(folder)}) == 1
    assert (backups(folder)[0]).stat().st_mode & 0o777 == 0o700


def test_less_than_one_backup_is_not_kept(copy, tmp_path):
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "sauvegarder", tmp_path / "s", "--garder", "0"],
        env=Place(copy.var).environment(), capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode != 0
    assert "au moins 1" in done.stderr


def test_an_edition_that_is_damaged_is_left_aside(copy, tmp_path):
    place = Place(copy.var)
    edition = copy.shelf / current(place).name
    edition.chmod(0o644)
    raw = bytearray(edition.read_bytes())
    raw[-1] ^= 1
    edition.write_bytes(raw)
    said = place.run("sauvegarder", str(tmp_path / "s"))
    assert re.search(r"Laissée de côté : l’édition \d+ est abîmée", said)
    told = contents.read(backups(tmp_path / "s")[0])
    assert f"editions/{copy.shelf.name}/{current(place).name}" not in told.files
    assert told.links == {}


def test_two_backups_at_once(copy, tmp_path):
    (tmp_path / "s").mkdir()
    with (tmp_path / "s" / ".verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Une autre sauvegarde est en cours" in Place(copy.var).refused(
            "sauvegarder", str(tmp_path / "s")
        )


def test_the_digest_tells_rows_and_not_their_order():
    rows = [(1, "a", None), (2, "b", datetime(2026, 11, 22))]

    def digest(*given):
        return facts_of(["t"], lambda table: iter(given)).digest

    assert digest(*rows) == digest(*reversed(rows))
    assert (
        len({digest(*rows), digest(rows[0]), digest(rows[0], rows[0], *rows), digest((1, "a", "")), digest()})
        == 5
    )
