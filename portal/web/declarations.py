"""The parameters that a page reads, declared once: `@reads(SituationFilter, Paging)`.

The forms and filter sets of a page are its declaration. The key under which its answer is kept, its links, its
canonical address, the refusal of repeated values and the table of the documentation all come from it. A page cannot
read what it does not declare, and a view without a declaration is not served.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, quote, urlencode

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from django.utils.datastructures import MultiValueDict

from portal.edition.manifest import Manifest

#: Why a parameter that takes one value is refused when it is given several: which was meant cannot be told.
ONE_VALUE = "une seule valeur est attendue."
#: The day that every page is told on, which one middleware reads (`as_of`).
DAY = "date"
#: The edition that an address is of, for who reads page after page, or cites: another is not given in its place.
PIN = "edition"
#: What others add to addresses, to follow who reads them; no page reads it, and none tells it.
TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|hsa|mc|at)_\w*|_hs\w*|_ga|_gl|(?:fb|g|d|ms|tw|tt|y)clid|gclsrc|[gw]braid"
    r"|igshid|li_fat_id|mkt_tok|srsltid|wickedid|epik|xtor"
)
#: Of the names that are not read, how many are told, and how much of each.
MOST_TOLD, LONGEST_TOLD = 10, 40
#: From which likeness a parameter is taken for the one that was meant.
NEAR = 0.75


class UndeclaredParameter(KeyError):
    """A page reads a parameter that it does not declare: two values of it would share one answer."""


class Parameters:
    """What a page reads of its address: its forms, and the names of their fields in the order of its links."""

    def __init__(self, *kinds: type):
        self.kinds = kinds
        self.fields = {name: field for kind in kinds for name, field in fields_of(kind).items()}
        self.names = (*self.fields, DAY, PIN)
        self.known = frozenset(self.names)

    @cached_property
    def several(self) -> frozenset[str]:
        """Those whose values are alternatives; the others take one."""
        return frozenset(name for name, field in self.fields.items() if takes_several(field))

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """Those that the links of the page carry along."""
        left = {name for kind in self.kinds if not getattr(kind, "carried", True) for name in fields_of(kind)}
        return tuple(name for name in self.names if name not in left)

    @cached_property
    def spellings(self) -> dict[str, Callable]:
        """Those whose values may be spelled in several ways, each with what reads them in an edition."""
        return {name: field.spelled for name, field in self.fields.items() if hasattr(field, "spelled")}

    def ignored(self, names: Iterable[str]) -> list[str]:
        """What is not read of the names that an address gives, as the answer tells it; what only tracks is not told."""
        unread = {name for name in names if name and name not in self.known and not TRACKING.fullmatch(name)}
        return [readable(name) for name in sorted(unread)[:MOST_TOLD]]

    def nearest(self, name: str) -> str:
        """The parameter that was meant, if one is near."""
        return next(iter(get_close_matches(name.lower(), self.names, 1, NEAR)), "")

    def key(self, query: str) -> str:
        """What of a query string an answer depends on, the same however its parameters are ordered.

        That is what the page reads, and the names of what it says that it does not read.
        """
        pairs = parse_qsl(query, True, encoding="latin-1")
        read = sorted((pair for pair in pairs if pair[0] in self.known), key=lambda pair: pair[0])
        told = self.ignored(name.encode("latin-1").decode("utf-8", "replace") for name, _ in pairs)
        return "&".join([urlencode(read, encoding="latin-1"), *map(quote, told)])

    def repeated(self, given: MultiValueDict) -> list[str]:
        """Why an address is refused that gives several values where one is taken."""
        twice = (
            name for name in sorted(given) if name not in self.several and len(set(given.getlist(name))) > 1
        )
        return [f"{name} : {ONE_VALUE}" for name in twice]


class Given(MultiValueDict):
    """The declared parameters that an address gives; to read another one is a fault of the page."""

    def __init__(self, parameters: Parameters, given: MultiValueDict):
        super().__init__({name: given.getlist(name) for name in parameters.names if name in given})
        self.parameters = parameters
        self.ignored = parameters.ignored(given)

    def spell(self, edition: Manifest) -> None:
        """Read the values that may be spelled in several ways."""
        for name, spelled in self.parameters.spellings.items():
            if name in self:
                self.setlist(name, [spelled(value, edition) for value in self.getlist(name)])

    def declared(self, name: str) -> str:
        if name not in self.parameters.known:
            raise UndeclaredParameter(name)
        return name

    def __getitem__(self, name):
        return super().__getitem__(self.declared(name))

    def __contains__(self, name) -> bool:
        return super().__contains__(self.declared(name))

    def get(self, name, default=None):
        return super().get(self.declared(name), default)

    def getlist(self, name, default=None):
        return super().getlist(self.declared(name), default)

    def copy(self) -> MultiValueDict:
        """Values of one's own, to change."""
        return MultiValueDict({name: list(values) for name, values in self.lists()})

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the links of the page carry along: each value once, in the order of the declaration."""
        return [
            (name, value)
            for name in self.parameters.carried
            if name in self
            for value in dict.fromkeys(self.getlist(name))
            if value
        ]


def readable(name: str) -> str:
    """The name of a parameter as it may be repeated."""
    seen = "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
    return seen if len(seen) <= LONGEST_TOLD else f"{seen[:LONGEST_TOLD]}…"


def fields_of(kind: type) -> dict:
    """The fields of a form, or the filters of a filter set, by the names of their parameters."""
    return kind.base_filters if hasattr(kind, "base_filters") else kind.base_fields


def takes_several(field) -> bool:
    return issubclass(getattr(field, "field_class", type(field)), forms.MultipleChoiceField)


# -- The addresses of the site -----------------------------------------------------------------------------

#: Of a file, or of an address that leads nowhere.
NONE = Parameters()


def given_by(request: HttpRequest) -> Given:
    """What an address gives of what its page declares; before a page is reached, the day alone."""
    if isinstance(request.GET, Given):
        return request.GET
    days = request.GET.getlist(DAY)
    return Given(NONE, MultiValueDict({DAY: days} if days else {}))


@lru_cache(maxsize=1_000)
def parameters_of(path: str) -> Parameters:
    """The parameters of the page at a path; where there is no page, a file or nothing answers."""
    try:
        return resolve(path).func.parameters
    except Resolver404:
        return NONE


def routes(entries: Iterable | None = None, before: str = "/") -> Iterator[tuple[str, Callable]]:
    """Every address of the site, as it is declared, with its view."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        address = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, address)
        else:
            yield address, entry.callback


def check_declarations() -> None:
    """Refuse to serve a view that does not say what it reads."""
    silent = [address for address, view in routes() if not hasattr(view, "parameters")]
    if silent:
        raise ImproperlyConfigured(f"Ces adresses ne déclarent pas leurs paramètres : {', '.join(silent)}.")
