"""How far the day from which a state holds is known: told to readers and to editors alike.

It is never that on which a source was read, nor that from which a habit makes a state probable.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import takewhile
from typing import TypeVar

from agreements.law.deductions.before import OBSERVED
from agreements.law.deductions.rules import Rule
from agreements.law.facts import Fact
from agreements.law.vocabulary import Certainty
from portal.french.words import Word

Lived = TypeVar("Lived")  # a situation, of the law or of the edition

#: What these rules conclude was so before the day from which they conclude it.
OLDER_THAN_ITS_PROOF = (Rule.SIGNATURE_PROUVEE,)
#: What is only known by reading the official base.
KNOWN_BY_READING = (Rule.TENU_PAR_LA_BASE,)


class KnownDay(Word):
    """How far the day is known."""

    EXACT = "exact", "le"
    BOUND = "bound", "au plus tard le"
    UNKNOWN = "unknown", "sans jour connu"


def opening(lives: Sequence[Lived], shown: Callable[[Lived], object]) -> Lived:
    """The first of the situations, one after another until the last, that show the same."""
    *_, first = takewhile(lambda lived: shown(lived) == shown(lives[-1]), reversed(lives))
    return first


def known_day(
    rule: str,
    certainty: str | None,
    opens: date,
    cause: Fact | None,
    others: Iterable[Fact | None],
    term_is_a_bound: bool,
) -> KnownDay:
    """Of a state that opens on this day, by this rule, because of this fact.

    What no fact of its own opens may follow from that of another track, and is no better known: `others` are theirs.
    """
    if cause is None:
        cause = next((other for other in others if other and other.counts_from == opens), None)
    if rule == Rule.TERME and term_is_a_bound:
        return KnownDay.BOUND
    if certainty == Certainty.PROBABLE or rule in KNOWN_BY_READING:
        return KnownDay.UNKNOWN
    if rule in OLDER_THAN_ITS_PROOF:
        return KnownDay.BOUND
    if cause is None or cause.counts_from != opens:
        return KnownDay.EXACT
    if cause.learned:
        return KnownDay.UNKNOWN
    return KnownDay.EXACT if cause.exact and cause.nature not in OBSERVED else KnownDay.BOUND
