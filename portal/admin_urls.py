"""The addresses of the editors' process."""

from django.urls import path
from django.views.generic import RedirectView

from agreements.admin.publishing import publishing
from portal.admin_site import site

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/publier/", site.admin_view(publishing), name="publishing"),
    path("admin/", site.urls),
]
