"""Conventions, organisations and themes."""

from django.contrib import admin
from django.db.models import Count

from agreements.admin.base import FactAdmin
from agreements.admin.rows import Rows, TabularRows
from agreements.models import (
    Alias,
    Attachment,
    Citation,
    Convention,
    ConventionParty,
    Milestone,
    Negotiator,
    Organisation,
    Succession,
    Theme,
)
from portal.web.admin_site import site


class AttachmentRows(TabularRows):
    model = Attachment
    fk_name = "convention"
    fields = ("attached_to", "act", "note")
    autocomplete_fields = ("attached_to", "act")
    verbose_name = "rattachement par arrêté de fusion"
    verbose_name_plural = "rattachements par arrêté de fusion"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("convention", "attached_to", "act")


class ConventionPartyRows(TabularRows):
    """Who is party to the whole convention, and not only to one of its texts."""

    model = ConventionParty
    fields = ("organisation", "mode", "on", "reach", "source", "seen")
    autocomplete_fields = ("organisation", "source")
    examples = {"seen": "Ex. : « signataires d’origine et adhésions, avec leurs dates »."}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("convention", "organisation", "source")


class NegotiatorRows(TabularRows):
    model = Negotiator
    fields = ("organisation", "since", "until", "source", "seen")
    autocomplete_fields = ("organisation", "source")
    examples = {"until": "Le premier jour où elle ne négocie plus ce champ ; vide si elle négocie toujours."}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("convention", "organisation", "source")


@admin.register(Convention, site=site)
class ConventionAdmin(FactAdmin):
    new = "Ajouter une convention"
    list_display = ("name", "idcc", "full_name", "in_sector", "subject_to_agrement", "texts")
    list_filter = ("in_sector", "subject_to_agrement")
    search_fields = ("name", "full_name", "slug", "idcc", "kalicont")
    search_help_text = "Nom, IDCC ou identifiant KALICONT. Ex. : « 413 »."
    ordering = ("position", "slug")
    inlines = (AttachmentRows, ConventionPartyRows, NegotiatorRows)
    fieldsets = (
        (None, {"fields": (("name", "idcc"), "full_name", "slug", "kalicont", ("in_sector", "position"))}),
        ("Agrément", {"fields": ("subject_to_agrement", "agrement_basis")}),
        ("Extension", {"fields": ("extended", "extension_basis")}),
        (None, {"fields": ("note",)}),
    )
    examples = {
        "name": "Ex. : « CCN 66 ».",
        "slug": "Dans l’adresse de la page, pour toujours. Ex. : « ccn-66 ».",
        "idcc": "Ex. : 413.",
        "kalicont": "Ex. : « KALICONT000005635407 ».",
        "agrement_basis": "Ex. : « CASF L. 314-6 ». Demandé dès que l’on dit oui ou non.",
        "extension_basis": "Ex. : « base KALI, état VIGUEUR_NON_ETEN ». Demandé dès que l’on dit oui ou non.",
        "position": "Les plus petits d’abord.",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(held=Count("agreements"))

    @admin.display(description="accords", ordering="held")
    def texts(self, convention):
        return convention.held


class AliasRows(TabularRows):
    model = Alias
    fields = ("name",)


class MilestoneRows(TabularRows):
    model = Milestone
    fields = ("on", "label")
    verbose_name = "repère daté"
    verbose_name_plural = "repères datés"
    examples = {"label": "Ex. : « congrès de fondation »."}


class SuccessionRows(TabularRows):
    """On the page of the organisation that comes after: what it continues."""

    model = Succession
    fk_name = "successor"
    fields = ("predecessor", "on", "certain", "note")
    autocomplete_fields = ("predecessor",)
    verbose_name = "organisation à laquelle elle succède"
    verbose_name_plural = "organisations auxquelles elle succède"
    examples = {"certain": "Décocher si aucun acte n’a été lu."}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("predecessor", "successor")


class OrganisationCitationRowSet(Rows):
    once = ("source", "seen")
    repeated = "Cette lecture figure deux fois."


class OrganisationCitationRows(TabularRows):
    model = Citation
    formset = OrganisationCitationRowSet
    fields = ("source", "seen")
    autocomplete_fields = ("source",)
    verbose_name = "source lue"
    verbose_name_plural = "sources lues"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class ByConfederation(admin.AllValuesFieldListFilter):
    """The confederations; those that have none are named, and not an empty link."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "sans confédération"}


@admin.register(Organisation, site=site)
class OrganisationAdmin(FactAdmin):
    new = "Ajouter une organisation"
    merges = True
    list_display = ("name", "acronym", "full_name", "college", "confederation", "signed")
    list_filter = ("college", ("confederation", ByConfederation))
    search_fields = ("name", "full_name", "acronym", "slug", "aliases__name")
    search_help_text = "Nom, sigle ou autre nom. Ex. : « fehap »."
    ordering = ("college", "slug")
    inlines = (AliasRows, SuccessionRows, MilestoneRows, OrganisationCitationRows)
    radio_fields = {"college": admin.HORIZONTAL}
    fieldsets = (
        (None, {"fields": (("name", "acronym"), "full_name", "slug", "college", "confederation")}),
        (None, {"fields": ("note",)}),
    )
    examples = {
        "name": "Comme les pages la nomment. Ex. : « CFDT ».",
        "full_name": "Ex. : « Fédération CFDT des services de santé et services sociaux ».",
        "slug": "Dans l’adresse de la page, pour toujours. Ex. : « cfdt ».",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(made=Count("signatures"))

    @admin.display(description="signatures", ordering="made")
    def signed(self, organisation):
        return organisation.made


@admin.register(Theme, site=site)
class ThemeAdmin(FactAdmin):
    new = "Ajouter un thème"
    list_display = ("name", "slug", "texts")
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    examples = {"name": "Ex. : « salaires et primes ».", "slug": "Dans les adresses, pour toujours."}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(held=Count("agreements"))

    @admin.display(description="accords", ordering="held")
    def texts(self, theme):
        return theme.held
