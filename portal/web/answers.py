"""How views answer: a page, its JSON twin, or in words why an address is refused."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render

from portal.web.addresses import Address
from portal.web.declarations import PIN, given_by
from portal.web.files.streams import file_page, in_pieces
from portal.web.here import Here

REFUSED, ABSENT, GONE = 400, 404, 410
MALFORMED = "Paramètre refusé"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOWHERE = "L’adresse est mal écrite, ou le texte n’est pas recensé."


def bad_request(request, reasons: list[str], as_json: bool):
    """Status 400, and in words which parameter is refused and why."""
    if as_json:
        return problem(REFUSED, MALFORMED, " ".join(reasons), erreurs=reasons)
    return refused_page(request, reasons)


def refused_page(request, reasons: list[str]):
    """The page that says why an address is refused, and leads to what else was asked."""
    address = Address(request)
    refused = refused_names(request, reasons)
    address.parameters = address.without(*refused, "page")
    return page_of(
        request,
        "pages/400.html",
        address=address,
        reasons=reasons,
        refused=refused,
        words=dict(address.parameters).get("q", ""),
        twin="",
        status=REFUSED,
    )


def refused_names(request, reasons: Iterable[str]) -> list[str]:
    """The parameters that reasons are given of: « date : … »."""
    heads = (reason.partition(" : ")[0] for reason in reasons)
    return [name for name in dict.fromkeys(heads) if name in given_by(request).parameters.known]


class Elsewhere(Http404):
    """What an address names is under another one, its canonical path."""

    def __init__(self, path: str):
        super().__init__(path)
        self.path = path


def moved(path: str, query: str) -> HttpResponsePermanentRedirect:
    """The redirect to a path of this site, with the same parameters."""
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def not_found(request, exception):
    """What Django calls for an address that leads nowhere; the reason is shown where a view gave one in words."""
    if isinstance(exception, Elsewhere):
        return moved(exception.path, request.META.get("QUERY_STRING", ""))
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    if request.path.endswith(".json"):
        return problem(ABSENT, "Adresse inconnue", reason or NOWHERE)
    words = named_at(request.path)
    return page_of(request, "pages/404.html", reason=reason or NOWHERE, words=words, twin="", status=ABSENT)


def named_at(path: str) -> str:
    """What the end of an address that leads nowhere names, as it would be searched: « ccn 66 avenant 999 »."""
    last = path.rstrip("/").rpartition("/")[2]
    return last.replace("-", " ") if SLUG.fullmatch(last) else ""


def other_edition(request, pinned: str) -> HttpResponse:
    """Status 410 for an address of an edition that is not read any more, with the one that is."""
    present = request.edition
    told = f"L’édition {pinned} n’est plus servie : l’édition présente est la {present.number}."
    if request.path.endswith("/"):
        address = Address(request)
        here = address.url(address.without(PIN))
        return page_of(request, "pages/410.html", told=told, present=here, twin="", status=GONE)
    return problem(GONE, "Édition passée", told, edition=present.as_json())


def problem(status: int, title: str, detail: str, **more) -> JsonResponse:
    """Why a JSON address is not answered, in the form that clients know (RFC 9457)."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return JsonResponse(
        told,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def failed(request):
    """What Django calls when a view fails: a page that needs nothing of the request."""
    if request.path.endswith(".json"):
        return problem(500, "Panne", "Cette réponse n’a pas pu être faite.")
    return render(request, "pages/500.html", status=500, using="public")


def page_of(request, template: str, section: str = "", *, status: int = 200, **context):
    """A page, in its section of the site, with a link to the JSON of the same address."""
    address = context.pop("address", None) or Address(request)
    twin = context.pop("twin", None)
    if twin is None:
        twin = address.twin(f"{request.path.rstrip('/')}.json")
    context["here"] = Here(request, section, address, twin)
    return render(request, template, context, status=status, using="public")


def place_json(request, address: Address, page) -> dict:
    """Where a page stands in its list, with the way to the next."""
    return {
        "page": page.number,
        "pages": page.paginator.num_pages,
        "suivante": next_page(request, address, page),
    }


def next_page(request, address: Address, page) -> str | None:
    """The address of the next page of a list, in this edition alone: between two pages, another may come."""
    if not page.has_next():
        return None
    kept = address.without("page", PIN)
    return address.url([*kept, ("page", str(page.next_page_number())), (PIN, str(request.edition.number))])


def json_page(request, content: dict, status: int = 200) -> JsonResponse:
    """A JSON document, headed by the edition it comes from and the day it tells."""
    return JsonResponse(head_of(request) | content, status=status, json_dumps_params={"ensure_ascii": False})


def head_of(request) -> dict:
    """What every document tells first: its edition, its day, and what of the address it has not read."""
    head = {"edition": request.edition.as_json(), "date": request.day.isoformat()}
    ignored = given_by(request).ignored
    return head | {"ignores": ignored} if ignored else head


def long_json_page(request, content: dict, name: str, rows: Iterable[dict], length: int) -> HttpResponse:
    """The same with a last list of any length, written as it is read: its rows are never all in memory.

    A long one is read by the thread of files, from its first row on: no query of rows may have begun before.
    """
    pieces = partial(json_pieces, head_of(request) | content, name)
    return file_page(request, "", "application/json", rows, pieces, length)


def json_pieces(head: dict, name: str, rows: Iterable[dict]) -> Iterator[bytes]:
    encode = json.JSONEncoder(ensure_ascii=False).encode

    def parts() -> Iterator[bytes]:
        yield f"{encode(head)[:-1]}, {encode(name)}: [".encode()
        for place, row in enumerate(rows):
            yield f"{', ' if place else ''}{encode(row)}".encode()
        yield b"]}"

    return in_pieces(parts())
