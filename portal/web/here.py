"""Where a page stands: the edition it reads, the day it shows, and the way to every other page on that day."""

from datetime import date

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from portal.edition.store import Manifest
from portal.web import addresses
from portal.web.addresses import Address
from portal.web.declarations import given_by


class Here:
    """What every template is given of its request, and all it is given: no template reads the request itself."""

    def __init__(
        self, request: HttpRequest, section: str = "", address: Address | None = None, twin: str = ""
    ):
        self.edition: Manifest | None = getattr(request, "edition", None)
        self.day: date = request.day
        self.today: date = request.today
        self.path: str = escape_uri_path(request.path)  # of a page that is not there, it may be anything
        given = given_by(request)
        #: The words that led straight here, where the page reads them.
        self.sought: str = given.get("cherche", "") if "cherche" in given.parameters.known else ""
        self.section = section
        self.address = address
        self.twin = twin  # the address of the same page in JSON, if it has one

    @property
    def past(self) -> bool:
        return self.day != self.today

    @property
    def query(self) -> str:
        """What an address ends with to keep the day of the page: nothing when it is today."""
        return self.on("")

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The parameters that the form of the day carries along, hidden."""
        return [pair for pair in self.address.fields if pair[0] != "date"] if self.address else []

    @property
    def today_url(self) -> str:
        return self.address.drop("date") if self.address else self.path

    def on(self, url: str) -> str:
        """An address at hand, on the day of the page."""
        return addresses.dated(url, self.day, self.today)

    def to(self, name: str, *args: str, **filters) -> str:
        """The address of a page by its name, under some filters; a filter has one value or a list."""
        url = addresses.page(name, *args)
        if not filters:
            return self.on(url)
        pairs = [
            (name, str(value))
            for name, values in filters.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        return addresses.listing(url, pairs, self.day if self.past else None)

    def texts(self, **filters) -> str:
        """The list of agreements under some filters."""
        return self.to("agreements", **filters)

    def file(self, name: str) -> str:
        """The same question, whole, as a file: the address of the page named, without what is of one page."""
        return self.address.url(self.address.without(*OF_ONE_PAGE), addresses.page(name))

    def files(self, name: str, kinds: str) -> list[addresses.Link]:
        """The forms in which a list can be taken away: « csv xlsx atom »."""
        return [addresses.Link(FORMS[kind], self.file(f"{name}-{kind}"), kind=kind) for kind in kinds.split()]


#: What a list is taken away as, and what a reader calls it.
FORMS = {"csv": "CSV", "xlsx": "Excel", "atom": "fil Atom", "ics": "agenda"}
#: The parameters of one page of a list, and not of the whole.
OF_ONE_PAGE = ("page", "par_page", "densite")
