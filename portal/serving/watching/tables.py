"""Whether the editing database has the tables of this version of the code."""

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

WITHOUT = "La base d’édition n’a pas les tables de cette version : python3 manage.py migrate les fait."


def steps_behind() -> list:
    """The migrations that it lacks; `DatabaseError` where it does not answer."""
    executor = MigrationExecutor(connections["default"])
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def refuse_to_begin() -> None:
    """Before a file is read for long: `CommandError` says that the tables are not there, and what to do."""
    if steps_behind():
        raise CommandError(WITHOUT)
