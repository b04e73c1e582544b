"""Search by words: which agreements have them all, those whose title has them first.

Every word asked must be in the title or in the body. The last word may be a beginning. « Guillemets » ask for
words side by side. A word that no text has is corrected to the nearest one that some text has, and the page
says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from pyroaring import BitMap

from agreements.compiled.index_tables import FullText, Term, Vocabulary
from agreements.finding.index import EMPTY, Index
from agreements.models import Synonym
from portal.french.analyser import EMPTY as EMPTY_WORDS
from portal.french.analyser import fold, stem, stems

QUOTED = re.compile(r"[\"«“]\s*([^\"»”]+?)\s*[\"»”]")
SHORTEST_PREFIX, MOST_COMPLETIONS = 3, 200
LIKENESS = 0.78
#: A word that so few texts have may be misspelt in them too.
RARE = 10
#: Words whose sets are kept in memory.
WORDS_KEPT = 100
#: Above this many titles, words side by side are not told from words apart: the list is too long to matter.
MOST_COMPARED = 5_000


@dataclass
class Found:
    """What a query finds: all matches, those to show first, and the words it was read as."""

    matches: BitMap
    tiers: list[BitMap] = field(default_factory=list)  # disjoint, the most relevant first
    stems: set[str] = field(default_factory=set)
    words: list["Word"] = field(default_factory=list)
    phrases: list[list[str]] = field(default_factory=list)  # stems that must stand side by side
    corrected: str = ""


def search(query: str, index: Index, within: BitMap, *, correct: bool = True) -> Found:
    """Find the agreements that have all the words of the query; it is corrected when none is `within` what is read."""
    phrases = [stems(phrase) for phrase in QUOTED.findall(query) if stems(phrase)]
    asked = [word for word in fold(query).split() if word not in EMPTY_WORDS]
    if not asked:
        return Found(EMPTY)
    may_begin = not query.endswith((" ", '"', "»", "”"))
    *firsts, last = asked
    read = [*(word(one, False, index) for one in firsts), word(last, may_begin, index)]
    matches = BitMap.intersection(*(one.anywhere for one in read))
    if correct and matches.isdisjoint(within) and (corrected := correction(read)):
        found = search(corrected, index, within, correct=False)
        if not found.matches.isdisjoint(within):
            found.corrected = corrected
            return found
    first = BitMap.intersection(*(one.in_title for one in read))
    for phrase in phrases:
        matches &= FullText.with_phrase(phrase)
    marked = {term for one in read for term in one.stems}
    return Found(matches, tiers(asked, first & matches), marked, read, phrases)


def tiers(asked: list[str], titled: BitMap) -> list[BitMap]:
    """Titles that have the words side by side, then those that have them; the rest follows."""
    if len(asked) < 2 or len(titled) > MOST_COMPARED:
        return [titled]
    together = FullText.with_phrase([stem(word) for word in asked], "titre") & titled
    return [together, titled - together]


@dataclass(frozen=True)
class Word:
    """One word asked: the stems it may stand for, and the agreements that have one of them."""

    text: str
    stems: frozenset[str]
    completions: list[str]  # the stems of the words that it begins
    meanings: list[list[str]]  # what it may mean, each as its words
    also: list[str]  # the same as it is written
    in_title: BitMap
    in_body: BitMap

    @classmethod
    def read(cls, text: str, *, is_prefix: bool) -> "Word":
        completed = completions(text) if is_prefix and len(text) >= SHORTEST_PREFIX else []
        own = own_stem(text)
        sets, told = members_of({own, *completed}), Synonym.meanings_of(text)
        meanings = list(told.values())
        for meaning in meanings:
            also = [members_of({stem(word)}) for word in meaning]
            for name in sets:
                sets[name] |= BitMap.intersection(*(one[name] for one in also))
        meant = {stem(word) for meaning in meanings for word in meaning}
        stems = frozenset({own, *completed, *meant})
        return cls(text, stems, completed, meanings, list(told), sets["titre"], sets["corps"])

    @cached_property
    def anywhere(self) -> BitMap:
        return self.in_title | self.in_body


def word(text: str, is_prefix: bool, index: Index) -> Word:
    """A word as it is read, kept while its edition is: readers ask for the same ones."""
    key = (text, is_prefix)
    with index.lock:
        if key in index.words:
            index.words.move_to_end(key)
            return index.words[key]
    read = Word.read(text, is_prefix=is_prefix)
    with index.lock:
        index.words[key] = read
        while len(index.words) > WORDS_KEPT:
            index.words.popitem(last=False)
    return read


def own_stem(text: str) -> str:
    """« =chrs », the acronym, where most of the texts that have the word write it in capitals; else its stem.

    « CHRS » is an acronym; « TEMPS » is a word, though some titles are in capitals.
    """
    capitals = members_of({f"={text}"})
    written = len(capitals["titre"] | capitals["corps"])
    known = Vocabulary.objects.filter(word=text).values_list("count", flat=True).first() if written else 0
    return f"={text}" if written > 0 and 2 * written >= (known or 0) else stem(text)


def completions(beginning: str) -> list[str]:
    """The stems of the words that begin so, the most frequent first."""
    last = beginning + "\U0010ffff"
    words = Vocabulary.objects.filter(word__gte=beginning, word__lt=last).order_by("-count", "word")
    return list(dict.fromkeys(words.values_list("stem", flat=True)[:MOST_COMPLETIONS]))


def members_of(stems: Iterable[str]) -> dict[str, BitMap]:
    sets = {"titre": BitMap(), "corps": BitMap()}
    for name, members in Term.objects.filter(stem__in=stems).values_list("field", "members"):
        sets[name] |= BitMap.deserialize(bytes(members))
    return sets


def correction(read: list[Word]) -> str:
    """The query with the words that no text has replaced by the nearest that some has; nothing if one has none.

    When each is had by some text and no text has them all, those that hardly any has are taken for misspelt.
    """
    counts = dict(Vocabulary.objects.filter(word__in=[one.text for one in read]).values_list("word", "count"))
    missing = {one.text for one in read if not one.anywhere}
    misspelt = missing or {word for word, count in counts.items() if count <= RARE}
    corrected = [nearest(one.text, counts) if one.text in misspelt else one.text for one in read]
    return " ".join(corrected) if misspelt and all(corrected) else ""


def nearest(word: str, counts: dict[str, int]) -> str:
    """The known word most like this one, and much more frequent; among equals, the most frequent."""
    if word[0].isdigit() or len(word) < 4:
        return ""
    around = Vocabulary.objects.extra(
        where=["length(word) BETWEEN %s AND %s", "count > %s"],
        params=[len(word) - 2, len(word) + 2, RARE * counts.get(word, 0)],
    )
    known = list(around.order_by("-count", "word").values_list("word", flat=True))
    return next(iter(get_close_matches(word, known, n=1, cutoff=LIKENESS)), "")
