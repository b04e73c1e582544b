"""Addresses drawn at random over every route and every format of the public site: likely ones, odd ones, and foul ones.

The draw is repeatable: the same seed gives the same addresses.
"""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import quote, quote_from_bytes, urlencode

from django.urls import get_resolver

from agreements.law.vocabulary import STATES, AgreementKind, Certainty
from portal.web.declarations import routes

#: What a page may well be asked.
WORDS = [
    "ccn-66", "chrs", "cfdt", "nexem", "salaires-et-primes", "tout", "secteur", "recent", "numero", "2020-10-27", "1",
    *AgreementKind, *(word for states in STATES.values() for word in states), "ancien", "75", "11", "0004567", "prime",
    "congé paternité", "n°357 ccn66", "IDCC 413", "avenant 354",
]  # fmt: skip
#: What nobody asks in good faith.
ODD = [
    "", " ", "\0", "\ud7ff", "\U0010ffff", "'", '"', "(", "[", "%", "*", "^", "\\", "NEAR(", "a OR b", '"a', "-", "--",
    "a AND", "NaN", "inf", "1e400", "-0", "٣", "９", "0x1", "1_0", "9" * 40, "-" + "9" * 40, "2020-10-27T00:00",
    "0000-00-00", "9999-12-31", "..", "../../etc/passwd", "<script>", "{{ 7*7 }}", "%s", "%(x)s", "\r\n\r\n",
    "’", "n°", "avenant 357", "KALITEXT000043075012", "idcc 413", "66", "é" * 120,
]  # fmt: skip
#: What some parameters are given, by their names.
DAYS, NUMBERS = {"date", "du", "au", "signe_apres", "signe_avant"}, {"page", "par_page", "effectif"}
PLAIN = {
    "q": ["prime", "congé paternité", "salaires", "prévoyance", "n°357 ccn66", "avenant 354", "formation"],
    "cherche": ["prime"],
    "perimetre": ["tout", "secteur"],
    "type": [*AgreementKind],
    "convention": ["ccn-66", "chrs"],
    "tri": ["recent", "ancien"],
    "theme": ["salaires-et-primes"],
    "certitude": [*Certainty],
    "annee": [str(year) for year in range(2000, 2026)],
    "region": ["11", "75", "84"],
    "signataire": ["cfdt", "nexem"],
    "membre": ["nexem"],
    "de": ["1", "2"],
    "a": ["2"],
    "organisation": ["cfdt", "nexem"],
    **{name: [*states] for name, states in STATES.items()},
}
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


class Addresses:
    """An endless draw; `slugs` are those of the pages that exist."""

    def __init__(self, seed: int, slugs: list[str]):
        self.chance = random.Random(seed)
        self.slugs = slugs
        public = get_resolver("portal.urls").url_patterns
        self.routes = [(address, view.parameters) for address, view in routes(public)]

    def __iter__(self) -> Iterator[str]:
        while True:
            yield self.one()

    def one(self) -> str:
        address, parameters = self.chance.choice(self.routes)
        path = PLACE.sub(lambda found: self.place(), address)
        if self.chance.random() < 0.03:
            path += self.chance.choice(["/", ".json", "%00", "%ff", "..", "\u00e9", "?"])
        query = self.query(sorted(parameters.known))
        return quote(path, safe="/%?", errors="replace") + (f"?{query}" if query else "")

    def place(self) -> str:
        """What stands for a part of a path: mostly that of a page that exists."""
        if self.chance.random() < 0.9:
            return self.chance.choice(self.slugs)
        return quote(self.chance.choice(ODD) or "x", safe="", errors="replace")

    def query(self, names: list[str]) -> str:
        if self.chance.random() < 0.03:
            return quote_from_bytes(self.chance.randbytes(self.chance.randrange(60)))
        chosen = [self.name(names) for _ in range(self.chance.choice([0, 1, 1, 2, 3, 6]))]
        odd = self.chance.random() < 0.4
        return urlencode(
            [(name, self.value() if odd else self.likely(name)) for name in chosen], errors="replace"
        )

    def name(self, names: list[str]) -> str:
        return (
            self.chance.choice(names)
            if self.chance.random() < 0.9
            else self.chance.choice(["x", "Q", "date "])
        )

    def likely(self, name: str) -> str:
        """What a reader may well give a parameter, by its name."""
        if name in DAYS:
            return self.day()
        if name in NUMBERS:
            return str(self.chance.randrange(1, 30))
        return self.chance.choice(PLAIN.get(name, WORDS))

    def day(self) -> str:
        return str(date(1990, 1, 1) + timedelta(self.chance.randrange(13_500)))

    def value(self) -> str:
        draw = self.chance.random()
        if draw < 0.5:
            return self.chance.choice(WORDS)
        if draw < 0.75:
            return self.chance.choice(ODD)
        if draw < 0.85:
            return self.day()
        if draw < 0.93:
            return str(self.chance.randrange(-2, 400))
        return "".join(chr(self.chance.randrange(1, 0xD7FF)) for _ in range(self.chance.randrange(1, 30)))
