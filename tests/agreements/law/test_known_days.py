"""How far the day of a state is known: a table of what opens it → the day as it is told."""

from datetime import date

import pytest

from agreements.law.deductions.rules import Rule
from agreements.law.facts import Fact
from agreements.law.known_days import KnownDay, known_day
from agreements.law.vocabulary import Certainty, Nature
from portal.french.dates import PartialDate, Precision

DAY, LATER = date(2022, 1, 19), date(2026, 11, 22)
EXACT = Fact(Nature.OPPOSITION_MAJORITAIRE, LATER, on=PartialDate(DAY))
BOUND = Fact(Nature.OPPOSITION_MAJORITAIRE, LATER, on=PartialDate(DAY, Precision.AU_PLUS_TARD))
LEARNED = Fact(Nature.REFUS_AGREMENT, DAY, read_only=True)
FIRM, LIKELY = Certainty.ETABLI, Certainty.PROBABLE


@pytest.mark.parametrize(
    ("why", "rule", "certainty", "own", "others", "term_is_a_bound", "expected"),
    [
        ("a fact of that very day", "", FIRM, EXACT, [], False, KnownDay.EXACT),
        ("a fact of that day at the latest", "", FIRM, BOUND, [], False, KnownDay.BOUND),
        ("a fact without a day", "", FIRM, LEARNED, [], False, KnownDay.UNKNOWN),
        ("a habit", "", LIKELY, None, [], False, KnownDay.UNKNOWN),
        ("the official base, on the day it was read", Rule.TENU_PAR_LA_BASE, FIRM, None, [], False, KnownDay.UNKNOWN),
        ("a signature, proved by what follows it", Rule.SIGNATURE_PROUVEE, FIRM, EXACT, [], False, KnownDay.BOUND),
        ("a term", Rule.TERME, FIRM, None, [], False, KnownDay.EXACT),
        ("a term that is a bound", Rule.TERME, FIRM, None, [], True, KnownDay.BOUND),
        ("the law, on another day", "", FIRM, None, [], False, KnownDay.EXACT),
        ("what follows from an opposition known to a day", "", FIRM, None, [None, EXACT], False, KnownDay.EXACT),
        ("what follows from one known to a bound", "", FIRM, None, [None, BOUND], False, KnownDay.BOUND),
        ("what follows from one without a day", "", FIRM, None, [LEARNED], False, KnownDay.UNKNOWN),
        ("a day of its own, beside a bound", "", FIRM, EXACT, [BOUND], False, KnownDay.EXACT),
    ],
)  # fmt: skip
def test_how_far_the_day_of_a_state_is_known(why, rule, certainty, own, others, term_is_a_bound, expected):
    assert known_day(rule, certainty, DAY, own, others, term_is_a_bound) == expected, why
