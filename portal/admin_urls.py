"""The addresses of the editors' process."""

from django.urls import path
from django.views.generic import RedirectView

from portal.publishing.admin_page import publishing
from portal.web.admin_site import answering, site

handler400 = answering(400, "Demande refusée", "La demande ne peut pas être lue.")
handler403 = answering(403, "Accès refusé", "Votre compte n’a pas le droit de voir ou de faire cela.")
handler404 = answering(404, "Page introuvable", "Cette page de l’administration n’existe pas, ou plus.")

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/publier/", site.admin_view(publishing), name="publishing"),
    path("admin/", site.urls),
]
