"""A Django page that is always the same: what serving costs before anything is read or rendered."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import re_path

BODY = b"<!doctype html><title>constante</title>" + b"x" * int(os.environ.get("BENCH_BYTES", "60000"))

urlpatterns = [re_path(".*", lambda request: HttpResponse(BODY))]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="constante")
application = get_asgi_application()
