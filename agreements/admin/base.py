"""What every page of facts has in common: bounded dates, examples, search without accents, no dead end."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import get_urlconf, path, set_urlconf

from agreements.admin.editing.pages import SafeAdmin
from agreements.admin.merging.page import merging
from agreements.admin.search import matching
from portal.admin.dates import TypedDateField
from portal.french.dates import add_months
from portal.french.writing import unseen, unwritten
from portal.web import as_of
from portal.web.addresses import absolute
from portal.web.as_of import FIRST, LAST

BOUNDS = [
    MinValueValidator(FIRST, f"Cette date est avant le {FIRST:%d/%m/%Y} : vérifiez l’année."),
    MaxValueValidator(LAST, f"Cette date est après le {LAST:%d/%m/%Y} : vérifiez l’année."),
]


#: Days that nobody can have read before they come.
READ = {"published_on", "consulted_on", "act.on", "audience.on", "signature.on"}
#: Days that a text sets for long.
SET_FOR_LONG = {"term", "rule_date", "ends_on", "until"}
SOON, LONG = 2, 30  # years


def in_time(db_field: models.Field) -> Callable[[date], None]:
    """Refuse a day that is too far: read before it comes, or set further than such days are."""
    names = {db_field.name, f"{db_field.model._meta.model_name}.{db_field.name}"}
    years = 0 if names & READ else LONG if names & SET_FOR_LONG else SOON

    def check(day: date) -> None:
        last = add_months(as_of.today(), 12 * years)
        if day > last:
            told = "n’est pas encore venue" if not years else f"est après le {last:%d/%m/%Y}"
            raise ValidationError(f"Cette date {told} : vérifiez l’année.", code="too-far")

    return check


def as_it_is_written(text: str) -> None:
    """Refuse what no text holds: it comes with what is pasted, and nobody sees it."""
    if told := unwritten(text) or unseen(text):
        raise ValidationError(f"Ce texte contient {told} : retapez-le à cet endroit.", code="unwritten")


def guarded(db_field: models.Field, field: forms.Field) -> forms.Field:
    """The same guard on every form: what no text holds is refused, and a date out of bounds."""
    if isinstance(db_field, (models.CharField, models.TextField)) and isinstance(field, forms.CharField):
        field.validators = [*field.validators, as_it_is_written]
    if isinstance(db_field, models.DateField):
        field.validators = [*field.validators, *BOUNDS, in_time(db_field)]
    return field


def fact_field(db_field: models.Field, **kwargs) -> forms.Field | None:
    """The field of a form that is not a page of the admin."""
    if isinstance(db_field, models.URLField):
        kwargs["assume_scheme"] = "https"
    if isinstance(db_field, models.DateField):
        kwargs["form_class"] = TypedDateField
    field = db_field.formfield(**kwargs)
    return guarded(db_field, field) if field else None


class FactFields:
    """The fields of a fact, on its own page or in a row of another.

    `examples` says under each field how it is filled in. A date far out of bounds is a slip of the keyboard
    that would otherwise be carried into every date that follows from it.
    """

    examples: dict[str, str] = {}
    #: The choices of a field, in named groups.
    grouped: dict[str, list] = {}

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name in self.grouped:
            kwargs["choices"] = self.grouped[db_field.name]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.examples:
            kwargs["help_text"] = self.examples[db_field.name]
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, models.DateField):
            kwargs["form_class"] = TypedDateField
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a source is not deleted from a row that cites it
        if isinstance(db_field, models.TextField):
            field.widget.attrs |= {"rows": 2}
        return guarded(db_field, field) if field else None


class FactAdmin(FactFields, SafeAdmin):
    """The pages of one kind of fact. `new` is what the page that adds one is called."""

    new = ""
    merges = False  # whether two of them may be one, told twice
    search_days: tuple[str, ...] = ()  # the days by which it is looked for too
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False
    view_on_site = False  # the public site is another process: `portal_address` says where
    search_help_text = "Sans se soucier des accents, des majuscules ni de « n° »."

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        found = self.found(search_term, self.get_search_fields(request))
        return queryset.filter(pk__in=found), False

    def get_urls(self):
        if not self.merges:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(merging(self.model))
        return [path("<int:pk>/fusionner/", view, name=name), *super().get_urls()]

    def found(self, term: str, fields) -> list[int]:
        return matching(self.model, fields, term, self.search_days)

    def choice_label(self, fact) -> str:
        """How a fact is told from its namesakes in a list to choose from."""
        return str(fact)

    def changelist_view(self, request, extra_context=None):
        title = {"title": self.opts.verbose_name_plural.capitalize()}
        return super().changelist_view(request, title | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"title": str(obj) if obj else self.new, "subtitle": None}
        if obj:
            context["portal_address"] = portal_address(obj)
            context["merges"] = self.merges and self.has_delete_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


class Belonging(admin.BooleanFieldListFilter):
    """Whether the convention of a text is of the sector."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "appartenance au secteur"


def portal_address(fact) -> str:
    """Where readers find this fact, once it is published; nothing for what has no page of its own."""
    if not hasattr(fact, "get_absolute_url"):
        return ""
    present = get_urlconf()
    set_urlconf("portal.urls")
    try:
        return absolute(fact.get_absolute_url())
    finally:
        set_urlconf(present)
