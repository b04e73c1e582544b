"""What the public site lets in: GET and HEAD, well-formed addresses, and nothing else of a request.

A public page depends on its address alone. So the body, the cookies and the content type of a request are
dropped before Django sees them: what is not there cannot be badly decoded, stored or leaked.
"""

from urllib.parse import unquote_to_bytes

from django.http import HttpResponse

from portal.french.writing import UNWRITTEN, grouped
from portal.web.as_of import refusal

KEPT_METHODS = ("GET", "HEAD")
#: Of an address; no page reads a tenth of them.
MOST_PARAMETERS = 1_000
DROPPED_HEADERS = {b"cookie", b"content-type", b"content-length", b"transfer-encoding", b"expect"}


def without_body(application):
    """Wrap an ASGI application so that it never sees a body, a cookie or a content type."""

    async def gated(scope, receive, send):
        if scope["type"] == "websocket":  # no page speaks it: close, which refuses the handshake
            return await send({"type": "websocket.close"})
        if scope["type"] != "http":
            return await application(scope, receive, send)
        headers = [(name, value) for name, value in scope["headers"] if name.lower() not in DROPPED_HEADERS]
        given = False

        async def receive_nothing():
            nonlocal given
            if not given:
                given = True
                return {"type": "http.request", "body": b"", "more_body": False}
            while True:  # only the end of the connection is left to hear of
                message = await receive()
                if message["type"] == "http.disconnect":
                    return message

        return await application({**scope, "headers": headers}, receive_nothing, send)

    return gated


class GateMiddleware:
    """Refuse, in words, what no public page answers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in KEPT_METHODS:
            return HttpResponse(
                "Ce site se lit seulement : GET et HEAD.\n",
                status=405,
                headers={"Allow": ", ".join(KEPT_METHODS)},
                content_type="text/plain; charset=utf-8",
            )
        if refused := malformed(request):
            return refusal(request, [refused])
        return self.get_response(request)


def malformed(request) -> str:
    """Why the address cannot be read, or nothing."""
    if reason := unreadable_query(request.META.get("QUERY_STRING", "")) or unreadable(request.path):
        return reason
    if "�" in request.path or "\\x" in request.path:
        return "L’adresse contient des octets qui ne sont pas de l’UTF-8."
    return ""


def unreadable_query(query: str) -> str:
    """Why the parameters of an address cannot be read, or nothing."""
    if query.count("&") >= MOST_PARAMETERS:
        return f"L’adresse a plus de {grouped(MOST_PARAMETERS)} paramètres."
    return unreadable(query)


def unreadable(part: str) -> str:
    """Why a part of an address cannot be read, or nothing."""
    raw = unquote_to_bytes(part.replace("+", " "))
    if b"\0" in raw:
        return "L’adresse contient un caractère nul."
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "L’adresse contient des octets qui ne sont pas de l’UTF-8."
    if UNWRITTEN.search(text):
        return "L’adresse contient un caractère de commande, qui n’est d’aucun texte."
    return ""
