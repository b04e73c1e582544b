"""The one reader of queries: whatever the order, what is named is told from what is only words.

Pasted addresses and identifiers are taken out first, then dates, then conventions and organisations by their names,
then kinds and numbers. What is between « guillemets » is left as it is. Nothing is asked of the edition but its
names, so that a table of cases says all that is read.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from agreements.finding.queries.addresses import ADDRESS, NOR, identifiers_in, read_address
from agreements.finding.queries.numbers import YEAR, NumbersReader
from agreements.finding.queries.query import Called, Identifiers, Names, OwnPage, Query
from agreements.finding.queries.tokens import ARTICLES, Tokens
from portal.french.analyser import INVISIBLE, natural_key
from portal.french.dates import Precision
from portal.french.typed_dates import Period, dates_in, plain_of

QUOTED = re.compile(r"[\"«“][^\"»”]*[\"»”]")
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
#: « ccn-66-avenant-357 »: what stands in the address of a page of this portal.
SLUG = re.compile(r"\s*((?:ccn|chrs|bass|idcc)-[a-z0-9]+(?:-[a-z0-9]+)+)\s*")
#: « 354/356 », « CCN66-362 ».
JOINED = re.compile(r"(?<![\d/.-])(\d{1,4})([-/])(\d{1,4})(?![\d/.-])")
#: What comes before the name of a convention, or before its number, its year or its day.
HEAD = {"ccn", "ccnt", "cct", "cc", "convention", "conventions", "collective", "collectives", "nationale"}
BEFORE_A_DAY = re.compile(
    r"\b(?:ccn|cct|convention)(?: collective)?(?: nationale)?(?: de travail)?(?: du| de)? $"
)
#: How many words of the name of a convention tell it from the others.
ENOUGH = 2
#: With « arrêté » and a day, what only says which arrêté.
OF_ACTS = {"arrete", "arretes", "agrement", "extension", "elargissement", "ministeriel", "portant", "relatif"}


class Heard(NamedTuple):
    """What a name that begins somewhere calls, and where it ends."""

    end: int
    called: list[Called]


NOTHING = Heard(0, [])


def read_query(typed: str, names: Names) -> Query:
    """What a query names, and the words that are left."""
    return QueryReader(typed, names).read()


def visible(typed: str) -> str:
    """A query without what was pasted with it and cannot be seen."""
    return typed.translate(INVISIBLE).replace("\u00a0", " ").replace("\u202f", " ")


class QueryReader:
    def __init__(self, typed: str, names: Names):
        self.names = names
        self.text = visible(typed)
        self.left = DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), self.text)
        self.pasted: list[Identifiers] = []
        self.pages: list[OwnPage] = []
        self.conventions: dict[str, None] = {}
        self.organisations: dict[str, None] = {}
        self.unknown: list[str] = []
        self.periods: list[Period] = []

    def read(self) -> Query:
        self.addresses()
        self.dates()
        self.left = JOINED.sub(self.parted, self.left)
        tokens = Tokens(self.left, [match.span() for match in QUOTED.finditer(self.left)])
        self.codes(tokens)
        self.called(tokens)
        numbers = NumbersReader(tokens, self.names, self.conventions)
        numbers.read()
        self.periods += numbers.periods
        acts = self.acts(tokens)
        tokens.take_empty()
        found = Query(
            text=self.text,
            words=tokens.rest if tokens.say_something else "",
            pasted=tuple(self.pasted),
            pages=tuple(self.pages),
            references=tuple(numbers.references),
            kinds=tuple(numbers.kinds),
            conventions=tuple(self.conventions),
            organisations=tuple(self.organisations),
            periods=tuple(self.periods),
            unknown=tuple(self.unknown),
            acts=acts,
        )
        return Query(self.text, self.text) if found.is_words else found

    def blank(self, start: int, end: int) -> None:
        """Take out what was read, the rest staying where it is."""
        self.left = f"{self.left[:start]}{' ' * (end - start)}{self.left[end:]}"

    def addresses(self) -> None:
        """Addresses and identifiers, wherever they stand."""
        for match in ADDRESS.finditer(self.left):
            named = read_address(match[0])
            if isinstance(named, OwnPage):
                self.pages.append(named)
            elif isinstance(named, int):
                self.idcc(named)
            elif named:
                self.pasted.append(named)
            else:
                continue
            self.blank(*match.span())
        for match in NOR.finditer(self.left):
            self.pasted.append(identifiers_in(match[0]))
            self.blank(*match.span())
        if slug := SLUG.fullmatch(self.left):
            self.pages.append(OwnPage("agreement", slug[1]))
            self.left = ""

    def dates(self) -> None:
        """Days and months; after « convention », the day of one of them is its name."""
        plain = plain_of(self.left)
        for start, end, period in dates_in(self.left):
            head = BEFORE_A_DAY.search(plain, 0, start)
            slug = self.names.days.get(period.first) if period.precision == Precision.JOUR else None
            if head and slug:
                self.conventions[slug] = None
                start = head.start()
            else:
                self.periods.append(period)
            self.blank(start, end)

    def parted(self, joined: re.Match) -> str:
        """Two numbers joined by a sign, which is no part of either where no text bears them so joined."""
        numbers, (first, sign, last) = self.names.numbers, joined.groups()
        dated = YEAR.fullmatch(first) or YEAR.fullmatch(last)
        if dated or natural_key(joined[0]) in numbers or natural_key(last) not in numbers:
            return joined[0]
        if first in self.names.short:
            return f"{first} {last}"
        return (
            f"{first} {'à' if sign == '-' else 'et'} {last}" if natural_key(first) in numbers else joined[0]
        )

    # -- Conventions and organisations ---------------------------------------------------------------------

    def codes(self, tokens: Tokens) -> None:
        """« IDCC 0413 », « IDCC 413 et 1001 », « brochure n° 3116 »."""
        readers = {"idcc": self.idcc, "brochure": self.brochure}
        for place in tokens.places("word"):
            if not (read := readers.get(tokens.items[place].text)):
                continue
            number = tokens.skip(place + 1, {"jo"}, "sign")
            while tokens.free(number, "number"):
                for told in re.findall(r"\d+", tokens.items[number].text):
                    read(int(told))
                tokens.take(place, number + 1)
                linked = tokens.says(number + 1, {"et", "ou"}) or "," in tokens.between(number, number + 1)
                number = tokens.skip(number + 1, {"et", "ou"}) if linked else len(tokens)

    def idcc(self, number: int) -> None:
        slug = self.names.idccs.get(number)
        if slug:
            self.conventions[slug] = None
        else:
            self.unknown.append(f"IDCC {number}")

    def brochure(self, number: int) -> None:
        slug = self.names.brochures.get(number)
        if slug:
            self.conventions[slug] = None
        else:
            self.unknown.append(f"brochure n° {number}")

    def called(self, tokens: Tokens) -> None:
        """Conventions and organisations by their names, the longest first; « convention 66 » by its number."""
        for place in tokens.places():
            name = place
            while tokens.says(name, HEAD if name == place else HEAD | ARTICLES):
                name += 1
            heard = [self.named(tokens, place, headed=False)]
            if name > place:
                heard += [self.numbered(tokens, tokens.skip(name, (), "sign"))]
                heard += [self.named(tokens, name, headed=True), self.begun(tokens, name)]
            best = max(
                heard, key=lambda one: (any(called.page == "convention" for called in one.called), one.end)
            )
            for called in best.called:
                (self.conventions if called.page == "convention" else self.organisations)[called.slug] = None
            tokens.take(place, best.end)

    def numbered(self, tokens: Tokens, place: int) -> Heard:
        """« 66 », « 1966 », « 0413 » after « convention »."""
        if not tokens.free(place, "number"):
            return NOTHING
        number = tokens.items[place].text
        slug = self.names.short.get(number) or self.names.years.get(number)
        if not slug and number.isdigit():
            slug = self.names.idccs.get(int(number))
        return Heard(place + 1, [Called("convention", slug)]) if slug else NOTHING

    def beginning(self, tokens: Tokens, place: int) -> Iterable[tuple[list[str], Called]]:
        """The names that may begin at a place, the longest first."""
        return self.names.beginning(tokens.items[place].text) if tokens.free(place) else ()

    def named(self, tokens: Tokens, place: int, *, headed: bool) -> Heard:
        """The longest name that begins there; after « convention », that of a convention if there is one."""
        found, end = [], 0
        for words, called in self.beginning(tokens, place):
            last = tokens.reads(place, words)
            if end and last < end:
                break
            alone = place == 0 and last == len(tokens)
            if last and (headed or alone or not called.common):
                found.append(called)
                end = last
        conventions = [called for called in found if called.page == "convention"]
        return Heard(end, conventions if headed and conventions else found)

    def begun(self, tokens: Tokens, place: int) -> Heard:
        """« convention des médecins spécialistes »: the one convention whose name begins by these words."""
        ends: dict[int, dict[str, Called]] = {}
        for words, called in self.beginning(tokens, place):
            last = max((tokens.reads(place, words[:count]) for count in range(ENOUGH, len(words))), default=0)
            if last and called.page == "convention":
                ends.setdefault(last, {})[called.slug] = called
        if not ends or len(ends[max(ends)]) > 1:
            return NOTHING
        return Heard(max(ends), [*ends[max(ends)].values()])

    def acts(self, tokens: Tokens) -> bool:
        """Whether the decisions of a day are asked for: « arrêté du 2 octobre 2020 »."""
        arretes = [place for place in tokens.places("word") if tokens.says(place, {"arrete", "arretes"})]
        if not arretes or not (self.pasted or self.periods):
            return False
        for place in tokens.places("word"):
            if tokens.says(place, OF_ACTS):
                tokens.take(place, place + 1)
        return bool(self.periods)
