"""Which runs of pytest `tests` asks for, and whose status it ends with."""

import os

import pytest

from portal.management.commands import tests as command


@pytest.fixture
def played(monkeypatch):
    """The runs asked for, in order; the one on PostgreSQL succeeds."""
    runs = []

    def on_postgresql(arguments):
        runs.append(("PostgreSQL", arguments))
        return 0

    def execve(program, argv, environment):
        assert "DATABASE_URL" not in environment
        runs.append(("SQLite", argv[len(command.PYTEST) :]))

    monkeypatch.setattr(command, "on_postgresql", on_postgresql)
    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setenv("DATABASE_URL", "postgresql://portal.example/production")
    return runs


def play(*arguments):
    command.Command().run_from_argv(["manage.py", "tests", *arguments])


def test_every_test_on_both_engines(played):
    play()
    assert played == [("PostgreSQL", []), ("SQLite", [])]


def test_arguments_ask_for_one_run_on_sqlite(played):
    play("tests/agreements", "-k", "extension")
    assert played == [("SQLite", ["tests/agreements", "-k", "extension"])]


def test_one_run_on_postgresql(played):
    with pytest.raises(SystemExit) as ended:
        play("--postgres", "tests/agreements")
    assert ended.value.code == 0
    assert played == [("PostgreSQL", ["tests/agreements"])]


def test_the_first_run_that_fails_is_the_last(played, monkeypatch):
    monkeypatch.setattr(command, "on_postgresql", lambda arguments: 3)
    with pytest.raises(SystemExit) as ended:
        play()
    assert ended.value.code == 3
    assert played == []
