"""The application that gunicorn serves, behind the gate that empties requests of what no page reads."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from portal.gate import without_body

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_asgi_application()
if settings.ROLE == "public":
    application = without_body(application)
