"""The answer to a query: what it names, then the texts that have its words.

Texts named one by one are the answer, those that have the words as well first. Where only conventions, organisations
or dates are named, the words are searched, and the texts of what is named come first.
"""

from dataclasses import dataclass
from datetime import date

from pyroaring import BitMap

from agreements.finding.index import EMPTY, Index
from agreements.finding.queries.naming import Named, Naming, Reference
from agreements.finding.queries.query import Query
from agreements.finding.word_search import Found, search
from agreements.models import Agreement
from portal.french.writing import date_fr


@dataclass(frozen=True)
class Answer:
    query: Query
    named: Named
    found: Found

    @property
    def beyond(self) -> BitMap:
        """The texts that are looked at because they are named, wherever they are."""
        return self.named.all_texts | (self.named.fields or EMPTY)

    @property
    def direct(self) -> Reference | None:
        """The one page that the query names, where nothing else answers it."""
        query, named = self.query, self.named
        if named.notes:
            return None
        pasted = named.pages[: len(named.pages) - len(query.conventions) - len(query.organisations)]
        if len(pasted) == 1:
            return pasted[0]
        if named.texts:
            return self.only_text if query.references or query.pasted or query.kinds else None
        more = query.words or query.periods
        return named.pages[0] if len(named.pages) == 1 and not more else None

    @property
    def only_text(self) -> Reference | None:
        """The text, where one alone is named; words beside a reference only say what it is about."""
        texts = self.named.all_texts
        if len(texts) != 1:
            return None
        slug = Agreement.objects.filter(pk=texts[0]).values_list("slug", flat=True).first()
        return Reference("agreement", slug) if slug else None


def answer(
    query: Query, index: Index, day: date, scope: BitMap, *, everywhere: bool, correct: bool
) -> Answer:
    """What a query finds on a day; its words are corrected, if they may be, when none is found in the scope."""
    if query.is_words:
        return Answer(query, Named(), search(query.text, index, scope, correct=correct))
    named = Naming(query, index, day, everywhere=everywhere).read()
    return Answer(query, named, Finding(query, named, index, scope, correct).found())


class Finding:
    """Put together what is named and the words."""

    def __init__(self, query: Query, named: Named, index: Index, scope: BitMap, correct: bool):
        self.query, self.named, self.index = query, named, index
        within = scope | named.all_texts | (named.fields or EMPTY)
        self.words = search(query.words, index, within, correct=correct) if query.words else None

    def found(self) -> Found:
        named, words = self.named, self.words
        if named.all_texts and not named.by_date:
            return self.ordered(named.all_texts, self.having_words(named.texts) + named.texts)
        if self.query.periods and not self.query.references:
            return self.dated()
        if named.fields is not None:
            return self.in_fields(named.fields)
        return words or self.mentioned(self.query.text)

    def having_words(self, texts: list[BitMap]) -> list[BitMap]:
        """Those of these texts that have the words."""
        return [one & self.words.matches for one in texts] if self.words else []

    def dated(self) -> Found:
        """The texts of the days, with the words if there are some; then those that speak of those days."""
        named, words = self.named, self.words
        days = " ".join(date_fr(period.first, period.precision) for period in self.query.periods)
        mention = self.mentioned(f"{self.query.words} {days} ")
        if not words:
            return self.ordered(named.all_texts or mention.matches, named.texts)
        near = self.having_words(named.texts)
        matches = BitMap.union(mention.matches, *near)
        if not matches:
            return self.ordered(words.matches | named.all_texts, named.texts)
        return self.ordered(matches, near)

    def in_fields(self, fields: BitMap) -> Found:
        """The texts that have the words, those of what is named first; without words, those."""
        words = self.words
        if not words:
            return self.ordered(fields, [])
        mention = self.mentioned(self.query.text).matches
        first = [tier & fields for tier in words.tiers]
        return self.ordered(words.matches | mention, [*first, words.matches & fields, mention, *words.tiers])

    def mentioned(self, text: str) -> Found:
        """The texts that have all of what was typed, as words."""
        return search(text, self.index, EMPTY, correct=False)

    def ordered(self, matches: BitMap, first: list[BitMap]) -> Found:
        """These texts, some first, with the words to mark."""
        tiers, seen = [], BitMap()
        for tier in first:
            tiers.append((tier & matches) - seen)
            seen |= tier
        words = self.words
        if not words:
            return Found(matches, tiers)
        return Found(matches, tiers, words.stems, words.words, words.phrases, words.corrected)
