"""What stands before everything else: a request that names this site, whatever it asks for, and however it says it."""

import re
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from portal.web.headers import headers_of_this_process

#: A target that is a whole address (RFC 9112, 3.2.2): its host, then its path.
WHOLE = re.compile(rb"https?://([^/]*)(/.*)?", re.IGNORECASE | re.DOTALL)


def for_this_site(application):
    """Wrap an ASGI application so that it is asked only for names of this site, by the path alone."""

    async def answering(scope, receive, send):
        if scope["type"] != "http":
            return await application(scope, receive, send)
        scope = by_its_path(scope)
        if not is_ours(host_of(scope)):
            return await refuse(send)
        return await application(scope, receive, send)

    return answering


def by_its_path(scope) -> dict:
    """The same request; when its target is a whole address, the host there stands for `Host`, which is not heeded."""
    whole = WHOLE.fullmatch(scope["raw_path"])
    if not whole:
        return scope
    host, raw = whole[1], whole[2] or b"/"
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    path = unquote_to_bytes(raw).decode("utf-8", "replace")
    return {**scope, "path": path, "raw_path": raw, "headers": [*headers, (b"host", host)]}


def host_of(scope) -> str:
    """The host that a request names; nothing when it names none, or several."""
    named = [value for name, value in scope["headers"] if name == b"host"]
    return named[0].decode("latin-1") if len(named) == 1 else ""


def is_ours(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


REFUSAL = "Ce site ne répond pas à ce nom.\n".encode()


async def refuse(send):
    """In words, and without repeating what was sent."""
    told = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(REFUSAL)),
        **headers_of_this_process(),
    }
    headers = [(name.encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSAL})
