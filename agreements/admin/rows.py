"""Rows of facts inside the page of another, without one query per row."""

from functools import cached_property

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from agreements.admin.base import FactFields


class Told(AutocompleteMixin):
    """A field to choose in, told what is chosen instead of asking the database, row after row."""

    labels: dict[str, str] | None = None

    def optgroups(self, name, value, attr=None):
        if self.labels is None:
            return super().optgroups(name, value, attr)
        chosen = [(key, self.labels[key]) for key in value if key in self.labels]
        if not self.is_required and not self.allow_multiple_selected:
            chosen.insert(0, ("", ""))
        options = [
            self.create_option(name, key, label, bool(key), index)
            for index, (key, label) in enumerate(chosen)
        ]
        return [(None, options, 0)]


class ToldSelect(Told, AutocompleteSelect):
    pass


class ToldSelectMultiple(Told, AutocompleteSelectMultiple):
    pass


class Rows(BaseInlineFormSet):
    """The rows of one inline: choices told in one query per kind, and no row twice.

    `once` are the fields that together make a row what it is, beyond what the database refuses by itself.
    """

    once: tuple[str, ...] = ()
    repeated = "Cette ligne figure deux fois."

    @cached_property
    def forms(self):
        forms = super().forms
        tell_choices(forms)
        return forms

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Supprimer cette ligne"

    def kept(self):
        """The rows that will be there once this page is saved."""
        return [
            form
            for form in self.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def clean(self):
        super().clean()
        self.refuse_repeated()
        self.refuse_what_the_database_would()

    def refuse_repeated(self):
        if not self.once:
            return
        seen = set()
        for form in self.kept():
            what = tuple(form.cleaned_data.get(name) for name in self.once)
            if what in seen:
                form.add_error(None, ValidationError(self.repeated))
            seen.add(what)

    def refuse_what_the_database_would(self):
        """Django skips, for rows, the constraints that name the fact they belong to: nearly all of them.

        Of a fact that is itself new, nothing is recorded yet that a row could clash with.
        """
        unknown = {self.fk.name} if self.instance.pk is None else set()
        for form in self.kept():
            try:
                form.instance.validate_constraints(exclude=unknown)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))


def tell_choices(forms) -> None:
    """Give the fields of all rows their labels: one query for each field, whatever the number of rows."""
    asking: dict[str, list] = {}
    for form in forms:
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, Told):
                value = field.prepare_value(form[name].value())
                values = value if isinstance(value, list | tuple) else [value]
                asking.setdefault(name, []).append((field, widget, values))
    for asked in asking.values():
        keys = {str(key) for _, _, values in asked for key in values if str(key or "").isdecimal()}
        field = asked[0][0]
        found = field.queryset.filter(pk__in=keys) if keys else ()
        labels = {str(fact.pk): field.label_from_instance(fact) for fact in found}
        for _, widget, _ in asked:
            widget.labels = labels


class FactRows(FactFields, admin.options.InlineModelAdmin):
    """The base of every inline of facts."""

    formset = Rows
    extra = 0
    show_change_link = True

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ToldSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ToldSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class TabularRows(FactRows, admin.TabularInline):
    """Rows under one head: each field is named for those who do not see the head."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = field.label
        return field


class StackedRows(FactRows, admin.StackedInline):
    pass
