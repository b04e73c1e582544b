"""What the title of a text says beyond its reference, so that both stand side by side and nothing is said twice.

« Avenant n° 357 du 5 février 2020 relatif au forfait », named « avenant n° 357 », goes on: « relatif au forfait ».
A title that begins by another number is left as it is.
"""

import re
from collections.abc import Iterable
from datetime import date

from portal.french.analyser import fold
from portal.french.dates import Precision
from portal.french.writing import NARROW, NBSP, date_fr, lower_first

PLAIN = str.maketrans({NBSP: " ", NARROW: " ", "’": "'"})
#: What parts a reference from what comes after it.
PARTING = f" {NBSP}{NARROW}:,;.–—-"
#: How titles write some kinds, besides the label of the portal; the longest first.
OTHERWISE = {
    "avis d'interprétation": ("avis d'interprétation", "avis interprétatif", "avis"),
    "protocole": ("protocole d'accord", "protocole"),
    "convention": (
        "convention collective nationale de travail", "convention collective nationale",
        "convention collective", "convention",
    ),
}  # fmt: skip
#: Words between a kind and the number or day of the text: those of another text would be named there too.
BETWEEN = r"(?P<between>(?:(?!accord|avenant|convention|annexe|protocole|décision|arrêté)[^\d:;.])*?)\s*"
BEFORE_NUMBER, BEFORE_DAY = re.compile(rf"{BETWEEN}(?:n°\s*)?"), re.compile(rf"{BETWEEN}(?:du |de |d'|: )?")
#: After a kind, these go on with it: « Rectificatif et dénonciations », « Avenants n° 357 et 358 ».
JOINING = re.compile(r"\s*(?:et|ou|n°|nos?)\s")
#: Where the name of a convention ends, and its history begins.
HISTORY = re.compile(r"[.,]?\s*(?:-\s*)?(?:[ée]tendue?\s|mise? à jour)", re.IGNORECASE)
#: What a subject begins with when it only goes on from the reference: « relatif au forfait », « complétant ».
GOING_ON = re.compile(
    r"(?:relati(?:f|ve)s?|dit|sur|pour|par|à|au|aux|de|du|des|entre|constitutif|(?:port|concern|modifi|complét|cré"
    r"|institu|proroge?|révis|annul|remplaç|fix|étend|ouvr|autoris|reconduis|abroge|mett)e?ant)\b|d['’]",
    re.IGNORECASE,
)


def beyond_reference(title: str, kind: str, number: str, day: date | None, precision: str) -> str:
    """The title without the kind, number and date that its reference already says."""
    text = plain(title)
    if len(text) != len(title):  # places in one are places in the other
        return title
    numbers, days, kinds = [plain(number)] if number else [], written(day, precision), kinds_of(plain(kind))
    title = title[: before_reference(text, kinds, numbers, days)]
    subject = after_reference(title, text[: len(title)], kinds, numbers, days)
    if kind == "convention":
        subject = HISTORY.split(subject)[0]
    return lower_first(subject) if goes_on(subject) else subject


def before_reference(text: str, kinds: Iterable[str], numbers: list[str], days: list[str]) -> int:
    """Where the reference begins at the end of a title: « Salaires Avenant n° 29 du 1er juillet 2002 »."""
    head = text.rstrip()
    dated = without_end(head, days, ("du", "de", "d'"))
    named = without_end(dated, numbers, ("n°",))
    if (days and dated == head) or (not days and named == head):
        return len(text)
    for kind in kinds:
        start = len(named) - len(kind)
        if start > 1 and named.endswith(kind) and not stands_in_a_word(text, start):
            return len(text[:start].rstrip(" .,-"))
    return len(text)


def without_end(text: str, ends: Iterable[str], introduced_by: tuple[str, ...]) -> str:
    """A text without one of these words at its end, and without what introduces it."""
    for end in ends:
        start = len(text) - len(end)
        if text.endswith(end) and not stands_in_a_word(text, start):
            head = text[:start].rstrip()
            return next(
                (head.removesuffix(word).rstrip() for word in introduced_by if head.endswith(word)), head
            )
    return text


def after_reference(title: str, text: str, kinds: Iterable[str], numbers: list[str], days: list[str]) -> str:
    """The title without the reference it begins with, the words between its parts kept."""
    start = next(
        (len(kind) for kind in kinds if text.startswith(kind) and not word_goes_on(text, len(kind))), 0
    )
    kept = ""
    if not start:
        return title
    for values, before in ((numbers, BEFORE_NUMBER), (days, BEFORE_DAY)):
        for value in values:
            at = text.find(value, start)
            led = (
                before.fullmatch(text, start, at)
                if at > 0 and not word_goes_on(text, at + len(value))
                else None
            )
            if led:
                kept += title[start : led.end("between")]
                start = at + len(value)
                break
    if JOINING.match(text, start):
        return title
    return f"{kept.strip()} {title[start:].lstrip(PARTING)}".strip()


def kinds_of(kind: str) -> tuple[str, ...]:
    """A kind as titles write it."""
    return OTHERWISE.get(kind, (kind,))


def plain(text: str) -> str:
    return text.translate(PLAIN).lower()


def word_goes_on(text: str, at: int) -> bool:
    """Whether a number or a word goes on there: « 357-1 » is not « 357 »."""
    sign = text[at : at + 1]
    return sign.isalnum() or sign in ("_", "/", "-") and text[at + 1 : at + 2] != " "


def stands_in_a_word(text: str, at: int) -> bool:
    """Whether what begins there is the end of a longer word."""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in "_/-'")


def goes_on(subject: str) -> bool:
    """Whether a subject is read in one breath with the reference before it; else it is a name of its own."""
    return GOING_ON.match(subject) is not None


def written(day: date | None, precision: str) -> list[str]:
    """The ways in which titles write a date."""
    if day is None:
        return []
    told = plain(date_fr(day, precision))
    if precision != Precision.JOUR:
        return [told]
    return [told, f"{day:%d/%m/%Y}", *([told.replace("1er ", "1 ")] if day.day == 1 else [])]


def said_once(name: str) -> str:
    """The name of a text that is only cited, where its kind and day come before a title that begins by the kind.

    >>> said_once("Annexe du 31 octobre 1951 : Annexe II : Classification")
    'Annexe II : Classification (31 octobre 1951)'
    >>> said_once("Arrete du 2 mai 1990 : Arrêté du 2 mai 1990")
    'Arrêté du 2 mai 1990'
    """
    head, parted, title = name.partition(" : ")
    kind, _, day = head.partition(" du ")
    if not parted or fold(title).split()[:1] != fold(kind).split()[:1]:
        return name
    return f"{title} ({day})" if day and fold(day) not in fold(title) else title
