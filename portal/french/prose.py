"""Prose as French writes it, whatever hand wrote it: dates in words, « 1er », one full stop at the end."""

import re
from datetime import date

from portal.french.writing import MONTHS, NBSP, date_fr

#: A day as machines write it, alone: not part of an address, nor of an identifier.
ISO = re.compile(r"(?<![\w/=.-])(\d{4})-(\d\d)-(\d\d)(?![\w/-])")
FIRST = re.compile(rf"(?<![\d,./-])0?1(?=[ {NBSP}](?:{'|'.join(MONTHS)})\b)")
ZERO = re.compile(rf"(?<![\d,./-])0([2-9])(?=[ {NBSP}](?:{'|'.join(MONTHS)})\b)")
LOOSE = re.compile(rf"(?<=\w)[ {NBSP}]+,")
DOTS = re.compile(r"\.{3,}")
STOPS = re.compile(r"(?<=\w)\.\.$")


def in_french(text: str) -> str:
    """A sentence, with its days as they are said.

    >>> in_french("agréé le 2020-02-01, avis du 1 mars 1991, JO 06 juin 2012")
    'agréé le 1er février 2020, avis du 1er mars 1991, JO 6 juin 2012'
    """
    text = ISO.sub(said, text)
    text = ZERO.sub(r"\1", FIRST.sub("1er", text))
    return STOPS.sub(".", DOTS.sub("…", LOOSE.sub(",", text)))


def said(found: re.Match) -> str:
    """The day that three numbers make; what is no day stays as it is."""
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return found[0]
    return date_fr(day).replace(NBSP, " ")
