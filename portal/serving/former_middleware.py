"""Identifiers that have become others: their addresses lead for ever to the page that is theirs now, in every format.

Where an address names nothing, or a parameter no value, and either was the identifier of a record, one redirect
(301) leads to the same address under its present one. Only what leads nowhere is looked up: an edition is read for it.
"""

import re

from django.db import models
from django.http import QueryDict

from agreements.models import Act, Agreement, Convention, FormerIdentifier, Organisation
from portal.web.answers import ABSENT, REFUSED, moved

#: The records that the addresses of each list name, and those that parameters do.
PATHS = {
    "accords": Agreement,
    "actes": Act,
    "organisations": Organisation,
    "conventions": Convention,
    "mesures": Convention,
}
PARAMETERS = {
    "convention": Convention,
    "signataire": Organisation,
    "membre": Organisation,
    "a": Agreement,
    "b": Agreement,
}
NAMED = re.compile(r"^/(\w+)/([\w-]+)(.*)$", re.ASCII)


class FormerMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code not in (REFUSED, ABSENT):
            return response
        asked = (request.path_info, request.META.get("QUERY_STRING", ""))
        path, query = renamed_path(asked[0]), renamed_query(asked[1])
        return response if (path, query) == asked else moved(path, query)


def now(slug: str, of: type[models.Model]) -> str:
    return FormerIdentifier.now(slug, of) or slug


def renamed_path(path: str) -> str:
    found = NAMED.match(path)
    if not found or found[1] not in PATHS:
        return path
    return f"/{found[1]}/{now(found[2], PATHS[found[1]])}{found[3]}"


def renamed_query(query: str) -> str:
    """The same parameters; as they were written where none of them names a former identifier."""
    given = QueryDict(query, mutable=True)
    for name, of in PARAMETERS.items():
        if name in given:
            given.setlist(name, [now(value, of) for value in given.getlist(name)])
    return query if given == QueryDict(query) else given.urlencode()
