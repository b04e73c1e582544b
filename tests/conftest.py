"""What every test stands on: a public site on a fixed day, its editions in a folder of their own.

Silent faults are made loud here: an undefined template variable fails the test that rendered it, and rows
that no query orders come back in any order.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from http.client import HTTPConnection
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as project
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from django.template.backends.jinja2 import Template
from django.template.base import Node
from django.test import Client

from portal.edition import store
from portal.edition.backend.base import DatabaseWrapper as EditionConnection
from portal.publishing import build
from portal.serving.servers import Server, stop

pytest_plugins = ["tests.browser", "tests.postgres"]

#: The day of the tests, whatever the day they run on.
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
PREPARE = f"""
from datetime import datetime
from django.core.management import call_command
from portal.publishing.build import publish
for command in ("migrate", "load_facts", "load_figures", "demonstration"):
    call_command(command, verbosity=0)
publish(datetime.fromisoformat("{NOW.isoformat()}"))
"""
SECONDS = 300  # for one command, on a machine that is busy with others
AMBIENT = ("DATABASE_URL", "PORTAL_ROLE", "PORTAL_VAR", "PORTAL_URL", "PORTAL_HOSTS", "PORTAL_DEBUG")


# -- Loud faults -------------------------------------------------------------------------------------------


class Undefined(str):
    """What Django puts in the place of a variable that is not there. Ours must all be there.

    Django asks for the truth of this string at that place, and only there: in a template of the project the
    question is an error; in those of Django's admin the answer is « no », as for the empty string.
    """

    __slots__ = ()

    def __bool__(self):
        frame = sys._getframe(1)
        expression = frame.f_locals["self"]
        while frame:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and hasattr(node, "origin"):
                if Path(node.origin.name).is_relative_to(project.BASE_DIR / "templates"):
                    raise AssertionError(f"{node.origin.template_name} : « {expression} » n’existe pas.")
                return False
            frame = frame.f_back
        raise AssertionError(f"« {expression} » n’existe pas.")


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail():
    engine = engines["admin"].engine
    engine.string_if_invalid = Undefined()
    yield
    engine.string_if_invalid = ""


@pytest.fixture(autouse=True, scope="session")
def unordered_rows_are_shuffled():
    """A page that counts on the order in which a database happens to give rows does not survive this."""
    ordered = SQLCompiler._order_by_pairs

    def shuffled(self):
        pairs = list(ordered(self))
        free = not (self.query.distinct or self.query.combinator or self.query.subquery)
        return pairs or ([(OrderBy(Random()), False)] if free else [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "_order_by_pairs", shuffled)
        yield


@pytest.fixture(autouse=True, scope="session")
def nothing_is_read_while_a_page_is_drawn():
    """Views hand over finished objects: a query that a public template runs fails the test."""
    draw = Template.render

    def refuse(execute, sql, *given):
        raise AssertionError(f"requête pendant le dessin : {sql}")

    def drawn(self, *given, **named):
        with connections["edition"].execute_wrapper(refuse):
            return draw(self, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", drawn)
        yield


# -- Settings ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def public_site(settings, tmp_path, monkeypatch):
    """The public process, on the day of the tests, with plain static files and no edition yet."""
    settings.ROOT_URLCONF = "portal.urls"
    settings.MIDDLEWARE = project.PUBLIC_MIDDLEWARE
    settings.VAR_DIR = tmp_path
    settings.EDITIONS_DIR = tmp_path / "editions"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **project.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    monkeypatch.setattr("portal.web.as_of.today", lambda: TODAY)


@pytest.fixture(autouse=True, scope="session")
def editions_open_in_every_test(django_db_blocker):
    """An edition is a file that pages open, not a database that tests make, share and guard."""
    with django_db_blocker.unblock():
        ensure_connection = BaseDatabaseWrapper.ensure_connection
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionConnection, "ensure_connection", ensure_connection)
        yield


@pytest.fixture(autouse=True)
def own_connection(request, django_db_blocker, _django_db_marker):
    """A connection to editions for each test, beside those that the test's databases allow or forbid."""
    with_databases = request.node.get_closest_marker("django_db") is not None
    if {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        with_databases = True
    kept = connections["edition"]
    connections["edition"] = opened = connections.create_connection("edition")
    # Where there is an editing database, the edition being built is one more.
    with django_db_blocker.unblock() if with_databases else nullcontext():
        yield
    opened.close()
    connections["edition"] = kept


# -- Editions ----------------------------------------------------------------------------------------------


@pytest.fixture
def publish(transactional_db) -> Callable[..., store.Manifest]:
    """Compile what the builders wrote into a new edition."""
    return lambda now=NOW: build.publish(now)[0]


@pytest.fixture
def published(publish, client) -> Callable[[], Client]:
    """Publish what the builders wrote, and give the reader of it."""

    def read():
        publish()
        return client

    return read


@dataclass(frozen=True)
class Installation:
    """A folder with an editing database on SQLite and its editions, worked by commands of their own process."""

    var: Path

    @property
    def editions(self) -> Path:
        return self.var / "editions"

    @property
    def editing(self) -> Path:
        return self.var / "editing.sqlite3"

    def environment(self, **added: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in AMBIENT}
        return {**kept, "PORTAL_VAR": str(self.var), "PORTAL_NO_BOOTSTRAP": "1", **added}

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


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Installation:
    """What the first start of `serve` publishes: the sector's facts and figures. Nobody writes here."""
    made = Installation(tmp_path_factory.mktemp("corpus") / "var")
    made.prepare()
    return made


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

    def connection(self, timeout=30) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def get(self, address: str, headers=None, method="GET") -> tuple[int, bytes]:
        connection = self.connection()
        try:
            connection.request(method, address, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def serving(installation: Installation):
    """Gunicorn, with the very command of `serve`, from its first answer to its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server("Le site public", "public", "127.0.0.1", port, workers=2)
    installation.run("collectstatic", "--noinput", "--verbosity=0", PORTAL_ROLE="public")
    process = subprocess.Popen(
        server.command(),
        cwd=project.BASE_DIR,
        env=installation.environment(PORTAL_ROLE="public"),
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + SECONDS
        while not server.answers():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Site(port, process.pid)
    finally:
        stop([process])


@pytest.fixture(scope="session")
def site(corpus):
    """The sector's agreements, served. Nobody writes there."""
    with serving(corpus) as served:
        yield served


@pytest.fixture
def copy(corpus, tmp_path) -> Installation:
    """An installation of one's own, with the sector's facts and their edition."""
    made = Installation(tmp_path / "copy")
    shutil.copytree(corpus.var, made.var, symlinks=True)
    return made
