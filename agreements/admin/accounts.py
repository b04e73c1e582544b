"""The accounts of the editors and their groups; the journal says who gave or took which rights."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import models, transaction
from django.http import HttpResponseRedirect

from portal.admin.one_journal import OneJournal
from portal.admin.second_factor import forget
from portal.french.writing import listed
from portal.journal.entries import write_entry
from portal.journal.values import State, value_of
from portal.web.admin_site import site


class Told(OneJournal):
    """Writes in the journal the rights that change hands. `rights` are the fields that say them: no password."""

    rights: tuple[str, ...] = ()

    def state(self, held: models.Model) -> State:
        return {name: value_of(held, name) for name in self.rights}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        held = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        request.before = self.state(held) if held else {}
        with transaction.atomic():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        held = form.instance
        write_entry(request.user, held, before=request.before, after=self.state(held))

    def delete_model(self, request, obj):
        self.delete_queryset(request, [obj])

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for held in list(queryset):
            write_entry(request.user, held, before=self.state(held), after={}, address="")
            held.delete()


@admin.register(Group, site=site)
class HeldGroupAdmin(Told, GroupAdmin):
    rights = ("name", "permissions")


@admin.register(User, site=site)
class AccountAdmin(Told, UserAdmin):
    """Who holds the accounts makes nobody more than himself: superusers are for superusers to see and to make."""

    actions = ("forget_second_factor",)
    rights = ("username", "is_active", "is_staff", "is_superuser", "groups", "user_permissions")

    def get_queryset(self, request):
        accounts = super().get_queryset(request)
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - Django calls it by this name
        answer = super().user_change_password(request, id, form_url)
        if isinstance(answer, HttpResponseRedirect) and (account := self.get_object(request, id)):
            write_entry(
                request.user, account, before={}, after={"mot de passe": "changé par un administrateur"}
            )
        return answer

    @admin.action(description="Oublier le second facteur (appareil perdu)", permissions=["change"])
    def forget_second_factor(self, request, accounts):
        forgotten = [account for account in accounts if forget(account)]
        for account in forgotten:
            write_entry(request.user, account, before={}, after={"second facteur": "oublié"})
        told = listed(str(account) for account in forgotten)
        self.message_user(
            request, f"Une nouvelle clé sera donnée à la prochaine connexion : {told or 'personne'}."
        )
