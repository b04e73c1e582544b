"""The measures of conventions, each with its values in its page."""

from django.contrib import admin

from agreements.admin.agreement_rows import SourcedForm, StackedRows
from agreements.admin.base import FactAdmin
from agreements.models import Measure, MeasureValue
from portal.web.admin_site import site


class ValueRows(StackedRows):
    model = MeasureValue
    form = SourcedForm
    fields = (
        ("amount", "unit", "starts_on", "ends_on"),
        ("agreement", "members_of", "attested"),
        ("sources", "note"),
    )
    autocomplete_fields = ("agreement", "members_of", "sources")
    verbose_name = "valeur"
    verbose_name_plural = "valeurs, de la plus ancienne à la plus récente"
    examples = {
        "starts_on": "Le jour que dit le texte, même s’il est avant sa signature.",
        "amount": "Telle que le texte la donne : « 3,82 ».",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("measure__convention", "agreement", "members_of")


@admin.register(Measure, site=site)
class MeasureAdmin(FactAdmin):
    new = "Ajouter une mesure"
    list_display = ("label", "convention", "follows")
    list_filter = ("kind",)
    list_select_related = ("convention", "follows")
    search_fields = ("slug", "part", "convention__name")
    ordering = ("convention", "position")
    autocomplete_fields = ("convention", "follows", "sources")
    inlines = (ValueRows,)
    examples = {
        "slug": "Ex. : « valeur-du-point », « prevoyance-cadres-tranche-a ». Il figure dans les adresses.",
        "follows": "Ex. : les accords CHRS ont la valeur du point de la CCN 66.",
    }
