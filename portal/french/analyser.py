"""The words of a text as search compares them: one analyser for what is indexed and for what is asked.

Fold (case, accents, ligatures, elisions, number signs, dotted acronyms), cut into words, leave out the empty
ones, then reduce each word to its French stem. Folding comes before stemming, so that « salaries » typed
without its accent meets « salariés ».
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

REPLACED = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " "}
)
NUMBER_SIGN = re.compile(r"\bn\s?[°ºo]s?\s?(?=\d)")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
ORDINAL = re.compile(r"\b(\d+)(?:er|ere|re|eme|e)\b")
#: « Pro-A » is one word: its letter alone would say nothing.
LETTERED = re.compile(r"\b([a-z]{2,})-([a-z])\b")
WORD = re.compile(r"[a-z0-9]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]+\b")

EMPTY = frozenset(
    """
    a au aux avec c ce ces cette d dans de des du elle en est et eux il ils j l la le les leur leurs m n ne no nos
    notre o ou par pas pour qu que qui s sa se ses son sont sur t un une vos votre y
    """.split()  # noqa: SIM905 - a list of words reads as words
)

_french = snowballstemmer.stemmer("french")


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
    joined = DOTTED.sub(lambda dotted: dotted[0].replace(".", "") + " ", ELISION.sub("", plain))
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
    """The stem of one folded word; numbers are their own."""
    return word if word[0].isdigit() else _french.stemWord(word)


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def acronyms(text: str) -> set[str]:
    """The words written in capitals, folded: « CHRS » is not the plural of « CHR »."""
    return {acronym for written in set(text.split()) for acronym in token(written).acronyms}


@lru_cache(maxsize=10_000)
def natural_key(text: str) -> str:
    """A key that sorts « 9 » before « 10 » and « 250 » before « 250 bis »."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), fold(text))
