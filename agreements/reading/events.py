"""The events of agreements, each with its act, its convention and its sources, whatever their number."""

from collections.abc import Collection
from dataclasses import dataclass

from agreements.models import Act, Convention, Event, Source
from agreements.reading.directory import Directory, prefill
from portal.edition.rows import AMONG, Rows, among

EventSource = Event.sources.through

ACTS = "LEFT JOIN agreements_act ON agreements_act.id = act_id"
SOURCES = "JOIN agreements_source ON agreements_source.id = source_id"
IN_ORDER = "ORDER BY title, url, published_on"

EVENTS_OF = Rows(
    f"FROM agreements_event {ACTS} WHERE agreement_id {AMONG} ORDER BY position, agreements_event.id",
    Event,
    Act,
)
SOURCES_OF = Rows(
    f"""FROM agreements_event JOIN agreements_event_sources ON event_id = agreements_event.id {SOURCES}
    WHERE agreement_id {AMONG} {IN_ORDER}""",
    EventSource,
    Source,
)
SOURCES_OF_ACT = Rows(
    f"""FROM agreements_event JOIN agreements_event_sources ON event_id = agreements_event.id {SOURCES}
    WHERE act_id = %s {IN_ORDER}""",
    EventSource,
    Source,
)
EVENTS = Rows(
    f"""FROM agreements_event {ACTS}
    LEFT JOIN agreements_convention ON agreements_convention.id = convention_id
    WHERE agreements_event.id {AMONG}""",
    Event,
    Act,
    Convention,
)
EVENT_SOURCES = Rows(
    f"FROM agreements_event_sources {SOURCES} WHERE event_id {AMONG} {IN_ORDER}", EventSource, Source
)


@dataclass(frozen=True)
class Told:
    """One fact, as several events may tell it: what each adds is told once."""

    events: tuple[Event, ...]

    @property
    def event(self) -> Event:
        return self.events[0]

    @property
    def notes(self) -> list[str]:
        return list(dict.fromkeys(event.note for event in self.events if event.note))

    @property
    def motives(self) -> list[str]:
        return list(dict.fromkeys(event.motive for event in self.events if event.motive))

    @property
    def reserves(self) -> list[str]:
        """What an act excludes, or the conditions that it sets."""
        return list(dict.fromkeys(line for event in self.events for line in event.reserve_lines))


def events_of(agreements: Collection[int], directory: Directory) -> dict[int, list[Event]]:
    """By agreement, its events in their order, each with its sources."""
    wanted = among(agreements)
    sources = by_event(SOURCES_OF(wanted))
    events: dict[int, list[Event]] = {agreement: [] for agreement in agreements}
    for event, act in EVENTS_OF(wanted):
        event.act = act
        event.convention = directory.conventions_by_key.get(event.convention_id)
        prefill(event, "sources", sources.get(event.pk, []))
        events[event.agreement_id].append(event)
    return events


def events_with_sources(keys: Collection[int]) -> tuple[dict[int, Event], dict[int, list[Source]]]:
    """These events by key, and by key the sources of each."""
    return events_by_key(keys), by_event(EVENT_SOURCES(among(keys)))


def events_by_key(keys: Collection[int]) -> dict[int, Event]:
    """These events, each with its act and its convention."""
    events = {}
    for event, act, convention in EVENTS(among(keys)):
        event.act, event.convention = act, convention
        events[event.pk] = event
    return events


def by_event(links: list[tuple[EventSource, Source]]) -> dict[int, list[Source]]:
    sources: dict[int, list[Source]] = {}
    for link, source in links:
        sources.setdefault(link.event_id, []).append(source)
    return sources
