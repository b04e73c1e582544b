"""The answer about all texts: what comes first, what is missing, what to ask, and the verdict."""

import pytest

from agreements.law.vocabulary import Certainty
from members.rule.applicability import find
from members.rule.facts import Certainties
from members.rule.vocabulary import Missing
from members.rule.whole_answer import distinguishes, gaps, place, to_ask, verdict
from tests.members.cases import LINKS, Limit, day, employer, in_force, replace, text

NEXEM = employer("nexem")
ON = day("2021-01-01")


def named(slug, dated="2010-01-01", **told):
    return replace(in_force("nexem", **told), slug=slug, dated=day(dated) if dated else None)


def found(*texts, who=NEXEM):
    return [find(told, who, LINKS, ON) for told in texts]


def test_the_base_text_first_then_the_newest_and_ones_own_convention_before_the_branch():
    texts = [
        named("bass", "2020-01-01", convention="bass"),
        named("sans-date", None),
        named("ancien", "1990-01-01"),
        named("recent", "2015-01-01"),
        named("de-base", "1966-03-15", kind="convention"),
        named("autre", "2018-01-01", convention="ccn-79"),
        named("voisine", "2018-01-01", convention="ccn-65"),
    ]
    who = employer("nexem", convention="ccn-66 ccn-79")
    ordered = sorted(texts, key=lambda told: place(told, who, LINKS))
    assert [told.slug for told in ordered] == [
        "de-base", "recent", "ancien", "sans-date", "autre", "bass", "voisine"
    ]  # fmt: skip


def test_what_is_to_be_verified_is_grouped_by_missing_fact_the_most_frequent_first():
    told = [text("nexem"), in_force("nexem", effet="inconnu"), in_force("nexem", effet="inconnu"), in_force()]
    grouped = gaps(found(*told, in_force("nexem")))
    assert [(gap.missing, len(gap.findings)) for gap in grouped] == [
        (Missing.EFFET, 2),
        (Missing.EMPLOYEUR_SIGNATAIRE, 1),
        (Missing.AGREMENT, 1),
    ]
    assert all(gap.settled_by for gap in grouped)


def test_nothing_missing_nothing_to_group():
    assert gaps(found(in_force("nexem"))) == []


IN_GUYANE = in_force("nexem", limits=(Limit("guyane", "Guyane"),))
FROM_FIFTY = in_force("nexem", limits=(Limit(fewest=50),))


@pytest.mark.parametrize(("texts", "who", "asked"), [
    ([in_force("nexem")], NEXEM, []),
    ([IN_GUYANE], NEXEM, ["region"]),
    ([IN_GUYANE], employer("nexem", region="bretagne"), []),
    ([FROM_FIFTY, IN_GUYANE], NEXEM, ["region", "effectif"]),
    ([FROM_FIFTY], employer("nexem", headcount=10), []),
    ([in_force("nexem")], employer(), ["bulletin"]),
    ([in_force("axess", extension="etendu", extended="2020-12-01")], employer(), []),
    ([in_force("nexem", convention="bass")], employer(), []),
    ([in_force("nexem")], employer("fehap"), ["bulletin"]),
    ([in_force("nexem"), in_force("unaf")], NEXEM, []),
    ([in_force("nexem")], replace(employer(), payslip=True), []),
    ([in_force("nexem")], replace(employer(), payslip=False), []),
])  # fmt: skip
def test_only_what_a_text_distinguishes_is_asked(texts, who, asked):
    assert to_ask(found(*texts, who=who), who) == asked


@pytest.mark.parametrize(("limits", "expected"), [
    ((), False), ((Limit("guyane", "Guyane"),), False), ((Limit(fewest=50),), True), ((Limit(most=0),), True),
])  # fmt: skip
def test_a_headcount_is_asked_only_where_a_text_distinguishes(limits, expected):
    assert distinguishes([in_force("nexem"), in_force("nexem", limits=limits)]) is expected


OVER = in_force("nexem", effet="plus-en-vigueur", ended_by="L2261-8 CT")
LATER = text("nexem", agrement="en-cours")
UNILATERAL = in_force("nexem", kind="recommandation")
STRUCK = in_force("nexem", signature="repute-non-ecrit")
ELSEWHERE = in_force("nexem", convention="ccn-79")
PROBABLE = Certainties(agrement=Certainty.PROBABLE)


@pytest.mark.parametrize(("texts", "sentence"), [
    ([], "Au 1er janvier 2021, aucun texte ne s’applique de façon certaine."),
    ([in_force("nexem")], "Au 1er janvier 2021, 1 texte s’applique."),
    (
        [in_force("nexem", kind="convention"), in_force("nexem"), ELSEWHERE],
        "Au 1er janvier 2021, 2 textes s’appliquent, dont le texte de base (CCN 66).",
    ),
    (
        [in_force("nexem"), in_force("nexem", kind="convention", certainties=PROBABLE)],
        "Au 1er janvier 2021, 1 texte s’applique ; 1 s’applique très probablement, dont le texte de base (CCN 66).",
    ),
    (
        [in_force("nexem"), UNILATERAL, LATER, OVER, STRUCK, text("nexem")],
        "Au 1er janvier 2021, 1 texte s’applique ; 1 s’applique très probablement ; 1 est en attente, peut-être "
        "sans suite ; 1 est remplacé ou terminé ; 1 ne s’applique pas ; 1 reste à vérifier (pour 1, on ignore "
        "s’il est agréé).",
    ),
    (
        [UNILATERAL] * 2 + [LATER] * 2 + [OVER] * 2 + [STRUCK] * 2 + [text("nexem")] * 2 + [in_force()],
        "Au 1er janvier 2021, aucun texte ne s’applique de façon certaine ; 2 s’appliquent très probablement ; "
        "2 sont en attente, peut-être sans suite ; 2 sont remplacés ou terminés ; 2 ne s’appliquent pas ; 3 "
        "restent à vérifier (pour 2, on ignore s’il est agréé).",
    ),
])  # fmt: skip
def test_the_verdict_is_one_sentence_with_its_counts(texts, sentence):
    assert verdict(found(*texts), ON, LINKS.name).replace("\u00a0", " ") == sentence
