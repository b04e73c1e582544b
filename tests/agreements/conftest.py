"""The measures that tests of the law go by: those of the corpus may change, the rules do not."""

from datetime import timedelta

import pytest

from agreements.law.deductions.measured import DELAYS, RATES, SLOWER
from agreements.law.deductions.rules import Rule
from agreements.law.vocabulary import Certainty

TRIED = {
    Rule.SIGNE_SELON_LA_BASE: 19,
    Rule.AGREMENT_SANS_JOUR: 320,
    Rule.EXTENSION_SANS_JOUR: 564,
    Rule.EFFET_SANS_JOUR: 407,
    Rule.AGREE_SANS_CLAUSE: 46,
}


@pytest.fixture
def measures(monkeypatch):
    for rule, days in TRIED.items():
        monkeypatch.setitem(DELAYS, rule, timedelta(days=days))
    for slow in list(SLOWER):
        monkeypatch.delitem(SLOWER, slow)
    for rule in (rule for rule in RATES if rule.certainty == Certainty.PROBABLE):
        monkeypatch.setitem(RATES, rule, (19, 20))
