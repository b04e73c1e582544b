"""The edition that a public request reads, or 503 when none can be read."""

import logging
from contextlib import ExitStack
from functools import partial

from django.db import DatabaseError
from django.shortcuts import render

from members.reading.published import members_are_published
from portal.edition.manifest import EditionError
from portal.edition.reader import reading
from portal.edition.served import served
from portal.serving.watching.readiness import state
from portal.web.answers import problem

logger = logging.getLogger(__name__)


class EditionMiddleware:
    """Give the request the current edition; without one that this code can read, answer 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            manifest = served.sound()
        except EditionError as error:
            return self.process_exception(request, error)
        if manifest is None:
            return unavailable(request)
        request.edition = manifest
        with ExitStack() as opened:
            try:
                opened.enter_context(reading(manifest))
            except EditionError as error:
                return self.process_exception(request, error)
            request.has_members = partial(members_are_published, manifest)
            return self.get_response(request)

    def process_exception(self, request, exception):
        """An edition that cannot be read is nothing to show, and a fault to mend at once."""
        if not isinstance(exception, (DatabaseError, EditionError)):
            return None
        logger.error("L’édition ne peut pas être lue.", exc_info=exception)
        return unavailable(request)


def unavailable(request):
    if request.path == "/pret":
        response = state(["Aucune édition vérifiée ne peut être lue."])
    elif request.path.endswith(".json"):
        response = problem(503, "Indisponible", "Aucune édition ne peut être lue pour l’instant.")
    else:
        response = render(request, "pages/503.html", status=503, using="public")
    response.headers["Retry-After"] = "60"
    return response
