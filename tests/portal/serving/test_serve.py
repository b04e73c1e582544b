"""`serve`, for real: a process, two ports, an empty folder at the start and nothing left at the end."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import psutil
import pytest
from django.conf import settings

from portal.management.commands import tests
from tests.ports import free_port

pytestmark = pytest.mark.slow

SECONDS = 300  # for a first start on a busy machine; nothing here waits longer
LAST_LINE = "Ctrl-C arrête tout."


class Portal:
    """A `serve` under way, what it printed, and its ports."""

    def __init__(self, var, port):
        self.port = port
        self.log = var.with_name(f"{var.name}-{port}-{time.monotonic_ns()}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command(port), env=environment(var), stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def printed(self):
        return self.log.read_text()

    def wait_until_open(self):
        deadline = time.monotonic() + SECONDS
        while LAST_LINE not in self.printed:
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < deadline, self.printed
            time.sleep(0.05)

    def status(self, path, port=None):
        with closing(http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def children(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number=signal.SIGTERM):
        """Its exit status, and the seconds it took."""
        start = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(timeout=20), time.monotonic() - start


def command(port):
    return [sys.executable, settings.BASE_DIR / "manage.py", "serve", "--port", str(port)]


def environment(var):
    return tests.environment(PORTAL_VAR=str(var))


@contextmanager
def serving(var):
    portal = Portal(var, free_port(following=1))
    try:
        portal.wait_until_open()
        yield portal
    finally:
        if portal.process.poll() is None:
            portal.stop()


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """The data of an installation, empty at first, kept from one start to the next."""
    return tmp_path_factory.mktemp("portal") / "var"


@pytest.fixture(scope="module")
def first_start(var):
    """A portal started from nothing, that stays open for the tests that only read it."""
    with serving(var) as portal:
        yield portal


@pytest.fixture
def portal(var, first_start):
    """A later start on the same data, for the tests that end it."""
    with serving(var) as portal:
        yield portal


def gone(processes):
    """Whether they all end in the seconds that follow."""
    deadline = time.monotonic() + 10
    while any(map(alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(alive, processes))


def alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_the_first_start_says_what_it_does(first_start):
    for label in ("Base d’édition", "Faits du secteur", "Publication d’une édition", "Fichiers statiques"):
        assert f"\n{label}… " in f"\n{first_start.printed}"
    assert "python3 manage.py createsuperuser" in first_start.printed


def test_both_sides_are_open_each_at_its_address(first_start):
    portal = first_start
    assert f"http://127.0.0.1:{portal.port}/" in portal.printed
    assert f"http://127.0.0.1:{portal.port + 1}/admin/" in portal.printed
    assert portal.status("/accords/") == 200
    assert portal.status("/admin/login/") == 404
    assert portal.status("/admin/login/", portal.port + 1) == 200


def test_the_public_site_does_without_the_editing_database(first_start, var):
    away = var / "away"
    away.mkdir()
    files = list(var.glob("editing.sqlite3*"))
    assert files
    for file in files:
        file.rename(away / file.name)
    try:
        assert first_start.status("/accords/") == 200
    finally:
        for file in files:
            (away / file.name).rename(file)


def test_slow_clients_cost_nobody_else_anything(first_start):
    sockets = [socket.create_connection(("127.0.0.1", first_start.port)) for _ in range(200)]
    try:
        for slow in sockets:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert first_start.status("/healthz") == 200
    finally:
        for slow in sockets:
            slow.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_a_later_start_which_did_nothing_again(portal, number):
    assert "Faits du secteur" not in portal.printed
    assert "Publication" not in portal.printed
    children = portal.children()
    assert len(children) == 5  # two gunicorns, two public workers, one for the admin
    with socket.create_connection(("127.0.0.1", portal.port)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        status, seconds = portal.stop(number)
    assert status == 0
    assert seconds < 5
    assert gone(children)


def test_a_new_version_of_the_code_takes_over_and_loses_no_request(portal):
    statuses = []
    portal.process.send_signal(signal.SIGUSR1)
    former = {child.pid for child in portal.children()}
    deadline = time.monotonic() + SECONDS
    while "La nouvelle version est servie." not in portal.printed:
        assert time.monotonic() < deadline, portal.printed
        statuses.append(portal.status("/accords/"))
    while len({child.pid for child in portal.children()} & former) > 2:  # the two gunicorns stay
        assert time.monotonic() < deadline
        statuses.append(portal.status("/accords/"))
    assert set(statuses) == {200}
    assert portal.process.poll() is None


def test_the_death_of_one_side_is_said_and_ends_the_other(portal):
    children = portal.children()
    admin = next(child for child in children if f"127.0.0.1:{portal.port + 1}" in child.cmdline())
    admin.kill()
    assert portal.process.wait(timeout=10) == 1
    assert "L’administration s’est arrêté" in portal.printed
    assert gone(children)


if sys.platform == "linux":  # whose kernel alone tells a child of the death of its parent

    def test_a_parent_killed_without_mercy_leaves_nobody(portal):
        children = portal.children()
        portal.process.kill()
        portal.process.wait()
        assert gone(children)


@pytest.mark.parametrize("taken", [0, 1])
def test_a_port_already_taken_is_one_line_before_any_work(tmp_path, taken):
    port = free_port(following=1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + taken))
        other.listen()
        done = subprocess.run(
            command(port), env=environment(tmp_path), capture_output=True, text=True, timeout=SECONDS
        )
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1 and done.stdout.startswith("Base d’édition : ")
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{port + taken} : ce port est déjà pris" in done.stderr
    assert not (tmp_path / "editing.sqlite3").exists()


def test_a_word_is_not_a_port():
    done = subprocess.run(command("beaucoup"), capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode != 0
    assert "« beaucoup » n’est pas un port, de 1 à 65534" in done.stderr
