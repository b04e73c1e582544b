"""The security headers of every answer, public and admin."""

import re

from django.conf import settings

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",  # fields that complete themselves, in the admin; robots.txt, for tools that audit
    "img-src": "'self' data:",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Public data, which any site may read: all that the public site answers but its pages, and whatever the address of a
#: file answers, a redirect or a refusal. What an answer says beside its body is told too.
DATA_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Portail-Ignores",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
#: The address of a file of data, as it is or as it is mistyped: no page has a dot in its name.
KINDS = (
    "csv",
    "xlsx",
    "json",
    "jsonl",
    "jsonld",
    "atom",
    "ics",
    "bib",
    "ris",
    "xml",
    "zip",
    "sqlite3",
    "txt",
)
OF_A_FILE = re.compile(rf"[^/]\.(?:{'|'.join(KINDS)})/*$", re.IGNORECASE)
ADMIN = "portal.admin_urls"
#: The admin posts forms, whose origin is checked against the referrer.
ADMIN_HEADERS = {
    "Referrer-Policy": "same-origin",
}
#: For two years, this site and those below its name are asked for over TLS alone (`PORTAL_HTTPS=1`).
HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def headers_of_this_process() -> dict[str, str]:
    """What every answer of this process bears, whoever makes it."""
    admin = ADMIN_HEADERS if settings.ROOT_URLCONF == ADMIN else {}
    return HEADERS | admin | (HTTPS_HEADERS if settings.SECURE_COOKIES else {})


def headers_of_data() -> dict[str, str]:
    """The same for public data; the admin has none."""
    return headers_of_this_process() | ({} if settings.ROOT_URLCONF == ADMIN else DATA_HEADERS)


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = headers_of_this_process()
        self.of_data = headers_of_data()

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in (self.of_data if is_data(request, response) else self.headers).items():
            response.headers.setdefault(name, value)
        return response


def is_data(request, response) -> bool:
    """Whether an answer is neither a page nor what pages are drawn with.

    A redirect of a file has the content type of a page, and so has a refusal: a browser follows the one, and reads the
    other, only where they are open too.
    """
    if request.path.startswith(settings.STATIC_URL):
        return False
    kind = response.headers.get("Content-Type", "text/html")
    return not kind.startswith("text/html") or bool(OF_A_FILE.search(request.path))
