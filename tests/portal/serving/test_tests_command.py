"""Which runs of pytest `tests` asks for, what is seen of them, and whose status it ends with."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings

from portal.management.commands import tests as command

SHARED = command.SHARED


@pytest.fixture
def played(monkeypatch):
    """The runs asked for, in order; each succeeds."""
    runs = []

    def on_postgresql(arguments):
        runs.append(("PostgreSQL", arguments))
        return 0

    @contextmanager
    def on_sqlite(arguments):
        runs.append(("SQLite", arguments))
        yield
        runs.append("end")

    def execve(program, argv, environment):
        assert "DATABASE_URL" not in environment
        runs.append(("SQLite", argv[len(command.PYTEST) :]))

    monkeypatch.setattr(command, "on_postgresql", on_postgresql)
    monkeypatch.setattr(command, "on_sqlite", on_sqlite)
    monkeypatch.setattr(command, "relayed", lambda run: runs.append("relayed") or 0)
    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setenv("DATABASE_URL", "postgresql://portal.example/production")
    return runs


def play(*arguments):
    command.Command().run_from_argv(["manage.py", "tests", *arguments])


@pytest.mark.parametrize("arguments", [[], ["--long"]])
def test_every_test_on_both_engines_side_by_side(played, arguments):
    with pytest.raises(SystemExit) as ended:
        play(*arguments)
    assert ended.value.code == 0
    assert played == [("SQLite", [*SHARED, *arguments]), ("PostgreSQL", arguments), "relayed", "end"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["tests/agreements", "-k", "extension"],
        ["--quick", "-k", "extension"],
        ["--quick", "tests/agreements"],
        ["--long", "-k", "bomb"],
    ],
    ids=" ".join,
)
def test_arguments_ask_for_one_run_on_sqlite(played, arguments):
    play(*arguments)
    assert played == [("SQLite", arguments)]


def test_the_whole_of_the_quick_ones_is_shared_among_processes(played):
    play("--quick")
    assert played == [("SQLite", ["--quick", *SHARED])]


def test_one_run_on_postgresql(played):
    with pytest.raises(SystemExit) as ended:
        play("--postgres", "tests/agreements")
    assert ended.value.code == 0
    assert played == [("PostgreSQL", ["tests/agreements"])]


def test_a_run_that_fails_on_postgresql_is_the_last_that_is_seen(played, monkeypatch):
    monkeypatch.setattr(command, "on_postgresql", lambda arguments: 3)
    with pytest.raises(SystemExit) as ended:
        play()
    assert ended.value.code == 3
    assert played == [("SQLite", SHARED), "end"]


# -- What the two runs say, and when -----------------------------------------------------------------------

SPEAKS = "print('sqlite', flush=True); raise SystemExit({})"
WAITS = "import sys, time; print('waits', file=sys.stderr, flush=True); time.sleep(60)"


def both(monkeypatch, capfd, program, postgresql=0) -> tuple[int, str]:
    """The status, and what is seen, when the run on SQLite is this program, and the other one ends so."""

    def on_postgresql(arguments):
        os.write(1, b"postgresql\n")
        return postgresql

    monkeypatch.setattr(command, "PYTEST", [sys.executable, "-c", program])
    monkeypatch.setattr(command, "on_postgresql", on_postgresql)
    return command.on_both([]), capfd.readouterr().out


@pytest.mark.parametrize("status", [0, 1, 5])
def test_the_run_on_sqlite_is_seen_last_and_its_status_is_the_one(monkeypatch, capfd, status):
    said = "postgresql\nBase d’édition : SQLite\nsqlite\n"
    assert both(monkeypatch, capfd, SPEAKS.format(status)) == (status, said)


def test_it_is_interrupted_and_not_seen_when_the_other_fails(monkeypatch, capfd):
    assert both(monkeypatch, capfd, WAITS, postgresql=1) == (1, "postgresql\n")


# -- Which tests each run plays ----------------------------------------------------------------------------

EXAMPLE = """
import pytest

def test_plain(): pass

@pytest.mark.slow
def test_slow(): pass

@pytest.mark.long
def test_long(): pass

@pytest.fixture
def browser(): pass

def test_on_screen(browser): pass

@pytest.mark.django_db
def test_facts(): pass
"""
PLAIN = {"test_plain", "test_facts"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], PLAIN | {"test_slow", "test_on_screen"}),
        (["--quick"], PLAIN),
        (["--quick", "-k", "facts"], {"test_facts"}),
        (["--long"], PLAIN | {"test_slow", "test_on_screen", "test_long"}),
        (["--long", "-k", "test_long or test_plain"], {"test_plain", "test_long"}),
    ],
)
def test_what_is_played(tmp_path, options, names):
    """Without the browser, nor what takes seconds; with what is long; whatever else is asked of pytest."""
    example = tmp_path / "test_example.py"
    example.write_text(EXAMPLE)
    listed = subprocess.run(
        [*command.PYTEST, "-c", settings.BASE_DIR / "pyproject.toml", f"--rootdir={tmp_path}", "-p", "tests.selection",
         "-p", "no:cacheprovider", "--collect-only", "-q", *options, example],
        cwd=settings.BASE_DIR, env=command.environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert {line.rpartition("::")[2] for line in listed.stdout.splitlines() if "::" in line} == names
