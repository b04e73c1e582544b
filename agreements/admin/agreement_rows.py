"""What is recorded of an agreement, as rows of its page."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.template.loader import render_to_string

from agreements.admin.rows import Rows, StackedRows, TabularRows
from agreements.law.vocabulary import Nature, Track
from agreements.models import Citation, Divergence, Event, Relation, Signature

SOURCE_NEEDED = {"sources": {"required": "Indiquez au moins une source."}}


class SourcedForm(ModelForm):
    """A signature or an event: a fact that no source tells is not recorded."""

    class Meta:
        error_messages = SOURCE_NEEDED


class CitationRowSet(Rows):
    once = ("source", "seen")
    repeated = "Cette lecture figure deux fois."

    def clean(self):
        super().clean()
        if not any(self.errors) and not self.kept():
            raise ValidationError("Indiquez au moins une source lue : sans elle, l’accord n’est pas publié.")


class CitationRows(TabularRows):
    """The first rows: a source is registered before what it tells."""

    model = Citation
    formset = CitationRowSet
    fields = ("source", "seen")
    autocomplete_fields = ("source",)
    verbose_name = "source lue"
    verbose_name_plural = "sources lues"
    examples = {"seen": "Ex. : « date et signataires, page 3 »."}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class SignatureRowSet(Rows):
    once = ("organisation", "mode")
    repeated = "Cette organisation figure deux fois avec le même mode."

    def validate_unique(self):
        """Left to `once`, which shows the row at fault, and to each row for what is already recorded."""


class SignatureRows(TabularRows):
    model = Signature
    form = SourcedForm
    formset = SignatureRowSet
    fields = ("organisation", "mode", "on", "precision", "sources")
    autocomplete_fields = ("organisation", "sources")
    examples = {"on": "Vide si aucune source ne le dit."}

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("organisation").prefetch_related("sources")


class EventRowSet(Rows):
    once = ("nature", "act", "on", "convention", "label", "reference", "note")
    repeated = "Cet événement figure deux fois."


#: What can happen, by the track on which it does.
NATURES = [("", "—")] + [
    (track.label, [(nature.value, nature.label) for nature in Nature if nature.track == track])
    for track in Track
]


class EventRows(StackedRows):
    model = Event
    grouped = {"nature": NATURES}
    form = SourcedForm
    formset = EventRowSet
    autocomplete_fields = ("act", "convention", "sources")
    fieldsets = (
        (None, {"fields": (("nature", "label"), ("act", "on", "precision"), "sources", "note")}),
        ("Motif d’un refus, réserves", {"fields": ("motive", "reserves"), "classes": ("collapse",)}),
        (
            "Précisions rares",
            {"fields": (("convention", "reference"), "observation"), "classes": ("collapse",)},
        ),
    )
    examples = {
        "label": "Ex. : « séance du 15 octobre ». Vide : le nom de la nature.",
        "act": "L’arrêté ou le jugement, dont l’événement prend la date.",
        "on": "Seulement sans acte. Vide si aucune source ne le dit.",
        "reference": "Ex. : « BOCC 2020/38 ».",
        "motive": "Ex. : « dépassement du taux d’évolution de la masse salariale ».",
        "reserves": "Une par ligne. Ex. : « article 2 étendu sous réserve de l’article L. 2261-10 ».",
    }

    def get_queryset(self, request):
        """In the order of time; what has no date first, since it is what is left to complete."""
        rows = super().get_queryset(request).select_related("act", "convention").prefetch_related("sources")
        day = Coalesce(F("act__published_on"), F("act__on"), F("on"))
        return rows.order_by(day.asc(nulls_first=True), "position", "pk")


class RelationRowSet(Rows):
    once = ("kind", "target", "target_title")
    repeated = "Cette relation figure deux fois."


class RelationRows(StackedRows):
    model = Relation
    formset = RelationRowSet
    fk_name = "agreement"
    autocomplete_fields = ("target", "sources")
    fields = (("kind", "target", "target_title"), "sources", "note")
    verbose_name = "relation avec un autre texte"
    verbose_name_plural = "relations avec d’autres textes"
    show_change_link = False
    examples = {
        "kind": "Se lit : « ce texte … l’autre ».",
        "target_title": "Si l’autre texte n’est pas au portail. Ex. : « accord du 12 mars 1999 ».",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("target").prefetch_related("sources")


class DivergenceRows(TabularRows):
    """The point of disagreement; who says what is on its own page."""

    model = Divergence
    fields = ("subject", "comment", "said")
    readonly_fields = ("said",)
    verbose_name = "divergence entre les sources"
    verbose_name_plural = "divergences entre les sources"
    examples = {"subject": "Ex. : « date de signature »."}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("values")

    @admin.display(description="valeurs, et qui les dit")
    def said(self, divergence):
        if not divergence.pk:
            return "Enregistrez, puis « Modifier » pour dire qui dit quoi."
        return render_to_string("admin/agreements/values.html", {"values": divergence.values.all()})
