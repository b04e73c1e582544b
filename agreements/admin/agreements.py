"""The page of an agreement: what it is, all that is recorded of it, and the state that follows."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import path

from agreements.admin.agreement_rows import (
    CitationRows,
    DivergenceRows,
    EventRows,
    RelationRows,
    SignatureRows,
)
from agreements.admin.base import Belonging, FactAdmin
from agreements.admin.completeness import ToComplete, look_over
from agreements.admin.editing.namesakes import namesakes
from agreements.admin.happenings.declarations import HAPPENINGS
from agreements.admin.happenings.page import happened
from agreements.admin.search import texts_called
from agreements.admin.state import lives
from agreements.admin.work.memory import lives_now
from agreements.admin.work.states import InState, of_track
from agreements.compiled.situations import TRACKS
from agreements.law.vocabulary import Track
from agreements.models import Agreement
from portal.french.writing import date_fr, listed
from portal.web import as_of
from portal.web.admin_site import site


class AgreementList(ChangeList):
    """The list, with the state of today of the agreements of this page."""

    def get_results(self, request):
        super().get_results(request)
        told = lives_now((agreement.pk for agreement in self.result_list), as_of.today())
        for agreement in self.result_list:
            agreement.life = told[agreement.pk]


class InSector(admin.RelatedFieldListFilter):
    """The conventions of the sector: the official base holds hundreds of others."""

    include_empty_choice = False

    def field_choices(self, field, request, model_admin):
        return field.get_choices(include_blank=False, limit_choices_to={"in_sector": True})


def track_column(track: Track):
    @admin.display(description=track.label)
    def column(self, agreement):
        context = {"state": agreement.life.on(track)}
        return render_to_string("admin/agreements/agreement/state_cell.html", context)

    return column


@admin.register(Agreement, site=site)
class AgreementAdmin(FactAdmin):
    new = "Ajouter un accord"
    merges = True
    change_form_template = "admin/agreements/agreement/change_form.html"
    list_display = (
        "__str__",
        "in_conventions",
        "dated_in_words",
        "signature_today",
        "agrement_today",
        "extension_today",
        "effet_today",
    )
    list_filter = (
        InState, *map(of_track, TRACKS), ToComplete, ("conventions__in_sector", Belonging),
        ("conventions", InSector), "kind", "themes", "rule",
    )  # fmt: skip
    search_fields = (
        "kind", "number", "title", "slug", "kalitext", "conventions__name", "conventions__idcc",
    )  # fmt: skip
    search_help_text = (
        "Ex. : « CCN66 342 », « avenant n° 342 du 29/11/2017 », « prevoyance chrs », un KALITEXT."
    )
    ordering = (F("dated").desc(nulls_last=True), "slug")
    autocomplete_fields = ("conventions", "themes")
    readonly_fields = ("state_today",)
    inlines = (CitationRows, SignatureRows, EventRows, RelationRows, DivergenceRows)
    identity = (
        "Le texte",
        {
            "fields": (
                ("kind", "number"),
                "title",
                "conventions",
                ("themes", "place"),
                ("dated", "dated_precision", "opened_on"),
                "slug",
            )
        },
    )
    clause = (
        "Prise d’effet et fin",
        {
            "fields": (
                ("rule", "rule_date"),
                "rule_text",
                ("term", "term_is_a_bound", "indivisible"),
                "subject_to_agrement",
            ),
            "description": "La règle est le fait ; le jour d’effet s’en déduit, il ne se saisit pas.",
        },
    )
    rest = (
        "Références et notes",
        {
            "fields": ("kalitext", ("kali_state", "kali_modified_on"), "observation", "note"),
            "classes": ("collapse",),
        },
    )
    examples = {
        "slug": "Dans l’adresse de la page, pour toujours. Ex. : « ccn-66-avenant-354 ».",
        "number": "Ex. : « 354 », « 2019-02 ». Vide si le texte n’en porte pas.",
        "title": "L’objet, sans le type ni le numéro. Ex. : « Mesures salariales pour l’année 2020 ».",
        "dated": "Celle du titre. Ex. : 23/06/2020.",
        "opened_on": "S’il a été mis à la signature un autre jour.",
        "rule_date": "Ex. : 01/02/2020, pour « 1er février 2020 sous réserve d’agrément ».",
        "rule_text": "Ex. : « 1er février 2020 sous réserve d’agrément ».",
        "term": "Vide pour un texte à durée indéterminée.",
        "indivisible": "Une opposition dans l’un de ses champs atteint tout le texte.",
        "kalitext": "Ex. : « KALITEXT000043075012 ».",
        "kali_state": "Ex. : « VIGUEUR_NON_ETEN ».",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("conventions")

    def get_changelist(self, request, **kwargs):
        return AgreementList

    def get_fieldsets(self, request, obj=None):
        state = ("La situation aujourd’hui", {"fields": ("state_today",)})
        return ((state,) if obj else ()) + (self.identity, self.clause, self.rest)

    def found(self, term, fields):
        return texts_called(term, fields)

    def get_urls(self):
        entry = path(
            "fait/<slug:name>/", self.admin_site.admin_view(happened), name="agreements_agreement_happened"
        )
        return [entry, *super().get_urls()]

    def render_change_form(self, request, context, **kwargs):
        context["happenings"] = [one for one in HAPPENINGS.values() if one.is_open_to(request.user)]
        return super().render_change_form(request, context, **kwargs)

    def choice_label(self, fact):
        return f"{fact} ({listed(convention.name for convention in fact.conventions.all())})"

    # -- Columns -------------------------------------------------------------------------------------------

    signature_today = track_column(Track.SIGNATURE)
    agrement_today = track_column(Track.AGREMENT)
    extension_today = track_column(Track.EXTENSION)
    effet_today = track_column(Track.EFFET)

    @admin.display(description="conventions")
    def in_conventions(self, agreement):
        return listed(convention.name for convention in agreement.conventions.all())

    @admin.display(description="date", ordering="dated")
    def dated_in_words(self, agreement):
        return date_fr(agreement.dated, agreement.dated_precision)

    @admin.display(description="calculée des faits ci-dessous, tels qu’ils sont enregistrés")
    def state_today(self, agreement):
        context = {"life": lives([agreement.pk], as_of.today())[agreement.pk], "agreement": agreement}
        return render_to_string("admin/agreements/agreement/state.html", context)

    # -- Saving --------------------------------------------------------------------------------------------

    def touched(self, fact):
        return [fact.pk]

    def asks(self, fact):
        return namesakes(fact)

    def complete(self, request, fact):
        look_over(request, fact)
