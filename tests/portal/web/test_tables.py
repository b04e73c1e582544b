"""Tables as files: what a cell is, what a sheet holds, what a disk that cannot be written changes."""

import csv
import io
import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.timezone import get_default_timezone

from portal.web.files import workbooks
from portal.web.files.tables import FORMULA, Table, csv_pieces, several
from portal.web.files.workbooks import letters_of, workbook
from tests.reading import cells

MADE_ON = datetime(2026, 11, 22, 9, 0, tzinfo=get_default_timezone())


def written(columns, rows) -> bytes:
    return b"".join(workbook(columns, rows, [("Ce tableau", "Un essai")], "Un essai", MADE_ON))


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_is_a_formula(start):
    dangerous = f"{start}1+1"
    body = b"".join(csv_pieces(Table("x", "x", {"a": "A."}, []), [[dangerous]])).decode("utf-8-sig")
    assert next(csv.reader([body.split("\r\n", 1)[1]]))[0].startswith("'")
    with zipfile.ZipFile(io.BytesIO(written(["a"], [[dangerous]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b't="inlineStr"' in sheet


def test_a_cell_is_what_it_holds():
    row = [date(2020, 10, 29), 31, Decimal("3.93"), "Été & <b>", None, "", date(1789, 7, 14), "_x0041_"]
    told = cells(written(list("abcdefgh"), [row]))[1]
    assert told == ["44133", "31", "3.93", "Été & <b>", "1789-07-14", "_x005F_x0041_"]
    line = b"".join(csv_pieces(Table("x", "x", dict.fromkeys("abcdefgh", "."), []), [row])).decode()
    assert line.split("\r\n")[1] == "2020-10-29;31;3,93;Été & <b>;;;1789-07-14;_x0041_"


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="zip"):
        written(["a", "b"], [["x"]])
    with pytest.raises(ValueError, match="zip"):
        b"".join(csv_pieces(Table("x", "x", {"a": ".", "b": "."}, []), [["x"]]))


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(workbooks, "LONGEST_SHEET", 3)
    body = written(["n"], ([number] for number in range(7)))
    assert [cells(body, sheet)[1:] for sheet in (1, 2, 3)] == [
        [["0"], ["1"], ["2"]],
        [["3"], ["4"], ["5"]],
        [["6"]],
    ]
    assert cells(body, 4) == [["Ce tableau", "Un essai"]]
    assert cells(written(["n"], []))[0] == ["n"]


def test_the_same_rows_give_the_same_bytes():
    assert written(["n"], [[1]]) == written(["n"], [[1]])


def test_a_workbook_needs_no_disk(monkeypatch):
    def refuse(*given, **named):
        raise OSError("disque en lecture seule")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert cells(written(["n"], ([number] for number in range(2_000))))[-1] == ["1999"]


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (702, "AAA")])
def test_a_column_has_its_letters(place, letters):
    assert letters_of(place) == letters


def test_several_values_are_told_apart():
    names = ["Gardiens, concierges et employés d’immeubles", "CCN 66"]
    assert several(names).split(" ; ") == names
