"""The pages that belong to no application: home, editions, health."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from agreements.addresses import Address
from agreements.answers import json_page, page_of
from agreements.models import Agreement
from agreements.vocabulary import PENDING
from portal.edition import store
from portal.home import COLUMNS, Home


def home(request):
    return page_of(
        request,
        "home.html",
        "home",
        home=Home(request),
        pending=PENDING,
        columns=COLUMNS,
        twin=Address(request, []).twin(reverse("home-json")),
    )


def home_json(request):
    return json_page(request, Home(request).as_json())


def editions(request):
    return page_of(request, "editions.html", "editions", editions=store.editions())


def editions_json(request):
    kept = [
        manifest.as_json() | {"taille": manifest.size, "comptes": manifest.counts}
        for manifest in store.editions()
    ]
    return json_page(request, {"editions": kept})


def legal(request):
    return page_of(
        request, "legal.html", "legal", publisher=settings.PUBLISHER, hosting=settings.HOSTING, twin=""
    )


#: Every page may be visited; lists under several filters are the same texts again, without end.
ROBOTS = "User-agent: *\nAllow: /\nDisallow: /*?*&\n"


def robots(request):
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def health(request):
    """What a supervisor asks: an edition is open and answers."""
    agreements = Agreement.objects.count()
    return JsonResponse({"etat": "ok", "edition": request.edition.as_json(), "accords": agreements})
