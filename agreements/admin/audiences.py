"""Who is representative: one measure by perimeter, cycle and side, with the shares of unions in its page."""

from django.contrib import admin
from django.db.models import Sum

from agreements.admin.agreement_rows import TabularRows
from agreements.admin.base import FactAdmin
from agreements.models import Audience, AudienceShare
from portal.web.admin_site import site


class ShareRows(TabularRows):
    model = AudienceShare
    extra = 0


@admin.register(Audience, site=site)
class AudienceAdmin(FactAdmin):
    new = "Ajouter une mesure d’audience"
    list_display = ("perimeter", "cycle", "college", "on", "published_on", "total")
    list_filter = ("cycle", "college")
    search_fields = ("perimeter", "slug", "nor")
    ordering = ("perimeter", "-cycle")
    autocomplete_fields = ("conventions", "employers", "sources")
    inlines = (ShareRows,)
    examples = {
        "perimeter": "Le champ mesuré, tel que l’arrêté le nomme. On n’additionne jamais deux périmètres.",
        "slug": "Ex. : « bass-2021 ».",
        "employers": "Seulement pour les employeurs : celles que l’arrêté reconnaît.",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(summed=Sum("shares__share"))

    @admin.display(description="somme des parts (%)", ordering="summed")
    def total(self, audience):
        return audience.summed
