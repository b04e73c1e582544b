"""The pages about the site itself: its legal notice, what robots may visit, whether it is well."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from agreements.models import Agreement
from agreements.reading.convention.freshness import days_over, official_base
from portal.edition.served import served
from portal.web.addresses import absolute, page
from portal.web.answers import page_of
from portal.web.parameters import reads


@reads()
def legal(request):
    return page_of(
        request, "pages/legal.html", "legal", publisher=settings.PUBLISHER, hosting=settings.HOSTING, twin=""
    )


#: Every page may be visited; lists under several filters are the same texts again, without end.
ROBOTS = "User-agent: *\nAllow: /\nDisallow: /*?*&\nSitemap: {sitemap}\n"


@reads()
def robots(request):
    return HttpResponse(
        ROBOTS.format(sitemap=absolute(page("sitemap"))), content_type="text/plain; charset=utf-8"
    )


@reads()
def health(request):
    """What a supervisor asks: an edition is open and answers; when it is not the current one, why.

    It says too how many days ago the official base was read.
    """
    read_on = official_base(request.edition).last_read_on
    state = {"etat": "secours", "raison": served.fallback} if served.fallback else {"etat": "ok"}
    content = {
        "edition": request.edition.as_json(),
        "accords": Agreement.objects.count(),
        "base_officielle": read_on.isoformat() if read_on else None,
        "base_officielle_age_en_jours": (request.today - read_on).days if read_on else None,
        "base_officielle_a_relire": bool(days_over(read_on, request.today)),
    }
    return JsonResponse(state | content, json_dumps_params={"ensure_ascii": False})
