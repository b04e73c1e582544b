"""The page of a fact, on which nothing is lost: a version, a choice, a confirmation, one writing for one sending."""

from collections.abc import Collection
from secrets import token_urlsafe

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from agreements.admin.editing.confirming import Refusal, confirm, consequences, stands
from agreements.admin.editing.deleting import gathered, holders, is_fact
from agreements.admin.editing.meeting import Met, chosen, kept_as_new, met
from agreements.admin.editing.naming import PROPOSED, is_proposed, keep_address, proposed
from agreements.admin.editing.states import opened, row_kinds, sealed
from portal.admin.kept_input import given_back
from portal.admin.one_journal import OneJournal
from portal.journal.bin import discard, keep, records_of
from portal.journal.entries import already_written, journal_of, last_entry, write_entry
from portal.journal.values import state_of, told_rows

SEEN, TOKEN, WHY = "_vu", "_envoi", "_pourquoi"


class SafeAdmin(OneJournal, admin.ModelAdmin):
    """`touched` are the agreements whose state a fact may change; `asks` what this kind of fact has to confirm."""

    change_form_template = "admin/fact_form.html"
    delete_confirmation_template = "admin/deletion.html"
    delete_selected_confirmation_template = "admin/deletion.html"
    shows_changes = False  # whether what changes of the agreements is confirmed before it is written

    def touched(self, fact) -> Collection[int]:
        return ()

    def asks(self, fact) -> list[str]:
        return []

    def complete(self, request, fact) -> Collection | None:
        """What follows from the writing of a fact, in the same transaction; the rows written beside its own."""

    # -- The order of a writing ----------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        arguments = (request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                if answer := self.begin(request, object_id):
                    return answer
                return super().changeform_view(*arguments)
        except Refusal as refusal:
            request.refusal = refusal
            return super().changeform_view(*arguments)
        except IntegrityError:
            request.refusal = Refusal(
                "Quelqu’un vient d’écrire la même chose, ou de supprimer ce dont vous vous servez."
            )
            return super().changeform_view(*arguments)

    def begin(self, request, object_id):
        """Take the fact as it stands, once no one else may write it; the answer to what needs no writing."""
        if entry := already_written(request.POST.get(TOKEN, "")):
            messages.info(request, "C’était déjà enregistré : rien n’est écrit deux fois.")
            return HttpResponseRedirect(entry.address or request.path)
        request.kinds = row_kinds(self.model, self.get_inline_instances(request))
        request.before, request.stands, request.asked = {}, {}, []
        if object_id is None:
            return None
        fact = self.model._default_manager.select_for_update().filter(pk=unquote(object_id)).first()
        if fact is None:
            reason = (
                f"{self.deleted_by(unquote(object_id))} Voici ce que vous aviez saisi, à reprendre ailleurs."
            )
            return given_back(request, "Cette fiche n’existe plus", reason)
        request.before = state_of(fact, request.kinds)
        request.stands, request.asked = stands(self.touched(fact)), self.asks(fact)
        self.reconcile(request)
        return None

    def reconcile(self, request) -> None:
        """Put in what is sent the values that were chosen, and as new the rows that are gone."""
        seen = request.seen = opened(request.POST.get(SEEN, "")) or {}
        sent, told = kept_as_new(request.POST, seen, request.before, request.kinds)
        sent, unchosen = chosen(sent, request.before, request.kinds)
        request.POST = sent
        if told:
            raise Refusal(" ".join([self.changed_by(request), *told]))
        if unchosen:
            request.seen = {key: value for key, value in seen.items() if key not in unchosen}

    def save_related(self, request, form, formsets, change):
        if change:
            self.refuse_what_is_stale(request, form, formsets)
        gone = [
            (row.instance, records_of(row.instance))
            for formset in formsets
            for row in getattr(formset, "deleted_forms", ())
            if row.instance.pk
        ]
        super().save_related(request, form, formsets, change)
        keep_address(form.instance, request.before.get("slug", ""))
        beside = self.complete(request, form.instance) or ()
        self.refuse_what_is_odd(request, form.instance)
        entry = write_entry(
            request.user,
            form.instance,
            before=request.before,
            after={**state_of(form.instance, request.kinds), **told_rows(beside)},
            token=request.POST.get(TOKEN, ""),
            why=request.POST.get(WHY, ""),
        )
        for row, records in gone:
            keep(entry, row, records)

    # -- What is deleted -----------------------------------------------------------------------------------

    def get_deleted_objects(self, objs, request):
        """Gathered once, and counted: the page names no row that goes, which would cost a query for each."""
        gone = gathered(objs)
        counts = {
            model._meta.verbose_name_plural: len(rows) for model, rows in gone.data.items() if is_fact(model)
        }
        counts = {
            name: count - (name == self.opts.verbose_name_plural) * len(objs)
            for name, count in counts.items()
        }
        counts = {name: count for name, count in counts.items() if count}
        return [], counts, self.not_allowed(request, gone), holders(objs, gone)

    def not_allowed(self, request, gone) -> set[str]:
        """The kinds of what goes that this account may not delete."""
        pages = self.admin_site._registry
        return {
            str(model._meta.verbose_name)
            for model, rows in gone.data.items()
            if model in pages and not all(pages[model].has_delete_permission(request, row) for row in rows)
        }

    def render_delete_form(self, request, context):
        refused = context["protected"] or context["perms_lacking"]
        told = "ne peut pas être supprimé" if refused else "ira à la corbeille"
        return super().render_delete_form(request, context | {"title": f"« {context['object']} » {told}"})

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request, queryset):
        """All to the bin, which the message names: Django would say that they are deleted."""
        facts = list(queryset)
        names = [f"{self.opts.verbose_name} «\u00a0{fact}\u00a0»" for fact in facts]
        for fact in facts:
            discard(request.user, fact, request.POST.get(WHY, ""))
        what = names[0] if len(names) == 1 else f"{len(names)} {self.opts.verbose_name_plural}"
        request.binned = format_html(
            'Mis à la corbeille\u00a0: {}. <a href="{}">Ouvrir la corbeille</a> pour revenir en arrière.',
            what,
            reverse("admin:journal_discarded_changelist"),
        )

    def message_user(self, request, message, *args, **kwargs):
        super().message_user(request, getattr(request, "binned", "") or message, *args, **kwargs)

    # -- What is refused -----------------------------------------------------------------------------------

    def refuse_what_is_stale(self, request, form, formsets) -> None:
        request.compared = True
        found: Met = met(request.seen, request.before, form, formsets, request.kinds)
        if found:
            raise Refusal(" ".join([self.changed_by(request), *found.told]), found.differences)

    def refuse_what_is_odd(self, request, fact) -> None:
        after = stands({*self.touched(fact), *request.stands})
        asked = [question for question in self.asks(fact) if question not in request.asked]
        found = consequences(request.stands, after, asked)
        confirm(request, found, self.shows_changes)

    def history_view(self, request, object_id, extra_context=None):
        """The journal tells all that was written of a fact: there is no other history."""
        fact = self.get_object(request, unquote(object_id))
        if fact is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, fact):
            raise PermissionDenied
        return HttpResponseRedirect(journal_of(fact))

    # -- What is said --------------------------------------------------------------------------------------

    def changed_by(self, request) -> str:
        object_id = request.resolver_match.kwargs.get("object_id", "")
        return f"Cette fiche a changé pendant que vous l’écriviez{self.last_written(unquote(object_id))}."

    def deleted_by(self, object_id: str) -> str:
        return f"Elle a été supprimée pendant que vous l’écriviez{self.last_written(object_id)}."

    def last_written(self, object_id: str) -> str:
        entry = last_entry(self.model, object_id)
        return f" : {entry.signed}" if entry else ""

    def save_model(self, request, obj, form, change):
        if is_proposed(self.model) and not obj.slug:
            obj.slug = proposed(obj, form.cleaned_data)
        super().save_model(request, obj, form, change)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None and is_proposed(self.model) and "slug" in form.base_fields:
            slug = form.base_fields["slug"]
            slug.required, slug.help_text = False, f"{slug.help_text} {PROPOSED}"
        refusal = getattr(request, "refusal", None)
        return refused(form, refusal.reason) if refusal else form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        refusal = getattr(request, "refusal", None)
        context |= {
            "seen": self.version(request, obj) if obj else "",
            "token": request.POST.get(TOKEN) or token_urlsafe(16),
            "refusal": refusal,
            "why": request.POST.get(WHY, ""),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def version(self, request, obj) -> str:
        """What this page shows: what it showed already, until what changed since has been told."""
        if request.method != "POST":
            return sealed(state_of(obj, row_kinds(self.model, self.get_inline_instances(request))))
        return sealed(request.before) if getattr(request, "compared", False) else request.POST.get(SEEN, "")


def refused(form: type, reason: str) -> type:
    """The same form, which says why nothing is written and keeps all that is in it."""

    class Refused(form):
        def clean(self):
            cleaned = super().clean()
            self.add_error(None, ValidationError(reason))
            return cleaned

    return Refused
