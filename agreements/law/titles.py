"""What the title of a text says beyond its reference, so that both stand side by side and nothing is said twice.

« Avenant n° 357 du 5 février 2020 relatif au forfait », named « avenant n° 357 », goes on: « relatif au forfait ».
A title that does not begin by its reference is left as it is.
"""

import re
from datetime import date

from portal.french.dates import Precision
from portal.french.writing import NARROW, NBSP, date_fr

PLAIN = str.maketrans({NBSP: " ", NARROW: " "})
#: A name between the kind and the number, which is kept: « Avenant « Salaires » n° 281 ».
NAME = re.compile(r"\s*(«[^«»]*»)")
#: What parts a reference from what comes after it.
PARTING = f" {NBSP}{NARROW}:,;–—"


def beyond_reference(title: str, kind: str, number: str, day: date | None, precision: str) -> str:
    """The title without the kind, number and date it begins with; a kind alone is no reference, and stays."""
    plain = title.translate(PLAIN).lower()
    if not plain.startswith(kind) or len(plain) != len(title):  # places in one are places in the other
        return title
    name = NAME.match(title, len(kind))
    start = name.end() if name else len(kind)
    numbered = after(plain, start, "n°", [number] if number else [])
    end = after(plain, numbered, "du", written(day, precision))
    if end == start:
        return title
    return f"{name[1] if name else ''} {title[end:].lstrip(PARTING)}".strip()


def after(text: str, start: int, word: str, values: list[str]) -> int:
    """Where a word and one of these values end, if they stand at a place of a text; else that place."""
    at = blanks(text, start)
    if not text.startswith(word, at):
        return start
    at = blanks(text, at + len(word))
    for value in values:
        end = at + len(value)
        if text.startswith(value.translate(PLAIN).lower(), at) and not goes_on(text, end):
            return end
    return start


def blanks(text: str, at: int) -> int:
    """The place after the spaces at a place."""
    while text[at : at + 1].isspace():
        at += 1
    return at


def goes_on(text: str, at: int) -> bool:
    """Whether a number or a word goes on there: « 357-1 » is not « 357 »."""
    sign = text[at : at + 1]
    return sign.isalnum() or sign in ("_", "/", "-")


def written(day: date | None, precision: str) -> list[str]:
    """The ways in which titles write a date."""
    if day is None:
        return []
    told = date_fr(day, precision)
    return [told, f"{day:%d/%m/%Y}"] if precision == Precision.JOUR else [told]
