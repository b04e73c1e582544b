"""A Django page that is always the same: what serving costs before anything is read or rendered."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from django.core.asgi import get_asgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import re_path  # noqa: E402

BODY = b"<!doctype html><title>constante</title>" + b"x" * int(os.environ.get("BENCH_BYTES", "60000"))

urlpatterns = [re_path(".*", lambda request: HttpResponse(BODY))]

settings = override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
settings.enable()
application = get_asgi_application()
