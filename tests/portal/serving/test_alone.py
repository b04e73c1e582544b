"""One role alone, as in production: a line for each event, nothing written by the public site, clean ends."""

import json
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from portal.management.commands.tests import environment
from tests.installations import SECONDS, Installation
from tests.portal.serving.test_refusals import is_one_sentence, run
from tests.portal.serving.test_serve import gone
from tests.ports import free_port

pytestmark = pytest.mark.slow


class Alone:
    """A `serve --public` or `serve --admin` under way, and the lines it said."""

    def __init__(self, log: Path, words, **added: str):
        self.port, self.log = free_port(), log
        command = [sys.executable, settings.BASE_DIR / "manage.py", "serve", *words, "--port", str(self.port)]
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                command,
                env=environment(PORTAL_NO_BOOTSTRAP="1", **added),
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    @property
    def lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def wait_for(self, word: str) -> None:
        deadline = time.monotonic() + SECONDS
        while not any(word in line for line in self.lines):
            assert self.process.poll() is None and time.monotonic() < deadline, self.lines
            time.sleep(0.05)

    def get(self, address: str, port=None, **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        content = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, content


@contextmanager
def alone(log: Path, *words: str, **added: str):
    started = Alone(log, words, **added)
    try:
        started.wait_for(" répond sur ")
        yield started
    finally:
        if started.process.poll() is None:
            started.process.terminate()
            started.process.wait(20)


def state(folder: Path) -> dict[str, tuple]:
    """Every file of a folder, with its size and the time of its last writing."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


@pytest.fixture
def collected(made_once) -> Path:
    return made_once("static", Installation.collect).static


def test_the_public_site_needs_two_folders_and_writes_nowhere(corpus, collected, tmp_path):
    """The code and the editions; the folder of data is one that cannot be made, the secrets are not handed on."""
    before = state(corpus.editions)
    given = {
        "PORTAL_VAR": "/dev/null/var", "PORTAL_EDITIONS": str(corpus.editions), "PORTAL_STATIC": str(collected),
        "DATABASE_URL": "postgresql://qui:secret@127.0.0.1:9/accords", "PORTAL_SECRET_KEY": "secret",
        "PORTAL_ACCESS_LOG": "1",
    }  # fmt: skip
    with alone(tmp_path / "log", "--public", **given) as site:
        assert site.get("/accords/?q=prime")[0] == 200
        assert site.get("/admin/")[0] == 404
        ready, told = site.get("/pret")
        assert (ready, json.loads(told)["etat"]) == (200, "pret"), told
        workers = psutil.Process(site.process.pid).children(recursive=True)
        assert len(workers) == 3
        for worker in workers:
            assert not {"DATABASE_URL", "PORTAL_SECRET_KEY"} & {*worker.environ()}
            for file in worker.open_files():
                assert not file.path.startswith(str(corpus.var)) or file.mode == "r", file
        children = psutil.Process(site.process.pid).children(recursive=True)
        began = time.monotonic()
        site.process.terminate()
        assert site.process.wait(20) == 0
        assert time.monotonic() - began < 10
        assert gone(children)
        lines = site.lines
    [opened] = [line for line in lines if " répond sur " in line]
    assert opened == (f"Le site public répond sur http://127.0.0.1:{site.port}/ (édition 1 ; processus : 2).")
    assert lines[-1] == "Le site public s’arrête : c’est demandé."
    asked = [line for line in lines[:-1] if line != opened]
    assert all(re.fullmatch(r"\[[^]]+\] GET /\S* \d{3} \d+ \d+\.\d+", line) for line in asked), asked
    assert any(" GET /accords/ 200 " in line for line in asked)
    assert not any(word in line for line in asked for word in ("prime", "127.0.0.1", "\x1b"))
    assert state(corpus.editions) == before


def test_a_site_with_no_edition_says_so_and_waits_for_one(corpus, collected, tmp_path):
    editions = tmp_path / "editions"
    given = {"PORTAL_EDITIONS": str(editions), "PORTAL_STATIC": str(collected)}
    with alone(tmp_path / "log", "--public", PORTAL_VAR="/dev/null/var", **given) as site:
        assert f"aucune édition dans {editions} : 503 jusqu’à la première" in "".join(site.lines)
        status, told = site.get("/pret")
        assert (status, json.loads(told)["raisons"]) == (503, ["Aucune édition vérifiée ne peut être lue."])
        copy_in(corpus, editions)
        deadline = time.monotonic() + 60
        while site.get("/pret")[0] != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def copy_in(corpus, editions: Path) -> None:
    """As another machine would bring them: whole, then in their place."""
    subprocess.run(["cp", "-a", corpus.editions, editions.with_name("venues")], check=True)
    editions.with_name("venues").rename(editions)


def test_static_files_of_another_version_are_one_sentence(corpus, collected, tmp_path):
    subprocess.run(["cp", "-a", collected, tmp_path / "static"], check=True)
    given = {"PORTAL_EDITIONS": str(corpus.editions), "PORTAL_STATIC": str(tmp_path / "static")}
    assert run(["serve", "--public", "--preparer"], tmp_path / "var", **given).returncode == 0
    (tmp_path / "static" / "site.css").write_text("/* ancienne */")
    done = run(["serve", "--public", "--preparer"], tmp_path / "var", **given)
    is_one_sentence(done, "site.css", "python3 manage.py collectstatic")
    is_one_sentence(run(["serve", "--public"], tmp_path / "var"), "python3 manage.py collectstatic")
    assert not (tmp_path / "var").exists()


def test_the_two_together_are_not_for_a_public_machine(tmp_path):
    is_one_sentence(run(["serve"], tmp_path, PORTAL_ROLE="public"), "serve --public")


def test_the_admin_alone(copy, tmp_path):
    with alone(tmp_path / "log", "--admin", PORTAL_VAR=str(copy.var)) as site:
        assert site.get("/admin/login/")[0] == 200
        assert site.get("/accords/")[0] == 404
        assert site.get("/pret") == (200, '{"etat": "pret", "raisons": [], "anomalies": []}')
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(20) == 0
    assert [line.partition("…")[0] for line in site.lines[:2]] == ["Base d’édition", "Fichiers statiques"]
    assert site.lines[-2].endswith("/admin/ (prête ; processus : 1).")
    assert site.lines[-1] == "L’administration s’arrête : c’est demandé."


def test_a_database_that_was_forgotten_is_not_begun_anew(copy):
    [manifest] = copy.shelf.glob("edition-*.json")
    told = json.loads(manifest.read_text())
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(told | {"database": "PostgreSQL, accords sur base.exemple.fr"}))
    for path in copy.var.glob("editing.sqlite3*"):
        path.unlink()
    for words in (["serve", "--admin"], ["serve", "--preparer"]):
        done = run(words, copy.var)
        is_one_sentence(done, "PostgreSQL, accords sur base.exemple.fr", "DATABASE_URL")
        assert not copy.editing.exists()


def test_two_first_starts_at_once_make_one_installation(tmp_path):
    own = Installation(tmp_path / "var")
    starts = [
        subprocess.Popen(
            [sys.executable, settings.BASE_DIR / "manage.py", "serve", "--preparer"], env=own.environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [start.communicate(timeout=SECONDS)[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0], said
    assert sum("Publication d’une édition" in each for each in said) == 1, said
    assert len([*own.shelf.glob("edition-*.sqlite3")]) == 1
