"""The editors' process, as the tests of the admin see it, and the forms that its pages send."""

import time

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.urls import reverse

from agreements.admin.editing.pages import SEEN, TOKEN
from agreements.admin.work.memory import memory
from portal.admin import tries


@pytest.fixture
def editors_process(settings, public_site):
    settings.ROOT_URLCONF = "portal.admin_urls"
    settings.MIDDLEWARE = project.ADMIN_MIDDLEWARE
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the time of tests
    settings.PUBLIC_URL = "https://accords.example"
    tries.failures.clear()
    memory.forget()


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("chef")


@pytest.fixture
def editor(editors_process, chief, client):
    """A browser in which the chief editor is logged in."""
    client.force_login(chief)
    session = client.session
    session.update(
        {"opened": time.time(), "seen": time.time(), "proved": time.time(), "second_factor": False}
    )  # as the first page notes it
    session.save()
    return client


def page(model, name: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def filled_in(response) -> dict:
    """What the form of this page would send back, were nothing changed."""
    form = response.context["adminform"].form
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    sent = {SEEN: response.context["seen"], TOKEN: response.context["token"]}
    for part in (form, *(formset.management_form for formset in formsets), *(f for s in formsets for f in s)):
        for field in part:
            value = field.field.prepare_value(field.value())
            if value is not False and value not in (None, ""):
                sent[field.html_name] = value
    return sent


def add_row(sent: dict, prefix: str, **values) -> int:
    """One more row of an inline; its number."""
    number = int(sent[f"{prefix}-TOTAL_FORMS"])
    sent[f"{prefix}-TOTAL_FORMS"] = number + 1
    sent |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return number


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def errors(response) -> str:
    """Every message of refusal on a page of form."""
    parts = [response.context["adminform"].form.errors]
    for inline in response.context["inline_admin_formsets"]:
        parts += [inline.formset.non_form_errors(), *inline.formset.errors]
    return " ".join(str(part) for part in parts if part)
