"""The pages about the site itself: its legal notice, what robots may visit, whether it is well."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from agreements.models import Agreement
from portal.web.answers import page_of
from portal.web.parameters import reads


@reads()
def legal(request):
    return page_of(
        request, "pages/legal.html", "legal", publisher=settings.PUBLISHER, hosting=settings.HOSTING, twin=""
    )


#: Every page may be visited; lists under several filters are the same texts again, without end.
ROBOTS = "User-agent: *\nAllow: /\nDisallow: /*?*&\n"


@reads()
def robots(request):
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@reads()
def health(request):
    """What a supervisor asks: an edition is open and answers."""
    agreements = Agreement.objects.count()
    return JsonResponse({"etat": "ok", "edition": request.edition.as_json(), "accords": agreements})
