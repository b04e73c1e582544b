"""What has just changed as an Atom feed: names that never change, and dates that are those of the facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.timezone import get_default_timezone

from portal.french.writing import written
from portal.web.addresses import Address
from portal.web.calendars import stable_uuid

MOST_ENTRIES = 100


@dataclass(frozen=True)
class Entry:
    key: str  # names it for good
    on: date  # the day of what it tells
    title: str
    summary: str
    url: str
    categories: tuple[str, ...] = ()


class Feed(Atom1Feed):
    """A feed is as new as its edition, never as the clock."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


def atom_page(request, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """The feed of a page; `page` is its address."""
    feed = Feed(
        title=written(title),
        link=request.build_absolute_uri(page),
        description=None,
        language="fr",
        author_name="Les accords du secteur",
        feed_url=request.build_absolute_uri(Address(request).canonical),
        updated=request.edition.moment,
    )
    for entry in entries:
        feed.add_item(
            title=written(entry.title),
            link=request.build_absolute_uri(entry.url),
            description=escape(written(entry.summary)),  # readers take a summary for HTML
            unique_id=f"urn:uuid:{stable_uuid(entry.key)}",
            updateddate=datetime.combine(entry.on, time(), get_default_timezone()),
            categories=map(written, entry.categories),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
