"""One journal, that of the portal: Django keeps no history of its own beside it."""


class OneJournal:
    """For the pages of the administration: what Django would note is told already, value by value, and why."""

    def log_addition(self, request, obj, message):
        pass

    def log_change(self, request, obj, message):
        pass

    def log_deletions(self, request, queryset):
        pass
