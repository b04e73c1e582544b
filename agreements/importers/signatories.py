"""The signatures that an official text lists at its end, which few do.

    Fait à Paris, le 6 janvier 1997. Suivent les signatures des organisations ci-après :
    Organisations patronales : le syndicat A (S.A.) ; le syndicat B. Syndicats de salariés : la fédération C.

Only this form is read, and whole or not at all: a list cut short would tell that the others did not sign.
"""

import re
from dataclasses import dataclass
from datetime import date

from agreements.importers.effect_articles import lines
from agreements.importers.written_dates import WRITTEN, read_date

OPENING = re.compile(r"Suivent les signatures des organisations ci-après ?:", re.IGNORECASE)
DONE = re.compile(rf"\bFait à [^,.]{{2,40}}, le (?P<on>{WRITTEN})\.", re.IGNORECASE)
SIDES = re.compile(
    r"(?:Organisations? (?:patronales?|d'employeurs)|Syndicats? (?:patronal|patronaux|d'employeurs)"
    r"|Syndicats? de salariés|Organisations? (?:syndicales?(?: de salariés)?|de salariés)) ?: ?",
    re.IGNORECASE,
)
#: The file number that the official base leaves at the end of a letter.
FILE_NUMBER = re.compile(r"\s*\bASET\d+\w?\s*$")


@dataclass(frozen=True)
class SignatureBlock:
    names: tuple[str, ...]
    on: date | None = None  # the day on which the text says that it was made


def read_signatories(html: str) -> SignatureBlock | None:
    """The names of those who signed, as they are written; nothing where there is no such list.

    >>> read_signatories("Suivent les signatures des organisations ci-après : le syndicat A (SA) ; SB.").names
    ('le syndicat A (SA)', 'SB')
    """
    told = "\n".join(lines(html))
    opened = OPENING.search(told)
    if not opened:
        return None
    done = list(DONE.finditer(told, 0, opened.start()))
    listed = FILE_NUMBER.sub("", told[opened.end() :])
    parts = [name for side in SIDES.split(listed) for name in re.split(r"[;\n]", side)]
    names = [part.strip().removesuffix(".").strip() for part in parts]
    return SignatureBlock(tuple(filter(None, names)), read_date(done[-1]["on"]) if done else None)
