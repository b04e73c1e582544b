"""The list of agreements to take away: as a table, as a feed of what last changed, as a calendar of effects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pyroaring import BitMap

from agreements.compiled.dimensions import BY_NAME, DIMENSIONS
from agreements.compiled.situations import Party, Situation, firm_sentence, situations_of
from agreements.finding.day_sets import EMPTY
from agreements.finding.filters import SituationFilter
from agreements.finding.index import Index
from agreements.law.vocabulary import STATES, Certainty, Mode, Track
from agreements.models import Agreement
from agreements.pages.listing import Listing, asked
from agreements.reading.batches import Batch, batches
from agreements.reading.directory import directory_of
from agreements.reading.state_changes import turns_of
from portal.french.dates import Precision
from portal.french.writing import date_fr
from portal.web.addresses import dated, page
from portal.web.calendars import Day, ics_page
from portal.web.feeds import MOST_ENTRIES, Entry, atom_page
from portal.web.parameters import reads
from portal.web.tables import Table, table_view

#: A calendar keeps the days to come, and those of the year before.
KEPT_BEHIND = timedelta(days=365)


# -- Table -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One agreement, with all that its line tells."""

    text: Agreement
    situation: Situation
    parties: list[Party]
    values: dict[str, str]  # by dimension, those it has on the day
    url: str


Column = tuple[str, Callable[[Line], object]]


def values_of(name: str) -> Column:
    """The column of a dimension."""
    return BY_NAME[name].heading, lambda line: line.values.get(name, "")


def parties_who(mode: Mode, heading: str) -> Column:
    return heading, lambda line: ", ".join(
        party.organisation.name for party in line.parties if party.mode == mode
    )


def certainty_of(track: Track) -> Column:
    """How the state of one track is known; nothing where it is not."""
    return (
        f"certitude : {track.label.lower()}",
        lambda line: Certainty.label_of(getattr(line.situation, f"{track}_certainty")).lower(),
    )


def day_of(text: Agreement) -> date | str:
    exact = text.dated_precision == Precision.JOUR
    return text.dated if exact else date_fr(text.dated, text.dated_precision)


PLACED: tuple[Column, ...] = (
    ("identifiant", lambda line: line.text.slug),
    ("référence", lambda line: line.text.reference),
    values_of("type"),
    ("numéro", lambda line: line.text.number),
    ("titre", lambda line: line.text.title),
    values_of("convention"),
    values_of("theme"),
    ("date du texte", lambda line: day_of(line.text)),
    *(values_of(track) for track in STATES),
    *(certainty_of(track) for track in STATES),
    ("prend effet le", lambda line: line.situation.effective_on),
    ("situation depuis le", lambda line: line.situation.starts_on),
    parties_who(Mode.SIGNATURE, "signataires"),
    parties_who(Mode.ADHESION, "adhésions"),
    parties_who(Mode.OPPOSITION, "oppositions"),
    parties_who(Mode.RETRAIT, "retraits"),
    ("en une phrase", lambda line: line.situation.sentence),
    ("identifiant KALITEXT", lambda line: line.text.kalitext),
    ("page", lambda line: line.url),
)
#: The dimensions that have a column and no place of their own come last.
COLUMNS: dict[str, Callable[[Line], object]] = dict(PLACED) | {
    dimension.heading: values_of(dimension.name)[1]
    for dimension in DIMENSIONS
    if dimension.heading and dimension.heading not in dict(PLACED)
}


@reads(SituationFilter)
@table_view
def agreements_table(request):
    listing, refused = asked(Listing, request)
    if refused:
        return refused
    numbers = listing.filterset.qs
    lines = lines_of(numbers[0 : len(numbers)], listing.filterset.index, request)
    rows = (tuple(cell(line) for cell in COLUMNS.values()) for line in lines)
    return Table(f"accords-{request.day}", listing.heading, tuple(COLUMNS), rows)


def lines_of(agreements: list[int], index: Index, request) -> Iterator[Line]:
    for batch in batches(agreements):
        many = Batch(batch, request.day, directory_of(request.edition))
        situations = {row.agreement_id: row for row in situations_of(batch, request.day).order_by()}
        values = labels_of(batch, index, request.day)
        for agreement in batch:
            text = many.texts[agreement]
            url = request.build_absolute_uri(dated(page("agreement", text.slug), request.day, request.today))
            yield Line(text, situations[agreement], many.parties.get(agreement, []), values[agreement], url)


def labels_of(agreements: list[int], index: Index, day: date) -> dict[int, dict[str, str]]:
    """For each agreement, by dimension that has a column, the labels of what it has on the day."""
    among, found = BitMap(agreements), {agreement: {} for agreement in agreements}
    for dimension in (one for one in DIMENSIONS if one.heading):
        sets = dimension.sets(index, day)
        for value, label in index.labels[dimension.name].items():
            for agreement in among & sets.get(value, EMPTY):
                before = found[agreement].get(dimension.name)
                found[agreement][dimension.name] = f"{before}, {label}" if before else label
    return found


# -- Feed and calendar -------------------------------------------------------------------------------------


@reads(SituationFilter)
def agreements_atom(request):
    """The texts of the list whose state changed last, each under one name whatever happens to it."""
    listing, refused = asked(Listing, request)
    if refused:
        return refused
    turned = last_turned(listing.filterset.selection(), request)
    rows = {row.agreement_id: row for row in situations_of(turned, request.day).select_related("agreement")}
    entries = [
        Entry(
            key=rows[agreement].agreement.slug,
            on=day,
            title=title_of(rows[agreement].agreement),
            summary=firm_sentence(rows[agreement]),
            url=page("agreement", rows[agreement].agreement.slug),
        )
        for agreement, day in turned.items()
    ]
    return atom_page(request, listing.heading, listing.address.twin(page("agreements")), entries)


def last_turned(selection: BitMap, request) -> dict[int, date]:
    """The agreements of a selection that changed last, by the day, each with the day of its last turn."""
    found: dict[int, date] = {}
    for turn in turns_of(request.edition):
        if len(found) == MOST_ENTRIES:
            break
        if turn.agreement in selection and turn.day <= request.day.isoformat():
            found.setdefault(turn.agreement, date.fromisoformat(turn.day))
    return found


@reads(SituationFilter)
def agreements_ics(request):
    """The days on which the texts of the list take effect, as known on the day."""
    listing, refused = asked(Listing, request)
    if refused:
        return refused
    there = situations_of(listing.filterset.selection(), request.day)
    near = there.filter(effective_on__gte=request.day - KEPT_BEHIND).select_related("agreement")
    days = [effect_of(row, request) for row in near.order_by("effective_on", "agreement_id")]
    return ics_page(request.edition, "accords", f"Prises d’effet : {listing.heading}", days)


def effect_of(row: Situation, request) -> Day:
    return effect_day(row.agreement, row.effective_on, firm_sentence(row), request)


def effect_day(agreement: Agreement, on: date, sentence: str, request) -> Day:
    return Day(
        key=f"{agreement.slug} effet",
        on=on,
        summary=f"Prise d’effet : {agreement.reference}",
        description=f"{agreement.title}. {sentence}",
        url=request.build_absolute_uri(page("agreement", agreement.slug)),
        category="Prise d’effet",
    )


def title_of(agreement: Agreement) -> str:
    reference = agreement.reference[:1].upper() + agreement.reference[1:]
    return " : ".join(part for part in (reference, agreement.subject) if part)
