"""The public addresses. They are permanent: one that is retired redirects."""

from django.urls import include, path

from agreements.pages import agreements, sources
from members.reading.bound import bound_by
from portal.pages import about, accessibility, discovery, edition_files, editions, home, open_data, openapi
from portal.pages.style import style
from portal.serving.watching import readiness
from portal.web.answers import failed, not_found

handler404, handler500 = not_found, failed

urlpatterns = [
    path("", home.home, name="home"),
    path("accueil.json", home.home_json, name="home-json"),
    path("accords/<slug:slug>/", agreements.agreement_detail, {"bound_by": bound_by}, name="agreement"),
    path("", include("agreements.urls")),
    path("", include("members.urls")),
    path("editions/", editions.editions, name="editions"),
    path("changements/editions/", editions.between_editions, name="errata"),
    path("changements/editions.json", editions.between_editions_json, name="errata-json"),
    path("mentions-legales/", about.legal, name="legal"),
    path("accessibilite/", accessibility.accessibility, name="accessibility"),
    path("accessibilite.json", accessibility.accessibility_json, name="accessibility-json"),
    path("sources/", sources.source_list, name="sources"),
    path("sources.json", sources.source_list_json, name="sources-json"),
    path("donnees/", open_data.open_data, name="open-data"),
    path("donnees.json", open_data.open_data_json, name="open-data-json"),
    path("donnees/edition.json", edition_files.announced, name="edition-announced"),
    path("donnees/<str:schema>/<str:name>", edition_files.edition_file, name="edition-file"),
    path("donnees/<str:name>", open_data.open_data_file, name="open-data-file"),
    path("openapi.json", openapi.openapi_json, name="openapi"),
    path("editions.json", editions.editions_json, name="editions-json"),
    path("style/", style, name="style"),
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    path("sitemap-<str:number>.xml", discovery.sitemap_part, name="sitemap-part"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("suggestions", discovery.suggestions, name="suggestions"),
    path(".well-known/security.txt", discovery.security, name="security"),
    path("favicon.ico", discovery.favicon, name="favicon"),
    path("robots.txt", about.robots, name="robots"),
    path("healthz", about.health, name="health"),
    path("pret", readiness.public, name="readiness"),
]
