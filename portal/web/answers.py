"""How views answer: a page, its JSON twin, or in words why an address is refused."""

import json
from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from portal.web.addresses import Address


def bad_request(request, reasons: list[str], as_json: bool):
    """Status 400, and in words which parameter is refused and why."""
    if as_json:
        return json_page(request, {"erreurs": reasons}, status=400)
    return render(request, "400.html", {"reasons": reasons}, status=400)


def page_of(request, template: str, section: str, **context):
    """A page, in its section of the site, with a link to the JSON of the same address."""
    address = context.get("address") or Address(request)
    twin = address.twin(f"{request.path.rstrip('/')}.json")
    return render(request, template, {"section": section, "address": address, "twin": twin, **context})


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
