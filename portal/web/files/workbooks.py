"""Workbooks (ECMA-376), written row by row into the archive that they are: no file of their own, nothing held whole.

Every text is a text, whatever it looks like: no cell is ever run as a formula. A table longer than a sheet goes on in
the next one. The last sheet, « Lisez-moi », says what the others hold.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.french.writing import written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows of a sheet, its head apart: half of what the format allows, so that its XML stays under its own bounds.
LONGEST_SHEET = 500_000
LONGEST_CELL = 32_767
#: Days are counted from here; before, spreadsheets take 1900 for a leap year.
EPOCH, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
PLAIN, BOLD, DAY, WRAPPED = range(4)
#: What a reader of the format would take for an escaped character.
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: A zip has no earlier day; it is that of every part, so that the same rows give the same bytes.
PACKED_ON = (1980, 1, 1, 0, 0, 0)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
RELATIONS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>
<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
TYPE = f'<Override PartName="/xl/worksheets/sheet{{number}}.xml" ContentType="{KIND}.worksheet+xml"/>'
SHEET = '<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'


class Sink:
    """What the archive is written to, taken away as it comes; there is no going back in it."""

    def __init__(self):
        self.written = bytearray()

    def write(self, part: bytes) -> int:
        self.written += part
        return len(part)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def take(self) -> bytes:
        taken, self.written = bytes(self.written), bytearray()
        return taken


def workbook(
    columns: Iterable[str],
    rows: Iterable[Iterable],
    about: list[tuple[str, ...]],
    title: str,
    made_on: datetime,
) -> Iterator[bytes]:
    """The bytes of a workbook of one table, as its rows come; `about` are the rows of « Lisez-moi »."""
    sink, columns, names = Sink(), list(columns), []
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=4) as archive:
        for number, part in enumerate(sheets_of(iter(rows)), 1):
            names.append("Tableau" if number == 1 else f"Tableau {number}")
            yield from packed(archive, sink, f"xl/worksheets/sheet{number}.xml", table_sheet(columns, part))
        names.append("Lisez-moi")
        last = f"xl/worksheets/sheet{len(names)}.xml"
        yield from packed(archive, sink, last, about_sheet(about))
        for name, content in parts_of(names, title, made_on):
            yield from packed(archive, sink, name, [content])
    yield sink.take()


def sheets_of(rows: Iterator) -> Iterator[Iterator]:
    """The rows of each sheet; one of none at all when there is no row."""
    first: list = []
    while True:
        yield chain(first, islice(rows, LONGEST_SHEET - len(first)))
        first = list(islice(rows, 1))
        if not first:
            return


def packed(archive: ZipFile, sink: Sink, name: str, content: Iterable[str]) -> Iterator[bytes]:
    """One part of the archive, compressed as it is read."""
    entry = ZipInfo(name, PACKED_ON)
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w") as part:
        for text in content:
            part.write(text.encode())
            yield sink.take()  # nothing, most often: who reads may do something else meanwhile


# -- Sheets ----------------------------------------------------------------------------------------------------


def table_sheet(columns: list[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """A head that stays in sight, then the rows, which a reader may filter."""
    letters = [letters_of(place) for place in range(len(columns))]
    yield (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"'
        '><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{len(columns)}" width="20" customWidth="1"/></cols><sheetData>'
    )
    yield row_of(1, letters, columns, BOLD)
    last = 1
    for last, row in enumerate(rows, 2):
        yield row_of(last, letters, row)
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{last}"/></worksheet>'


def about_sheet(rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield (
        f'{HEAD}<worksheet xmlns="{MAIN}"><cols><col min="1" max="1" width="32" customWidth="1"/>'
        '<col min="2" max="2" width="100" customWidth="1"/></cols><sheetData>'
    )
    for number, row in enumerate(rows, 1):
        yield row_of(number, ["A", "B"], row, WRAPPED)
    yield "</sheetData></worksheet>"


def row_of(number: int, letters: list[str], values: Iterable, style: int = PLAIN) -> str:
    cells = (cell(f"{letter}{number}", value, style) for letter, value in zip(letters, values, strict=True))
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(place: str, value, style: int) -> str:
    """A date as a date, a number as a number, and everything else as text; nothing for what is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, date) and value >= FIRST_DAY:
        return f'<c r="{place}" s="{DAY}"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, (int, Decimal)):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = written(value.isoformat() if isinstance(value, date) else str(value))[:LONGEST_CELL]
    text = ESCAPED.sub("_x005F_", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def letters_of(place: int) -> str:
    """« A », « Z », « AA »: how a column is named."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# -- The other parts -------------------------------------------------------------------------------------------


def parts_of(sheets: list[str], title: str, made_on: datetime) -> Iterator[tuple[str, str]]:
    """What says which sheets there are, how they are drawn, and what the whole is called."""
    numbers = range(1, len(sheets) + 1)
    types = "".join(TYPE.format(number=number) for number in numbers)
    yield (
        "[Content_Types].xml",
        (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{types}'
            f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ),
    )
    yield "_rels/.rels", RELATIONS
    named = "".join(SHEET.format(name=name, number=number) for number, name in enumerate(sheets, 1))
    yield (
        "xl/workbook.xml",
        (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'),
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}'
            f'<Relationship Id="rId{len(sheets) + 1}" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
    )
    yield "xl/styles.xml", STYLES
    told = written(title).replace("&", "&amp;").replace("<", "&lt;")
    yield (
        "docProps/core.xml",
        (
            f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{told}</dc:title>'
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{made_on:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
            "</cp:coreProperties>"
        ),
    )
