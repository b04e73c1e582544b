"""The edition that a public request reads, or 503 when none can be read."""

import logging

from django.db import DatabaseError
from django.shortcuts import render

from portal.edition import store
from portal.edition.reader import reading
from portal.edition.store import EditionError
from portal.publishing.schema import schema

logger = logging.getLogger(__name__)


class EditionMiddleware:
    """Give the request the current edition; without one that this code can read, answer 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            manifest = store.current()
        except EditionError as error:
            return self.process_exception(request, error)
        if manifest is None or manifest.schema != schema():
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
    response = render(request, "pages/503.html", status=503, using="public")
    response.headers["Retry-After"] = "60"
    return response
