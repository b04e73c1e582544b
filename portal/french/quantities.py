"""Quantities however they are written: « 35 h », « 35h », « trente-cinq heures »; « 1000 euros », « 1 000 € ».

A quantity is asked as the phrases that texts may write: each a list of stems that stand side by side.
"""

import re
from functools import cache
from itertools import product
from typing import NamedTuple

from portal.french.analyser import EMPTY, fold, stem

#: Units by the words that write them; the first is how they are shown.
UNITS = (
    ("heures", "heure", "h"),
    ("euros", "euro", "eur"),
    ("mois",),
    ("jours", "jour", "j"),
    ("semaines", "semaine"),
    ("ans", "an"),
    ("minutes", "minute", "min", "mn"),
    ("points", "point", "pts", "pt"),
)
UNIT_OF = {word: unit for unit in UNITS for word in unit}
ONES = (
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
)  # fmt: skip
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre vingt"}
DECIMAL = re.compile(r"(?<!\d)(\d+)[.,](\d+)(?!\d)")
THOUSANDS = re.compile(r"\d{3}")


class Quantity(NamedTuple):
    """A number and its unit; decimals are after a space, as they are indexed."""

    number: str
    unit: str = ""

    @property
    def text(self) -> str:
        return f"{self.number} {self.unit}".strip()

    @property
    def phrases(self) -> list[list[str]]:
        """What texts may write for it, as stems."""
        units = list(dict.fromkeys(map(stem, UNIT_OF[self.unit]))) if self.unit else [""]
        return [[*number.split(), *filter(None, [unit])] for number, unit in product(self.numbers, units)]

    @property
    def numbers(self) -> list[str]:
        """« 1000 », « 1 000 »; « 35 », « trent cinq »."""
        whole, _, decimals = self.number.partition(" ")
        written = [whole, *([f"{whole[:-3]} {whole[-3:]}"] if 3 < len(whole) < 7 else [])]
        if not decimals and self.unit and (words := in_words(int(whole))):
            written.append(" ".join(map(stem, words.split())))
        return [f"{one} {decimals}".strip() for one in written]


def in_words(number: int) -> str:
    """A number up to 100 in folded words; nothing for those that the empty words « et » and « un » write.

    >>> in_words(35), in_words(72), in_words(80), in_words(21), in_words(101)
    ('trente cinq', 'soixante douze', 'quatre vingts', '', '')
    """
    if number == 100:
        return "cent"
    if not 1 < number < 100:
        return ""
    if number < 20:
        return ONES[number]
    ten = max(ten for ten in TENS if ten <= number)
    if ten == number:
        return "quatre vingts" if ten == 80 else TENS[ten]
    return "" if number - ten in (1, 11) else f"{TENS[ten]} {ONES[number - ten]}"


@cache
def numerals() -> dict[tuple[str, ...], int]:
    """Numbers by the words that write them."""
    written = {in_words(number): number for number in range(2, 101)}
    written |= {f"{word} et un": ten + 1 for ten, word in TENS.items() if ten < 80}
    return {tuple(words.split()): number for words, number in written.items() if words}


def asked_of(query: str) -> list[str | Quantity]:
    """The words of a query that say something, folded; numbers with their units, and decimals, as one."""
    words, decimals = fold(query).split(), set(DECIMAL.findall(query))
    found: list[str | Quantity] = []
    place = 0
    while place < len(words):
        quantity, end = read_quantity(words, place, decimals)
        if quantity:
            found.append(quantity)
        elif words[place] not in EMPTY:
            found.append(words[place])
        place = end
    return found


def read_quantity(
    words: list[str], place: int, decimals: set[tuple[str, str]]
) -> tuple[Quantity | None, int]:
    """The quantity that begins there, if there is one, and where what was read ends."""
    number, end, written = read_number(words, place)
    if not number:
        return None, place + 1
    decimal = end < len(words) and (words[end - 1], words[end]) in decimals
    if decimal:
        number, end = f"{number} {words[end]}", end + 1
    unit = UNIT_OF.get(words[end]) if end < len(words) else None
    if unit:
        return Quantity(number, unit[0]), end + 1
    grouped = not written and end - place > 1 and number.endswith("000")  # « 354 356 » may be two numbers
    return (Quantity(number), end) if decimal or grouped else (None, place + 1)


def read_number(words: list[str], place: int) -> tuple[str, int, bool]:
    """The number that begins there: its digits, where it ends, whether it is in words."""
    for length in (4, 3, 2, 1):
        if number := numerals().get(tuple(words[place : place + length])):
            return str(number), place + length, True
    if not words[place].isdigit():
        return "", place, False
    number, end = words[place], place + 1
    while len(words[place]) < 4 and end < len(words) and THOUSANDS.fullmatch(words[end]):
        number, end = number + words[end], end + 1
    return number, end, False
