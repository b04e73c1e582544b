"""Where the words of a query stand in a text: the pieces of the text, hit or not, for the page to mark."""

import re
from functools import lru_cache
from typing import NamedTuple

from agreements.analysis import fold, stem

WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*", re.UNICODE)


class Piece(NamedTuple):
    text: str
    hit: bool


def pieces(text: str, stems: frozenset[str] | set[str]) -> list[Piece]:
    """The text cut where hits begin and end; joined again, it is the text."""
    cut, last = [], 0
    for word in WORD.finditer(text):
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


def excerpt(text: str, stems, around: int = 90) -> list[Piece]:
    """A passage of a long text around its first hit, hits marked; nothing when there is none."""
    first = next((word for word in WORD.finditer(text) if is_hit(word[0], stems)), None)
    if first is None:
        return []
    start, end = max(first.start() - around, 0), min(first.end() + around, len(text))
    if start:
        start = text.find(" ", start, first.start()) + 1 or start
    if end < len(text):
        end = text.rfind(" ", first.end(), end) if " " in text[first.end() : end] else end
    passage = pieces(" ".join(text[start:end].split()), stems)
    before = [Piece("… ", False)] if start else []
    return before + passage + ([Piece(" …", False)] if end < len(text) else [])
