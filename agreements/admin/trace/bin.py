"""The bin: what was deleted here, put back with all that went with it, or emptied by those who may."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from agreements.admin.trace.journal import ReadOnly, kind_in_words
from portal.french.writing import date_fr, plural
from portal.journal.bin import contents, restore
from portal.journal.changes import model_of
from portal.journal.entries import COMMAND, page_of
from portal.journal.models import Discarded, Entry
from portal.web.admin_site import site


def may_restore(user, discarded: Discarded) -> bool:
    opts = model_of(discarded.kind)._meta
    return user.has_perm(f"{opts.app_label}.add_{opts.model_name}")


@admin.register(Discarded, site=site)
class BinAdmin(ReadOnly):
    change_list_template = "admin/journal/bin.html"
    change_form_template = "admin/journal/discarded.html"
    list_display = ("what", "of_kind", "at", "by", "why")
    list_select_related = ("entry",)
    search_fields = ("what",)
    search_help_text = "Ce qui a été supprimé."
    show_full_result_count = False
    fields = ("what", "of_kind", "at", "by", "why", "with_it")
    readonly_fields = fields

    def get_urls(self):
        gate = self.admin_site.admin_view
        return [
            path("vider/", gate(require_POST(self.empty)), name="journal_bin_empty"),
            path("<int:pk>/sortir/", gate(require_POST(self.put_back)), name="journal_bin_restore"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        told = {"title": "La corbeille", "may_empty": request.user.has_perm("journal.empty_bin")}
        return super().changelist_view(request, told | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"title": str(obj), "subtitle": None, "may_restore": may_restore(request.user, obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    # -- What it does --------------------------------------------------------------------------------------

    def put_back(self, request, pk):
        discarded = get_object_or_404(Discarded, pk=pk)
        if not may_restore(request.user, discarded):
            raise PermissionDenied
        try:
            with transaction.atomic():
                fact = restore(request.user, discarded, request.POST.get("_pourquoi", ""))
        except ValidationError as error:
            messages.error(request, f"Rien n’est sorti de la corbeille. {' '.join(error.messages)}")
            return redirect("admin:journal_discarded_change", pk)
        except IntegrityError:
            messages.error(request, "Rien n’est sorti de la corbeille : une autre fiche a pris sa place.")
            return redirect("admin:journal_discarded_change", pk)
        messages.success(request, f"« {fact} » est sorti de la corbeille, avec ce qui s’y rattachait.")
        return redirect(page_of(fact) or reverse("admin:journal_discarded_changelist"))

    def empty(self, request):
        """Nothing can be put back any more; the journal keeps what was deleted, by whom and why."""
        if not request.user.has_perm("journal.empty_bin"):
            raise PermissionDenied
        with transaction.atomic():
            names = list(Discarded.objects.values_list("what", flat=True))
            Discarded.objects.all().delete()
            Entry.objects.create(
                user=request.user,
                by=request.user.get_username(),
                kind=COMMAND,
                what="Corbeille vidée",
                after={"faits": "0", "vidé": "\n".join(names)[:20_000]},
                why=request.POST.get("_pourquoi", "").strip(),
            )
        messages.success(request, f"La corbeille est vide : {plural(len(names), 'suppression')} de moins.")
        return redirect("admin:journal_discarded_changelist")

    # -- Columns -------------------------------------------------------------------------------------------

    @admin.display(description="genre", ordering="kind")
    def of_kind(self, discarded):
        return kind_in_words(discarded.kind)

    @admin.display(description="supprimé le", ordering="entry__at")
    def at(self, discarded):
        moment = discarded.entry.at.astimezone()
        return f"{date_fr(moment.date())} à {moment:%H h %M}"

    @admin.display(description="par", ordering="entry__by")
    def by(self, discarded):
        return discarded.entry.by

    @admin.display(description="pourquoi")
    def why(self, discarded):
        return discarded.entry.why

    @admin.display(description="ce qui revient avec")
    def with_it(self, discarded):
        return contents(discarded)
