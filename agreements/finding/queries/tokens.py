"""A query cut into words, numbers and signs, each taken once by what recognises it; what is left is words."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from portal.french.analyser import EMPTY
from portal.french.typed_dates import plain_of

TOKEN = re.compile(
    r"(?P<elision>(?<![a-z])(?:[cdjlmnst]|qu)['’](?=\w))"
    r"|(?P<sign>(?<![a-z])(?:n\s?(?:°s?|os?)?|num(?:ero)?s?\.?)(?=\s*\d)|№)"
    r"|(?P<decimal>\d+[.,]\d+)"
    r"|(?P<number>\d+(?:[-/]\d+)*(?:\s?(?:bis|ter|quater|quinquies)\b)?)"
    r"|(?P<word>[a-z\ufffd]+)"
    r"|(?P<unit>[€%])"
)
#: What stands between the words of a name, or does not.
ARTICLES = {"de", "du", "des", "la", "le", "les"}
#: Words that say nothing once something is named.
FILLERS = EMPTY | {
    *("ccn", "ccnt", "cct", "cc", "convention", "conventions", "collective", "collectives", "nationale"),
    *("texte", "textes", "accords", "date", "dates", "numero", "num", "idcc", "brochure", "nor", "jo"),
    *("signe", "signes", "signee", "annee", "entre", "depuis", "avant", "apres"),
}


class Token(NamedTuple):
    text: str  # folded
    kind: str
    start: int
    end: int


class Tokens:
    """The tokens of a query; those that were taken, and those between « guillemets », are nobody's any more."""

    def __init__(self, text: str, untouched: Collection[tuple[int, int]] = ()):
        self.text = text
        self.items: list[Token] = []
        self.elisions: list[tuple[int, int]] = []
        for match in TOKEN.finditer(plain_of(text)):
            if match.lastgroup == "elision":
                self.elisions.append(match.span())
            else:
                self.items.append(Token(" ".join(match[0].split()), match.lastgroup or "", *match.span()))
        self.taken: set[int] = set()
        self.fixed = {
            place
            for place, token in enumerate(self.items)
            if any(start <= token.start < end for start, end in untouched)
        }

    def __len__(self) -> int:
        return len(self.items)

    def free(self, place: int, *kinds: str) -> bool:
        """Whether there is a token there that nothing has taken, of one of these kinds."""
        if not 0 <= place < len(self.items) or place in self.taken or place in self.fixed:
            return False
        return not kinds or self.items[place].kind in kinds

    def says(self, place: int, words: Collection[str]) -> bool:
        """Whether one of these words stands there, free."""
        return self.free(place) and self.items[place].text in words

    def places(self, *kinds: str) -> Iterator[int]:
        """The places that are free when they are come to."""
        return (place for place in range(len(self.items)) if self.free(place, *kinds))

    def take(self, first: int, end: int) -> None:
        self.taken.update(range(first, end))

    def skip(self, place: int, words: Collection[str], *kinds: str) -> int:
        """The first place from there on that is none of these words nor kinds."""
        while self.says(place, words) or (kinds and self.free(place, *kinds)):
            place += 1
        return place

    def reads(self, place: int, words: list[str]) -> int:
        """Where these words end that stand there one after the other, free, with or without articles between them."""
        for n, word in enumerate(words):
            place = self.skip(place, ARTICLES) if n else place
            if not self.says(place, (word,)):
                return 0
            place += 1
        return place

    def take_empty(self) -> None:
        """Take the words that say nothing, which stood around what was taken."""
        self.taken.update(place for place in self.places("word") if self.items[place].text in EMPTY)

    def between(self, one: int, other: int) -> str:
        """What is written between two tokens; nothing where there is no second one."""
        return self.text[self.items[one].end : self.items[other].start] if other < len(self) else ""

    def left(self, *besides: Collection[str]) -> bool:
        """Whether words are left, but for the fillers and these."""
        ignored = FILLERS.union(*besides)
        return bool(self.fixed) or any(self.items[place].text not in ignored for place in self.places("word"))

    @property
    def say_something(self) -> bool:
        """Whether something is left that is worth searching."""
        return self.left() or any(True for _ in self.places("number", "decimal"))

    @property
    def rest(self) -> str:
        """The words that are left, in their order; a space at the end says that the last one is whole."""
        signs = list(self.text)
        taken = [(self.items[place].start, self.items[place].end) for place in self.taken]
        for start, end in [*taken, *self.elisions]:
            signs[start:end] = " " * (end - start)
        left = "".join(signs)
        return " ".join(left.split()) + " " * (left != left.rstrip())
