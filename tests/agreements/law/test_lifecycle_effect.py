"""Entry into force: the clause of the text, what a source tells, mirror clauses."""

import pytest

from agreements.law.facts import Facts
from agreements.law.vocabulary import EffectRuleKind as Kind
from agreements.law.vocabulary import Nature
from tests.agreements.law.facts_builders import fact, facts, rule, shown_on, story

APPROVED = fact(Nature.AGREE, "2020-10-02", jo="2020-10-29")
MONTH_AFTER_JO = rule(Kind.MOIS_SUIVANT_JO_AGREMENT)


def approved(clause, *events, **others) -> Facts:
    return facts(APPROVED, *events, dated="2020-06-23", rule=clause, **others)


def tied_to(mirror: Facts) -> Facts:
    """A text approved on 25 June 2024, from 1 January 2024, with its mirror."""
    return facts(
        fact(Nature.AGREE, "2024-06-25"),
        dated="2024-06-04",
        rule=rule(Kind.DATE_FIXE, "2024-01-01"),
        mirrors=(mirror,),
    )


ROWS = [
    # -- Each kind of clause, around the day it gives
    *story(
        "CASF L314-6: a fixed date in the past: retroactive, and only once approved",
        approved(rule(Kind.DATE_FIXE, "2020-02-01")),
        "2020-06-23 → signe en-cours° inconnu pas-encore°",
        "2020-10-28 → signe en-cours° inconnu pas-encore°",
        "2020-10-29 → signe agree inconnu en-vigueur° 2020-02-01",
    ),
    *story(
        "CT L2261-1: a fixed date to come",
        approved(rule(Kind.DATE_FIXE, "2021-01-01")),
        "2020-10-29 → signe agree inconnu pas-encore° 2021-01-01",
        "2020-12-31 → signe agree inconnu pas-encore° 2021-01-01",
        "2021-01-01 → signe agree inconnu en-vigueur° 2021-01-01",
        "2021-01-02 → signe agree inconnu en-vigueur° 2021-01-01",
    ),
    *story(
        "CASF L314-6: first of the month after the agrément",
        approved(rule(Kind.MOIS_SUIVANT_AGREMENT)),
        "2020-10-31 → signe agree inconnu pas-encore° 2020-11-01",
        "2020-11-01 → signe agree inconnu en-vigueur° 2020-11-01",
        "2020-11-02 → signe agree inconnu en-vigueur° 2020-11-01",
    ),
    *story(
        "CASF L314-6: first of the month after the JO",
        approved(MONTH_AFTER_JO),
        "2020-10-31 → signe agree inconnu pas-encore° 2020-11-01",
        "2020-11-01 → signe agree inconnu en-vigueur° 2020-11-01",
        "2020-11-02 → signe agree inconnu en-vigueur° 2020-11-01",
    ),
    *story(
        "CASF L314-6: the day after the JO",
        approved(rule(Kind.LENDEMAIN_JO_AGREMENT)),
        "2020-10-29 → signe agree inconnu pas-encore° 2020-10-30",
        "2020-10-30 → signe agree inconnu en-vigueur° 2020-10-30",
        "2020-10-31 → signe agree inconnu en-vigueur° 2020-10-30",
    ),
    *story(
        "CASF L314-6: from the agrément on",
        approved(rule(Kind.A_L_AGREMENT)),
        "2020-10-28 → signe en-cours° inconnu pas-encore°",
        "2020-10-29 → signe agree inconnu en-vigueur° 2020-10-29",
        "2020-10-30 → signe agree inconnu en-vigueur° 2020-10-29",
    ),
    *story(
        "CASF L314-6: at the earliest on a date, which comes after the month of the JO",
        approved(rule(Kind.DATE_OU_MOIS_SUIVANT_JO, "2021-01-01")),
        "2020-12-31 → signe agree inconnu pas-encore° 2021-01-01",
        "2021-01-01 → signe agree inconnu en-vigueur° 2021-01-01",
    ),
    *story(
        "CASF L314-6: at the earliest on a date, which comes before the month of the JO",
        approved(rule(Kind.DATE_OU_MOIS_SUIVANT_JO, "2020-07-01")),
        "2020-10-31 → signe agree inconnu pas-encore° 2020-11-01",
        "2020-11-01 → signe agree inconnu en-vigueur° 2020-11-01",
    ),
    *story(
        "CT L2261-15: first of the month after the extension",
        approved(rule(Kind.MOIS_SUIVANT_EXTENSION), fact(Nature.ETENDU, jo="2021-04-20")),
        "2021-04-20 → signe agree etendu pas-encore° 2021-05-01",
        "2021-05-01 → signe agree etendu en-vigueur° 2021-05-01",
    ),
    *story(
        "CASF L314-6: from the extension on, but not before the agrément",
        approved(rule(Kind.A_L_EXTENSION), fact(Nature.ETENDU, jo="2020-10-05")),
        "2020-10-05 → signe en-cours° etendu pas-encore°",
        "2020-10-29 → signe agree etendu en-vigueur° 2020-10-29",
    ),
    *story(
        "CASF L314-6: first of the month after both arrêtés",
        approved(rule(Kind.MOIS_SUIVANT_LES_DEUX), fact(Nature.ETENDU, jo="2020-11-20")),
        "2020-10-29 → signe agree en-cours° pas-encore°",
        "2020-11-20 → signe agree etendu pas-encore° 2020-12-01",
        "2020-12-01 → signe agree etendu en-vigueur° 2020-12-01",
    ),
    *story(
        "CASF L314-6: the day after the deposit, but not before the agrément",
        approved(rule(Kind.LENDEMAIN_DEPOT), fact(Nature.DEPOT, "2020-07-01")),
        "2020-07-02 → signe en-cours° inconnu pas-encore°",
        "2020-10-29 → signe agree inconnu en-vigueur° 2020-10-29",
    ),
    *story(
        "CT L2261-1: the day after the deposit, for a text that needs no agrément",
        facts(
            fact(Nature.DEPOT, "2020-07-01"),
            dated="2020-06-23",
            rule=rule(Kind.LENDEMAIN_DEPOT),
            subject_to_agrement=False,
        ),
        "2020-06-30 → signe sans-objet° inconnu pas-encore°",
        "2020-07-01 → signe sans-objet° inconnu pas-encore° 2020-07-02",
        "2020-07-02 → signe sans-objet° inconnu en-vigueur° 2020-07-02",
    ),
    *story(
        "CT L2261-1: deposited twice: the first counts",
        facts(
            fact(Nature.DEPOT, "2020-07-01"),
            fact(Nature.DEPOT, "2020-08-01"),
            dated="2020-06-23",
            rule=rule(Kind.LENDEMAIN_DEPOT),
            subject_to_agrement=False,
        ),
        "2020-08-01 → signe sans-objet° inconnu en-vigueur° 2020-07-02",
    ),
    *story(
        "CT L2261-1: approved, and no clause is known: no day is guessed",
        approved(rule(Kind.TEXTE)),
        "2020-10-29 → signe agree inconnu inconnu",
    ),
    # -- A rule on acts that are not known to the day
    *story(
        "CASF L314-6: a rule on a JO that is not known gives no day, whatever the day of the act",
        facts(fact(Nature.AGREE, "2019-09-24"), dated="2019-04-12", rule=MONTH_AFTER_JO),
        "2019-09-24 → signe agree inconnu inconnu",
        "2019-10-01 → signe agree inconnu inconnu",
        "2026-11-22 → signe agree inconnu inconnu",
    ),
    *story(
        "CASF L314-6: nor does the month of the act",
        facts(fact(Nature.AGREE, "2019-09"), dated="2019-04-12", rule=MONTH_AFTER_JO),
        "2019-10-01 → signe agree inconnu inconnu",
    ),
    *story(
        "CASF L314-6: published « au plus tard »: perhaps in force before, surely from then",
        facts(fact(Nature.AGREE, "≤2018-10-20"), dated="2018-09-21", rule=MONTH_AFTER_JO),
        "2018-10-20 → signe agree inconnu inconnu",
        "2018-10-31 → signe agree inconnu inconnu",
        "2018-11-01 → signe agree inconnu en-vigueur°",
    ),
    *story(
        "CASF L314-6: published « au plus tard » before the earliest day: that day is sure",
        facts(
            fact(Nature.AGREE, "≤2021-12-10"),
            dated="2021-09-16",
            rule=rule(Kind.DATE_OU_MOIS_SUIVANT_JO, "2022-01-01"),
        ),
        "2021-12-10 → signe agree inconnu pas-encore° 2022-01-01",
        "2022-01-01 → signe agree inconnu en-vigueur° 2022-01-01",
    ),
    # -- What a source tells
    *story(
        "CT L2261-1: where the clause gives no day, a dated entry into force does",
        approved(rule(Kind.TEXTE), fact(Nature.ENTREE_EN_VIGUEUR, "2020-12-01")),
        "2020-11-30 → signe agree inconnu pas-encore°",
        "2020-12-01 → signe agree inconnu en-vigueur 2020-12-01",
        "2020-12-02 → signe agree inconnu en-vigueur 2020-12-01",
    ),
    *story(
        "CT L2261-1: an entry into force known to the month has no day",
        approved(rule(Kind.TEXTE), fact(Nature.ENTREE_EN_VIGUEUR, "2020-12")),
        "2020-12-30 → signe agree inconnu inconnu",
        "2020-12-31 → signe agree inconnu en-vigueur",
    ),
    *story(
        "CT L2261-1: an entry into force is not before its day, even when published before",
        approved(rule(Kind.TEXTE), fact(Nature.ENTREE_EN_VIGUEUR, "2020-12-01", jo="2020-11-15")),
        "2020-11-15 → signe agree inconnu pas-encore°",
        "2020-12-01 → signe agree inconnu en-vigueur 2020-12-01",
    ),
    *story(
        "CT L2261-1: of two days told, the first",
        approved(
            rule(Kind.TEXTE),
            fact(Nature.ENTREE_EN_VIGUEUR, "2021-01-01"),
            fact(Nature.ENTREE_EN_VIGUEUR, "2020-12-01"),
        ),
        "2020-12-01 → signe agree inconnu en-vigueur 2020-12-01",
        "2021-01-01 → signe agree inconnu en-vigueur 2020-12-01",
    ),
    *story(
        "CT L2261-1: of two days from which it applies, the first",
        approved(
            rule(Kind.TEXTE),
            fact(Nature.APPLICATION, "2021-01-01"),
            fact(Nature.APPLICATION, "2020-12-01"),
        ),
        "2021-01-01 → signe agree inconnu en-vigueur 2020-12-01",
    ),
    *story(
        "CASF L314-6: in force on the day of its title, as a source tells, its agrément not read",
        facts(fact(Nature.ENTREE_EN_VIGUEUR, "2020-06-23"), dated="2020-06-23"),
        "2020-06-23 → signe inconnu inconnu en-vigueur",
    ),
    *story(
        "CASF L314-6: « applicable à compter de » says nothing before the agrément",
        facts(
            fact(Nature.APPLICATION, "2009-05-01"),
            fact(Nature.AGREE, "2009-05-08"),
            dated="2008-06-04",
            rule=rule(Kind.TEXTE),
        ),
        "2009-05-01 → signe en-cours° inconnu pas-encore°",
        "2009-05-08 → signe agree inconnu en-vigueur 2009-05-01",
    ),
    *story(
        "CASF L314-6: one measure that applies is not the text",
        approved(rule(Kind.TEXTE), fact(Nature.APPLICATION_PARTIELLE, "2020-11-01")),
        "2020-11-01 → signe agree inconnu inconnu",
    ),
    *story(
        "CASF L314-6: what the official database holds in force proves nothing for a text that needs it",
        facts(fact(Nature.CONSTAT_EN_VIGUEUR, "2018-12-30"), dated="2018-12-07"),
        "2018-12-30 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2261-1: what the official database holds in force, for a text that needs no agrément",
        facts(fact(Nature.CONSTAT_EN_VIGUEUR, "2018-12-30"), dated="2018-12-07", subject_to_agrement=False),
        "2018-12-29 → signe sans-objet° inconnu inconnu",
        "2018-12-30 → signe sans-objet° inconnu en-vigueur",
    ),
    *story(
        "CASF L314-6: an entry into force does not overcome an agrément that is under way",
        facts(
            fact(Nature.DEMANDE_AGREMENT, "2020-07-01"),
            fact(Nature.ENTREE_EN_VIGUEUR, "2020-08-01"),
            dated="2020-06-23",
        ),
        "2020-08-01 → signe en-cours inconnu pas-encore°",
    ),
    *story(
        "CT L2261-1: a retroactive application is not told before the text",
        facts(
            fact(Nature.APPLICATION, "2015-01-01"),
            fact(Nature.APPLICATION_PARTIELLE, "2015-02-01"),
            fact(Nature.AGREE, "2015-07-31"),
            dated="2015-05-07",
        ),
        "2015-01-01 → absent",
        "2015-05-06 → absent",
        "2015-05-07 → signe en-cours° inconnu pas-encore°",
        "2015-07-31 → signe agree inconnu en-vigueur 2015-01-01",
    ),
    *story(
        "CASF L314-6: a retroactive entry into force does not say that the text is approved",
        facts(
            fact(Nature.ENTREE_EN_VIGUEUR, "2020-02-01"),
            fact(Nature.AGREE, "2020-10-02", jo="2020-10-29"),
            dated="2020-06-23",
        ),
        "2020-06-23 → signe en-cours° inconnu pas-encore°",
        "2020-10-29 → signe agree inconnu en-vigueur 2020-02-01",
    ),
    # -- Mirror clauses
    *story(
        "Clause miroir: both approved",
        tied_to(facts(fact(Nature.AGREE, "2024-06-25"), dated="2024-06-04")),
        "2024-06-24 → signe en-cours° inconnu pas-encore°",
        "2024-06-25 → signe agree inconnu en-vigueur° 2024-01-01",
    ),
    *story(
        "Clause miroir: the other is struck by a majority opposition (CT L2231-9)",
        tied_to(facts(fact(Nature.OPPOSITION_MAJORITAIRE, "2024-07-01"), dated="2024-06-04")),
        "2024-06-30 → signe agree inconnu inconnu",
        "2024-07-01 → signe agree inconnu sans-effet°",
    ),
    *story(
        "Clause miroir: the other is refused (CASF L314-6)",
        tied_to(facts(fact(Nature.REFUS_AGREMENT, jo="2024-07-10"), dated="2024-06-04")),
        "2024-07-09 → signe agree inconnu pas-encore°",
        "2024-07-10 → signe agree inconnu sans-effet°",
    ),
    *story(
        "Clause miroir: the other is asked for, then approved (CASF L314-6)",
        tied_to(
            facts(
                fact(Nature.DEMANDE_AGREMENT, "2024-06-20"),
                fact(Nature.AGREE, jo="2024-07-10"),
                dated="2024-06-04",
            )
        ),
        "2024-06-25 → signe agree inconnu pas-encore°",
        "2024-07-09 → signe agree inconnu pas-encore°",
        "2024-07-10 → signe agree inconnu en-vigueur° 2024-01-01",
    ),
    *story(
        "Clause miroir: the other is still open to signature",
        tied_to(facts(fact(Nature.OUVERTURE, "2024-06-20"), fact(Nature.CLOTURE, "2024-07-18"))),
        "2024-06-25 → signe agree inconnu pas-encore°",
        "2024-07-18 → signe agree inconnu pas-encore°",
        "2024-07-19 → signe agree inconnu inconnu",
    ),
    *story(
        "Clause miroir: what is not known of the other is not « not yet »",
        tied_to(facts(dated="2024-06-04")),
        "2024-06-25 → signe agree inconnu inconnu",
    ),
    *story(
        "Clause miroir: the other needs no agrément",
        tied_to(facts(dated="2024-06-04", subject_to_agrement=False)),
        "2024-06-25 → signe agree inconnu en-vigueur° 2024-01-01",
    ),
]


@pytest.mark.parametrize(("told", "on", "expected"), ROWS)
def test_effect(told: Facts, on: str, expected: str):
    assert shown_on(told, on) == expected
