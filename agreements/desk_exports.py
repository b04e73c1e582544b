"""The desk to take away: what waits and what changed, as tables, a calendar of deadlines and a feed."""

from collections.abc import Iterable, Iterator

from agreements.addresses import page
from agreements.answers import bad_request
from agreements.board import Row
from agreements.calendars import Day, ics_page
from agreements.changes import Change
from agreements.desk import Pending
from agreements.desk_changes import Between
from agreements.exports_lists import KEPT_BEHIND, effect_day, title_of
from agreements.feeds import MOST_ENTRIES, Entry, atom_page
from agreements.french import date_fr
from agreements.pending import Column, Deadline
from agreements.rows import Card
from agreements.tables import Table, table_view

BOARD_COLUMNS = (
    "colonne", "sans nouvelle depuis un an", "identifiant", "référence", "titre", "conventions", "depuis",
    "date exacte", "jours", "dernier fait", "date du dernier fait", "source", "échéance", "phrase",
)  # fmt: skip
CHANGE_COLUMNS = (
    "le", "identifiant", "référence", "titre", "conventions", "piste", "avant", "après", "fait", "source",
)  # fmt: skip


def asked(kind, request):
    """What an address asks of the desk, or the answer that refuses it."""
    listing = kind.of(request)
    return (
        (None, bad_request(request, listing.refusals, as_json=False)) if listing.refusals else (listing, None)
    )


# -- What waits --------------------------------------------------------------------------------------------


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
    agreement, sentence = row.agreement, row.situation.sentence
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
        description=f"{told} {row.situation.sentence}",
        url=request.build_absolute_uri(page("agreement", agreement.slug)),
        category=column.label,
    )


# -- What changed ------------------------------------------------------------------------------------------


def between_told(between: Between) -> str:
    """« Ce qui a changé du… au… : textes de la convention CCN 66 »."""
    told = f"Ce qui a changé du {date_fr(between.since)} au {date_fr(between.until)}"
    if between.filterset.chosen.keys() <= {"perimetre"}:
        return told
    return f"{told} : {between.heading[:1].lower()}{between.heading[1:]}"


@table_view
def changes_table(request):
    between, refused = asked(Between, request)
    if refused:
        return refused
    name = f"changements-{between.since}-{between.until}"
    rows = change_rows(between.period.read(between.period.changed))
    return Table(name, between_told(between), CHANGE_COLUMNS, rows)


def change_rows(changes: Iterable[Change]) -> Iterator[tuple]:
    """One line for each track that changed."""
    for change in changes:
        agreement = change.agreement
        names = ", ".join(change.among.convention_names(agreement.pk))
        for track in change.tracks:
            told = [turn for turn in track.turns if turn.event]
            yield (
                change.on,
                agreement.slug,
                agreement.reference,
                agreement.title,
                names,
                track.track.label,
                track.before.label if track.before else "",
                track.after.label,
                " ; ".join(str(turn.event) for turn in told),
                " ; ".join(source.title for turn in told for source in turn.sources),
            )


def changes_atom(request):
    """The last texts to have changed in the period: a new change is a new entry."""
    between, refused = asked(Between, request)
    if refused:
        return refused
    latest = between.period.read(between.period.changed[:MOST_ENTRIES])
    return atom_page(request, between_told(between), between.page_url, map(entry_of, latest))


def entry_of(change: Change) -> Entry:
    agreement = change.agreement
    return Entry(
        key=f"{agreement.slug} {change.on}",
        on=change.on,
        title=title_of(agreement),
        summary=f"{moves_told(change)} {change.after.sentence}".strip(),
        url=page("agreement", agreement.slug),
        categories=tuple(change.among.convention_names(agreement.pk)),
    )


def moves_told(change: Change) -> str:
    """« Agrément : avis favorable, puis agréé. »"""
    told = [
        f"{move.track.label} : {f'{move.before.label.lower()}, puis ' if move.before else ''}"
        f"{move.after.label.lower()}."
        for move in change.tracks
    ]
    return " ".join(told)
