"""The list of agreements to take away, and one of them, as a table."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import Http404
from pyroaring import BitMap

from agreements.compiled.dimensions import DIMENSIONS
from agreements.compiled.situations import TRACKS, Situation, is_firm, situations_of
from agreements.finding.day_sets import EMPTY
from agreements.finding.filters import SituationFilter
from agreements.finding.index import Index, index_of
from agreements.finding.ranked import Ranked
from agreements.law.vocabulary import Track
from agreements.models import Agreement, Event
from agreements.pages.files.columns import MEANINGS, Line, row_of
from agreements.pages.listing import Listing, asked
from agreements.reading.batches import Batch
from agreements.reading.directory import directory_of
from agreements.reading.events import events_by_key
from portal.web.addresses import absolute, dated
from portal.web.files.tables import Table, table_view
from portal.web.parameters import reads

#: Lines read together: few, for a page waits until they are (`portal.web.files.turns`).
SLICE = 50


@reads(SituationFilter)
@table_view
def agreements_table(request):
    listing, refused = asked(Listing, request)
    if refused:
        return refused
    found = listing.filterset.qs
    lines = lines_of(slices(found), listing.filterset.index, request)
    return Table(f"accords-{request.day}", listing.heading, MEANINGS, map(row_of, lines), len(found))


@reads()
@table_view
def agreement_table(request, slug: str):
    """The line of one agreement: nothing but its head before its first day."""
    text = Agreement.objects.filter(slug=slug).first()
    if text is None:
        raise Http404("Aucun accord ne porte cet identifiant.")
    index = index_of(request.edition)
    known = index.known(request.day) & BitMap([text.pk])
    lines = lines_of([list(known)], index, request)
    return Table(f"{slug}-{request.day}", text.dated_reference, MEANINGS, map(row_of, lines))


def slices(numbers: Ranked) -> Iterator[list[int]]:
    """A list of any length, some of it at once."""
    for start in range(0, len(numbers), SLICE):
        yield numbers[start : start + SLICE]


def lines_of(batches: Iterable[list[int]], index: Index, request) -> Iterator[Line]:
    directory = directory_of(request.edition)
    for batch in batches:
        many = Batch(batch, request.day, directory)
        situations = {row.agreement_id: row for row in situations_of(batch, request.day).order_by()}
        values, causes = labels_of(batch, index, request.day), causes_of(situations.values())
        for agreement in batch:
            text = many.texts[agreement]
            yield Line(
                text,
                situations[agreement],
                many.parties.get(agreement, []),
                values[agreement],
                [directory.conventions[slug] for slug in many.conventions_of(agreement)],
                causes[agreement],
                many.sources.get(agreement, []),
                absolute(dated(text.get_absolute_url(), request.day, request.today)),
            )


def causes_of(situations: Iterable[Situation]) -> dict[int, dict[Track, Event]]:
    """For each agreement, by track, the fact that made its state; none where the state is only probable."""
    told = {
        row.agreement_id: {
            track: key
            for track in TRACKS
            if (key := getattr(row, f"{track}_cause_id")) and is_firm(row, track)
        }
        for row in situations
    }
    events = events_by_key({key for keys in told.values() for key in keys.values()})
    return {
        agreement: {track: events[key] for track, key in keys.items() if key in events}
        for agreement, keys in told.items()
    }


def labels_of(agreements: list[int], index: Index, day: date) -> dict[int, dict[str, str]]:
    """For each agreement, by dimension that has a column, the labels of what it has on the day."""
    among, found = BitMap(agreements), {agreement: {} for agreement in agreements}
    for dimension in (one for one in DIMENSIONS if one.heading):
        sets = dimension.sets(index, day)
        for value, label in index.labels[dimension.name].items():
            for agreement in among & sets.get(value, EMPTY):
                before = found[agreement].get(dimension.name)
                found[agreement][dimension.name] = f"{before} ; {label}" if before else label
    return found
