"""The pages that belong to no application: home, editions, health."""

from django.http import JsonResponse
from django.urls import reverse

from agreements.addresses import Address
from agreements.answers import json_page, page_of
from agreements.index import index_of
from agreements.models import Agreement, Convention
from agreements.views import counted, latest_of
from agreements.vocabulary import AgrementState, ExtensionState
from portal.edition import store

PENDING = {
    "agrement": [AgrementState.EN_COURS, AgrementState.AVIS_FAVORABLE, AgrementState.AVIS_DEFAVORABLE],
    "extension": [ExtensionState.EN_COURS],
}


def sector(day):
    conventions = Convention.objects.filter(in_sector=True)
    return counted(conventions, Agreement.conventions.through.objects, "convention", day)


def figures(request) -> dict[str, int]:
    """How many texts of the sector are known of on the day, and how many wait on each track."""
    index, day = index_of(request.edition.path), request.day
    known = index.known(day) & index.members("perimetre", "secteur", day)

    def count(track: str, states) -> int:
        return sum(known.intersection_cardinality(index.members(track, state, day)) for state in states)

    return {
        "accords": len(known),
        "attendent_agrement": count("agrement", PENDING["agrement"]),
        "attendent_extension": count("extension", PENDING["extension"]),
        "agrees": count("agrement", [AgrementState.AGREE]),
    }


def home(request):
    latest = latest_of(Agreement.objects.filter(conventions__in_sector=True), request.day)
    return page_of(
        request,
        "home.html",
        "home",
        conventions=sector(request.day),
        figures=figures(request),
        latest=latest,
        pending=PENDING,
        twin=Address(request, []).twin(reverse("home-json")),
    )


def home_json(request):
    conventions = [
        {"identifiant": c.slug, "nom": c.name, "accords": c.count or 0} for c in sector(request.day)
    ]
    return json_page(request, {"chiffres": figures(request), "conventions": conventions})


def editions(request):
    return page_of(request, "editions.html", "editions", editions=store.editions())


def editions_json(request):
    kept = [
        manifest.as_json() | {"taille": manifest.size, "comptes": manifest.counts}
        for manifest in store.editions()
    ]
    return json_page(request, {"editions": kept})


def legal(request):
    return page_of(request, "legal.html", "legal", twin="")


def accessibility(request):
    return page_of(request, "accessibility.html", "accessibility", twin="")


def health(request):
    """What a supervisor asks: an edition is open and answers."""
    agreements = Agreement.objects.count()
    return JsonResponse({"etat": "ok", "edition": request.edition.as_json(), "accords": agreements})
