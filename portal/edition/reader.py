"""How a public request reads: one edition from its first query to its last."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connections
from django.shortcuts import render

from portal.edition import build, store
from portal.edition.store import EditionError

logger = logging.getLogger(__name__)

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


class EditionMiddleware:
    """Give the request the current edition; without one that this code can read, answer 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            manifest = store.current()
        except EditionError as error:
            return self.process_exception(request, error)
        if manifest is None or manifest.schema != build.schema():
            return unavailable(request)
        request.edition = manifest
        with reading(manifest):
            return self.get_response(request)

    def process_exception(self, request, exception):
        """An edition that cannot be read is nothing to show, and a fault to mend at once."""
        if not isinstance(exception, (DatabaseError, EditionError)):
            return None
        logger.error("L’édition ne peut pas être lue.", exc_info=exception)
        return unavailable(request)


def unavailable(request):
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "60"
    return response
