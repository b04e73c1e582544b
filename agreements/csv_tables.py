"""Tables as CSV: opened as they are by the spreadsheets of French offices."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse

#: What a spreadsheet would run as a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_page(name: str, header: Iterable[str], rows: Iterable[Iterable]) -> HttpResponse:
    """A file with a byte order mark and semicolons, which is what Excel reads without asking in French."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def cell(value) -> str:
    """Dates in ISO form, nothing for what is not known, and never a formula."""
    told = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return f"'{told}" if told.startswith(FORMULA) else told
