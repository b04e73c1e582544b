"""The forms of French words: what is written as one of them is no typing error, even where no text has it."""

import gzip
from functools import cache
from pathlib import Path

from portal.french.analyser import fold

FORMS = Path(__file__).with_name("formes.txt.gz")
#: Shorter words are not in the file: too many of them are a letter away from another.
SHORTEST = 4


@cache
def forms() -> bytes:
    """All the forms, one a line: read the first time that a word is looked for, and searched as they are."""
    return gzip.decompress(FORMS.read_bytes())


def is_french(word: str) -> bool:
    """Whether a word is written as French writes one, whatever its accents; so is any short one.

    >>> is_french("crèche"), is_french("prevoyence")
    (True, False)
    """
    folded = fold(word)
    return len(folded) < SHORTEST or f"\n{folded}\n".encode() in forms()
