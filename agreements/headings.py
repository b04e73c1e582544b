"""What the title of a text says beyond its reference, so that both stand side by side and nothing is said twice.

« Avenant n° 357 du 5 février 2020 relatif au forfait », named « avenant n° 357 », goes on: « relatif au forfait ».
A title that does not begin by its reference is left as it is.
"""

import re
from datetime import date

from agreements.french import date_fr
from agreements.vocabulary import Precision

BLANK = "[\\s\u00a0\u202f]"
#: A name between the kind and the number, which is kept: « Avenant « Salaires » n° 281 ».
NAME = f"(?:{BLANK}*(?P<name>«[^«»]*»))?"
END = r"(?![\w/-])"
#: What parts a reference from what comes after it.
PARTING = " \u00a0\u202f:,;–—"


def beyond_reference(title: str, kind: str, number: str, day: date | None, precision: str) -> str:
    """The title without the kind, number and date it begins with; a kind alone is no reference, and stays."""
    if title[: len(kind)].lower() != kind:  # most titles: no pattern is made for them
        return title
    beginning = f"{spaced(kind)}{NAME}(?P<number>{told('n°', number)})?(?P<day>{told('du', *written(day, precision))})?"
    found = re.match(beginning + END, title, re.IGNORECASE)
    if not found or not (found["number"] or found["day"]):
        return title
    rest = title[found.end() :].lstrip(PARTING)
    return f"{found['name'] or ''} {rest}".strip()


def written(day: date | None, precision: str) -> list[str]:
    """The ways in which titles write a date."""
    if day is None:
        return []
    return (
        [date_fr(day, precision), f"{day:%d/%m/%Y}"]
        if precision == Precision.JOUR
        else [date_fr(day, precision)]
    )


def told(before: str, *values: str) -> str:
    """One of these values after a word, as a pattern; nothing is found where there is none."""
    ways = "|".join(spaced(value) for value in values if value)
    return f"{BLANK}*{before}{BLANK}*(?:{ways}){END}" if ways else "(?!)"


def spaced(text: str) -> str:
    """The pattern of these words, whatever the spaces between them."""
    return f"{BLANK}+".join(map(re.escape, text.split()))
