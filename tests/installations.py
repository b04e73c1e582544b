"""Installations of their own on the disk: worked by commands, served by gunicorn, as in production.

What takes seconds to make and is never changed is made once for a whole run, by the first of its processes
that needs it: the facts of the sector with their edition, and the static files.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client

from portal.edition.manifest import schema
from portal.management.commands.tests import environment
from portal.serving.servers import Server, die_with_parent, stop
from tests.conftest import NOW
from tests.ports import free_port

PREPARE = f"""
from datetime import datetime
from django.core.management import call_command
from portal.publishing.build import publish
for command in ("migrate", "load_facts", "load_figures", "demonstration"):
    call_command(command, verbosity=0)
publish(datetime.fromisoformat("{NOW.isoformat()}"))
"""
#: In a process of its own, so that the rows weigh on no other's memory.
DIGEST = """
import hashlib, sqlite3, sys
rows = (row for row in sqlite3.connect(sys.argv[1]).iterdump() if "journal_entry" not in row)
print(hashlib.sha256("\\n".join(rows).encode()).hexdigest())
"""
SECONDS = 300  # for one command, on a machine that is busy with others


@dataclass(frozen=True)
class Installation:
    """A folder with an editing database on SQLite and its editions, worked by commands of their own process."""

    var: Path

    @property
    def editions(self) -> Path:
        return self.var / "editions"

    @property
    def shelf(self) -> Path:
        """Where the editions of this version of the code are."""
        return self.editions / schema()

    @property
    def editing(self) -> Path:
        return self.var / "editing.sqlite3"

    def digest(self) -> str:
        """All the rows of the editing database, as one number, but those that tell when a command was run."""
        words = [sys.executable, "-c", DIGEST, self.editing]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    @property
    def static(self) -> Path:
        return self.var / "static"

    def environment(self, **added: str) -> dict[str, str]:
        return environment(PORTAL_VAR=str(self.var), PORTAL_NO_BOOTSTRAP="1", **added)

    def run(self, *words: str, **added: str) -> str:
        """One command of `manage.py`; what it printed."""
        done = subprocess.run(
            [sys.executable, project.BASE_DIR / "manage.py", *words],
            env=self.environment(**added), capture_output=True, text=True, timeout=SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def prepare(self, **added: str) -> str:
        """All the facts that the first start of `serve` loads, and their edition."""
        return self.run("shell", "--no-imports", "--command", PREPARE, **added)

    def collect(self) -> str:
        """The static files of the public site, compressed."""
        return self.run("collectstatic", "--noinput", "--verbosity=0", PORTAL_ROLE="public")


# -- Made once for a run -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> Callable[[str, Callable[[Installation], object]], Installation]:
    """Make an installation, or wait for the process that is making it: pytest-xdist runs several."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def make(name, work):
        made = Installation(shared / f"made-{name}")
        with (shared / f"{name}.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not made.var.exists():
                unfinished = Installation(Path(tempfile.mkdtemp(dir=shared)))
                work(unfinished)
                unfinished.var.rename(made.var)
        return made

    return make


@pytest.fixture(scope="session")
def corpus(made_once, tmp_path_factory) -> Installation:
    """What the first start of `serve` publishes: the sector's facts and figures. Nobody writes here."""
    return copied(made_once("corpus", Installation.prepare), tmp_path_factory.mktemp("corpus") / "var")


@pytest.fixture
def copy(corpus, tmp_path) -> Installation:
    """An installation of one's own, with the sector's facts and their edition."""
    return copied(corpus, tmp_path / "copy")


def copied(installation, var) -> Installation:
    shutil.copytree(installation.var, var, symlinks=True)
    return Installation(var)


def with_static(installation: Installation, made_once) -> Installation:
    """The same with the static files of this run, which a copy of what is served has already."""
    if not installation.static.exists():
        installation.static.symlink_to(made_once("static", Installation.collect).static)
    return installation


@pytest.fixture
def reader(corpus, settings, client) -> Client:
    """A reader of the sector's agreements."""
    settings.EDITIONS_DIR = corpus.editions
    return client


# -- Served ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    """The public process of an installation, as `serve` starts it."""

    port: int
    pid: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connection(self, timeout=SECONDS) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def get(self, address: str, headers=None, method="GET") -> tuple[int, bytes]:
        connection = self.connection()
        try:
            connection.request(method, address, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="session")
def serving(made_once):
    """Serve an installation for the length of a block, with the static files of this run."""

    @contextmanager
    def serve(installation: Installation):
        with served(with_static(installation, made_once)) as site:
            yield site

    return serve


@contextmanager
def served(installation: Installation, code: Path = project.BASE_DIR, role: str = "public", **added: str):
    """Gunicorn, with the very command of `serve`, from its first answer to its end."""
    workers, home = (2, "/") if role == "public" else (1, "/admin/login/")
    server = Server("Le serveur", role, "127.0.0.1", free_port(), workers, home)
    process = subprocess.Popen(
        server.command(),
        cwd=code,
        env=installation.environment(PORTAL_ROLE=role, **added),
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    try:
        deadline = time.monotonic() + SECONDS
        while not server.answers():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Site(server.port, process.pid)
    finally:
        stop([process])


@pytest.fixture(scope="session")
def served_corpus(corpus, serving):
    """The sector's agreements, served. Nobody writes there."""
    with serving(corpus) as served:
        yield served


@pytest.fixture(scope="session")
def site(served_corpus) -> Site:
    return served_corpus
