"""A Django page that is always the same: what serving costs before anything is read or rendered.

Served as the portal is, by the same handler: what differs is the page alone.
"""

import os

import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import re_path

from portal.web.handler import PublicHandler

BODY = b"<!doctype html><title>constante</title>" + b"x" * int(os.environ.get("BENCH_BYTES", "60000"))

urlpatterns = [re_path(".*", lambda request: HttpResponse(BODY))]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="constante")
django.setup(set_prefix=False)
application = PublicHandler()
