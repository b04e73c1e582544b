"""What the files say otherwise than an editor, to be settled: take theirs, or keep one's own."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from agreements.admin.trace.journal import ReadOnly, kind_in_words
from portal.journal.changes import model_of
from portal.journal.entries import journal_of, last_entry, page_of
from portal.journal.models import Conflict
from portal.journal.settling import choices, fact_of, settle
from portal.web.admin_site import Work, site

THEIRS, MINE = "fichier", "mienne"


@admin.register(Conflict, site=site)
class ConflictAdmin(ReadOnly):
    list_display = ("what", "of_kind", "origin", "at")
    list_filter = ("origin",)
    search_fields = ("what",)
    search_help_text = "La fiche dont un fichier parle autrement."
    show_full_result_count = False

    def get_urls(self):
        return [
            path(
                "<path:object_id>/change/",
                self.admin_site.admin_view(self.settling),
                name="journal_conflict_change",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        title = {"title": "Ce que des fichiers disent autrement"}
        return super().changelist_view(request, title | (extra_context or {}))

    @admin.display(description="genre", ordering="kind")
    def of_kind(self, conflict):
        return kind_in_words(conflict.kind)

    def settling(self, request, object_id):
        """One fact: what is here beside what the file says, and a choice for each."""
        conflict = get_object_or_404(Conflict, pk=object_id)
        model = model_of(conflict.kind)
        opts = model._meta
        if not request.user.has_perm(f"{opts.app_label}.change_{opts.model_name}"):
            raise PermissionDenied
        fact, asked, faults = fact_of(conflict), list(choices(conflict)), []
        if request.method == "POST":
            chosen = {one.name: request.POST.get(one.name if fact else "_tout", "") for one in asked}
            if all(choice in (THEIRS, MINE) for choice in chosen.values()):
                taken = {name for name, choice in chosen.items() if choice == THEIRS}
                try:
                    settle(request.user, conflict, taken, request.POST.get("_pourquoi", ""))
                except ValidationError as error:
                    faults = error.messages
                else:
                    messages.success(request, f"Réglé : {conflict.what}.")
                    return redirect("admin:journal_conflict_changelist")
            else:
                faults = ["Choisissez, à chaque ligne, ce qui reste."]
        context = {
            **site.each_context(request),
            "title": conflict.what,
            "opts": Conflict._meta,
            "conflict": conflict,
            "asked": asked,
            "fact": fact,
            "address": page_of(fact) if fact else "",
            "journal": journal_of(fact) if fact else "",
            "last": last_entry(model, conflict.key),
            "faults": faults,
        }
        return render(request, "admin/journal/settling.html", context)


def to_settle():
    yield Work(
        "fiche qu’un fichier dit autrement, à régler",
        Conflict.objects.count(),
        reverse("admin:journal_conflict_changelist"),
    )


site.works.append(to_settle)
