"""Where the words searched stand in the official texts: for each row of a page, one article and a passage of it.

The article is the first that has all the words, else the first that has the rarest of them; SQLite's full-text
index finds it from the number of the text, for all rows in one query. Only the words around the hit are read.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from os.path import commonprefix
from typing import NamedTuple

from django.db import connections, router
from pyroaring import BitMap

from agreements.compiled.articles import TAG, ArticleText
from agreements.compiled.index_tables import ROOM
from agreements.finding.highlight import Piece, excerpt, is_hit, passage
from agreements.finding.index import EMPTY
from agreements.finding.word_search import Found, Word
from portal.french.analyser import stem, unaccented

#: How far into an article a passage is looked for, how far around a hit its words are read, how many hits are tried.
READ, AROUND, TRIED = 100_000, 350, 30
#: Of the words that a beginning may stand for, those that are looked for in articles: the most frequent.
COMPLETIONS = 6
#: Letters as they may be written where search reads them folded.
WRITTEN = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü", "y": "yÿ", "n": "nñ"}
#: The same for a whole text, one byte for each sign, so that places in it are places in the text.
FOLDED = bytes((unaccented(chr(n)) or " ").lower().encode("latin-1", "replace")[0] for n in range(256))
#: What cuts a word in two without being seen.
UNSEEN = ("\u00ad", "\u200b")
FIRST = f"""(
    SELECT rowid FROM agreements_fulltext WHERE agreements_fulltext MATCH %s
    AND rowid BETWEEN value * {ROOM} AND value * {ROOM} + {ROOM - 2} ORDER BY rowid LIMIT 1
)"""  # noqa: S608 - our own numbers
#: Written by hand: Django takes as long to write it as SQLite to answer it.
ARTICLES = f"""
    SELECT agreement_id, anchor, number, heading, substr(html, 1, {READ}) FROM agreements_articletext
    WHERE id IN (
        SELECT coalesce({FIRST}, {FIRST}) FROM json_each(%s) UNION ALL SELECT {FIRST} FROM json_each(%s)
    )
"""  # noqa: S608 - made of constants


class Passage(NamedTuple):
    """A passage of an article, its hits marked."""

    anchor: str
    name: str
    pieces: list[Piece]


def passages_of(agreements: list[int], found: Found) -> dict[int, Passage]:
    """The passage to show for each of these agreements; none for those whose articles do not have the words."""
    if not found.words:
        return {}
    rarest = min(found.words, key=lambda word: len(word.in_body))
    agreements = [agreement for agreement in agreements if agreement in rarest.in_body]
    reader = Reader(found, rarest)
    passages = {}
    for agreement, anchor, number, heading, html in articles_of(agreements, found, rarest):
        if pieces := reader.read(html) or excerpt(heading, found.stems, reader.candidates):
            name = f"article {number}" if number else "article sans numéro"
            passages[agreement] = Passage(anchor, name, pieces)
    return passages


def articles_of(agreements: list[int], found: Found, rarest: Word) -> list[tuple]:
    """For each agreement that has one, the article to show: its names and the beginning of its text."""
    one = alternatives(rarest)
    several = len(found.words) > 1 or found.phrases  # else all the words are one
    having_all = BitMap.intersection(*(word.in_body for word in found.words)) if several else EMPTY
    complete = [agreement for agreement in agreements if agreement in having_all]
    others = [agreement for agreement in agreements if agreement not in having_all]
    asked = [expression(found), one, json.dumps(complete), one, json.dumps(others)]
    with connections[router.db_for_read(ArticleText)].cursor() as cursor:
        cursor.execute(ARTICLES, asked)
        return cursor.fetchall()


# -- What is asked of the index ----------------------------------------------------------------------------


def expression(found: Found) -> str:
    """All the words, and those between « guillemets » side by side, as SQLite's full-text search reads them."""
    phrases = [quoted(" ".join(phrase)) for phrase in found.phrases]
    return " AND ".join([f"({alternatives(word)})" for word in found.words] + phrases)


def alternatives(word: Word) -> str:
    """What one word may stand for: itself, the words it begins, what it means; a quantity, as it may be written."""
    if word.phrases:
        return " OR ".join(quoted(" ".join(phrase)) for phrase in word.phrases)
    stems = dict.fromkeys([stem(word.text), *word.completions[:COMPLETIONS]])
    meanings = (" AND ".join(quoted(stem(one)) for one in meaning) for meaning in word.meanings if meaning)
    return " OR ".join([*map(quoted, stems), *(f"({meaning})" for meaning in meanings)])


def quoted(stems: str) -> str:
    return f'"{stems}"'  # stems are letters and digits only


# -- What is read of the article ---------------------------------------------------------------------------


def beginnings(*words: Word) -> list[str]:
    """How the words that stand for these begin, folded; a quantity begins with its number."""
    starts = [word.text if word.completions else commonprefix([word.text, stem(word.text)]) for word in words]
    starts += [phrase[0] for word in words for phrase in word.phrases]
    starts += [max(meaning, key=len) for word in words for meaning in word.meanings if meaning]
    return list(dict.fromkeys(starts))


def written(folded: str) -> str:
    """A pattern for a folded beginning with its accents and capitals."""
    spellings = (WRITTEN.get(letter, letter) for letter in folded)
    return "".join(f"[{letters}{letters.upper()}]" for letters in spellings)


class Reader:
    """Find the first hit in clean HTML, and the words around it."""

    def __init__(self, found: Found, rarest: Word):
        self.stems = found.stems
        self.beginning = re.compile("|".join(beginnings(rarest)).encode())
        started = "|".join(map(written, beginnings(*found.words)))
        self.candidates = re.compile(rf"(?<![^\W_])(?:{started})[^\W_]*")

    def read(self, html: str) -> list[Piece]:
        for unseen in UNSEEN:
            html = html.replace(unseen, "")
        for at in self.hits(html):
            before, after = html[max(at - AROUND, 0) : at], html[at : at + AROUND]
            return passage(plain(before), plain(after), self.stems, self.candidates)
        return []

    def hits(self, html: str) -> Iterator[int]:
        """Where a word that was searched begins, outside of tags."""
        folded = html.encode("latin-1", "replace").translate(FOLDED)
        for found in islice(self.beginning.finditer(folded), TRIED):
            at = found.start()
            word = self.candidates.match(html, at)
            if word and is_hit(word[0], self.stems) and html.rfind("<", 0, at) <= html.rfind(">", 0, at):
                yield at


def plain(html: str) -> str:
    """The words of a piece of clean HTML, which may begin or end within a tag."""
    if 0 <= html.find(">") < (html.find("<") if "<" in html else len(html)):
        html = html[html.find(">") + 1 :]
    if html.rfind("<") > html.rfind(">"):
        html = html[: html.rfind("<")]
    return unescape(TAG.sub(" ", html))
