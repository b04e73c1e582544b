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
    "field larger than field limit": f"une cellule dépasse {csv.field_size_limit()} caractères",
}


class Refused(Exception):
    """Why the whole file is refused: a sentence, with its line where there is one."""

    def __init__(self, reason: str, line: int | None = None):
        super().__init__(f"ligne {line} : {reason}" if line else reason)


@dataclass(frozen=True)
class AgreementOnDay:
    line: int
    cells: list[str]


@dataclass(frozen=True)
class CsvFile:
    columns: list[str]
    records: list[AgreementOnDay]
    blank: int  # lines that hold nothing


def read(content: bytes) -> CsvFile:
    text = decoded(content)
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
    return CsvFile(columns, kept, blank)


def decoded(content: bytes) -> str:
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
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise Refused(
            f"l’octet {byte:02X} n’est pas de l’UTF-8 (Windows-1252 ?) : enregistrez le fichier en UTF-8",
            line_of(content, error.start),
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_of(content: bytes, at: int) -> int:
    before = content[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def known_in(header: str, separator: str) -> int:
    names = {cell.strip(' "\ufeff').lower() for cell in header.split(separator)}
    return len(names & {*COLUMNS, MARK})


def rows(text: str, separator: str) -> Iterator[AgreementOnDay]:
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
        if reader.line_num > line:
            raise Refused("une cellule va à la ligne : un guillemet est-il mal fermé ?", line)
        yield AgreementOnDay(line, cells)
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
