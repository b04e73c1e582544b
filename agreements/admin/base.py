"""What every page of facts has in common: bounded dates, examples, search without accents, no dead end."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.http import HttpResponseRedirect
from django.urls import get_urlconf, set_urlconf

from agreements.admin.search import matching
from portal.web.as_of import FIRST, LAST

BOUNDS = [
    MinValueValidator(FIRST, f"Cette date est avant le {FIRST:%d/%m/%Y} : vérifiez l’année."),
    MaxValueValidator(LAST, f"Cette date est après le {LAST:%d/%m/%Y} : vérifiez l’année."),
]


class FactFields:
    """The fields of a fact, on its own page or in a row of another.

    `examples` says under each field how it is filled in. A date far out of bounds is a slip of the keyboard
    that would otherwise be carried into every date that follows from it.
    """

    examples: dict[str, str] = {}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.examples:
            kwargs["help_text"] = self.examples[db_field.name]
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a source is not deleted from a row that cites it
        if isinstance(db_field, models.TextField):
            field.widget.attrs |= {"rows": 2}
        if isinstance(db_field, models.DateField):
            field.validators = [*field.validators, *BOUNDS]
        return field


class FactAdmin(FactFields, admin.ModelAdmin):
    """The pages of one kind of fact. `new` is what the page that adds one is called."""

    new = ""
    list_per_page = 50
    save_on_top = True
    view_on_site = False  # the public site is another process: `portal_address` says where
    search_help_text = "Sans se soucier des accents, des majuscules ni de « n° »."

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        found = matching(self.model, self.get_search_fields(request), search_term)
        return queryset.filter(pk__in=found), False

    def choice_label(self, fact) -> str:
        """How a fact is told from its namesakes in a list to choose from."""
        return str(fact)

    def changelist_view(self, request, extra_context=None):
        title = {"title": self.opts.verbose_name_plural.capitalize()}
        return super().changelist_view(request, title | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What two editors write at the same moment may break a rule that each had kept: say so."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            self.message_user(
                request,
                "Rien n’est enregistré : quelqu’un vient d’écrire la même chose, ou de supprimer ce dont "
                "vous vous servez. Voici l’état présent.",
                messages.ERROR,
            )
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"title": str(obj) if obj else self.new, "subtitle": None}
        if obj:
            context["portal_address"] = portal_address(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


def portal_address(fact) -> str:
    """Where readers find this fact, once it is published; nothing for what has no page of its own."""
    if not hasattr(fact, "get_absolute_url"):
        return ""
    present = get_urlconf()
    set_urlconf("portal.urls")
    try:
        return settings.PUBLIC_URL + fact.get_absolute_url()
    finally:
        set_urlconf(present)
