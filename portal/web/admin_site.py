"""The site of the editors: its name, its door, and what every one of its pages knows."""

from functools import wraps
from hashlib import sha256

from django import forms
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.cache.backends.locmem import LocMemCache
from django.shortcuts import render

from portal.web.gate import malformed

TRIES, WINDOW_SECONDS = 5, 15 * 60
#: In the memory of the process, which is enough as long as the admin is one process (`serve` starts one).
#: Its size is such that a sweep of account names does not push out the count of the one that is attacked.
failures = LocMemCache("connexions", {"TIMEOUT": WINDOW_SECONDS, "OPTIONS": {"MAX_ENTRIES": 50_000}})


def may_publish(user) -> bool:
    return user.is_active and (user.is_superuser or user.has_perm("agreements.change_agreement"))


class LoginForm(AdminAuthenticationForm):
    """At most five wrong passwords per account and address in a quarter of an hour.

    The try is counted before the password is looked at: many at once get no more of them, and a refused one
    does not cost the time of a hash. The address is the one of the connection, which nobody can make up.
    """

    def clean(self):
        account = self.cleaned_data.get("username", "").casefold()
        address = self.request.META.get("REMOTE_ADDR", "")
        key = sha256(f"{account}\n{address}".encode()).hexdigest()
        if not one_more_try(key):
            self.request.login_refused = True
            raise forms.ValidationError(
                f"Trop d’essais pour ce compte : réessayez dans {WINDOW_SECONDS // 60} minutes.",
                code="throttled",
            )
        cleaned = super().clean()
        if self.user_cache:
            failures.delete(key)
        return cleaned


def one_more_try(key: str) -> bool:
    failures.add(key, 0)
    try:
        return failures.incr(key) <= TRIES
    except ValueError:  # the quarter of an hour ended between the two
        return one_more_try(key)


class Choices(AutocompleteJsonView):
    """What is proposed as one types, each told from its namesakes."""

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {"text": self.model_admin.choice_label(obj)}


class PortalAdminSite(admin.AdminSite):
    site_title = "Administration du portail"
    site_header = "Portail des accords : administration"
    index_title = "Les faits"
    site_url = None
    enable_nav_sidebar = False  # the lists need the width
    login_form = LoginForm

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def gated(request, *args, **kwargs):
            return refused(request) or inner(request, *args, **kwargs)

        return gated

    def login(self, request, extra_context=None):
        if refusal := refused(request):
            return refusal
        response = super().login(request, extra_context)
        if getattr(request, "login_refused", False):
            response.status_code = 429
            response.headers["Retry-After"] = str(WINDOW_SECONDS)
        return response

    def each_context(self, request):
        return super().each_context(request) | {"may_publish": may_publish(request.user)}

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """In the order of registration, which is that of use, rather than of the alphabet."""
        order = [model._meta.object_name for model in self._registry]
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: order.index(model["object_name"]))
        return apps


def refused(request):
    """The answer to an address that cannot be read; a session key that cannot be one is forgotten.

    A NUL would reach PostgreSQL, which refuses it with an error that nobody catches.
    """
    if reason := malformed(request):
        return refusal(request, 400, "Adresse refusée", reason)
    key = request.session.session_key
    if key and not key.isalnum():
        request.session = type(request.session)()
    return None


def refusal(request, status: int, title: str, reason: str):
    """A page that reads neither session nor account: either may be what went wrong."""
    return render(request, "admin/refusal.html", {"title": title, "reason": reason}, status=status)


def answering(status: int, title: str, reason: str):
    """What Django calls when a view raises."""

    def handler(request, exception):
        return refusal(request, status, title, reason)

    return handler


site = PortalAdminSite(name="admin")
