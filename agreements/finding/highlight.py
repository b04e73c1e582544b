"""Where the words of a query stand in a text: the pieces of the text, hit or not, for the page to mark."""

import re
from functools import lru_cache
from typing import NamedTuple

from portal.french.analyser import fold, stem
from portal.french.writing import NBSP

WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*", re.UNICODE)
#: How many signs of a passage are shown on each side of its hit.
AROUND = 100


class Piece(NamedTuple):
    text: str
    hit: bool


def pieces(text: str, stems: frozenset[str] | set[str], candidates: re.Pattern = WORD) -> list[Piece]:
    """The text cut where hits begin and end; joined again, it is the text.

    `candidates` are the only words that may be hits, where fewer than all can.
    """
    cut, last = [], 0
    for word in candidates.finditer(text):
        if is_hit(word[0], stems):
            cut += [Piece(text[last : word.start()], False), Piece(word[0], True)]
            last = word.end()
    cut.append(Piece(text[last:], False))
    return [piece for piece in cut if piece.text]


def is_hit(word: str, stems) -> bool:
    """Whether a search for one of these stems finds this word, as itself or as an acronym."""
    found = terms_of(word)
    return bool(found) and not found.isdisjoint(stems)


@lru_cache(maxsize=50_000)
def terms_of(word: str) -> frozenset[str]:
    """The terms under which a word is found: titles say the same words over and over."""
    folded = fold(word)
    return frozenset((stem(folded), f"={folded}")) if folded else frozenset()


def excerpt(text: str, stems, candidates: re.Pattern = WORD) -> list[Piece]:
    """A passage of a long text around its first hit, hits marked; nothing when there is none."""
    for word in candidates.finditer(text):
        if is_hit(word[0], stems):
            return passage(text[: word.start()], text[word.start() :], stems, candidates)
    return []


def passage(before: str, after: str, stems, candidates: re.Pattern = WORD) -> list[Piece]:
    """What is around a hit, cut between words: `before` ends where the hit begins, `after` begins with it."""
    start = before.find(" ", len(before) - AROUND) + 1 if len(before) > AROUND else 0
    end = after.rfind(" ", 0, AROUND) if len(after) > AROUND else len(after)
    opening = [Piece(f"…{NBSP}", False)] if start else []
    closing = [Piece(f"{NBSP}…", False)] if 0 < end < len(after) else []
    told = " ".join(f"{before[start:]}{after[: end if end > 0 else AROUND]}".split())
    return opening + pieces(told, stems, candidates) + closing
