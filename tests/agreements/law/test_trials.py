"""Each trial of a rule: the known fact is hidden, the rule asked, and its answer compared."""

import pytest

from agreements.law.deductions.measured import DELAYS
from agreements.law.deductions.rules import Rule
from agreements.law.deductions.trial import trials
from agreements.law.lifecycle import situations
from agreements.law.vocabulary import AgreementKind, Certainty, Nature, Track
from agreements.law.vocabulary import EffectRuleKind as Kind
from tests.agreements.law.facts_builders import SIGNED, day, fact, facts, held, rule


@pytest.mark.parametrize(
    ("told", "rule_", "right"),
    [
        (held(events=(fact(Nature.AGREE, jo="1985-09-10"),)), Rule.SILENCE, True),
        (held(events=(fact(Nature.REFUS_AGREMENT, jo="1985-09-10"),)), Rule.SILENCE, False),
        (held(events=(fact(Nature.REFUS_AGREMENT, jo="1985-09-10"),)), Rule.TENU_EN_VIGUEUR, False),
        (facts(fact(Nature.AGREE, jo="1985-09-10"), dated=SIGNED), Rule.AGREMENT_SANS_JOUR, True),
        (facts(fact(Nature.AGREE, jo="1987-09-10"), dated=SIGNED), Rule.AGREMENT_SANS_JOUR, False),
        (held(events=(fact(Nature.ETENDU, jo="1985-09-10"),)), Rule.NON_ETENDU, False),
        (held(), Rule.NON_ETENDU, True),
        (held(kind=AgreementKind.ANNEXE, base_not_extended=True), Rule.BASE_NON_ETENDUE, True),
        (
            facts(fact(Nature.ETENDU, jo="1985-09-10"), kind=AgreementKind.ANNEXE, base_not_extended=True),
            Rule.BASE_NON_ETENDUE,
            False,
        ),
        (
            facts(
                fact(Nature.REFUS_AGREMENT, jo="1985-09-10"),
                fact(Nature.ETENDU, jo="1985-09-11"),
                dated=SIGNED,
            ),
            Rule.REFUSE_DONC_NON_ETENDU,
            False,
        ),
        (held(events=(fact(Nature.REFUS_AGREMENT, jo="1985-09-10"),)), Rule.REFUSE_DONC_NON_ETENDU, True),
        (held(kind=AgreementKind.DECISION), Rule.ACTE_UNILATERAL, True),
        (
            facts(fact(Nature.ETENDU, jo="1985-09-11"), kind=AgreementKind.DECISION),
            Rule.ACTE_UNILATERAL,
            False,
        ),
        (
            facts(
                fact(Nature.APPLICATION, "1985-06-01"),
                fact(Nature.REFUS_AGREMENT, jo="1985-09-10"),
                dated=SIGNED,
            ),
            Rule.APPLIQUE_DONC_AGREE,
            False,
        ),
        (
            facts(fact(Nature.CONSTAT_EN_VIGUEUR), fact(Nature.AGREE, jo="1985-09-10"), dated=SIGNED),
            Rule.TENU_EN_VIGUEUR,
            True,
        ),
        (
            held(since="1985-06-01", subject_to_agrement=False, rule=rule(Kind.DATE_FIXE, "1985-06-01")),
            Rule.DATE_DE_LA_BASE,
            True,
        ),
        (
            held(since="1985-06-01", subject_to_agrement=False, rule=rule(Kind.DATE_FIXE, "1985-07-01")),
            Rule.DATE_DE_LA_BASE,
            False,
        ),
        (
            facts(fact(Nature.AGREE, jo="2020-01-01"), dated=SIGNED, rule=rule(Kind.DATE_FIXE, "2021-01-01")),
            Rule.AGREE_SANS_CLAUSE,
            False,
        ),
    ],
)
def test_the_known_fact_is_hidden_and_the_rule_asked(told, rule_, right):
    assert {trial.rule: trial.right for trial in trials(told)}[rule_] is right


def test_a_text_of_which_nothing_is_known_tries_no_rule():
    assert list(trials(facts(dated=SIGNED))) == []


def test_the_delays_are_those_of_the_states():
    for track in (Track.AGREMENT, Track.EXTENSION):
        nature = {Track.AGREMENT: Nature.AGREE, Track.EXTENSION: Nature.ETENDU}[track]
        told = facts(fact(nature), dated=SIGNED, subject_to_agrement=track == Track.AGREMENT or False)
        rule_ = {Track.AGREMENT: Rule.AGREMENT_SANS_JOUR, Track.EXTENSION: Rule.EXTENSION_SANS_JOUR}[track]
        began = [s.starts_on for s in situations(told) if getattr(s, track).certainty == Certainty.PROBABLE]
        assert began[0] == day(SIGNED) + DELAYS[rule_]
