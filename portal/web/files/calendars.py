"""Known days as a calendar that any agenda can follow (RFC 5545): whole days, told once each.

Nothing here is a clock: what stamps a day is the edition that last changed it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpResponse

from portal.french.writing import written

LONGEST_LINE = 75  # octets, and not letters (3.1)
#: What a calendar without any day is made of: it holds one component at least (3.6), and the time of Paris is one.
PARIS = (
    *("BEGIN:VTIMEZONE", "TZID:Europe/Paris"),
    *("BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD"),
    "END:VTIMEZONE",
)
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Stamp(NamedTuple):
    """What was last learned of a day: by which edition, whose numbers only grow, and when it was published."""

    edition: int
    moment: datetime


@dataclass(frozen=True)
class Day:
    """Something that a day is known for."""

    key: str  # names it for good: the same thing has the same name in every edition
    on: date
    summary: str
    description: str
    url: str
    category: str
    stamp: "Stamp"
    cancelled: bool = False  # announced once, and not any more


def stable_uuid(key: str) -> str:
    """A name that nothing else in the world has, and that is the same each time."""
    return str(uuid5(NAMESPACE_URL, key))


def ics_page(name: str, title: str, days: Iterable[Day]) -> HttpResponse:
    body = "".join(fold(line) for line in lines(title, days))
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}.ics"'},
    )


def lines(title: str, days: Iterable[Day]) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Les accords du secteur//Portail//FR"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{escaped(title)}"
    yield f"X-WR-CALNAME:{escaped(title)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    events = [line for day in days for line in event(day)]
    yield from events or PARIS
    yield "END:VCALENDAR"


def event(day: Day) -> Iterator[str]:
    """What a day is known for."""
    stamp = f"{day.stamp.moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{stable_uuid(day.key)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{day.stamp.edition}"
    yield f"STATUS:{'CANCELLED' if day.cancelled else 'CONFIRMED'}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(day.summary)}"
    yield f"DESCRIPTION:{escaped(day.description)}"
    yield f"URL:{day.url}"
    yield f"CATEGORIES:{escaped(day.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


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
