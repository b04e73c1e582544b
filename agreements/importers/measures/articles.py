"""What a text sets in figures, as its own articles say it, where the whole sentence is known.

The figure, its unit and its day are in one sentence; nothing is put together from several. A sentence that speaks of
a figure in force and is not read as a whole is counted, and left unread.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from html import unescape

from agreements.importers.measures.words import UNITS, sentences
from agreements.importers.written_dates import WRITTEN, read_date
from agreements.law.measures import MeasureKind, Unit

#: A text sets figures for these years around its own; another year is a slip, or another text.
YEARS_BEFORE, YEARS_AFTER = 2, 3

_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|td|th|table|h\d|blockquote)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,2000}>")
_SENTENCES = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÉÈÀ(«–-])")
#: What a sentence has that sets one of these figures, read or not.
_SPEAKS = {
    MeasureKind.VALEUR_DU_POINT: re.compile(
        r"valeur du point[^.;]{0,400}\d(?:, ?\d| ?€| [Ee]uro)|\d, ?\d[^.;]{0,80}valeur du point"
    ),
    MeasureKind.SUJETION_SPECIALE: re.compile(r"sujétion spéciale[^.;]{0,200}\d ?%"),
}
_DAYLIKE = re.compile(WRITTEN)


@dataclass(frozen=True)
class SetValue:
    """A figure that a sentence sets from a day on."""

    kind: MeasureKind
    amount: Decimal
    unit: Unit
    on: date
    article: str  # KALIARTI
    sentence: str


@dataclass
class MeasureReading:
    values: list[SetValue] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@cache
def forms_of(kind: MeasureKind) -> list[re.Pattern]:
    return [re.compile(form) for form in sentences(kind)]


def read_measures(dated: date | None, articles: Iterable[tuple[str, str]]) -> MeasureReading:
    """The figures of a text, from the KALIARTI and the HTML of each of its articles; two for one day are none."""
    reading = MeasureReading()
    found: dict[tuple[MeasureKind, date], list[SetValue]] = {}
    for article, html in articles:
        for sentence in plain_sentences(html):
            for kind, speaks in _SPEAKS.items():
                if not speaks.search(sentence):
                    continue
                told = list(read_sentence(kind, sentence, article))
                if told and all(plausible(value.on, dated) for value in told):
                    for value in told:
                        found.setdefault((value.kind, value.on), []).append(value)
                elif _DAYLIKE.search(sentence):
                    reading.unread.append(sentence)
    for values in found.values():
        if len({value.amount for value in values}) == 1:
            reading.values.append(values[0])
        else:
            reading.unread += [value.sentence for value in values]
    return reading


def read_sentence(kind: MeasureKind, sentence: str, article: str) -> Iterator[SetValue]:
    for form in forms_of(kind):
        if not (match := form.fullmatch(sentence)):
            continue
        named = match.groupdict()
        for amount, on in ((named["amount"], named["on"]), (named.get("then"), named.get("then_on"))):
            if amount and (day := read_date(on)):
                yield SetValue(kind, decimal(amount), UNITS[kind][1], day, article, sentence)
        return


def decimal(written: str) -> Decimal:
    return Decimal(written.replace(" ", "").replace(",", "."))


def plausible(on: date, dated: date | None) -> bool:
    return dated is None or dated.year - YEARS_BEFORE <= on.year <= dated.year + YEARS_AFTER


def plain_sentences(html: str) -> Iterator[str]:
    """The sentences of an article, plain; what is quoted stays: an avenant sets a figure in the words it gives."""
    plain = unescape(_TAG.sub("", _BLOCK.sub("\n", html))).replace("’", "'")
    for line in plain.split("\n"):
        line = " ".join(line.split()).replace("1 er ", "1er ")
        yield from (sentence for sentence in _SENTENCES.split(line) if sentence)
