"""What an edition brought, as an Atom feed (RFC 4287): names that never change, and words that never do under a name.

An entry is `updated` when the publication that brought it was, and `published` on the day of what it tells. Nothing is
ever pushed out: the feed holds the last entries, and those before stand whole in its archives (RFC 5005), which a
reader who was away long walks back. An edition that brings nothing to a feed leaves it to the byte as it was.
"""

from collections.abc import Callable
from datetime import date, datetime, time

from django.http import Http404, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import get_default_timezone
from pyroaring import BitMap

from portal.edition import ledger
from portal.edition.ledger import Entry
from portal.french.writing import date_fr, written
from portal.web.addresses import Address, absolute
from portal.web.answers import bad_request
from portal.web.files.calendars import stable_uuid
from portal.web.parameters import PageNumber, read, refusals_of

#: Entries of an archive; the feed itself holds as many at least once there are, and twice as many at the most.
ARCHIVED = 300
HISTORY = "http://purl.org/syndication/history/1.0"


class Feed(Atom1Feed):
    """A feed is as new as its last entry, never as the clock; it says where those before are."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:fh": HISTORY}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["archive"]:
            handler.addQuickElement("fh:archive")
        for relation, url in self.feed["ways"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": url})


def atom_page(
    request, title: str, page: str, numbers: BitMap, url_of: Callable[[Entry], str]
) -> HttpResponse:
    """The feed of a page: its last entries, or an archive of those before. `numbers` are all of them, the last last."""
    form = read(request, PageNumber)
    if refusals := refusals_of(form):
        return bad_request(request, refusals, as_json=False)
    archives = max(0, len(numbers) - ARCHIVED) // ARCHIVED
    asked = form.cleaned_data.get("page")
    if asked and asked > archives:
        raise Http404(f"L’archive {asked} de ce fil n’existe pas : il y en a {archives}.")
    first = ((asked or archives + 1) - 1) * ARCHIVED
    entries = ledger.entries(numbers[first : first + ARCHIVED if asked else None])
    number, since = ledger.first_recorded()
    address = Address(request)
    feed = Feed(
        title=written(title),
        subtitle=f"Depuis l’édition n° {number}, du {date_fr(since.date())}, une nouveauté est datée de la publication "
        "qui l’a apportée ; avant, du jour de ce qu’elle dit.",
        link=absolute(page),
        description=None,
        language="fr",
        author_name="Les accords du secteur",
        feed_url=absolute(address.canonical),
        updated=max([entry.updated for entry in entries], default=since),
        archive=bool(asked),
        ways=ways(address, asked, archives),
    )
    for entry in entries:
        feed.add_item(
            title=written(entry.title),
            link=absolute(url_of(entry)),
            description=escape(written(entry.words)),  # readers take a summary for HTML
            unique_id=f"urn:uuid:{stable_uuid(entry.name)}",
            updateddate=entry.updated,
            pubdate=at_midnight(entry.day) if entry.day else None,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def ways(address: Address, asked: int | None, archives: int) -> dict[str, str]:
    """From the feed to its last archive, from an archive to those beside it and to the feed."""
    found = {}
    before = (asked or archives + 1) - 1
    if before:
        found["prev-archive"] = address.setting("page", before)
    if asked:
        found["current"] = address.drop("page")
        if asked < archives:
            found["next-archive"] = address.setting("page", asked + 1)
    return {relation: absolute(url) for relation, url in found.items()}


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_default_timezone())
