"""What is compared, each started and stopped alike: a server on a free port of 127.0.0.1."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks import corpus
from tests.benchmarks.corpus import ROOT
from tests.ports import free_port

WORKERS = 2
FACETS = ("convention", "type", "extension", "annee")


@dataclass
class Target:
    name: str
    command: list[str]
    environment: dict[str, str]
    ready: str
    headers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen | None = None

    @contextmanager
    def running(self):
        self.port = free_port()
        command = [word.format(port=self.port) for word in self.command]
        self.process = subprocess.Popen(
            command, env={**os.environ, **self.environment}, cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            wait(self.port, self.ready)
            yield self
        finally:
            self.process.terminate()
            self.process.wait(timeout=20)


def wait(port: int, path: str) -> None:
    for _ in range(100):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("le serveur ne répond pas")


def gunicorn(application: str) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", application, "--worker-class", "asgi", "--asgi-lifespan", "off",
        "--workers", str(WORKERS), "--bind", "127.0.0.1:{port}", "--no-control-socket", "--log-level", "critical",
    ]  # fmt: skip


def portal(var: Path, *, cache: bool) -> Target:
    environment = {**installed(var, "public"), "PORTAL_CACHE": "1" if cache else "0"}
    name = "portail, réponse gardée" if cache else "portail"
    return Target(name, gunicorn("portal.asgi:application"), environment, "/healthz")


def installed(var: Path, role: str) -> dict[str, str]:
    return {"PORTAL_VAR": str(var), "PORTAL_ROLE": role}


def public(var: Path) -> dict[str, str]:
    """The environment of the public process of an installation."""
    return {**os.environ, **installed(var, "public")}


def admin(var: Path) -> Target:
    """The list of agreements in Django's own admin, as an editor who is logged in reads it."""
    key = corpus.manage(var, "shell", "--no-imports", "--command", LOG_IN).strip()
    target = Target(
        "admin de Django", gunicorn("portal.asgi:application"), installed(var, "admin"), "/admin/login/"
    )
    target.headers["Cookie"] = f"sessionid={key}"
    return target


LOG_IN = """
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, BACKEND_SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
user, _ = User.objects.get_or_create(username="mesure", is_superuser=True, is_staff=True)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


def constant(var: Path, size: int) -> Target:
    environment = {**installed(var, "public"), "BENCH_BYTES": str(size)}
    return Target("page constante", gunicorn("tests.benchmarks.constant:application"), environment, "/")


def datasette(var: Path) -> Target:
    """Datasette on the same rows in one flat table, with the indexes that suit exactly this query."""
    flat = var / "datasette.sqlite3"
    flat.unlink(missing_ok=True)
    flatten(corpus.edition_of(var), flat)
    command = [
        str(datasette_program()), "serve", "--immutable", str(flat), "--port", "{port}",
        *setting("num_sql_threads", 3), *setting("sql_time_limit_ms", 60000),
        *setting("facet_time_limit_ms", 60000), *setting("facet_suggest_time_limit_ms", 1),
        *setting("suggest_facets", "off"), *setting("allow_download", "off"),
    ]  # fmt: skip
    return Target("Datasette, réglé et indexé", command, {}, "/-/versions.json")


def setting(name: str, value) -> list[str]:
    return ["--setting", name, str(value)]


def datasette_program() -> Path:
    """Datasette in an environment of its own, installed the first time from its locked requirements."""
    environment = ROOT / "var" / "bench" / "datasette"
    program = environment / "bin" / "datasette"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run(
            [environment / "bin" / "python", "-m", "pip", "--isolated", "install", "-q", "--require-hashes",
             "-r", ROOT / "requirements" / "bench.txt"], check=True,
        )  # fmt: skip
    return program


def flatten(edition: Path, flat: Path) -> None:
    """The state of today of every agreement, one row each, with two indexes for the filter that is measured."""
    with closing(sqlite3.connect(flat)) as database, database:
        database.execute("ATTACH ? AS e", [str(edition)])
        database.execute(
            """
            CREATE TABLE accords AS
            SELECT a.id, a.slug AS identifiant, a.kind AS type, a.number AS numero, a.title AS titre, a.dated AS date,
                   (SELECT c.slug FROM e.agreements_agreement_conventions l
                    JOIN e.agreements_convention c ON c.id = l.convention_id
                    WHERE l.agreement_id = a.id ORDER BY c.position LIMIT 1) AS convention,
                   s.signature, s.agrement, s.extension, s.effet, s.effective_on AS date_effet,
                   strftime('%Y', a.dated) AS annee
            FROM e.agreements_agreement a
            JOIN e.agreements_situation s ON s.agreement_id = a.id
            WHERE s.starts_on <= date('now') AND s.ends_on > date('now')
            ORDER BY a.id
            """
        )
        database.execute("CREATE UNIQUE INDEX accords_id ON accords (id)")
        database.execute("CREATE INDEX kind_extension ON accords (type, extension, id, convention, annee)")
        database.execute("CREATE INDEX kind_extension_facets ON accords (type, extension, convention, annee)")
    with closing(sqlite3.connect(flat)) as database:
        database.execute("ANALYZE")
