"""Tables to take away: one definition of columns and rows, as CSV and as a workbook.

The CSV is what the spreadsheets of French offices open as it is. In both, no cell is ever run as a formula, and what a
column means is said: a workbook has a sheet for it, « Lisez-moi ».
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal
from functools import partial

from django.http import HttpResponse
from django.urls import path

from portal.edition.manifest import Manifest
from portal.french.writing import listed
from portal.web.addresses import Address, absolute
from portal.web.declarations import given_by
from portal.web.files.streams import file_page, in_pieces
from portal.web.files.workbooks import XLSX, workbook

#: What a spreadsheet would run as a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LICENCE = (
    "Textes officiels : base KALI, direction de l’information légale et administrative, Licence Ouverte 2.0."
)
#: Between several values of one cell: no name has it.
SEVERAL = " ; "


@dataclass(frozen=True)
class Table:
    name: str  # of the file, without its extension
    title: str  # what it holds, in a sentence
    columns: Mapping[str, str]  # what each is called, and what it means
    rows: Iterable[Iterable]
    length: int | None = None  # how many rows there are, where that is known before they are read


def several(values: Iterable) -> str:
    """Several values in one cell."""
    return SEVERAL.join(map(str, values))


def together(values: Iterable):
    """The same; but one value alone is as it is, so that a day stays a day."""
    found = list(values)
    return found[0] if len(found) == 1 else several(found)


# -- CSV ---------------------------------------------------------------------------------------------------


class Echo:
    """What the writer writes to: each line is given back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """A byte order mark and semicolons, which is what Excel reads without asking in French."""
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(written(value)) for _, value in zip(columns, row, strict=True)])


def csv_page(request, table: Table) -> HttpResponse:
    write = partial(csv_pieces, table)
    return file_page(request, f"{table.name}.csv", "text/csv; charset=utf-8", table.rows, write, table.length)


def csv_pieces(table: Table, rows: Iterable[Iterable]) -> Iterator[bytes]:
    return in_pieces(line.encode() for line in csv_lines(table.columns, rows))


def written(value) -> str:
    """Dates in ISO form, decimals with their comma, and nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value}".replace(".", ",")
    return value.isoformat() if isinstance(value, date) else str(value)


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


# -- Workbook ----------------------------------------------------------------------------------------------


def xlsx_page(request, table: Table) -> HttpResponse:
    ignored = given_by(request).ignored
    told = [("Non lu", f"Paramètres que ce tableau ne lit pas : {listed(ignored)}.")] if ignored else []
    whole = ("Adresse", absolute(Address(request).canonical))
    write = partial(xlsx_pieces, table, request.edition, request.day, [whole, *told])
    return file_page(request, f"{table.name}.xlsx", XLSX, table.rows, write, table.length)


def xlsx_pieces(
    table: Table, edition: Manifest, day: date, notes: list[tuple[str, str]], rows: Iterable[Iterable]
) -> Iterator[bytes]:
    about = about_rows(table, edition, day, notes)
    return in_pieces(workbook(table.columns, rows, about, table.title, edition.moment.astimezone(UTC)))


def about_rows(
    table: Table, edition: Manifest, day: date, notes: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """What « Lisez-moi » says: what the table holds, of which day and edition, and what each column means."""
    return [
        ("Ce tableau", table.title),
        ("Situation au", f"{day:%d/%m/%Y}"),
        ("Portail", f"Édition n° {edition.number}, publiée le {edition.moment:%d/%m/%Y}."),
        *notes,
        ("Sources", LICENCE),
        ("Plusieurs valeurs", f"Dans une même cellule, elles sont séparées par « {SEVERAL.strip()} »."),
        ("Cellule vide", "Ce n’est pas connu, ou ce n’est pas le cas : rien n’est jamais deviné."),
        ("", ""),
        ("Colonne", "Ce qu’elle dit"),
        *table.columns.items(),
    ]


FORMS = {"csv": csv_page, "xlsx": xlsx_page}


def table_view(read):
    """A view that answers what `read` tells of a request, a table or a refusal, in the form of the address."""

    def view(request, form: str, **named) -> HttpResponse:
        told = read(request, **named)
        return FORMS[form](request, told) if isinstance(told, Table) else told

    return view


def tables(address: str, name: str, view) -> list:
    """The addresses of a table in each of its forms: `/accords.csv`, `/accords.xlsx`."""
    return [path(f"{address}.{form}", view, {"form": form}, name=f"{name}-{form}") for form in FORMS]
