"""The application that gunicorn serves; the public one behind its cache and its gate."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from portal.cache import cached
from portal.gate import without_body

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_asgi_application()
if settings.ROLE == "public":
    application = without_body(application)
    if settings.CACHE_ANSWERS:
        application = cached(application)
