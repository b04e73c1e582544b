"""The identifier of an imported text: convention, kind, number; else the date and a word of the object.

The same text has the same identifier whatever the order in which it is read. Those that would share one are told
apart by their date, then by their official number. An identifier once given is never given again.
"""

from collections import Counter
from collections.abc import Iterable

from django.utils.text import slugify

from agreements.importers.kali.reading import OfficialReading
from portal.french.analyser import fold
from portal.french.writing import MONTHS

LONGEST = 120
#: Words that say nothing of an object.
EMPTY = """
    a ainsi au aux avec ce ces cette d dans de des du en entre et l la le les leur lui mise modification ne nouvelle
    ou par plusieurs portant pour relatif relatifs relative relatives revision s sa ses son sur un une certaines
    dispositions creation place oeuvre fixation application actualisation valorisation convention collective
    nationale conventionnelles territoriales accord avenant annexe article articles chapitre titre
"""
_EMPTY = frozenset(EMPTY.split()) | {fold(month) for month in MONTHS}


def word_of(subject: str) -> str:
    """The first word of an object that says something of it.

    >>> word_of("Mise en place du fonds de solidarité")
    'fonds'
    """
    plain = subject.replace("œ", "oe").replace("Œ", "oe").replace("'", " ").replace("’", " ")
    words = slugify(plain).split("-")
    return next((word for word in words if len(word) > 2 and not word.isdigit() and word not in _EMPTY), "")


def candidates(convention: str, kind: str, reading: OfficialReading, dated) -> list[str]:
    """The identifiers a text may take, the plainest first; the last is its alone."""
    told = reading.read
    number, place = slugify(told.number.replace("/", "-")), slugify(told.place)[:40].strip("-")
    day = dated.isoformat() if dated else ""
    word = word_of(told.subject) or ("" if day else word_of(reading.title))
    plain = joined(convention, kind, place, number or joined(day, word))
    longer = joined(convention, kind, place, number, day, word)
    own = joined(convention, kind, place, number, day, reading.kalitext.removeprefix("KALITEXT").lstrip("0"))
    return [plain, longer, own]


def joined(*parts: str) -> str:
    return "-".join(part for part in parts if part)[:LONGEST].strip("-")


def give(wanted: dict[str, list[str]], taken: Iterable[str]) -> dict[str, str]:
    """One identifier each, from the candidates of each: the plainest that nobody else has or wants."""
    taken, given, left = set(taken), {}, dict(wanted)
    for rung in range(3):
        wishes = Counter(forms[rung] for forms in left.values())
        for key, forms in sorted(left.items()):
            form = forms[rung]
            alone = wishes[form] == 1 and form not in taken
            if alone and "-" in form:
                given[key] = form
        for key in given.keys() & left.keys():
            taken.add(left.pop(key)[rung])
    if left:
        raise ValueError(f"sans identifiant : {', '.join(sorted(left))}")
    return given
