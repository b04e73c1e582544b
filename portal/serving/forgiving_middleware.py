"""Addresses as they are typed, trimmed and pasted: one redirect (301) leads to the page that they mean.

A mail drops the final slash, a sentence adds its full stop or its bracket, a keyboard writes in capitals. Only an
address that leads nowhere is mended, only by what is cut or lowered of its own path, made plural or parted, and only
towards a page that answers: no redirect leaves this site, none leads to another error.
"""

import re
from collections.abc import Iterator
from copy import copy

from django.http import QueryDict
from django.urls import Resolver404, resolve

from portal.web.answers import ABSENT, REFUSED, moved

#: What a sentence, a mail or a list puts after an address.
AFTER = " \t\r\n\u00a0\u202f\u200b.,;:!?)]}>»”’'\"*_…"
#: The same after the parameters, as addresses write it.
AFTER_PARAMETERS = re.compile(
    r"(?:[.,;:!?)\]}>'\"*_]|%(?:20|29|2[CE]|3[ABEF]|5D|7D|C2%BB|E2%80%9[9D]))+$", re.I
)
SLASHES = re.compile("/+")
#: What other sites name their pages with, and where theirs are searched.
NAMED_SO = re.compile(r"(?:/(?:index|accueil|home))?(?:\.(?:html?|php|aspx?|pdf))?$")
SEARCHES = {"recherche": "accords", "rechercher": "accords", "search": "accords"}
#: « ccn66-avenant-362 ».
APART = re.compile(r"^(ccn|idcc)(\d)")


class ForgivingMiddleware:
    """Answer an address that leads nowhere by a redirect to the page that it means, where there is one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code not in (REFUSED, ABSENT):
            return response
        query = request.META.get("QUERY_STRING", "")
        for path, parameters in mended(request.path_info, query, response.status_code):
            answer = self.get_response(at(request, path, parameters))
            if answer.status_code < REFUSED:
                return answer if answer.has_header("Location") else moved(path, parameters)
        return response


def mended(path: str, query: str, status: int) -> Iterator[tuple[str, str]]:
    """The addresses that one may mean, each with a page: none where nothing is to be mended."""
    parameters = AFTER_PARAMETERS.sub("", query) if status == REFUSED else query
    paths = [path] if status == REFUSED else tidy(path)
    for one in paths:
        if (one, parameters) != (path, query) and leads_somewhere(one):
            yield one, parameters


def tidy(path: str) -> list[str]:
    """A path without what is around it, in small letters, with its final slash or without; then as it is meant."""
    cut = SLASHES.sub("/", path).rstrip(f"/{AFTER}").lower()
    meant = f"{NAMED_SO.sub('', cut)}/"
    _, first, rest = meant.split("/", 2) if meant.count("/") > 1 else ("", "", "")
    first = SEARCHES.get(first, first)
    joined = APART.sub(r"\1-\2", rest)
    return [f"{cut}/", cut, f"/{first}/{joined}" if first else "/", f"/{first}s/{joined}"]


def leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def at(request, path: str, query: str):
    """The same request at another address."""
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.META = {**request.META, "PATH_INFO": path, "QUERY_STRING": query}
    asked.GET = QueryDict(query)
    return asked
