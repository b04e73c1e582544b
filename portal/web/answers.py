"""How views answer: a page, its JSON twin, or in words why an address is refused."""

import json
from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from portal.web.addresses import Address
from portal.web.here import Here


def bad_request(request, reasons: list[str], as_json: bool):
    """Status 400, and in words which parameter is refused and why."""
    if as_json:
        return json_page(request, {"erreurs": reasons}, status=400)
    return refused_page(request, reasons)


def refused_page(request, reasons: list[str]):
    """The page that says why an address is refused."""
    return page_of(request, "pages/400.html", reasons=reasons, twin="", status=400)


def not_found(request, exception):
    """What Django calls for an address that leads nowhere; the reason is shown where a view gave one in words."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return page_of(request, "pages/404.html", reason=reason, twin="", status=404)


def failed(request):
    """What Django calls when a view fails: a page that needs nothing of the request."""
    return render(request, "pages/500.html", status=500, using="public")


def page_of(request, template: str, section: str = "", *, status: int = 200, **context):
    """A page, in its section of the site, with a link to the JSON of the same address."""
    address = context.pop("address", None) or Address(request)
    twin = context.pop("twin", None)
    if twin is None:
        twin = address.twin(f"{request.path.rstrip('/')}.json")
    context["here"] = Here(request, section, address, twin)
    return render(request, template, context, status=status, using="public")


def json_page(request, content: dict, status: int = 200) -> JsonResponse:
    """A JSON document, headed by the edition it comes from and the day it tells."""
    head = {"edition": request.edition.as_json(), "date": request.day.isoformat()}
    return JsonResponse(head | content, status=status, json_dumps_params={"ensure_ascii": False})


def long_json_page(request, content: dict, name: str, rows: Iterable[dict]) -> HttpResponse:
    """The same with a last list of any length, written as it is read: its rows are never all in memory."""
    head = {"edition": request.edition.as_json(), "date": request.day.isoformat()} | content
    encode = json.JSONEncoder(ensure_ascii=False).encode
    written = ", ".join(map(encode, rows))
    return HttpResponse(
        f"{encode(head)[:-1]}, {encode(name)}: [{written}]}}", content_type="application/json"
    )
