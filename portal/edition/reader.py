"""How a public request reads: one edition from its first query to its last."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections

from portal.edition import store

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


@contextmanager
def reading(manifest: store.Manifest):
    """Read this edition, and no other, in all that follows."""
    connection = connections["edition"]
    if connection.settings_dict["NAME"] != str(manifest.path):
        connection.close()
        # A dictionary of its own: all threads share the one of the settings.
        connection.settings_dict = {**connection.settings_dict, "NAME": str(manifest.path)}
    token = _reading.set(True)
    try:
        yield manifest
    finally:
        _reading.reset(token)
