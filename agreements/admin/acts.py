"""Acts, with the agreements they decide on, and the sources that were read."""

from django.contrib import admin
from django.db.models import Count, Q
from django.forms import ModelForm
from django.template.loader import render_to_string
from django.urls import path

from agreements.admin.arretes.page import published
from agreements.admin.base import FactAdmin
from agreements.admin.decisions import decide
from agreements.admin.editing.namesakes import same_address, same_day
from agreements.law.guards.ties import misplaced
from agreements.models import Act, Agreement, Source
from portal.french.writing import date_fr
from portal.web.admin_site import site


class ActForm(ModelForm):
    def clean(self):
        """An act whose kind is corrected takes none of its decisions out of its power."""
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("kind"):
            natures = self.instance.events.values_list("nature", flat=True).distinct()
            for told in filter(None, (misplaced(cleaned["kind"], nature) for nature in natures)):
                self.add_error("kind", told)
        return cleaned


@admin.register(Act, site=site)
class ActAdmin(FactAdmin):
    new = "Ajouter un acte"
    merges = True
    form = ActForm
    change_form_template = "admin/agreements/act/change_form.html"
    list_display = ("__str__", "kind", "on", "published_on", "nor", "decides_on")
    list_filter = ("kind", ("published_on", admin.EmptyFieldListFilter), ("nor", admin.EmptyFieldListFilter))
    search_fields = ("title", "slug", "nor", "bulletin", "events__agreement__number")
    search_days = ("on", "published_on")
    search_help_text = (
        "Titre, date, NOR, Bulletin officiel, ou numéro d’un accord dont il décide. Ex. : « 354 »."
    )
    date_hierarchy = "published_on"
    ordering = ("-published_on", "-on", "slug")
    readonly_fields = ("agreements",)
    fieldsets = (
        (None, {"fields": ("kind", "title", ("on", "published_on"), "slug")}),
        ("Références", {"fields": (("nor", "bulletin"), "url")}),
        (
            "Ce qu’il dit de lui-même",
            {
                "fields": (
                    ("session_on", "notified_on"),
                    "formula",
                    ("associations_agreed", "associations_refused"),
                )
            },
        ),
        ("Accords dont il décide", {"fields": ("agreements",)}),
    )
    examples = {
        "slug": "Ex. : « arrete-agrement-2020-10-21 ».",
        "title": "Ex. : « Arrêté du 21 octobre 2020 relatif à l’agrément de certains accords de travail ».",
        "on": "Ex. : 21/10/2020.",
        "published_on": "L’agrément et l’extension comptent de ce jour. Vide s’il n’est pas lu.",
        "nor": "Ex. : « SSAA2028393A ».",
        "bulletin": "Ex. : « BO Santé 2020/10 ».",
        "session_on": "Si ses visas n’en donnent qu’une.",
        "notified_on": "Si ses visas n’en donnent qu’une.",
        "formula": "L’article 1er : « à compter de la date prévue dans le texte ou, à défaut, de… ».",
        "associations_agreed": "Les textes d’associations, comptés ; ceux des branches sont recensés un par un.",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(decided=Count("events__agreement", distinct=True))

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.fieldsets[:-1]

    shows_changes = True

    def touched(self, fact):
        return set(fact.events.values_list("agreement_id", flat=True))

    def asks(self, fact):
        return [*same_day(fact), *same_address(fact)]

    def get_urls(self):
        gate = self.admin_site.admin_view
        return [
            path("paru/", gate(published), name="agreements_act_paru"),
            path("<int:pk>/decisions/", gate(decide), name="agreements_act_decide"),
            *super().get_urls(),
        ]

    @admin.display(description="accords", ordering="decided")
    def decides_on(self, act):
        return act.decided

    @admin.display(description="accords")
    def agreements(self, act):
        events = act.events.select_related("agreement").order_by("agreement__slug", "nature")
        return render_to_string("admin/agreements/act/agreements.html", {"events": events})

    def choice_label(self, fact):
        return f"{fact} ({fact.slug})"


@admin.register(Source, site=site)
class SourceAdmin(FactAdmin):
    new = "Ajouter une source"
    merges = True
    list_display = ("title", "link", "published_in_words", "consulted_on", "uses")
    list_filter = ("published_on", ("url", admin.EmptyFieldListFilter))
    search_fields = ("title", "url")
    search_days = ("published_on", "consulted_on")
    search_help_text = "Titre, lien ou date. Ex. : « Journal officiel du 29/10/2020 », « legifrance »."
    date_hierarchy = "consulted_on"
    ordering = ("title", "url", "published_on")
    fields = ("title", "url", ("published_on", "published_precision"), "consulted_on")
    examples = {
        "title": "Ex. : « JORF du 29 octobre 2020, texte 21 ».",
        "url": "Ex. : « https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000042475743 ».",
        "published_on": "Un événement sans date compte de ce jour. Vide si la source n’en porte pas.",
        "consulted_on": "Le jour où vous l’avez lue.",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(cited=Count("citations"))

    shows_changes = True

    def asks(self, fact):
        return same_address(fact)

    def touched(self, fact):
        """What is told by a source that has no other day counts from the day of the source."""
        told = Agreement.objects.filter(
            Q(citations__source=fact) | Q(events__sources=fact) | Q(signatures__sources=fact)
        )
        return set(told.values_list("pk", flat=True))

    @admin.display(description="lien", boolean=True, ordering="url")
    def link(self, source):
        return bool(source.url)

    @admin.display(description="publiée", ordering="published_on")
    def published_in_words(self, source):
        return date_fr(source.published_on, source.published_precision)

    @admin.display(description="lectures", ordering="cited")
    def uses(self, source):
        return source.cited

    def choice_label(self, fact):
        """Many issues of one journal have the same title: the day, else the address, tells them apart."""
        told = date_fr(fact.published_on, fact.published_precision) or fact.url
        return f"{fact} ({told})" if told else str(fact)
