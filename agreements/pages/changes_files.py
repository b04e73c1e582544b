"""The changes of a period as a table and as a feed."""

from collections.abc import Iterable, Iterator

from agreements.finding.filters import SituationFilter
from agreements.pages.agreement_files import title_of
from agreements.pages.changes import Between, PeriodForm
from agreements.pages.listing import asked
from agreements.reading.changes import Change
from portal.french.writing import date_fr
from portal.web.addresses import page
from portal.web.feeds import MOST_ENTRIES, Entry, atom_page
from portal.web.parameters import reads
from portal.web.tables import Table, table_view

CHANGE_COLUMNS = (
    "le", "identifiant", "référence", "titre", "conventions", "piste", "avant", "après", "fait", "source",
)  # fmt: skip


def period_heading(between: Between) -> str:
    """« Ce qui a changé du… au… : textes de la convention CCN 66 »."""
    told = f"Ce qui a changé du {date_fr(between.since)} au {date_fr(between.until)}"
    if between.filterset.chosen.keys() <= {"perimetre"}:
        return told
    return f"{told} : {between.heading[:1].lower()}{between.heading[1:]}"


@reads(SituationFilter, PeriodForm)
@table_view
def changes_table(request):
    between, refused = asked(Between, request)
    if refused:
        return refused
    name = f"changements-{between.since}-{between.until}"
    rows = change_rows(between.period.read(between.period.changed))
    return Table(name, period_heading(between), CHANGE_COLUMNS, rows)


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


@reads(SituationFilter, PeriodForm)
def changes_atom(request):
    """The last texts to have changed in the period: a new change is a new entry."""
    between, refused = asked(Between, request)
    if refused:
        return refused
    latest = between.period.read(between.period.changed[:MOST_ENTRIES])
    return atom_page(request, period_heading(between), between.page_url, map(entry_of, latest))


def entry_of(change: Change) -> Entry:
    agreement = change.agreement
    return Entry(
        key=f"{agreement.slug} {change.on}",
        on=change.on,
        title=title_of(agreement),
        summary=f"{moves_text(change)} {change.sentence}".strip(),
        url=page("agreement", agreement.slug),
        categories=tuple(change.among.convention_names(agreement.pk)),
    )


def moves_text(change: Change) -> str:
    """« Agrément : avis favorable, puis agréé. »"""
    told = [
        f"{move.track.label} : {f'{move.before.label.lower()}, puis ' if move.before else ''}"
        f"{move.after.label.lower()}."
        for move in change.tracks
    ]
    return " ".join(told)
