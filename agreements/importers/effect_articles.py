"""How a text says, in its own articles, when it takes effect: « Le présent avenant prend effet le 1er mars 2020. »

A sentence is read when the whole of it is known: what it speaks of, its verb, its day or the act it waits for, and
what may follow without changing anything. A text is read when its articles hold one such clause, and no other
sentence on its own effect: two speeds, a condition or a doubt leave it unread, with the words that do.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import unescape

from agreements.importers.clauses import EffectClause
from agreements.importers.effect_words import (
    CONDITION,
    DAYLIKE,
    DAYS,
    EXCEPTION,
    FIXED,
    IN_PASSING,
    NOUN,
    OF_AGREMENT,
    OPENING,
    OWN_NAMES,
    SCOPE,
    SINCE,
    VERB,
    clause,
    itself,
)
from agreements.importers.written_dates import WRITTEN, read_date
from agreements.law.vocabulary import AgreementKind as Kind
from agreements.law.vocabulary import EffectRuleKind as Rule

#: A clause dates a text within these years of its own date; another year is a slip of the pen, or another text.
YEARS_BEFORE, YEARS_AFTER = 2, 3
#: No clause is longer.
LONGEST = 600

_MAY_TELL = re.compile(r"vigueur|effet|appli")
_TELLS = re.compile(rf"\b(?:{VERB}|{NOUN})", re.IGNORECASE)
_FIXES = re.compile(rf"{VERB}|{FIXED}|subordonnée", re.IGNORECASE)
_DAYLIKE = re.compile(DAYLIKE, re.IGNORECASE)
_CONDITION = re.compile(CONDITION, re.IGNORECASE)
_EXCEPTION = re.compile(rf"{EXCEPTION}\b")
_SCOPE = re.compile(SCOPE, re.IGNORECASE)
_IN_PASSING = re.compile(IN_PASSING)
_DAY_BESIDE_SCOPE = re.compile(r"à compter|à partir|dès |date d'|entrée en|prendr|vigueur le")
_GIVES_A_DAY = re.compile(
    rf"(?:\b{SINCE}|\bau|\bdès|\beffet) (?:le |du )?{WRITTEN}|\b1 ?er (?!juillet 1901)\w+ \d{{4}}", re.I
)
_SENTENCES = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÉÈÀ(–-])")
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|td|th|table|h\d|blockquote)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,2000}>")
_QUOTE = re.compile(r"«[^«»]*»|\"[^\"]*\"|“[^”]*”")
_OPEN_QUOTE = re.compile(r"[«“].*", re.DOTALL)


@dataclass(frozen=True)
class EffectReading:
    """What the articles say of the effect: one clause and where it stands, or the words that leave a doubt."""

    clause: EffectClause | None = None
    article: str = ""
    doubts: tuple[str, ...] = ()


class Forms:
    """The sentences by which a text of one kind speaks of its own effect."""

    def __init__(self, name: str):
        shown = rf"{itself(name)}|{name} n ?° ?[\w./-]+|cet(?:te)? {name}"
        self.itself = re.compile(rf"\b(?:{shown})\b", re.IGNORECASE)
        self.opens = re.compile(rf"{OPENING}(?:Le|La) {itself(name)}\b", re.IGNORECASE)
        self.clauses = [(rule, re.compile(clause(name, day), re.IGNORECASE)) for rule, day in DAYS]


@cache
def forms_of(kind: Kind) -> Forms:
    return Forms(OWN_NAMES[kind])


def read_effect(kind: Kind, dated: date | None, articles: Iterable[tuple[str, str]]) -> EffectReading:
    """The one clause of effect of a text, from the number and the HTML of each of its articles."""
    if kind not in OWN_NAMES:
        return EffectReading()
    articles = list(articles)
    forms, found, doubts = forms_of(kind), {}, []
    for number, html in articles:
        for told, doubt in clauses_in(forms, html) if _MAY_TELL.search(html) else ():
            if told and plausible(told, dated):
                found.setdefault((told.rule, told.on), (told, number))
            else:
                doubts.append(told.text if told else doubt)
    if doubts or len(found) > 1:
        return EffectReading(doubts=tuple(doubts) or tuple(told.text for told, _ in found.values()))
    for told, number in found.values():
        days = list(days_given(articles)) if told.rule is Rule.SELON_L_ARRETE else []
        return EffectReading(doubts=tuple(days)) if days else EffectReading(told, number)
    return EffectReading()


def days_given(articles: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What may be the day of a text that says « sous réserve d’agrément » alone: its words, or those that it quotes."""
    for _, html in articles:
        spoken = " ".join(unescape(_TAG.sub(" ", html)).replace("’", "'").split())
        yield from (match[0] for match in _GIVES_A_DAY.finditer(spoken))


def clauses_in(forms: Forms, html: str) -> Iterator[tuple[EffectClause | None, str]]:
    """Each sentence of an article on the effect of the text: the clause that it is, or the doubt that it leaves."""
    after_clause = False
    for before, sentence in sentences(html):
        told = read_sentence(forms, sentence, before)
        if not told and after_clause and _EXCEPTION.match(sentence) and _TELLS.search(sentence):
            told = (None, sentence)
        if told:
            yield told
        after_clause = bool(told)


def sentences(html: str) -> Iterator[tuple[str, str]]:
    """Each sentence of an article, with the one before it."""
    before = ""
    for line in lines(html):
        for sentence in _SENTENCES.split(line):
            yield before, sentence
            before = sentence


def read_sentence(forms: Forms, sentence: str, before: str) -> tuple[EffectClause | None, str] | None:
    """Its clause, or itself where it leaves a doubt; nothing where it says nothing of the effect of the text.

    « Il » and « Elle » are the text when the sentence before begins with it.
    """
    pronoun = sentence.startswith(("Il ", "Elle "))
    if pronoun and not forms.opens.match(before):
        return None
    if not (_TELLS.search(sentence) and _DAYLIKE.search(sentence)):
        return None
    for rule, form in forms.clauses if len(sentence) < LONGEST else ():
        if match := form.fullmatch(sentence):
            on = read_date(match["on"]) if rule is Rule.DATE_FIXE else None
            reserved = match["before"] or match["reserve"] or match["after"]
            ending = sentence[max(match.end("day"), match.end("after"), match.end("term")) :]
            if (
                (rule is Rule.DATE_FIXE and not on)
                or (reserved and rule not in OF_AGREMENT)
                or _CONDITION.search(ending)
            ):
                return None, sentence  # no such day, or two conditions
            return EffectClause(rule, sentence.rstrip(" .;"), on), ""
    own = pronoun or forms.itself.search(sentence)
    return (None, sentence) if own and not is_harmless(sentence) else None


def is_harmless(sentence: str) -> bool:
    """It tells to whom the text applies, or names its effect in passing, and not when it takes effect."""
    rest = _SCOPE.sub("", sentence)
    if rest != sentence and not _DAY_BESIDE_SCOPE.search(rest):
        return True
    return not _FIXES.search(_IN_PASSING.sub("", rest))


def plausible(told: EffectClause, dated: date | None) -> bool:
    if not (told.on and dated):
        return True
    return dated.year - YEARS_BEFORE <= told.on.year <= dated.year + YEARS_AFTER


def lines(html: str) -> list[str]:
    """The paragraphs of an article, plain, without what it quotes of other texts."""
    plain = unescape(_TAG.sub("", _BLOCK.sub("\n", html))).replace("’", "'")
    plain = _OPEN_QUOTE.sub("", _QUOTE.sub(" ", plain))
    told = (" ".join(line.split()).replace("1 er ", "1er ") for line in plain.split("\n"))
    return [line for line in told if line]
