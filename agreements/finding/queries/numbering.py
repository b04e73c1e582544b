"""The texts that bear a number, among the sets of the index: as it is, or as the series of a convention writes it."""

import re
from collections.abc import Mapping

from pyroaring import BitMap

from agreements.finding.day_sets import EMPTY
from agreements.finding.queries.query import Numbered
from agreements.law.vocabulary import AgreementKind
from portal.french.analyser import natural_key

#: « 250bis » is « 250 bis ».
GLUED = re.compile(r"(?<=\d)(?=[a-z])")
#: « 64/2024 », « 31-2016 », « 2014-01 »: a number within a year.
OF_A_YEAR = re.compile(r"(\d{8}) 0000((?:19|20)\d\d)|0000((?:19|20)\d\d) (\d{8})")


def key_of(number: str) -> str:
    return natural_key(GLUED.sub(" ", number))


class Numbering:
    def __init__(self, sets: Mapping[str, Mapping[str, BitMap]]):
        self.numbers, self.kinds, self.years = (sets.get(name, {}) for name in ("numero", "type", "annee"))

    def of(self, asked: Numbered, within: BitMap | None) -> BitMap:
        """The texts of this number and kind, in these conventions if there are some; else as near as can be.

        A number alone is looked for within years too where the convention has no text of just that number.
        """
        key = key_of(asked.number)
        exact = self.numbers.get(key) or self.of_year(key)
        tries = [exact if within is None else exact & within]
        if within is not None or not exact:
            dated = BitMap.union(
                EMPTY, *(self.numbers[one] for one in self.numbers if one_of_a_year(one, key))
            )
            tries.append(dated if within is None else dated & within)
        tries.append(exact)
        for texts in tries:
            if of_kind := self.of_kind(texts, asked.kind):
                return of_kind
        return next((texts for texts in tries if texts), EMPTY)

    def of_year(self, key: str) -> BitMap:
        """« 5-2007 », where texts are only numbered 5: that of 2007."""
        if not (told := OF_A_YEAR.fullmatch(key)):
            return EMPTY
        number, year = told[1] or told[4], told[2] or told[3]
        return self.numbers.get(number, EMPTY) & self.years.get(year, EMPTY)

    def of_kind(self, texts: BitMap, kind: AgreementKind | None) -> BitMap:
        return texts & self.kinds.get(kind.value, EMPTY) if kind else texts

    def attached(self, asked: tuple[Numbered, ...]) -> BitMap:
        """« protocole 155 avenant 1 », in either order: the one text that bears both numbers."""
        if len(asked) != 2 or {one.kind for one in asked} & {None} or asked[0].kind == asked[1].kind:
            return EMPTY
        main, change = sorted(asked, key=lambda one: one.kind == AgreementKind.AVENANT)
        return self.numbers.get(key_of(f"{main.number} avenant {change.number}"), EMPTY)


def one_of_a_year(key: str, number: str) -> bool:
    """Whether a key is this number within a year."""
    found = OF_A_YEAR.fullmatch(key)
    return bool(found) and number in (found[1], found[4])
