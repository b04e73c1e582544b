"""How a public request reads: one edition from its first query to its last."""

import os
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections

from portal.edition.manifest import EditionError, Manifest
from portal.french import system

_reading = ContextVar("reading_an_edition", default=False)


class EditionRouter:
    """Send every query of a public request to the edition, and every other one to the editing database."""

    def db_for_read(self, model, **hints):
        return "edition" if _reading.get() else None

    def db_for_write(self, model, **hints):
        return "edition" if _reading.get() else None  # where it is refused

    def allow_relation(self, one, other, **hints):
        return None

    def allow_migrate(self, db, app_label, **hints):
        return False if db == "edition" else None


def opened_file(manifest: Manifest) -> tuple:
    """The file that a connection reads: its bytes, and where they are; the same name may be that of others."""
    try:
        state = os.stat(manifest.path)
    except OSError as error:
        raise EditionError(
            f"Le fichier de l’édition {manifest.number} manque : {system.reason(error)}."
        ) from error
    return manifest.checksum, state.st_ino, state.st_mtime_ns, state.st_size


@contextmanager
def reading(manifest: Manifest):
    """Read this edition, and no other, in all that follows."""
    connection, file = connections["edition"], opened_file(manifest)
    if connection.settings_dict.get("FILE") != file:
        connection.close()
        # A dictionary of its own: all threads share the one of the settings.
        connection.settings_dict = {**connection.settings_dict, "NAME": str(manifest.path), "FILE": file}
    token = _reading.set(True)
    try:
        yield manifest
    finally:
        _reading.reset(token)
