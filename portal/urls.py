"""The public addresses. They are permanent: one that is retired redirects."""

from django.urls import include, path

from agreements import source_pages
from portal import accessibility, pages
from portal.style import style

urlpatterns = [
    path("", pages.home, name="home"),
    path("accueil.json", pages.home_json, name="home-json"),
    path("", include("agreements.urls")),
    path("", include("members.urls")),
    path("editions/", pages.editions, name="editions"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("accessibilite/", accessibility.accessibility, name="accessibility"),
    path("accessibilite.json", accessibility.accessibility_json, name="accessibility-json"),
    path("sources/", source_pages.source_list, name="sources"),
    path("sources.json", source_pages.source_list_json, name="sources-json"),
    path("editions.json", pages.editions_json, name="editions-json"),
    path("style/", style, name="style"),
    path("robots.txt", pages.robots, name="robots"),
    path("healthz", pages.health, name="health"),
]
