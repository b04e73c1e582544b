"""What a page tells of the rules: their reason, their rate, the texts of which they tell the state."""

from datetime import date

import pytest

from agreements.compiled.situations import Situation
from agreements.law.deductions.measured import DELAYS, RATES
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import Track
from agreements.reading.deductions import Deduction, deduction_of, deductions_on
from portal.edition import store
from portal.edition.reader import reading
from tests import builders as make

pytestmark = pytest.mark.usefixtures("measures")
DAY = date(2015, 1, 1)


@pytest.fixture
def held(publish):
    """A text that the official base holds in force, and one that was approved on a known day."""
    make.convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L. 314-6")
    make.agreement("tenu", dated=date(2010, 3, 1), kali_state="VIGUEUR_NON_ETEN")
    make.event(make.agreement("agree", dated=date(2014, 12, 1)), "agree", jo=date(2015, 3, 1))
    publish()


def test_each_rule_says_of_how_many_texts_it_tells_the_state(held):
    with reading(store.current()):
        told = {each.rule: each.told for each in deductions_on(DAY)}
    assert told.keys() == set(Rule)
    assert told[Rule.TENU_EN_VIGUEUR] == told[Rule.NON_ETENDU] == told[Rule.AVANT_AGREMENT] == 1
    assert told[Rule.SILENCE] == 0


def test_a_rule_has_its_rate_and_its_delay():
    known = Deduction(Rule.NON_ETENDU)
    assert known.measured == RATES[Rule.NON_ETENDU]
    assert known.rate == pytest.approx(known.measured[0] / known.measured[1])
    assert Deduction(Rule.AGREMENT_SANS_JOUR).delay == DELAYS[Rule.AGREMENT_SANS_JOUR]
    assert Deduction(Rule.TERME).rate is None and Deduction(Rule.TERME).kept


def test_a_habit_that_is_wrong_too_often_is_not_kept(monkeypatch):
    monkeypatch.setitem(RATES, Rule.SILENCE, (18, 20))
    assert not Deduction(Rule.SILENCE).kept


def test_why_a_state_is_what_it_is():
    row = Situation(agrement_rule=Rule.TENU_EN_VIGUEUR.value)
    assert deduction_of(row, Track.AGREMENT).rule == Rule.TENU_EN_VIGUEUR
    assert deduction_of(row, Track.SIGNATURE) is None
