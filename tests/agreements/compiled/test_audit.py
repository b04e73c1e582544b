"""The audit of the deductions: what is known is hidden, each rule asked, and its errors told."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.compiled.audit import audit, covering
from agreements.law.deductions.measured import RATES
from agreements.law.deductions.rules import Rule
from agreements.models import Agreement, OfficialText
from tests import builders as make

DAY = date(2026, 11, 29)


@pytest.fixture
def held(db):
    """Texts that the official base holds in force, whose decision is known: three approved, one refused."""
    make.convention("ccn-66", subject_to_agrement=True, agrement_basis="CASF L. 314-6")
    for number in range(4):
        text = make.agreement(f"tenu-{number}", dated=date(2010, 3, 1), kali_state="VIGUEUR_NON_ETEN")
        make.event(text, "refus-agrement" if number == 3 else "agree", jo=date(2010, 9, 1))


@pytest.fixture
def official(held):
    """The official base is there."""
    OfficialText.objects.create(
        agreement=Agreement.objects.get(slug="tenu-0"), kalitext="KALITEXT000000000001"
    )


def told(*args) -> str:
    out = StringIO()
    call_command("audit", *args, "--date", str(DAY), stdout=out)
    return out.getvalue()


def test_each_rule_is_asked_of_what_is_known(held):
    tally = audit("default", DAY).tallies[Rule.TENU_EN_VIGUEUR]
    assert (tally.right.total(), tally.asked.total(), tally.rate) == (3, 4, 0.75)
    assert tally.right["ccn-66"] == 3
    assert tally.errors == ["tenu-3 : « Agréé », et on sait « Refusé »"]


def test_a_habit_that_is_not_one_fails_the_audit(official):
    with pytest.raises(CommandError, match="tenu-en-vigueur-donc-agree : juste 3 fois sur 4"):
        told()


def test_a_habit_that_does_not_hold_in_one_convention_fails_the_audit(official):
    make.convention("ccn-51", subject_to_agrement=True, agrement_basis="CASF L. 314-6")
    for number in range(100):
        text = make.agreement(
            f"ailleurs-{number}", conventions=["ccn-51"], dated=date(2010, 3, 1), kali_state="VIGUEUR"
        )
        make.event(text, "agree", jo=date(2010, 9, 1))
    for number in range(16):
        text = make.agreement(f"encore-{number}", dated=date(2010, 3, 1), kali_state="VIGUEUR")
        make.event(text, "agree", jo=date(2010, 9, 1))
    made = audit("default", DAY)
    assert made.tallies[Rule.TENU_EN_VIGUEUR].weak == []  # nineteen times in twenty is enough
    make.event(Agreement.objects.get(slug="encore-0"), "refus-agrement", jo=date(2011, 9, 1))
    made = audit("default", DAY)
    assert "tenu-en-vigueur-donc-agree : juste 18 fois sur 20 dans ccn-66, moins de 95%" in made.failures


def test_a_convention_whose_texts_take_longer_is_told(official):
    for number in range(25):
        text = make.agreement(f"lent-{number}", dated=date(2010, 3, 1))
        make.event(text, "agree", jo=date(2012, 9, 1))
    assert audit("default", DAY).slower[Rule.AGREMENT_SANS_JOUR, "ccn-66"] == date(2012, 9, 1) - date(
        2010, 3, 1
    )


def test_a_rule_that_is_not_told_may_be_wrong(held, monkeypatch):
    monkeypatch.setitem(RATES, Rule.TENU_EN_VIGUEUR, (3, 4))
    text = told("--erreurs")
    assert "tenu-en-vigueur-donc-agree (agrément, probable, non retenue)" in text
    assert "juste 3 fois sur 4 (75.0%) : ccn-66 3/4" in text
    assert "tenu-3 : « Agréé », et on sait « Refusé »" in text
    assert "ccn-66, agrement : 100.0% répondu (etabli 4)" in text


def test_habits_are_told_and_not_judged_without_the_official_base(held):
    text = told()
    assert "juste 3 fois sur 4" in text and "ne sont pas jugées ici" in text and "À reporter" not in text


def test_what_has_drifted_is_told(official, monkeypatch):
    monkeypatch.setitem(RATES, Rule.TENU_EN_VIGUEUR, (3, 4))
    assert "agrement-sans-jour : délai déclaré 320 jours, mesuré 184" in told()


def test_a_delay_covers_nineteen_in_twenty():
    days = [date(2020, 1, 1 + rank) - date(2020, 1, 1) for rank in range(20)]
    assert covering(days) == days[18]


def test_nothing_is_known_of_nothing(db):
    assert "non mesurable" in told()
