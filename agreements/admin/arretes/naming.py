"""The identifiers of the house: « ccn-66-avenant-364 », « arrete-agrement-jo-2020-10-29 »."""

from collections.abc import Callable
from datetime import date

from django.utils.text import slugify


def slug_of_text(convention: str, kind: str, number: str, dated: date | None) -> str:
    """The convention, the type, and what tells it from the others of that type.

    >>> slug_of_text("ccn-66", "avenant", "364", date(2020, 6, 23))
    'ccn-66-avenant-364'
    >>> slug_of_text("bass", "accord", "", date(2019, 10, 2))
    'bass-accord-2019-10-02'
    """
    told = slugify(number) or (dated.isoformat() if dated else "")
    return "-".join(part for part in (convention, kind, told) if part)


def slug_of_act(kind: str, on: date | None, published_on: date | None) -> str:
    """The kind and the day of its Journal officiel, else its own.

    >>> slug_of_act("arrete-agrement", date(2020, 10, 21), date(2020, 10, 29))
    'arrete-agrement-jo-2020-10-29'
    >>> slug_of_act("avis", date(2020, 10, 21), None)
    'avis-2020-10-21'
    """
    return f"{kind}-jo-{published_on}" if published_on else f"{kind}-{on}"


def free(slug: str, taken: Callable[[str], bool]) -> str:
    """This identifier, or the first that follows it and that nothing bears.

    >>> free("avis-2020-10-21", {"avis-2020-10-21", "avis-2020-10-21-2"}.__contains__)
    'avis-2020-10-21-3'
    """
    found, rank = slug, 1
    while taken(found):
        rank += 1
        found = f"{slug}-{rank}"
    return found
