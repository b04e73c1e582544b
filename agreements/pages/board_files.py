"""The board to take away: what waits and what changed, as tables, a calendar of deadlines and a feed."""

from collections.abc import Iterator

from agreements.compiled.situations import firm_sentence
from agreements.finding.filters import SituationFilter
from agreements.law.waiting import Column, Deadline
from agreements.pages.agreement_files import KEPT_BEHIND, effect_day
from agreements.pages.board import Ordering, Pending
from agreements.pages.listing import asked
from agreements.reading.board import Row
from agreements.reading.list_rows import Card
from portal.french.writing import date_fr
from portal.web.addresses import page
from portal.web.calendars import Day, ics_page
from portal.web.parameters import reads
from portal.web.tables import Table, table_view

BOARD_COLUMNS = (
    "colonne", "sans nouvelle depuis un an", "identifiant", "référence", "titre", "conventions", "depuis",
    "date exacte", "jours", "dernier fait", "date du dernier fait", "source", "échéance", "phrase",
)  # fmt: skip


@reads(SituationFilter, Ordering)
@table_view
def board_table(request):
    pending, refused = asked(Pending, request)
    if refused:
        return refused
    title = f"{pending.heading}, au {date_fr(request.day)}"
    rows = (board_row(lane.column, row) for lane in pending.lanes for row in (*lane.living, *lane.stale))
    return Table(f"suivi-{request.day}", title, BOARD_COLUMNS, rows)


def board_row(column: Column, row: Row) -> tuple:
    waiting, card = row.waiting, Card.of(row.agreement)
    return (
        column.label,
        "oui" if waiting.stale else "non",
        row.agreement.slug,
        card.reference,
        row.agreement.title,
        ", ".join(card.conventions),
        waiting.since_on,
        "oui" if waiting.since_exactly else "non",
        waiting.days,
        str(row.event or ""),
        waiting.news_on,
        " ; ".join(source.title for source in row.sources),
        " ; ".join(f"{each.label} : {each.on:%d/%m/%Y}" for each in waiting.deadlines),
        row.situation.sentence,
    )


@reads(SituationFilter, Ordering)
def board_ics(request):
    """The known deadlines of what waits, and the days of effect to come."""
    pending, refused = asked(Pending, request)
    if refused:
        return refused
    rows = [row for lane in pending.lanes for row in (*lane.living, *lane.stale)]
    days = [day for row in rows for day in days_of(row, request) if day.on >= request.day - KEPT_BEHIND]
    days.sort(key=lambda day: (day.on, day.key))
    return ics_page(request.edition, "suivi", pending.heading, days)


def days_of(row: Row, request) -> Iterator[Day]:
    agreement, sentence = row.agreement, firm_sentence(row.situation)
    for deadline in row.waiting.deadlines:
        yield deadline_day(deadline, row, request)
    if row.situation.effective_on and row.situation.effective_on > request.day:
        yield effect_day(agreement, row.situation.effective_on, sentence, request)


def deadline_day(deadline: Deadline, row: Row, request) -> Day:
    """A deadline promises nothing: past it, what follows is not known until a source says so."""
    agreement, column = row.agreement, row.waiting.column
    about = "" if deadline.exact else " (au plus tard)"
    article = f" ({deadline.article})" if deadline.article else ""
    told = f"{agreement.title}. {deadline.label[:1].upper()}{deadline.label[1:]}{article}."
    return Day(
        key=f"{agreement.slug} {column.value} {deadline.label}",
        on=deadline.on,
        summary=f"{column.label}{about} : {agreement.reference}",
        description=f"{told} {firm_sentence(row.situation)}",
        url=request.build_absolute_uri(page("agreement", agreement.slug)),
        category=column.label,
    )
