"""Tables to take away: one definition of columns and rows, as CSV and as a workbook.

The CSV is what the spreadsheets of French offices open as it is. In both, no cell is ever run as a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from django.http import HttpResponse
from django.urls import path

from portal.edition.store import Manifest

#: What a spreadsheet would run as a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
LICENCE = (
    "Textes officiels : base KALI, direction de l’information légale et administrative, Licence Ouverte 2.0."
)


@dataclass(frozen=True)
class Table:
    name: str  # of the file, without its extension
    title: str  # what it holds, in a sentence
    columns: tuple[str, ...]
    rows: Iterable[Iterable]

    def __post_init__(self):
        if len(set(self.columns)) != len(self.columns):
            raise ValueError(f"Deux colonnes du tableau « {self.name} » portent le même nom.")


def attached(body: str | bytes, name: str, content_type: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=disposition)


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
        yield writer.writerow([harmless(written(value)) for value in row])


def csv_page(request, table: Table) -> HttpResponse:
    body = "".join(csv_lines(table.columns, table.rows))
    return attached(body, f"{table.name}.csv", "text/csv; charset=utf-8")


def written(value) -> str:
    """Dates in ISO form, and nothing for what is not known."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


# -- Workbook ----------------------------------------------------------------------------------------------


def xlsx_page(request, table: Table) -> HttpResponse:
    return attached(workbook(table, request.edition), f"{table.name}.xlsx", XLSX)


def workbook(table: Table, edition: Manifest) -> bytes:
    """One sheet of rows, written one by one, and one that says what they are and where they come from."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": table.title, "created": edition.moment.replace(tzinfo=None)})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Tableau")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, 20)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column, bold)
        last = 0
        for last, row in enumerate(table.rows, 1):
            for place, value in enumerate(row):
                write(sheet, last, place, value, day)
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
        about = book.add_worksheet("À propos")
        told = f"Édition n° {edition.number} du portail, publiée le {edition.moment:%d/%m/%Y}."
        for place, line in enumerate((table.title, told, LICENCE)):
            about.write_string(place, 0, line)
    return file.getvalue()


def write(sheet, row: int, place: int, value, day) -> None:
    """A date as a date, a number as a number, and everything else as text, whatever it looks like."""
    if value is None or value == "":
        return
    if isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, place, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, written(value)[:LONGEST_CELL])


FORMS = {"csv": csv_page, "xlsx": xlsx_page}


def table_view(read):
    """A view that answers what `read` tells of a request, a table or a refusal, in the form of the address."""

    def view(request, form: str) -> HttpResponse:
        told = read(request)
        return FORMS[form](request, told) if isinstance(told, Table) else told

    return view


def tables(address: str, name: str, view) -> list:
    """The addresses of a table in each of its forms: `/accords.csv`, `/accords.xlsx`."""
    return [path(f"{address}.{form}", view, {"form": form}, name=f"{name}-{form}") for form in FORMS]
