"""The security headers of every answer, public and admin."""

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
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: The admin posts forms, whose origin is checked against the referrer.
ADMIN_HEADERS = {
    "Referrer-Policy": "same-origin",
}
HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = dict(HEADERS)
        if settings.ROOT_URLCONF == "portal.admin_urls":
            self.headers |= ADMIN_HEADERS
        if settings.SECURE_COOKIES:
            self.headers |= HTTPS_HEADERS

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
