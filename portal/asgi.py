"""The application that gunicorn serves, for the names of this site; the public one behind its cache and its gate."""

import os

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

from portal.edition.served import served
from portal.options.reading import Refused
from portal.serving.hosts import for_this_site
from portal.serving.proxies import behind_proxies
from portal.web.cache import Cache, cached
from portal.web.gate import without_body
from portal.web.handler import PublicHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

answers = None
if settings.ROLE == "public":
    django.setup(set_prefix=False)
    served.watch()
    application = without_body(PublicHandler())
    if settings.CACHE_ANSWERS:
        answers = Cache()
        application = cached(application, answers)
elif settings.ROLE == "admin":
    application = get_asgi_application()
else:
    raise Refused(
        "PORTAL_ROLE vaut « atelier », qui n’est que pour les commandes : il faut « public » ou « admin »."
    )
application = behind_proxies(for_this_site(application), settings.TRUSTED_PROXIES)
if settings.METRICS:
    from portal.serving.watching.measured import (
        measured,
    )  # its library is only opened where something is measured

    application = measured(application, settings.ROLE, answers)
