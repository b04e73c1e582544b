"""The address of a page as its readers change it: declared parameters only, always in the same order."""

from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import escape_uri_path

from portal.web.declarations import given_by


class Link(NamedTuple):
    """A way from a page: what it is called, where it leads, and what a page may say of it."""

    label: str
    url: str
    active: bool = False  # whether the page is already there
    count: int = 0  # texts that are there
    sentence: str = ""  # that comes before it
    kind: str = ""  # of a file: « csv », « atom »


class Address:
    """The declared parameters of a request; links are made from it, none is typed by hand."""

    def __init__(self, request: HttpRequest):
        self.path = escape_uri_path(request.path)  # of a page that is not there, it may be anything
        self.parameters = given_by(request).carried

    def url(self, parameters: list[tuple[str, str]], path: str | None = None) -> str:
        path = path or self.path
        return f"{path}?{'&'.join([parameter(*pair) for pair in parameters])}" if parameters else path

    @property
    def canonical(self) -> str:
        """The one address of the page: what it reads, each value once, always in the same order."""
        return self.url(self.parameters)

    def without(self, *names: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.parameters if name not in names]

    def toggle(self, name: str, value: str) -> str:
        """Choose a value, or drop it when it is chosen; back to the first page."""
        chosen = (name, value)
        if chosen in self.parameters:
            return self.url([pair for pair in self.without("page") if pair != chosen])
        return self.first_page + parameter(name, value)

    @cached_property
    def first_page(self) -> str:
        """The address of the first page, ready for one more parameter."""
        url = self.url(self.without("page"))
        return f"{url}{'&' if '?' in url else '?'}"

    def drop(self, name: str) -> str:
        return self.url(self.without(name, "page"))

    def setting(self, name: str, value) -> str:
        """The same page with one parameter set; a page number survives only its own change."""
        gone = {name} if name == "page" else {name, "page"}
        return self.url([*self.without(*gone), (name, str(value))])

    def on(self, day: date | None) -> str:
        """The same page on another day; today when None."""
        kept = self.without("date", "page")
        return self.url([*kept, ("date", day.isoformat())] if day else kept)

    def twin(self, path: str) -> str:
        """The same parameters at another path: `/accords/?q=x` → `/accords.json?q=x`."""
        return self.url(self.parameters, path)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The parameters that a form carries along, hidden."""
        return self.without("page")


@lru_cache(maxsize=10_000)
def parameter(name: str, value: str) -> str:
    """One parameter as an address writes it."""
    return f"{name}={quote_plus(value)}"


@lru_cache(maxsize=10_000)
def page(name: str, *args: str) -> str:
    """The address of a page by its name; addresses never change while the site runs."""
    return reverse(name, args=args)


def absolute(url: str) -> str:
    """The whole address of a page, for what is read elsewhere: nothing of the request makes it."""
    return settings.PUBLIC_URL.rstrip("/") + url


def dated(url: str, day: date, today: date) -> str:
    """An address that keeps the day of the page, when it is not today."""
    if day == today:
        return url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{urlencode({'date': day.isoformat()})}"


def listing(path: str, parameters: list[tuple[str, str]], day: date | None) -> str:
    """A list under filters, on a day when it is not today."""
    return f"{path}?{urlencode([*parameters, *([('date', day.isoformat())] if day else [])])}"
