"""What was published about members, and what ties employers to texts."""

from django.contrib import admin

from agreements.admin.base import FactAdmin
from agreements.admin.rows import TabularRows
from members.models import Affiliation, Anomaly, BranchField, Figure, Line, Scope, Table
from members.models.figure_topics import TOPICS
from portal.web.admin_site import site


class LineRows(TabularRows):
    model = Line
    fields = ("label", "count", "region", "size", "sector", "position")


@admin.register(Table, site=site)
class TableAdmin(FactAdmin):
    new = "Ajouter un tableau publié"
    list_display = ("title", "unit", "total", "as_of")
    autocomplete_fields = ("source",)
    search_fields = ("title", "slug")
    ordering = ("position", "slug")
    inlines = (LineRows,)
    examples = {
        "unit": "Ce que l’on compte : associations, ou établissements et services.",
        "total": "Celui que le document imprime. L’édition est refusée si les lignes n’y mènent pas.",
    }


@admin.register(Figure, site=site)
class FigureAdmin(FactAdmin):
    new = "Ajouter un chiffre publié"
    list_display = ("label", "value", "subject", "topic", "as_of")
    list_filter = ("topic",)
    autocomplete_fields = ("source",)
    search_fields = ("label", "subject", "value")
    ordering = ("topic", "position")
    examples = {
        "topic": f"L’une de : {', '.join(TOPICS)}.",
        "value": "Telle qu’elle est écrite. Ex. : « plus de 5 000 ».",
    }


@admin.register(Anomaly, site=site)
class AnomalyAdmin(FactAdmin):
    new = "Ajouter une anomalie"
    list_display = ("text", "table")
    list_select_related = ("table",)
    autocomplete_fields = ("source",)
    search_fields = ("text",)
    ordering = ("position",)


@admin.register(Affiliation, site=site)
class AffiliationAdmin(FactAdmin):
    new = "Ajouter l’appartenance d’une organisation à une confédération"
    list_display = ("organisation", "confederation", "since", "until", "certain")
    list_select_related = ("organisation", "confederation")
    autocomplete_fields = ("organisation", "confederation", "source")
    search_fields = ("organisation__name", "confederation__name")
    ordering = ("confederation", "organisation", "since")
    examples = {
        "certain": "Décocher si ce n’est pas lu comme tel : ce lien ne rend alors aucun texte applicable."
    }


@admin.register(BranchField, site=site)
class BranchFieldAdmin(FactAdmin):
    new = "Dire si une convention est dans le champ d’une branche"
    list_display = ("convention", "branch", "inside")
    list_select_related = ("convention", "branch")
    autocomplete_fields = ("convention", "branch", "source")
    search_fields = ("convention__name", "branch__name")
    ordering = ("branch", "convention")


@admin.register(Scope, site=site)
class ScopeAdmin(FactAdmin):
    new = "Ajouter la portée d’un texte"
    list_display = ("agreement", "region", "fewest", "most")
    list_select_related = ("agreement", "region")
    autocomplete_fields = ("agreement", "source")
    search_fields = ("agreement__title", "agreement__number")
    ordering = ("agreement", "region")
    examples = {"region": "Seulement si le texte dit qu’il ne vaut que là."}
