"""The words of a text as search compares them: the same folding for what is indexed and what is asked."""

import re
import unicodedata

REPLACED = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "\u00a0": " ", "\u202f": " "})
NUMBER_SIGN = re.compile(r"\bn\s?[°ºo]\s?(?=\d)")
WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Lower case, without accents, ligatures nor number signs, words separated by one space.

    >>> fold("L’avenant n° 357 : Œuvres")
    'l avenant 357 oeuvres'
    """
    lowered = text.translate(REPLACED).lower()
    unsigned = NUMBER_SIGN.sub("", lowered)  # before « º » is decomposed into « o »
    plain = "".join(c for c in unicodedata.normalize("NFKD", unsigned) if not unicodedata.combining(c))
    return " ".join(WORD.findall(plain))


def natural_key(text: str) -> str:
    """A key that sorts « 9 » before « 10 » and « 250 » before « 250 bis »."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), fold(text))
