"""The addresses of the editors' process."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from portal.admin.second_factor import second_factor
from portal.publishing.admin_page import publishing
from portal.publishing.review.preview import preview
from portal.serving.watching import readiness
from portal.web.admin_site import answering, failed, site

handler400 = answering(400, "Demande refusée", "La demande ne peut pas être lue.")
handler403 = answering(403, "Accès refusé", "Votre compte n’a pas le droit de voir ou de faire cela.")
handler404 = answering(404, "Page introuvable", "Cette page de l’administration n’existe pas, ou plus.")
handler500 = failed

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("pret", readiness.admin),
    path("admin/publier/", site.admin_view(publishing), name="publishing"),
    re_path(r"^admin/apercu/(?P<token>[^/]+)/(?P<path>.*)$", site.admin_view(preview), name="preview"),
    path("admin/second-facteur/", site.admin_view(second_factor), name="second-factor"),
    path("admin/", site.urls),
]
