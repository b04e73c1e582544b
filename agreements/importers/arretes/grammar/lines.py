"""The lines of an act: one form for every copy, the acts of one heading apart, and nothing of those who sign."""

import re
from html import unescape
from typing import NamedTuple

from agreements.importers.written_dates import WRITTEN

#: No line of an act is as long; the patterns that read one take longer and longer.
LONGEST = 5_000
_CELL = re.compile(r"</t[dh]>\s*(?=<t[dh]\b)", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|table|tbody|thead|h\d|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
#: « n o 283 », « no 283 », « nos 330 et 331 », « n°283 »; « no » may end a line and its number begin the next.
_NUMBER_SIGN = re.compile(r"\bn\s?(?:[°º]s?|os?)\s*(?=\d)", re.IGNORECASE)
_DANGLING = re.compile(r"\bn\s?[o°º]s?\s*$", re.IGNORECASE)
_SIGNED = re.compile(
    rf"(?:Fait(?: à [^,]{{2,40}})?,? le {WRITTEN}|(?:Pour|Par) .* (?:délégation|empêchement))", re.I
)
_EXECUTION = re.compile(r"chargée?s?(?:, chacun[^,]*,)? de l'exécution", re.IGNORECASE)
#: « ANNEXE 2 », « Annexe »: a line of its own, or in capitals.
ANNEX = re.compile(r"ANNEXES?\b|(?i:annexes?(?:\s+(?:\d+|[IVX]+))?\s*$)")
_NOR = re.compile(r"\s*NOR\s*:\s*(?P<nor>[A-Z]{4}\d{7}[A-Z])")
#: What a site adds around an article: how many versions it has, then each of them again.
_VERSIONS, _HISTORY = re.compile(r"\d+ versions?$"), "Historique des versions"
_ARTICLE = re.compile(r"Art(?:icle|\.)\s", re.IGNORECASE)


class Line(NamedTuple):
    number: int  # in the text given, from 1
    words: str
    spaced: bool = False  # an empty line stands before it
    cells: tuple[str, ...] = ()  # of a row of a table


def lines_of(text: str) -> list[Line]:
    """The lines that hold words, in plain characters.

    >>> [line.words for line in lines_of("<p>Avenant n<sup>o</sup> 283</p><br/>Avenant no\\n284")]
    ['Avenant n° 283', 'Avenant n° 284']
    """
    if _TAG.search(text):
        text = unescape(_TAG.sub("", _BLOCK.sub("\n", _CELL.sub("\t", text.replace("\n", " ")))))
    text = text.translate({0x2019: "'", 0xA0: " ", 0x202F: " ", 0x2009: " ", 0x2011: "-", 0x2212: "–"})
    found, spaced, held = [], False, None
    for number, raw in enumerate(text.splitlines(), 1):
        cells = tuple(" ".join(cell.split()) for cell in raw.split("\t")) if "\t" in raw.strip() else ()
        words = " ".join(raw.split())
        if held:
            number, spaced, words, held = held.number, held.spaced, f"{held.words} {words}", None
        if not words:
            spaced = True
            continue
        line = Line(number, _NUMBER_SIGN.sub("n° ", words), spaced, cells)
        if _DANGLING.search(words):
            held = line
            continue
        found.append(line)
        spaced = False
    return without_versions([*found, held] if held else found)


def without_versions(lines: list[Line]) -> list[Line]:
    """The words of the act, without those that the site of a copy repeats below an article."""
    kept, repeated = [], False
    for line in lines:
        repeated = line.words == _HISTORY or (repeated and not _ARTICLE.match(line.words))
        if not repeated and not _VERSIONS.match(line.words):
            kept.append(line)
    return kept


def acts_of(lines: list[Line]) -> list[list[Line]]:
    """The acts that stand under one heading, each with the heading: « Arrêtés du 17 avril 2000 relatifs à … »."""
    starts = [index for index, line in enumerate(lines) if _NOR.match(line.words)]
    if len(starts) < 2:
        return [lines]
    ends = [*starts[1:], len(lines)]
    return [lines[: starts[0]] + lines[start:end] for start, end in zip(starts, ends, strict=True)]


def without_signatories(lines: list[Line]) -> list[Line]:
    """What is left once the names of those who sign are out: from « Fait à … » on, up to an annex.

    The article on the execution of the act names offices, and what follows it people: nothing of it is kept.
    """
    kept, signing = [], False
    for line in lines:
        if ANNEX.match(line.words):
            signing = False
        elif _SIGNED.match(line.words):
            signing = True
        if not signing:
            kept.append(line)
        if _EXECUTION.search(line.words):
            signing = True
    return kept
