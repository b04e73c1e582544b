"""Associations, with what they run, apply and join; regions and sectors; the way to the import."""

from django.contrib import admin
from django.db.models import Count
from django.urls import path

from agreements.admin.base import FactAdmin
from agreements.admin.rows import TabularRows
from members.admin.importing import import_file
from members.models import Application, Association, Membership, Presence, Region, Sector
from portal.web.admin_site import site


class PresenceRows(TabularRows):
    model = Presence
    fields = ("sector", "establishments")
    verbose_name = "secteur d’activité"
    verbose_name_plural = "secteurs d’activité"


class ApplicationRows(TabularRows):
    model = Application
    fields = ("convention", "since", "until")
    autocomplete_fields = ("convention",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("convention")


class MembershipRows(TabularRows):
    model = Membership
    fields = ("organisation", "since", "until")
    autocomplete_fields = ("organisation",)
    verbose_name = "adhésion à une organisation d’employeurs"
    verbose_name_plural = "adhésions à des organisations d’employeurs"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


@admin.register(Association, site=site)
class AssociationAdmin(FactAdmin):
    new = "Ajouter une association"
    list_display = ("name", "region", "headcount", "siren", "demonstration")
    list_filter = ("region", "demonstration")
    list_select_related = ("region",)
    search_fields = ("name", "slug", "siren")
    search_help_text = "Nom, code ou SIREN."
    ordering = ("name", "slug")
    inlines = (PresenceRows, ApplicationRows, MembershipRows)
    fields = ("name", ("slug", "siren"), ("region", "headcount"))
    prepopulated_fields = {"slug": ("name",)}
    examples = {
        "name": "Jamais celui d’une personne.",
        "slug": "Dans l’adresse de la page, pour toujours.",
        "siren": "Neuf chiffres, ou vide.",
        "headcount": "Nombre de salariés ; vide s’il n’est pas connu. La taille s’en déduit.",
    }

    def get_urls(self):
        address = path(
            "importer/", self.admin_site.admin_view(import_file), name="members_association_import"
        )
        return [address, *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        """The demonstration set is removed whole, by its command."""
        return super().has_delete_permission(request, obj) and not (obj and obj.demonstration)


class PlaceAdmin(FactAdmin):
    list_display = ("name", "slug", "position", "held")
    search_fields = ("name", "slug")
    ordering = ("position", "slug")
    counted = ""

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count(self.counted))

    @admin.display(description="associations", ordering="number")
    def held(self, place):
        return place.number


@admin.register(Region, site=site)
class RegionAdmin(PlaceAdmin):
    new = "Ajouter une région"
    counted = "associations"


@admin.register(Sector, site=site)
class SectorAdmin(PlaceAdmin):
    new = "Ajouter un secteur"
    counted = "presences"
