"""The site of the editors: its name, its door, and what every one of its pages knows."""

import logging
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial, wraps
from ipaddress import ip_network
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import logout
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.urls import reverse

from portal.admin.kept_input import KEPT, came_from_here, carried, fields_of, given_back, sealed
from portal.admin.second_factor import PROVED, asked_for
from portal.admin.tries import TOO_MANY, WINDOW_SECONDS, failures, key_of, one_more_try
from portal.edition import store
from portal.edition.manifest import EditionError
from portal.journal.entries import entries_since
from portal.journal.models import Entry
from portal.web.gate import malformed

logger = logging.getLogger("portal.connexions")
#: Seconds after which an editor logs in again: without a page asked for, and in all.
SILENCE_SECONDS, SESSION_SECONDS = 3600, 12 * 3600
#: As many of one’s own writings as the home shows.
MOST_LATEST = 10


def may_publish(user) -> bool:
    return user.is_active and (user.is_superuser or user.has_perm("journal.publish_edition"))


def unpublished(user) -> int:
    """How many writings no reader sees yet: made by hand since the edition that is online."""
    if not user.is_authenticated:
        return 0
    try:
        present = store.current()
    except EditionError:  # foul: the page that publishes says so, and mends it
        present = None
    return entries_since(present.moment if present else None).count()


class LoginForm(AdminAuthenticationForm):
    """At most five wrong passwords per account and address in a quarter of an hour.

    The try is counted before the password is looked at: many at once get no more of them, and a refused one
    does not cost the time of a hash. The address is the one of the connection, which nobody can make up.
    """

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": "Ce n’est pas le bon nom d’utilisateur, ou pas le bon mot de passe (majuscules comprises)."
    }

    def clean(self):
        account = self.cleaned_data.get("username", "").casefold()
        address = self.request.META.get("REMOTE_ADDR", "")
        key = key_of(account, address)
        if not one_more_try(key):
            self.request.login_refused = True
            logger.warning("Connexion refusée, trop d’essais : %r, de %s", account, network(address))
            raise forms.ValidationError(TOO_MANY, code="throttled")
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            logger.warning("Connexion refusée : %r, de %s", account, network(address))
            raise
        if self.user_cache:
            failures.delete(key)
            logger.info("Connexion : %r, de %s", account, network(address))
        return cleaned


def network(address: str) -> str:
    """Where a connection comes from, without saying which machine."""
    try:
        return str(ip_network((address, 48 if ":" in address else 24), strict=False))
    except ValueError:
        return "ailleurs"


class Choices(AutocompleteJsonView):
    """What is proposed as one types, each told from its namesakes."""

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {"text": self.model_admin.choice_label(obj)}


class Work(NamedTuple):
    """Something left to do: what, of how many facts, and where."""

    label: str
    count: int
    address: str


class WayIn(NamedTuple):
    """Something that happened, which an editor comes to enter."""

    label: str
    address: str


class PortalAdminSite(admin.AdminSite):
    """`works` give what is left to do, `ways_in` what one comes to enter, for the home: applications add theirs."""

    works: list[Callable[[], Iterable[Work]]] = []
    ways_in: list[Callable[[object], Iterable[WayIn]]] = []
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
            if answer := refused(request):
                return answer
            end_an_old_session(request)
            return shut_out(request) or asked_for(request) or inner(request, *args, **kwargs)

        return gated

    def login(self, request, extra_context=None):
        if refusal := refused(request):
            return refusal
        kept = {"kept": request.POST[KEPT]} if KEPT in request.POST else {}
        response = super().login(request, kept | (extra_context or {}))
        if request.method == "POST" and response.status_code == 302:
            request.session[PROVED] = time.time()
        if kept and response.status_code == 302 and (found := carried(request)):
            return given_back(
                request, "Vous revoici", "Rien n’est encore enregistré.", again=True, kept=found
            )
        if getattr(request, "login_refused", False):
            response.status_code = 429
            response.headers["Retry-After"] = str(WINDOW_SECONDS)
        return response

    def logout(self, request, extra_context=None):
        response = super().logout(request, extra_context)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def each_context(self, request):
        return super().each_context(request) | {
            "may_publish": may_publish(request.user),
            "unpublished": partial(unpublished, request.user),
            "public_url": settings.PUBLIC_URL.rstrip("/"),
        }

    def index(self, request, extra_context=None):
        left = [work for give in self.works for work in give() if work.count]
        ways = [way for give in self.ways_in for way in give(request.user)]
        latest = Entry.objects.filter(user=request.user)[:MOST_LATEST]
        told = {"works": left, "ways_in": ways, "latest": latest}
        return super().index(request, told | (extra_context or {}))

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """In the order of registration, which is that of use, rather than of the alphabet."""
        order = [model._meta.object_name for model in self._registry]
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: order.index(model["object_name"]))
        return apps


def shut_out(request):
    """The answer to what is sent once the session has ended: the door, to which what was typed is handed."""
    if request.method != "POST" or request.user.is_authenticated or not fields_of(request):
        return None
    kept = sealed(request)
    request.method = "GET"
    return site.login(
        request, {"kept": kept, "app_path": reverse("admin:login"), "next": reverse("admin:index")}
    )


def csrf_failure(request, reason=""):
    """A page opened under another session: what it held is given back, to be sent by hand under this one."""
    if not came_from_here(request) or not fields_of(request):
        return refusal(request, 403, "Demande refusée", "Cette demande ne vient pas d’une page ouverte ici.")
    if answer := shut_out(request):
        return answer
    told = f"Cette page était ouverte sous une autre session ; vous êtes à présent « {request.user} »."
    return given_back(request, "Rien n’est encore enregistré", told, again=True)


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


def end_an_old_session(request) -> None:
    """Log out who has been silent for long, or logged in for longer."""
    if not request.user.is_authenticated:
        return
    now = time.time()
    opened, seen = request.session.get("opened", now), request.session.get("seen", 0)
    if now - opened > SESSION_SECONDS or (seen and now - seen > SILENCE_SECONDS):
        logout(request)
    elif now - seen > 60:  # written at most once a minute
        request.session.update({"opened": opened, "seen": now})


def refusal(request, status: int, title: str, reason: str):
    """A page that reads neither session nor account: either may be what went wrong."""
    return render(request, "admin/refusal.html", {"title": title, "reason": reason}, status=status)


def answering(status: int, title: str, reason: str):
    """What Django calls when a view raises."""

    def handler(request, exception):
        if status == 403:
            account = getattr(request.user, "username", "")
            logger.warning("Droit refusé : %r, %s", account, request.path)
        return refusal(request, status, title, reason)

    return handler


def failed(request):
    """What Django calls when a view fails, with the failure under way: without its database, the admin waits for it."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return refusal(request, 500, "Panne", "Cette page n’a pas pu être faite. Rien n’a été enregistré.")
    response = refusal(
        request,
        503,
        "Base d’édition injoignable",
        "La base d’édition ne répond pas. Rien n’a été enregistré : réessayez dans une minute.",
    )
    response.headers["Retry-After"] = "60"
    return response


site = PortalAdminSite(name="admin")
