"""What changes from one wording to another, word by word, paragraph beside paragraph.

Paragraphs that are the same are told apart first; then, within those that changed, the words. A paragraph is what a
block of HTML holds: a line, an item, a cell of a table.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import unescape
from typing import NamedTuple

from portal.french.words import Word

#: So many signs and words are compared at the most in one paragraph, and in all: beyond, it is told as a whole.
MOST_IN_ONE, MOST_IN_ALL = 3_000, 40_000
_BLOCK = re.compile(r"</?(?:p|br|hr|div|blockquote|pre|h\d|ul|ol|li|dl|dt|dd|table|caption|tr|td|th)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_PIECES = re.compile(r"\s+|[^\W_]+|[^\s\w]|_")


class Change(Word):
    SAME = "inchange", "inchangé"
    REMOVED = "retire", "retiré"
    ADDED = "ajoute", "ajouté"


class Piece(NamedTuple):
    """Some words of a paragraph, and what became of them."""

    change: Change
    words: str


def differences(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs of two wordings in clean HTML, each in pieces, in the order of the second."""
    old, new = paragraphs(before), paragraphs(after)
    found: list[list[Piece]] = []
    left = MOST_IN_ALL
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found += [[Piece(Change.SAME, words)] for words in old[i1:i2]]
            continue
        paired = min(i2 - i1, j2 - j1)
        for one, other in zip(old[i1 : i1 + paired], new[j1 : j1 + paired], strict=True):
            pair = _PIECES.findall(one), _PIECES.findall(other)
            longest = max(map(len, pair))
            found.append(
                list(within(*pair)) if longest <= min(left, MOST_IN_ONE) else list(spoken(one, other))
            )
            left -= longest
        found += [[Piece(Change.REMOVED, words)] for words in old[i1 + paired : i2]]
        found += [[Piece(Change.ADDED, words)] for words in new[j1 + paired : j2]]
    return found


def paragraphs(html: str) -> list[str]:
    told = unescape(_TAG.sub("", _BLOCK.sub("\n", html)))
    lines = (" ".join(line.split()) for line in told.split("\n"))
    return [line for line in lines if line]


def within(old: list[str], new: list[str]) -> Iterator[Piece]:
    """The words of a paragraph that stay, those that go, those that come, in as few pieces as can be.

    A space that stays between two words that change goes with them.
    """
    removed = added = ""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        words, came = "".join(old[i1:i2]), "".join(new[j1:j2])
        if kind == "equal" and not (words.isspace() and removed and added):
            yield from spoken(removed, added)
            yield Piece(Change.SAME, words)
            removed = added = ""
        else:
            removed, added = removed + words, added + came
    yield from spoken(removed, added)


def spoken(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)


def same_words(found: list[list[Piece]]) -> bool:
    return all(piece.change is Change.SAME for pieces in found for piece in pieces)
