"""The accounts of the editors and their groups."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from portal.admin.second_factor import forget
from portal.french.writing import listed
from portal.web.admin_site import site

site.register(Group, GroupAdmin)


@admin.register(User, site=site)
class AccountAdmin(UserAdmin):
    """Who holds the accounts makes nobody more than himself: superusers are for superusers to see and to make."""

    actions = ("forget_second_factor",)

    def get_queryset(self, request):
        accounts = super().get_queryset(request)
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    @admin.action(description="Oublier le second facteur (appareil perdu)", permissions=["change"])
    def forget_second_factor(self, request, accounts):
        told = listed(str(account) for account in accounts if forget(account))
        self.message_user(
            request, f"Une nouvelle clé sera donnée à la prochaine connexion : {told or 'personne'}."
        )
