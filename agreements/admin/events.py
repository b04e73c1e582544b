"""Events and divergences across all agreements: for those who complete or correct a series of them."""

from django.contrib import admin

from agreements.admin.agreement_rows import EventRows, SourcedForm
from agreements.admin.base import Belonging, FactAdmin
from agreements.admin.completeness import look_over
from agreements.admin.rows import TabularRows
from agreements.law.vocabulary import Nature, Track
from agreements.models import Divergence, DivergentValue, Event
from portal.french.writing import date_fr
from portal.web.admin_site import site


class OnTrack(admin.SimpleListFilter):
    title = "piste"
    parameter_name = "piste"

    def lookups(self, request, model_admin):
        return Track.pairs()

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(nature__in=[nature for nature in Nature if nature.track == self.value()])


class Dated(admin.SimpleListFilter):
    title = "date"
    parameter_name = "datee"

    def lookups(self, request, model_admin):
        return [("non", "sans date"), ("sans-jo", "acte dont le JO n’est pas lu")]

    def queryset(self, request, queryset):
        if self.value() == "non":
            return queryset.filter(act=None, on=None)
        if self.value() == "sans-jo":
            return queryset.filter(act__isnull=False, act__published_on=None)
        return queryset


@admin.register(Event, site=site)
class EventAdmin(FactAdmin):
    new = "Ajouter un événement"
    form = SourcedForm
    list_display = ("__str__", "agreement", "day", "act", "convention")
    list_filter = (OnTrack, Dated, "observation", "nature")
    list_select_related = ("agreement", "act", "convention")
    search_fields = ("label", "note", "reference", "agreement__number", "agreement__title", "agreement__slug")
    search_days = ("on", "act__on", "act__published_on")
    search_help_text = "Intitulé, note, date, ou accord. Ex. : « séance 354 », « 29/10/2020 »."
    date_hierarchy = "on"
    autocomplete_fields = ("agreement", *EventRows.autocomplete_fields)
    fieldsets = ((None, {"fields": ("agreement",)}), *EventRows.fieldsets)
    examples = EventRows.examples
    grouped = EventRows.grouped

    def touched(self, fact):
        return [fact.agreement_id]

    def complete(self, request, fact):
        return look_over(request, fact.agreement)

    @admin.display(description="date", ordering="on")
    def day(self, event):
        if event.act:
            return date_fr(event.act.published_on or event.act.on)
        return date_fr(event.on, event.precision)


class ValueRows(TabularRows):
    model = DivergentValue
    fields = ("value", "said_by")
    verbose_name_plural = "valeurs, et qui les dit"
    examples = {"value": "Ex. : « 23/06/2020 ».", "said_by": "Ex. : « Légifrance »."}


@admin.register(Divergence, site=site)
class DivergenceAdmin(FactAdmin):
    new = "Ajouter une divergence entre les sources"
    list_display = ("subject", "agreement", "values_shown")
    list_select_related = ("agreement",)
    list_filter = (("agreement__conventions__in_sector", Belonging),)
    search_fields = ("subject", "comment", "agreement__number", "agreement__title", "agreement__slug")
    autocomplete_fields = ("agreement",)
    fields = ("agreement", "subject", "comment")
    inlines = (ValueRows,)
    examples = {"subject": "Ex. : « date de signature ».", "comment": "Ce qu’on en pense, et pourquoi."}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("values")

    @admin.display(description="valeurs")
    def values_shown(self, divergence):
        return " / ".join(f"{value} ({value.said_by})" for value in divergence.values.all())
