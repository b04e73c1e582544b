"""The words of a text as search compares them: one analyser for what is indexed and for what is asked.

Fold (case, accents, ligatures, elisions, number signs, dotted acronyms), cut into words, leave out the empty
ones, then reduce each word to its French stem. Folding comes before stemming, so that « salaries » typed
without its accent meets « salariés ».
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import Stemmer

#: What is pasted with words and cannot be seen.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
REPLACED = INVISIBLE | str.maketrans(
    {
        **{"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "€": " euros "},
        **dict.fromkeys("’ʼ‘′", "'"),
        **dict.fromkeys("\u00a0\u202f", " "),
        **dict.fromkeys("\u2010\u2011", "-"),
    }
)
NUMBER_SIGN = re.compile(r"\bn\s?[°ºo]s?\s?(?=\d)")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
#: « prud’hommes » is one word, whichever way it is written.
APOSTROPHE = re.compile(r"(?<=[a-z])'(?=[a-z])")
#: « 35h », « 7h30 »: the hours, with or without a space.
HOURS = re.compile(r"(?<![a-z0-9])(\d+)h(?=(\d\d)?\b)")
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
ORDINAL = re.compile(r"\b(\d+)(?:er|ere|re|eme|e)\b")
#: « Pro-A » is one word: its letter alone would say nothing.
LETTERED = re.compile(r"\b([a-z]{2,})-([a-z])\b")
WORD = re.compile(r"[a-z0-9]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]+\b")

FEMININE = re.compile(r"(?<=[a-z]{3}e)e(s?)$")

EMPTY = frozenset(
    """
    a au aux avec c ce ces cette d dans de des du elle en est et eux il ils j l la le les leur leurs m n ne no nos
    notre o ou par pas pour qu que qui s sa se ses son sont sur t tous tout toute toutes un une vos votre y
    """.split()  # noqa: SIM905 - a list of words reads as words
)

_french = Stemmer.Stemmer("french", 0)  # without its own memory: `stem` has one
#: A stemmer keeps its last word within itself: threads take turns.
_turns = Lock()


def fold(text: str) -> str:
    """Lower case, without accents, ligatures, elisions nor number signs, words separated by one space.

    >>> fold("L’avenant n° 357 : Œuvres du C.H.R.S., 1er août")
    'avenant 357 oeuvres du chrs 1 aout'
    """
    folded = fold_once(text)
    while (
        again := fold_once(folded)
    ) != folded:  # « ½ », « № » hold digits and letters that are read once unfolded
        folded = again
    return folded


def fold_once(text: str) -> str:
    lowered = NUMBER_SIGN.sub("", text.lower())  # before « º » is decomposed into « o »
    plain = NOT_ASCII.sub(lambda run: unaccented(run[0]), lowered)
    whole = APOSTROPHE.sub("", ELISION.sub("", plain))
    joined = DOTTED.sub(lambda dotted: dotted[0].replace(".", "") + " ", HOURS.sub(r"\1 heures ", whole))
    return " ".join(WORD.findall(ORDINAL.sub(r"\1", LETTERED.sub(r"\1\2", joined))))


@lru_cache(maxsize=10_000)
def unaccented(run: str) -> str:
    """A run of letters that are not ASCII, without ligatures nor accents."""
    decomposed = unicodedata.normalize("NFKD", run.translate(REPLACED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class Token(NamedTuple):
    """What one word says, written with whatever is stuck to it."""

    words: tuple[str, ...]
    stems: str
    acronyms: tuple[str, ...]


@lru_cache(maxsize=200_000)
def token(written: str) -> Token:
    """One word as it is written, without spaces, analysed."""
    said = tuple(word for word in fold(written).split() if word not in EMPTY)
    acronyms = tuple(fold(acronym) for acronym in ACRONYM.findall(written))
    return Token(said, " ".join(map(stem, said)), acronyms)


class Tokens(dict):
    """The stems of each word as it is written: texts write the same ones over and over."""

    MOST = 500_000

    def __missing__(self, written: str) -> str:
        if len(self) >= self.MOST:
            self.clear()
        self[written] = stems = token(written).stems
        return stems


def words(text: str) -> list[str]:
    """The words that say something, folded, in their order."""
    return [word for written in text.split() for word in token(written).words]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one folded word; numbers are their own.

    Without accents, « salariées » is not reduced as « salariés » is: its feminine is taken off first.
    """
    if word[0].isdigit():
        return word
    with _turns:
        return _french.stemWord(FEMININE.sub(r"\1", word))


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def acronyms(text: str) -> set[str]:
    """The words written in capitals, folded: « CHRS » is not the plural of « CHR »."""
    return {acronym for written in set(text.split()) for acronym in token(written).acronyms}


@lru_cache(maxsize=10_000)
def natural_key(text: str) -> str:
    """A key that sorts « 9 » before « 10 » and « 250 » before « 250 bis »."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), fold(text))
