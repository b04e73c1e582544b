"""The application that gunicorn serves; the public one behind its cache and its gate."""

import os

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

from portal.web.cache import cached
from portal.web.gate import without_body
from portal.web.handler import PublicHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

if settings.ROLE == "public":
    django.setup(set_prefix=False)
    application = without_body(PublicHandler())
    if settings.CACHE_ANSWERS:
        application = cached(application)
else:
    application = get_asgi_application()
