"""Typing errors: a word that no text has and that is not French, read as the nearest one that texts have."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, product

from pyroaring import BitMap

from agreements.compiled.index_tables import Vocabulary
from agreements.models import Agreement
from portal.french.analyser import fold
from portal.french.dictionary import is_french

#: A word that so few texts have may be misspelt in them too.
RARE = 10
#: A longer query is not corrected: each word is compared with thousands.
MOST_WORDS = 8
#: One letter wrong in a short word, two in a long one; none below.
SHORTEST, LONG = 4, 8
#: How many words are tried in the place of one, and how many queries in the place of another.
MOST_NEAR, MOST_TRIED = 3, 6
LETTERS = re.compile(r"[a-z]+")
#: In how many titles the accents of a word are looked for.
TITLES_READ = 200
WRITTEN = re.compile(r"[^\W\d_]+")


def corrections(words: list[str], missing: set[str]) -> Iterator[list[str]]:
    """The words, those that are misspelt replaced by what is near and texts have, the likeliest first.

    There is none where one of them would stay wrong.
    Where each word is had by some text and no text has them all, those that hardly any has are taken for misspelt.
    """
    if len(words) > MOST_WORDS:
        return
    counts = dict(Vocabulary.objects.filter(word__in=words).values_list("word", "count"))
    suspect = missing or {word for word, count in counts.items() if count <= RARE}
    misspelt = {word for word in suspect if LETTERS.fullmatch(word) and not is_french(word)}
    if not misspelt or missing - misspelt:
        return
    meant = [nearest(word, counts.get(word, 0)) if word in misspelt else [word] for word in words]
    for chosen in islice(product(*meant), MOST_TRIED):
        yield [*chosen]


def nearest(word: str, count: int) -> list[str]:
    """The words of the texts that are a letter or two away and much more frequent, the likeliest first.

    Of two that are as near, the one that ends alike is likelier, then the one that more texts have.
    """
    if len(word) < SHORTEST:
        return []
    errors = 1 if len(word) < LONG else 2
    around = Vocabulary.objects.filter(
        word__gte=word[0], word__lt=f"{word[0]}\U0010ffff", count__gt=RARE * count
    )
    found = []
    for other, often in around.order_by("-count", "word").values_list("word", "count"):
        if abs(len(other) - len(word)) <= errors and (wrong := distance(word, other, errors)) <= errors:
            found.append((wrong, other[-2:] != word[-2:], -often, other))
    return [other for *_, fewer, other in sorted(found) if -fewer > RARE or is_french(other)][:MOST_NEAR]


def distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, in excess or swapped; more than `most` is not counted to its end."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        last, before, line = before, line, [row]
        for column, facing in enumerate(other, 1):
            best = min(before[column] + 1, line[-1] + 1, before[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                best = min(best, last[column - 2] + 1)
            line.append(best)
        if min(line) > most:
            return most + 1
    return line[-1]


def spelled(words: list[str], typed: str, texts: BitMap) -> str:
    """Folded words with their accents: as they were typed, or as the titles of these texts write them."""
    written = Counter()
    for title in (
        Agreement.objects.filter(pk__in=list(texts[:TITLES_READ]))
        .order_by("pk")
        .values_list("title", flat=True)
    ):
        written.update(one.lower() for one in WRITTEN.findall(title))
    by_word = {fold(one): one for one, _ in reversed(written.most_common())}
    by_word |= {fold(one): one for one in WRITTEN.findall(typed)}
    return " ".join(by_word.get(word, word) for word in words)
