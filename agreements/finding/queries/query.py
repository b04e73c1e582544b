"""What a query asks, once read: the things it names, one by one, and the words that are left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from agreements.finding.queries.tokens import ARTICLES
from agreements.law.vocabulary import AgreementKind
from portal.french.typed_dates import Period


class Numbered(NamedTuple):
    """« avenant n° 357 », or a number alone."""

    kind: AgreementKind | None
    number: str


class OwnPage(NamedTuple):
    """A page of this portal, by its address or by the identifier in it."""

    page: str
    slug: str


#: One thing that is pasted: the identifiers that it carries, the most precise first.
Identifiers = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What was typed, in the parts that it is made of."""

    text: str  # without what cannot be seen
    words: str = ""  # what names nothing: the words to search
    pasted: tuple[Identifiers, ...] = ()
    pages: tuple[OwnPage, ...] = ()
    references: tuple[Numbered, ...] = ()
    kinds: tuple[AgreementKind, ...] = ()  # without a number
    conventions: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    unknown: tuple[str, ...] = ()  # « IDCC 9999 », « brochure 3999 »: what is named and is not held
    acts: bool = False  # the decisions of that day are asked for, and not the texts

    @property
    def is_words(self) -> bool:
        """Whether it names nothing; a kind alone is a word."""
        named = (self.pasted, self.pages, self.references, self.conventions, self.organisations, self.periods)
        return not any((*named, self.unknown))


class Called(NamedTuple):
    """What a name calls: the name of a page and its identifier."""

    page: str
    slug: str
    #: Whether the name is also a common word, which only « convention » before it, or nothing around it, makes a name.
    common: bool = False


@dataclass(frozen=True)
class Names:
    """What the reader of queries knows of an edition; names are folded."""

    called: Mapping[str, Iterable[Called]] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)  # « 66 » → ccn-66
    years: Mapping[str, str] = field(default_factory=dict)  # « 1966 », after « convention »
    days: Mapping[date, str] = field(default_factory=dict)  # the day of a convention, after « convention »
    idccs: Mapping[int, str] = field(default_factory=dict)
    brochures: Mapping[int, str] = field(default_factory=dict)
    numbers: Iterable[str] = ()  # natural keys of the numbers that texts bear

    @cached_property
    def by_first_word(self) -> dict[str, list[tuple[list[str], Called]]]:
        """Names by the word they begin with, the longest first."""
        found: dict[str, list[tuple[list[str], Called]]] = {}
        for name, several in self.called.items():
            if words := [word for n, word in enumerate(name.split()) if not n or word not in ARTICLES]:
                found.setdefault(words[0], []).extend((words, one) for one in several)
        return {first: sorted(names, key=lambda name: -len(name[0])) for first, names in found.items()}

    def beginning(self, word: str) -> Iterable[tuple[list[str], Called]]:
        """The names that begin with a word, the longest first, without the articles between their words."""
        return self.by_first_word.get(word, ())
