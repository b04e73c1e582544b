"""The numbers of a query: of texts, with their kind or alone; of conventions; years; or none of these.

A number is a text's when a kind or « n° » stands before it, or when nothing but numbers and names is typed. With
words around, a number alone is a word, and a year is a year.
"""

import re
from collections.abc import Iterator

from agreements.finding.queries.query import Names, Numbered
from agreements.finding.queries.tokens import FILLERS, Tokens
from agreements.law.vocabulary import AgreementKind
from portal.french.analyser import natural_key
from portal.french.typed_dates import Period

#: Each kind as it is typed; the longest first where one begins another.
KINDS: dict[tuple[str, ...], AgreementKind] = {
    ("accord", "cadre"): AgreementKind.ACCORD_CADRE,
    ("proces", "verbal"): AgreementKind.PROCES_VERBAL,
    ("decision", "unilaterale"): AgreementKind.DECISION,
    ("recommandation", "patronale"): AgreementKind.RECOMMANDATION,
    **dict.fromkeys([("avenant",), ("avenants",), ("avt",), ("av",)], AgreementKind.AVENANT),
    **dict.fromkeys([("protocole",), ("protocoles",), ("prot",)], AgreementKind.PROTOCOLE),
    **dict.fromkeys([("accord",), ("accords",)], AgreementKind.ACCORD),
    **dict.fromkeys([("annexe",), ("annexes",)], AgreementKind.ANNEXE),
    **dict.fromkeys([("recommandation",), ("recommandations",)], AgreementKind.RECOMMANDATION),
    **dict.fromkeys([("decision",), ("decisions",)], AgreementKind.DECISION),
    ("additif",): AgreementKind.ADDITIF,
    ("avis",): AgreementKind.AVIS,
    ("deliberation",): AgreementKind.DELIBERATION,
    ("adhesion",): AgreementKind.ADHESION,
    ("rectificatif",): AgreementKind.RECTIFICATIF,
}
KIND_WORDS = {word for words in KINDS for word in words}
#: What is numbered and is no text of ours.
OTHERS = {
    *(
        "article",
        "articles",
        "art",
        "loi",
        "lois",
        "decret",
        "ordonnance",
        "directive",
        "circulaire",
        "titre",
    ),
    *(
        "chapitre",
        "page",
        "niveau",
        "groupe",
        "coefficient",
        "indice",
        "echelon",
        "categorie",
        "classe",
        "bo",
    ),
}
#: After a number, these make it a quantity.
UNITS = {
    *(
        "h",
        "heure",
        "heures",
        "mn",
        "min",
        "minute",
        "minutes",
        "euro",
        "euros",
        "eur",
        "mois",
        "jour",
        "jours",
    ),
    *(
        "j",
        "semaine",
        "semaines",
        "an",
        "ans",
        "annees",
        "point",
        "points",
        "pt",
        "pts",
        "pour",
        "km",
        "fois",
    ),
    *("salaries", "lits", "places"),
}
LINKS, RANGE = {"et", "ou", "a"}, "a"
LONGEST_RANGE = 20
YEAR = re.compile(r"(?:19[3-9]|20\d)\d")
MONTH = re.compile(r"(?:(0?[1-9]|1[0-2])[/-]((?:19|20)\d\d))|(?:((?:19|20)\d\d)-(0[1-9]|1[0-2]))")
IDCC = re.compile(r"0\d{3}")


class NumbersReader:
    """Read the numbers of what the names have left."""

    def __init__(self, tokens: Tokens, names: Names, conventions: dict[str, None]):
        self.tokens, self.names, self.conventions = tokens, names, conventions
        self.references: list[Numbered] = []
        self.periods: list[Period] = []
        self.kinds: list[AgreementKind] = []
        self.pending: list[
            tuple[AgreementKind, int, int]
        ] = []  # kinds without a number, and where they stand

    def read(self) -> None:
        place = 0
        while place < len(self.tokens):
            place = self.kind(place) or self.signed(place) or place + 1
        self.loose()
        if not self.tokens.left(KIND_WORDS):
            for kind, first, end in self.pending:
                self.kinds.append(kind)
                self.tokens.take(first, end)

    # -- With a kind or a sign -----------------------------------------------------------------------------

    def kind(self, place: int) -> int | None:
        """Read a kind, and the numbers after it; where it ends, if there is one."""
        for length in (2, 1):
            words = tuple(token.text for token in self.tokens.items[place : place + length])
            if words in KINDS and all(self.tokens.free(place + n) for n in range(length)):
                end = place + length
                first = end + 1 if self.tokens.free(end, "sign") else end
                if after := self.list_of(first, KINDS[words], signed=first > end):
                    self.tokens.take(place, first)
                    return after
                self.pending.append((KINDS[words], place, end))
                return end
        return None

    def signed(self, place: int) -> int | None:
        """Read the numbers after « n° »."""
        if not self.tokens.free(place, "sign") or self.tokens.says(place - 1, OTHERS):
            return None
        after = self.list_of(place + 1, self.kind_before(place), signed=True)
        if after:
            self.tokens.take(place, place + 1)
        return after

    def list_of(self, place: int, kind: AgreementKind | None, *, signed: bool) -> int | None:
        """« 361, 362 et 363 », « 354 à 356 »: take the numbers that begin there; where they end, if there are any."""
        found: list[str] = []
        link = ""
        while self.tokens.free(place, "number") and not self.is_quantity(place):
            number = self.tokens.items[place].text
            if found and not link and self.is_nickname(place):
                self.conventions[self.names.short[number]] = None
            elif not signed and (period := self.period(number)):
                if not found:
                    return None
                self.periods.append(period)
            else:
                found += between(found[-1], number) if link == RANGE and found else [number]
            self.tokens.take(place, place + 1)
            link = self.tokens.items[place + 1].text if self.tokens.says(place + 1, LINKS) else ""
            after = place + 1 + bool(link)
            signed_next = self.tokens.free(after, "sign")
            if not self.tokens.free(after + signed_next, "number"):
                break
            self.tokens.take(place + 1, after + signed_next)
            place = after + signed_next
        self.references += [Numbered(kind, number) for number in found]
        return place + 1 if found else None

    def is_quantity(self, place: int) -> bool:
        """« 35 heures », « 1 000 € »: a run of numbers before a unit."""
        while self.tokens.free(place, "number"):
            place += 1
        return self.tokens.free(place, "unit") or self.tokens.says(place, UNITS)

    def is_nickname(self, place: int) -> bool:
        """« avenant 357 66 »: the last word is the convention."""
        return place == len(self.tokens) - 1 and self.tokens.items[place].text in self.names.short

    def period(self, number: str) -> Period | None:
        """The year or the month that a number is, where no text bears it."""
        if natural_key(number) in self.names.numbers:
            return None
        if YEAR.fullmatch(number):
            return Period.of_year(int(number))
        if month := MONTH.fullmatch(number):
            return Period.of_month(int(month[2] or month[3]), int(month[1] or month[4]))
        return None

    def kind_before(self, place: int) -> AgreementKind | None:
        """The kind that waits for a number, where only names stand between them; it waits no more."""
        for waiting in self.pending:
            kind, first, end = waiting
            span = range(end, place) if end <= place else range(place + 1, first)
            if all(not self.tokens.free(n, "word") or self.tokens.says(n, FILLERS) for n in span):
                self.pending.remove(waiting)
                self.tokens.take(first, end)
                return kind
        return None

    # -- Alone ---------------------------------------------------------------------------------------------

    def loose(self) -> None:
        """Numbers that nothing announces: of texts where there is nothing else, else only what they cannot but be."""
        alone = not self.tokens.left(KIND_WORDS)
        for place in self.tokens.places("number"):
            number = self.tokens.items[place].text
            if self.is_quantity(place) or self.tokens.says(place - 1, OTHERS):
                continue
            if IDCC.fullmatch(number) and (slug := self.names.idccs.get(int(number))):
                self.conventions[slug] = None
            elif period := self.period(number):
                self.periods.append(period)
            elif alone and (slug := self.convention_of(number)):
                self.conventions[slug] = None
            elif kind := self.kind_before(place):
                self.references.append(Numbered(kind, number))
            elif alone:
                self.references.append(Numbered(None, number))
            else:
                continue
            self.tokens.take(place, place + 1)

    def convention_of(self, number: str) -> str | None:
        """« 66 » alone or beside the number of a text, « 413 » where no text bears it."""
        if self.pending and not self.references:
            return None
        if slug := self.names.short.get(number):
            others = [
                place for place in self.tokens.places("number") if self.tokens.items[place].text != number
            ]
            return slug if self.references or not others else None
        unknown = natural_key(number) not in self.names.numbers
        return self.names.idccs.get(int(number)) if unknown and number.isdigit() else None


def between(first: str, last: str) -> Iterator[str]:
    """The numbers after one, up to another."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= LONGEST_RANGE:
        return (str(number) for number in range(int(first) + 1, int(last) + 1))
    return iter([last])
