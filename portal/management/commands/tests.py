"""`python3 manage.py tests`: every test, with the editing database on PostgreSQL and on SQLite.

Django binds the editing database when it starts, so there are two runs of pytest, side by side:

1. on a real PostgreSQL, started for the occasion: the tests that touch the editing database;
2. on SQLite: all of them, browser included, the files shared among processes. What it says waits for the end of
   the first; its summary is the last line, its exit status is the command's.

When the run on PostgreSQL fails, the other is interrupted: the summary of the first and its status are then what
is seen. `tests --long` plays the long tests too. Any other argument goes to pytest and asks for one run only, on
SQLite: `tests tests/agreements -k extension`; with `--postgres` as the first argument, on PostgreSQL instead.
`tests --quick`, followed by any argument, is the loop of a developer: one run, without what starts programs.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.options.table import BOOTSTRAP, TABLE
from portal.serving.servers import die_with_parent

PYTEST = [sys.executable, "-m", "pytest"]
#: As many processes as processors; beyond four, what each sets up costs more than it shares.
SHARED = ["-n", "logical", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
#: The settings of whoever runs the tests; those of the environment of Python and of the browser are left.
AMBIENT = {option.variable for option in TABLE if BOOTSTRAP not in option.readers}


class Command(BaseCommand):
    help = "Joue tous les tests, sur PostgreSQL et sur SQLite ; les arguments vont à pytest."
    requires_system_checks = []

    def run_from_argv(self, argv):
        """Without Django's own parser: every option but ours is pytest's."""
        arguments = argv[2:]
        os.chdir(settings.BASE_DIR)
        if arguments[:1] == ["--postgres"]:
            sys.exit(on_postgresql(arguments[1:]))
        if arguments in ([], ["--long"]):
            sys.exit(on_both(arguments))
        if arguments == ["--quick"]:
            arguments += SHARED
        os.execve(sys.executable, [*PYTEST, *arguments], environment())


def on_both(arguments) -> int:
    """The status of the first run that fails, whose summary is then the last line; else that of the second."""
    with on_sqlite([*SHARED, *arguments]) as run:
        if status := on_postgresql(arguments):
            return status
        announce("SQLite")
        return relayed(run)


@contextmanager
def on_sqlite(arguments):
    """A run under way, what it says kept; interrupted, as from a keyboard, when it is left before its end."""
    colours = ["--color=yes"] if sys.stdout.isatty() else []
    run = subprocess.Popen(
        [*PYTEST, *colours, *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=die_with_parent(signal.SIGINT),
    )
    with run:
        try:
            yield run
        except KeyboardInterrupt:  # which the terminal sent to each process
            run.communicate()
            raise
        finally:
            if run.poll() is None:
                run.send_signal(signal.SIGINT)
                run.communicate()


def relayed(run) -> int:
    """Say what a run says, as it comes; its status."""
    while said := os.read(run.stdout.fileno(), 65536):
        os.write(sys.stdout.fileno(), said)
    return run.wait()


def on_postgresql(arguments) -> int:
    from tests.postgres import postgresql

    announce("PostgreSQL")
    with postgresql() as url:
        return subprocess.run([*PYTEST, *arguments], env=environment(DATABASE_URL=url)).returncode


def announce(engine):
    print(f"Base d’édition : {engine}", flush=True)


def environment(**added):
    """Nothing of the portal that may be running on this machine reaches the tests, nor does its file of settings."""
    kept = {key: value for key, value in os.environ.items() if key not in AMBIENT}
    return {**kept, "PORTAL_SETTINGS": os.devnull, **added}
