"""`python3 manage.py tests`: every test, with the editing database on PostgreSQL and on SQLite.

Django binds the editing database when it starts, so there are two runs of pytest:

1. on a real PostgreSQL, started for the occasion: the tests that touch the editing database;
2. on SQLite: all of them, browser included. Its summary is the last line, its exit status is the command's.

The first run that fails is the last: its summary and its status are then what is seen. Any argument goes to
pytest and asks for one run only, on SQLite: `tests tests/agreements -k extension`. With `--postgres` as the
first argument, that one run is on PostgreSQL instead.
"""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

PYTEST = [sys.executable, "-m", "pytest"]
AMBIENT = {"DATABASE_URL", "PORTAL_ROLE", "PORTAL_VAR", "PORTAL_URL", "PORTAL_HOSTS", "PORTAL_DEBUG"}


class Command(BaseCommand):
    help = "Joue tous les tests, sur PostgreSQL puis sur SQLite ; les arguments vont à pytest."
    requires_system_checks = []

    def run_from_argv(self, argv):
        """Without Django's own parser: every option but ours is pytest's."""
        arguments = argv[2:]
        os.chdir(settings.BASE_DIR)
        if arguments[:1] == ["--postgres"]:
            sys.exit(on_postgresql(arguments[1:]))
        if not arguments:
            status = on_postgresql([])
            if status:
                sys.exit(status)
            announce("SQLite")
        os.execve(sys.executable, [*PYTEST, *arguments], environment())


def on_postgresql(arguments):
    from tests.postgres import postgresql

    announce("PostgreSQL")
    with postgresql() as url:
        return subprocess.run([*PYTEST, *arguments], env=environment(DATABASE_URL=url)).returncode


def announce(engine):
    print(f"Base d’édition : {engine}", flush=True)


def environment(**added):
    """Nothing of the portal that may be running on this machine reaches the tests."""
    return {**{key: value for key, value in os.environ.items() if key not in AMBIENT}, **added}
