"""The public addresses. They are permanent: one that is retired redirects."""

from django.urls import include, path

from portal import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("accueil.json", pages.home_json, name="home-json"),
    path("", include("agreements.urls")),
    path("", include("members.urls")),
    path("editions/", pages.editions, name="editions"),
    path("editions.json", pages.editions_json, name="editions-json"),
    path("healthz", pages.health, name="health"),
]
