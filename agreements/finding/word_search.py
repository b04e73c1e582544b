"""Search by words: which agreements have them all, those whose title has them first.

Every word asked must be in the title or in the body. The last word may be a beginning. « Guillemets » ask for
words side by side; so does a number with its unit, however it is written. A typing error is corrected where the page
can say so; a word that no text has is told.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pyroaring import BitMap

from agreements.compiled.index_tables import FullText, Term, Vocabulary
from agreements.finding.corrections import corrections, spelled
from agreements.finding.index import EMPTY, Index
from agreements.models import Synonym
from portal.french.analyser import stem, stems
from portal.french.quantities import Quantity, asked_of

QUOTED = re.compile(r"[\"«“]\s*([^\"»”]+?)\s*[\"»”]")
SHORTEST_PREFIX, MOST_COMPLETIONS = 3, 200
#: Of a word that is read as two.
SHORTEST_PART = 4
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
    absent: list[str] = field(default_factory=list)  # the words that no text has


def search(query: str, index: Index, within: BitMap, *, correct: bool = True) -> Found:
    """Find the agreements that have all the words of the query.

    It is corrected where no text has a word as it is typed, or none that is `within` what is read has them all.
    """
    phrases = [stems(phrase) for phrase in QUOTED.findall(query) if stems(phrase)]
    asked = asked_of(query)
    if not asked:
        return Found(EMPTY)
    may_begin = not query.endswith((" ", '"', "»", "”"))
    *firsts, last = asked
    read = [*(word(one, False, index) for one in firsts), word(last, may_begin, index)]
    matches = BitMap.intersection(*(one.anywhere for one in read))
    absent = [one.text for one in read if not one.anywhere]
    wrong = {one.text for one in read if not one.written} if correct else set()
    may_correct = wrong or (correct and matches.isdisjoint(within))
    for words in corrections([one.text for one in read], wrong) if may_correct else ():
        found = search(" ".join(words), index, within, correct=False)
        if not found.matches.isdisjoint(within):
            found.corrected = spelled(words, query, found.matches)
            return found
    first = BitMap.intersection(*(one.in_title for one in read))
    for phrase in phrases:
        matches &= FullText.with_phrase(phrase)
    marked = {term for one in read for term in one.stems}
    return Found(matches, tiers(read, first & matches), marked, read, phrases, absent=absent)


def tiers(read: list["Word"], titled: BitMap) -> list[BitMap]:
    """Titles that have the words side by side, then those that have them; the rest follows."""
    if len(read) < 2 or len(titled) > MOST_COMPARED:
        return [titled]
    asked = [part for one in read for part in (one.phrases[0] if one.phrases else [stem(one.text)])]
    together = FullText.with_phrase(asked, field="titre") & titled
    return [together, titled - together]


@dataclass(frozen=True)
class Word:
    """One word asked, or one quantity: the stems it may stand for, and the agreements that have one of them."""

    text: str
    stems: frozenset[str]
    completions: list[str]  # the stems of the words that it begins
    meanings: list[list[str]]  # what it may mean, each as its words
    also: list[str]  # the same as it is written
    in_title: BitMap
    in_body: BitMap
    written: bool  # whether some text has it as it is typed, or the words that it begins or means
    phrases: tuple[list[str], ...] = ()  # of a quantity: what must stand side by side, however it is written

    @classmethod
    def side_by_side(cls, text: str, phrases: list[list[str]]) -> "Word":
        """What is asked as words of which one of these phrases is made."""
        stems = frozenset(part for phrase in phrases for part in phrase)
        titled, told = (FullText.with_phrase(*phrases, field=name) for name in ("titre", "corps"))
        return cls(text, stems, [], [], [], titled, told, bool(titled or told), tuple(phrases))

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
        written = bool(completed or told) or Vocabulary.objects.filter(word=text).exists()
        return cls(text, stems, completed, meanings, list(told), sets["titre"], sets["corps"], written)

    @cached_property
    def anywhere(self) -> BitMap:
        return self.in_title | self.in_body


def word(asked: str | Quantity, is_prefix: bool, index: Index) -> Word:
    """A word as it is read, kept while its edition is: readers ask for the same ones."""
    key = (asked, is_prefix)
    with index.lock:
        if key in index.words:
            index.words.move_to_end(key)
            return index.words[key]
    if isinstance(asked, Quantity):
        read = Word.side_by_side(asked.text, asked.phrases)
    else:
        read = Word.read(asked, is_prefix=is_prefix)
        read = read if read.anywhere else parted(read)
    with index.lock:
        index.words[key] = read
        while len(index.words) > WORDS_KEPT:
            index.words.popitem(last=False)
    return read


def parted(read: Word) -> Word:
    """« médicosocial »: a word that no text has, read as the two that it is made of where they stand side by side."""
    text = read.text
    halves = [(text[:cut], text[cut:]) for cut in range(SHORTEST_PART, len(text) - SHORTEST_PART + 1)]
    if not halves or not text.isalpha():
        return read
    parts = {part for half in halves for part in half}
    known = set(Vocabulary.objects.filter(word__in=parts).values_list("word", flat=True))
    phrases = [[stem(first), stem(last)] for first, last in halves if first in known and last in known]
    apart = Word.side_by_side(text, phrases) if phrases else read
    return apart if apart.anywhere else read


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
