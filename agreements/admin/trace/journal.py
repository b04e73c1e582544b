"""Who did what, and what it was before: the journal of the editors, which nobody edits."""

from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import path

from portal.french.writing import upper_first
from portal.journal.changes import model_of
from portal.journal.entries import COMMAND, EDITION, OF_FACT, page_of, written_of
from portal.journal.models import Entry
from portal.journal.spoken import spoken
from portal.web.admin_site import site
from portal.web.files.tables import csv_lines

#: As many values of one entry as the list shows.
SHOWN = 12
#: Entries that are put in words at once, as they are taken away.
BATCH = 200
COLUMNS = ("quand", "qui", "genre", "quoi", "clé", "valeur", "avant", "après", "pourquoi")


class ReadOnly(admin.ModelAdmin):
    """What was written stays as it was written, and has no history of its own."""

    change_form_template = "admin/journal/record.html"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def kind_in_words(kind: str) -> str:
    """« Accord », « Commande », « Édition »."""
    model = model_of(kind)
    own = {COMMAND: "commande", EDITION: "édition"}
    return upper_first(str(model._meta.verbose_name) if model else own.get(kind, kind))


class OfKind(admin.SimpleListFilter):
    title = "genre"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = Entry.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, kind_in_words(kind)) for kind in kinds]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class OfFact(admin.SimpleListFilter):
    """What was written of one fact: « agreements.agreement:12 ». Its page leads here."""

    title = "fiche"
    parameter_name = OF_FACT

    def lookups(self, request, model_admin):
        if not self.value():
            return []
        kind, _, key = self.value().rpartition(":")
        model = model_of(kind) if key.isdecimal() else None
        self.fact = model and model._default_manager.filter(pk=key).first()
        self.own = Q(kind=kind, key=key)
        return [(self.value(), str(self.fact or self.value()))]

    @property
    def address(self):
        return page_of(self.fact) if self.fact else ""

    def queryset(self, request, queryset):
        return queryset.filter(written_of(self.fact) if self.fact else self.own)


@admin.register(Entry, site=site)
class EntryAdmin(ReadOnly):
    change_list_template = "admin/journal/entries.html"
    list_display = ("at", "by", "of_kind", "what", "first_changes", "why")
    empty_value_display = ""
    list_filter = (OfFact, OfKind, "by")
    search_fields = ("what", "why", "by")
    search_help_text = "Ce qui a été écrit, pourquoi, ou qui."
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False
    fields = ("at", "by", "of_kind", "what", "all_changes", "why")
    readonly_fields = fields

    def get_urls(self):
        return [
            path("journal.csv", self.admin_site.admin_view(self.taken_away), name="journal_csv"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Le journal"} | (extra_context or {}))

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        told = spoken(found.result_list, SHOWN)
        for entry in found.result_list:
            entry.said = told[entry.pk]
        return found

    def taken_away(self, request):
        """The journal, or what the list shows of it, as a table."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = self.get_changelist_instance(request).get_queryset(request).order_by("pk")
        lines = csv_lines(COLUMNS, rows_of(entries))
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="journal.csv"'},
        )

    @admin.display(description="genre", ordering="kind")
    def of_kind(self, entry):
        return kind_in_words(entry.kind)

    @admin.display(description="avant → après")
    def first_changes(self, entry):
        return render_to_string("admin/entry_changes.html", {"changes": entry.said})

    @admin.display(description="avant → après")
    def all_changes(self, entry):
        return render_to_string(
            "admin/entry_changes.html", {"changes": spoken([entry])[entry.pk], "whole": True}
        )


def rows_of(entries: Iterable[Entry]) -> Iterator[tuple]:
    """A line for each value that changed, the entries in the order in which they were written."""
    batch: list[Entry] = []
    for entry in entries.iterator(chunk_size=BATCH):
        batch.append(entry)
        if len(batch) == BATCH:
            yield from rows_in(batch)
            batch = []
    yield from rows_in(batch)


def rows_in(entries: list[Entry]) -> Iterator[tuple]:
    told = spoken(entries)
    for entry in entries:
        start = (
            f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
            entry.by,
            kind_in_words(entry.kind),
            entry.what,
            entry.key,
        )
        for said in told[entry.pk] or [("", "", "")]:
            yield (*start, *said, entry.why)
