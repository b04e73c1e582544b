"""A CSV file as lines of named cells, or the sentence and the line that refuse it.

What a spreadsheet or a text editor may have done to a file is found here, before any cell is read: another
encoding, an unclosed quote that swallows the lines after it, a null character, a column too many.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from members.models.file_columns import COLUMNS, MARK, REQUIRED

LARGEST = 64 << 20  # bytes
MOST_LINES = 500_000
LONGEST_CELL = (
    131_072  # characters; the module `csv` has a limit of its own, which any library may have moved
)
BOM = b"\xef\xbb\xbf"
SEPARATORS = (";", ",")
ENCODINGS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "un classeur (xlsx ou ods)",
    b"\xd0\xcf\x11\xe0": "un classeur (xls)",
    b"%PDF": "un PDF",
    b"\x1f\x8b": "une archive",
}
QUOTES = {
    "unexpected end of data": "un guillemet ouvert n’est jamais fermé",
    "field larger than field limit": f"une cellule dépasse {LONGEST_CELL} caractères",
}


class Refused(Exception):
    """Why the whole file is refused: a sentence, with its line where there is one."""

    def __init__(self, reason: str, line: int | None = None):
        super().__init__(f"ligne {line} : {reason}" if line else reason)


@dataclass(frozen=True)
class CsvLine:
    line: int
    cells: list[str]


@dataclass(frozen=True)
class CsvFile:
    columns: list[str]
    records: list[CsvLine]
    blank: int  # lines that hold nothing
    of_windows: bool = False  # read as Windows writes, and not as UTF-8


def read(content: bytes) -> CsvFile:
    text, of_windows = decoded(content)
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=lambda sign: (known_in(header, sign), sign == ";"))
    records = rows(text, separator)
    first = next(records, None)
    if first is None:
        raise Refused("le fichier est vide")
    columns = checked([cell.strip().lower() for cell in first.cells], first.line)
    kept, blank = [], 0
    for record in records:
        if any(cell.strip() for cell in record.cells):
            kept.append(record)
        else:
            blank += 1
        if len(kept) > MOST_LINES:
            raise Refused(f"le fichier a plus de {MOST_LINES} lignes")
    if not kept:
        raise Refused("le fichier n’a que sa ligne d’en-tête")
    return CsvFile(columns, kept, blank, of_windows)


def decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether it is in Windows-1252: what Excel saves as « CSV » where it is not told otherwise."""
    if len(content) > LARGEST:
        raise Refused(f"le fichier dépasse {LARGEST >> 20} Mo")
    for start, kind in ENCODINGS.items():
        if content.startswith(start):
            raise Refused(
                f"ce fichier est en {kind} : enregistrez-le en CSV, encodage UTF-8".replace("en un", "un")
            )
    if (at := content.find(b"\0")) >= 0:
        raise Refused(
            "un caractère nul (octet 0) : ce n’est pas un fichier de texte en UTF-8", line_of(content, at)
        )
    try:
        text, of_windows = content.removeprefix(BOM).decode(), False
    except UnicodeDecodeError as error:
        text, of_windows = windows(content, error), True
    return text.replace("\r\n", "\n").replace("\r", "\n"), of_windows


def windows(content: bytes, fault: UnicodeDecodeError) -> str:
    """The text as Windows writes it; what begins as UTF-8 does, or what Windows cannot have written, is refused."""
    try:
        if fault.object != content:  # less the mark that UTF-8 begins with
            raise fault
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise Refused(
            f"l’octet {byte:02X} n’est ni de l’UTF-8 ni du Windows-1252 : enregistrez le fichier en UTF-8",
            line_of(error.object, error.start),
        ) from error


def line_of(content: bytes, at: int) -> int:
    before = content[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def known_in(header: str, separator: str) -> int:
    names = {cell.strip(' "\ufeff').lower() for cell in header.split(separator)}
    return len(names & {*COLUMNS, MARK})


def rows(text: str, separator: str) -> Iterator[CsvLine]:
    """The records, each with the line on which it begins; a cell never runs over two lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(quote(str(error)), line) from error
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Refused(QUOTES["field larger than field limit"], line)
        if reader.line_num > line:
            raise Refused("une cellule va à la ligne : un guillemet est-il mal fermé ?", line)
        yield CsvLine(line, cells)
        line = reader.line_num + 1


def quote(told: str) -> str:
    for start, reason in QUOTES.items():
        if told.startswith(start):
            return reason
    return "un guillemet est mal placé : dans une cellule entre guillemets, on le double"


def checked(columns: list[str], line: int) -> list[str]:
    if repeated := sorted({name for name in columns if columns.count(name) > 1}):
        raise Refused(f"la colonne « {repeated[0]} » figure deux fois", line)
    known = {*COLUMNS, MARK}
    if unknown := [name for name in columns if name not in known]:
        wanted = ", ".join(COLUMNS)
        raise Refused(
            f"la colonne « {unknown[0][:60]} » n’est pas attendue (aucune donnée personnelle n’est enregistrée) ; "
            f"les colonnes sont : {wanted}",
            line,
        )
    if missing := [name for name in REQUIRED if name not in columns]:
        raise Refused(f"la colonne « {missing[0]} » manque", line)
    if not {"siren", "code"} & set(columns):
        raise Refused("il faut une colonne « siren » ou une colonne « code »", line)
    return columns
