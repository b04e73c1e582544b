"""Who did what: the journal of the editors, which nobody edits, and their accounts."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from portal.web.admin_site import site

site.register(User, UserAdmin)
site.register(Group, GroupAdmin)


@admin.register(LogEntry, site=site)
class JournalAdmin(admin.ModelAdmin):
    list_display = ("action_time", "user", "content_type", "object_repr", "get_change_message")
    list_filter = ("action_flag", "content_type", "user")
    list_select_related = ("user", "content_type")
    list_display_links = None
    search_fields = ("object_repr", "change_message")
    date_hierarchy = "action_time"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
