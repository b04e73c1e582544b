"""Known days as a calendar that any agenda can follow (RFC 5545): whole days, told once each.

Nothing here is a clock: what stamps an entry is the edition, so that the same edition gives the same file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpResponse

from portal.edition.store import Manifest
from portal.french.writing import written

LONGEST_LINE = 75  # octets, and not letters (3.1)
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Day:
    """Something that a day is known for."""

    key: str  # names it for good: the same thing has the same name in every edition
    on: date
    summary: str
    description: str
    url: str
    category: str


def stable_uuid(key: str) -> str:
    """A name that nothing else in the world has, and that is the same each time."""
    return str(uuid5(NAMESPACE_URL, key))


def ics_page(edition: Manifest, name: str, title: str, days: Iterable[Day]) -> HttpResponse:
    body = "".join(fold(line) for line in lines(edition, title, days))
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}.ics"'},
    )


def lines(edition: Manifest, title: str, days: Iterable[Day]) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Les accords du secteur//Portail//FR"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{escaped(title)}"
    yield f"X-WR-CALNAME:{escaped(title)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    stamp = f"{edition.moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for day in days:
        yield "BEGIN:VEVENT"
        yield f"UID:{stable_uuid(day.key)}"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(day.summary)}"
        yield f"DESCRIPTION:{escaped(day.description)}"
        yield f"URL:{day.url}"
        yield f"CATEGORIES:{escaped(day.category)}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    return written(text).replace("\r\n", "\n").replace("\r", "\n").translate(ESCAPED)


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, none of which cuts a letter; those that follow begin by a space."""
    pieces, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += octets
    return "".join(f"{piece}\r\n" for piece in pieces)
