"""What facts cannot be, and what they hardly are: each has its sentence, and ordinary facts have none."""

import pytest

from agreements.law.guards.contradictions import clashes, doubts, impossible
from agreements.law.vocabulary import EffectRuleKind, Mode, Nature
from tests.agreements.law.facts_builders import fact, facts, rule, signed

AGREED = fact(Nature.AGREE, "2020-10-21", jo="2020-10-29")
ORDINARY = facts(
    fact(Nature.DEMANDE_AGREMENT, "2020-07-01"),
    AGREED,
    fact(Nature.ETENDU, jo="2021-04-20"),
    dated="2020-06-23",
    by=signed("nexem", "cfdt", on="2020-06-23"),
)
DOUBTED = {
    "a decision before its text": (
        facts(fact(Nature.AGREE, jo="2020-05-01"), dated="2020-06-23"),
        "« agréé » (le 1er mai 2020) est avant la date du texte (le 23 juin 2020).",
    ),
    "a signature after the approval": (
        facts(AGREED, dated="2020-06-23", by=signed("nexem", on="2020-11-01")),
        "« nexem » signe le 1er novembre 2020, après l’agrément (le 29 octobre 2020).",
    ),
    "a withdrawal before the signature": (
        facts(by=(*signed("cfdt", on="2020-06-23"), *signed("cfdt", on="2020-06-01", mode=Mode.RETRAIT))),
        "« cfdt » se retire le 1er juin 2020, avant d’avoir signé (le 23 juin 2020).",
    ),
    "an opposition before any signature": (
        facts(by=(*signed("cfdt", on="2020-06-23"), *signed("cgt", on="2020-06-01", mode=Mode.OPPOSITION))),
        "« cgt » s’oppose le 1er juin 2020, avant toute signature (le 23 juin 2020).",
    ),
    "a last day before the text": (
        facts(dated="2020-06-23", term="2019-12-31"),
        "Le dernier jour est avant la date du texte.",
    ),
    "a last day before the effect": (
        facts(term="2019-12-31", rule=rule(EffectRuleKind.DATE_FIXE, "2020-01-01")),
        "Le dernier jour est avant la date que donne la règle d’effet.",
    ),
    "a decision recorded twice": (
        facts(AGREED, AGREED),
        "« agréé » est enregistré 2 fois par le même acte du 21 octobre 2020.",
    ),
}


def plain(sentences: list[str]) -> list[str]:
    return [sentence.replace("\xa0", " ") for sentence in sentences]


def test_ordinary_facts_are_neither_refused_nor_doubted():
    assert [*impossible(ORDINARY), *doubts(ORDINARY), *clashes(ORDINARY)] == []


@pytest.mark.parametrize("case", DOUBTED)
def test_what_is_hardly_so_has_its_sentence(case):
    told, sentence = DOUBTED[case]
    assert plain(doubts(told)) == [sentence]
    assert plain(clashes(told)) == ([] if "before its text" in case else [sentence])


@pytest.mark.parametrize(
    ("yes", "no"),
    [(Nature.AGREE, Nature.REFUS_AGREMENT), (Nature.ETENDU_AVEC_RESERVES, Nature.REFUS_EXTENSION)],
)
def test_one_act_does_not_say_yes_and_no(yes, no):
    both = facts(fact(yes, "2020-10-21", jo="2020-10-29"), fact(no, "2020-10-21", jo="2020-10-29"))
    (sentence,) = impossible(both)
    assert sentence.startswith("Le même acte (acte du 21")
    assert yes.label in sentence and no.label in sentence


def test_two_acts_may_say_the_opposite():
    """A refusal, then an approval upon appeal."""
    assert not impossible(facts(fact(Nature.REFUS_AGREMENT, jo="2020-05-01"), AGREED))


def test_one_act_may_refuse_in_one_field_what_it_agrees_in_another():
    yes = fact(Nature.AGREE, "2020-10-21", jo="2020-10-29", convention="ccn-66")
    no = fact(Nature.REFUS_AGREMENT, "2020-10-21", jo="2020-10-29", convention="bass")
    assert not impossible(facts(yes, no))
