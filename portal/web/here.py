"""Where a page stands: the edition it reads, the day it shows, and the way to every other page on that day."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from portal.edition.manifest import Manifest
from portal.french.writing import date_fr
from portal.web import addresses
from portal.web.addresses import Address
from portal.web.declarations import given_by

#: Of the official texts, on paper as on screens.
CREDIT = "Textes officiels : base KALI (DILA), Licence Ouverte 2.0."


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
        #: What the address gives and the page does not read, each with the parameter that was meant, if one is near.
        self.ignored = [(name, given.parameters.nearest(name)) for name in given.ignored]
        self.section = section
        #: Whether the edition holds real associations: those of the demonstration are no section of the site.
        self.has_members: bool = request.has_members() if hasattr(request, "has_members") else False
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
    def whole(self) -> str:
        """The one whole address of the page, whatever its reader added to it."""
        return addresses.absolute(self.address.canonical)

    @property
    def printed(self) -> str:
        """What the foot of every printed page says: where it was read, of which day and edition."""
        if not (self.address and self.edition):
            return ""
        told = f"édition n° {self.edition.number} du {date_fr(self.edition.moment.date())}"
        return f"{self.whole} — état au {date_fr(self.day)}, {told}. {CREDIT}"

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

    def file(self, name: str, *args: str) -> str:
        """The same question, whole, as a file: the address of the page named, without what is of one page.

        What is followed is the present, whatever the day of the page.
        """
        left = OF_ONE_PAGE if name.endswith(TAKEN) else (*OF_ONE_PAGE, *OF_ONE_DAY)
        return self.address.url(self.address.without(*left), addresses.page(name, *args))

    def files(self, name: str, kinds: str, *args: str) -> list[addresses.Link]:
        """The forms in which a page can be taken away or followed: « csv xlsx atom »."""
        links = [
            addresses.Link(FORMS[kind], self.file(f"{name}-{kind}", *args), kind=kind)
            for kind in kinds.split()
        ]
        calendars = [link for link in links if link.kind == "ics"]
        return links + [addresses.Link(SUBSCRIBED, webcal(link.url), kind="webcal") for link in calendars]


def webcal(url: str) -> str:
    """The address of a calendar as the programs that keep calendars subscribe to it."""
    return f"webcal://{settings.PUBLIC_URL.partition('://')[2].rstrip('/')}{url}"


SUBSCRIBED = "s’abonner à l’agenda"
#: What a list is taken away as, and what a reader calls it.
FORMS = {"csv": "CSV", "xlsx": "Excel", "atom": "fil Atom", "ics": "agenda"}
#: Of them, those that are taken away once; the others are followed.
TAKEN = ("csv", "xlsx")
#: Those of a day, of a period or of an order: what is followed has none.
OF_ONE_DAY = ("date", "edition", "du", "au", "tri")
#: The parameters of one page of a list, and not of the whole.
OF_ONE_PAGE = ("page", "par_page", "densite")
