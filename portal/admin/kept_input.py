"""What was typed is given back: a session that ended, another account in another tab, a fact that is gone."""

from urllib.parse import urlsplit

from django.apps import apps
from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.shortcuts import render
from django.urls import Resolver404, resolve

from portal.french.writing import listed

SALT = "kept"
KEPT = "_garde"
#: What is of one page or of one try, and would be false in another.
OWN = {"csrfmiddlewaretoken", KEPT, "username", "password", "next", "this_is_the_login_form"}


def fields_of(request) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() if name not in OWN for value in values]


def sealed(request) -> str:
    """What was typed, to be carried through the door; not to be read nor made up on the way."""
    return signing.dumps([request.get_full_path(), fields_of(request)], salt=SALT, compress=True)


def carried(request) -> tuple[str, list[tuple[str, str]]] | None:
    """What came through the door: the page it was typed for, and its fields."""
    try:
        path, fields = signing.loads(request.POST[KEPT], salt=SALT, max_age=12 * 3600)
    except (KeyError, signing.BadSignature):
        return None
    return path, [(name, value) for name, value in fields]


def given_back(request, title: str, reason: str, again: bool = False, kept=None):
    """A page with all that was typed, to be read and copied; `again` lets it be sent once more, by hand."""
    path, fields = kept or (request.get_full_path(), fields_of(request))
    context = {
        "title": title,
        "reason": reason,
        "path": path,
        "fields": fields,
        "shown": told(path, fields),
        "again": again,
    }
    return render(request, "admin/kept_input.html", context, status=200 if kept else 409)


def model_of_page(path: str) -> type[models.Model] | None:
    """The kind of fact that this page of the admin writes; none for a page that is not of one fact."""
    try:
        app, name, what = (resolve(urlsplit(path).path).url_name or "").split("_")
        return apps.get_model(app, name) if what in ("add", "change") else None
    except (Resolver404, LookupError, ValueError):
        return None


def told(path: str, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was typed for this page, in words; the several values of one field together."""
    model, typed = model_of_page(path), {}
    for name, value in fields:
        if value and not name.startswith("_") and "_FORMS" not in name:
            typed.setdefault(name, []).append(value)
    return [one for name, values in typed.items() if (one := said(model, name, values))]


def said(model: type[models.Model] | None, name: str, values: list[str]) -> tuple[str, str] | None:
    """« Date de l’acte », « Événement 2, nature » for « events-1-nature », each with the words of its values.

    The name itself where there is no better; nothing for what only says which row it is, and of which fact.
    """
    row, _, mark = name.rpartition("-")
    try:
        if mark == "DELETE":
            return f"{field_of(model, f'{row}-id')[1]}à supprimer", "oui"
        field, before = field_of(model, name)
    except (AttributeError, FieldDoesNotExist, KeyError, ValueError):
        return name, listed(values)
    if before and (field.primary_key or field.related_model is model and is_tie(model, name, field)):
        return None
    return f"{before}{field.verbose_name}", listed(in_words(field, values))


def in_words(field: models.Field, values: list[str]) -> list[str]:
    """What was typed in a field, as people read it: a key by the name of what it is the key of."""
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        keys = [value for value in values if value.isdecimal()]
        names = {str(one.pk): str(one) for one in field.related_model._default_manager.filter(pk__in=keys)}
        return [names.get(value, "ce qui est supprimé depuis") for value in values]
    if isinstance(field, models.BooleanField) and not field.choices:
        return ["oui" if value in ("on", "True", "true") else "non" for value in values]
    choices = dict(field.flatchoices)
    return [str(choices.get(value, value)) for value in values]


def is_tie(model: type[models.Model], name: str, field: models.Field) -> bool:
    """Whether this field of a row says of which fact it is a row."""
    return any(
        tie.field is field for tie in model._meta.related_objects if name.startswith(tie.get_accessor_name())
    )


def field_of(model: type[models.Model], name: str) -> tuple[models.Field, str]:
    """The field that this name sends, of the fact or of one of its rows; what tells that row."""
    prefix, *row = name.split("-", 2)
    if not row:
        return model._meta.get_field(name), ""
    number, own = row
    kind = {tie.get_accessor_name(): tie.related_model for tie in model._meta.related_objects}[prefix]
    return kind._meta.get_field(own), f"{kind._meta.verbose_name} {int(number) + 1}, "


def came_from_here(request) -> bool:
    """Whether one of our own pages sent this: what another site sends is never offered to be sent again."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    return origin == here or origin.startswith(f"{here}/")
