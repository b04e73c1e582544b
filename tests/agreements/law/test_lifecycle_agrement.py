"""The ministerial approval: asked, examined, decided, refused, won on appeal, annulled (CASF L314-6)."""

import pytest

from agreements.law.facts import Facts
from agreements.law.vocabulary import EffectRuleKind as Kind
from agreements.law.vocabulary import Nature
from tests.agreements.law.facts_builders import fact, facts, rule, shown_on, story

AT_THE_AGREMENT = rule(Kind.A_L_AGREMENT)
APPROVED = fact(Nature.AGREE, "2020-10-02", jo="2020-10-29")

ROWS = [
    # -- The three absences
    *story(
        "CASF L314-6: not subject, which is not « not known »",
        facts(dated="2020-06-23", subject_to_agrement=False),
        "2020-06-23 → signe sans-objet° inconnu inconnu",
    ),
    *story(
        "CASF L314-6: not known whether subject",
        facts(dated="2020-06-23", subject_to_agrement=None),
        "2020-06-23 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CASF L314-6: subject, and nothing is known of the approval",
        facts(dated="2020-06-23", rule=rule(Kind.DATE_FIXE, "2020-02-01")),
        "2020-06-23 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CASF L314-6: subject, asked, not yet decided: not yet in force",
        facts(
            fact(Nature.DEMANDE_AGREMENT, "2020-07-01"),
            dated="2020-06-23",
            rule=rule(Kind.DATE_FIXE, "2020-02-01"),
        ),
        "2020-07-01 → signe en-cours inconnu pas-encore°",
    ),
    *story(
        "CASF L314-6: a text that is not subject has no approval, whatever is told",
        facts(
            APPROVED, dated="2020-06-23", subject_to_agrement=False, rule=rule(Kind.DATE_FIXE, "2020-08-01")
        ),
        "2020-07-31 → signe sans-objet° inconnu pas-encore° 2020-08-01",
        "2020-08-01 → signe sans-objet° inconnu en-vigueur° 2020-08-01",
        "2020-10-29 → signe sans-objet° inconnu en-vigueur° 2020-08-01",
    ),
    # -- The steps
    *story(
        "CASF R314-198: each step of the examination",
        facts(
            fact(Nature.DEMANDE_AGREMENT, "2018-10-01"),
            fact(Nature.SEANCE_CNA, "2018-10-19"),
            fact(Nature.AVIS_CNA, "2018-10-20"),
            fact(Nature.AVIS_FAVORABLE, "2018-10-22"),
            dated="2018-09-21",
        ),
        "2018-09-30 → signe en-cours° inconnu pas-encore°",
        "2018-10-01 → signe en-cours inconnu pas-encore°",
        "2018-10-19 → signe en-cours inconnu pas-encore°",
        "2018-10-20 → signe en-cours inconnu pas-encore°",
        "2018-10-22 → signe avis-favorable inconnu pas-encore°",
    ),
    *story(
        "CASF R314-198: an unfavourable opinion is not a refusal",
        facts(fact(Nature.AVIS_DEFAVORABLE, "2017-11-20"), dated="2017-08-30"),
        "2017-11-20 → signe avis-defavorable inconnu pas-encore°",
    ),
    *story(
        "CASF R314-198: a dated opinion corrects the one before it, an undated one does not",
        facts(
            fact(Nature.AVIS_DEFAVORABLE, "2017-11-20"),
            fact(Nature.AVIS_FAVORABLE, "2017-12-20"),
            fact(Nature.AVIS_DEFAVORABLE, told="2018-01-15"),
            dated="2017-08-30",
        ),
        "2017-12-20 → signe avis-favorable inconnu pas-encore°",
        "2018-01-15 → signe avis-favorable inconnu pas-encore°",
    ),
    *story(
        "CASF L314-6: the silence of the minister decides nothing: its issue is not known after two years",
        facts(fact(Nature.DEMANDE_AGREMENT, "2020-10-05"), dated="2020-09-07"),
        "2026-11-22 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CASF R314-198: an issue that was not read in full changes nothing",
        facts(
            fact(Nature.AVIS_FAVORABLE, "2018-02-01"),
            fact(Nature.ISSUE_NON_LUE, "2018-03-01"),
            dated="2017-11-29",
        ),
        "2018-03-01 → signe avis-favorable inconnu pas-encore°",
    ),
    # -- Approved: its JO, else its act
    *story(
        "CASF L314-6: approved on its JO, not on the day of the arrêté",
        facts(APPROVED, dated="2020-06-23", rule=AT_THE_AGREMENT),
        "2020-10-02 → signe en-cours° inconnu pas-encore°",
        "2020-10-28 → signe en-cours° inconnu pas-encore°",
        "2020-10-29 → signe agree inconnu en-vigueur° 2020-10-29",
        "2020-10-30 → signe agree inconnu en-vigueur° 2020-10-29",
    ),
    *story(
        "CASF L314-6: where the JO is not known, the day of the act stands in",
        facts(fact(Nature.AGREE, "2019-12-02"), dated="2019-10-02", rule=AT_THE_AGREMENT),
        "2019-12-01 → signe en-cours° inconnu pas-encore°",
        "2019-12-02 → signe agree inconnu en-vigueur° 2019-12-02",
        "2019-12-03 → signe agree inconnu en-vigueur° 2019-12-02",
    ),
    *story(
        "CASF L314-6: an act known to the month counts from its last day",
        facts(fact(Nature.AGREE, "2016-01"), dated="2015-10-16", rule=AT_THE_AGREMENT),
        "2016-01-30 → signe inconnu inconnu inconnu",
        "2016-01-31 → signe agree inconnu en-vigueur°",
        "2016-02-01 → signe agree inconnu en-vigueur°",
    ),
    *story(
        "CASF L314-6: an act known to the year counts from its last day",
        facts(fact(Nature.AGREE, "1985"), dated="1985-04-29", rule=AT_THE_AGREMENT),
        "1985-12-30 → signe inconnu inconnu inconnu",
        "1985-12-31 → signe agree inconnu en-vigueur°",
    ),
    *story(
        "CASF L314-6: approved « au plus tard » counts from that day",
        facts(fact(Nature.AGREE, "≤2018-10-31"), dated="2018-09-21", rule=AT_THE_AGREMENT),
        "2018-10-30 → signe inconnu inconnu inconnu",
        "2018-10-31 → signe agree inconnu en-vigueur°",
    ),
    *story(
        "CASF L314-6: approved without any date: established from its dated source, probable before",
        facts(fact(Nature.AGREE, told="2009-05-08"), dated="2008-06-04", rule=AT_THE_AGREMENT),
        "2009-05-07 → signe agree? inconnu en-vigueur?",
        "2009-05-08 → signe agree inconnu en-vigueur°",
        "2009-05-09 → signe agree inconnu en-vigueur°",
    ),
    *story(
        "CASF L314-6: one act told twice on one day is one approval, as well known as it can be",
        facts(
            fact(Nature.AGREE, "2016-10-12"),
            fact(Nature.AGREE, "2016-10-04", jo="2016-10-12"),
            dated="2016-06-03",
            rule=rule(Kind.LENDEMAIN_JO_AGREMENT),
        ),
        "2016-10-12 → signe agree inconnu pas-encore° 2016-10-13",
        "2016-10-13 → signe agree inconnu en-vigueur° 2016-10-13",
    ),
    *story(
        "CASF L314-6: told « au plus tard » and exactly, for one day: that day",
        facts(
            fact(Nature.AGREE, "≤2016-10-12"),
            fact(Nature.AGREE, "2016-10-12"),
            dated="2016-06-03",
            rule=AT_THE_AGREMENT,
        ),
        "2016-10-12 → signe agree inconnu en-vigueur° 2016-10-12",
    ),
    *story(
        "CASF L314-6: an approval of another kind (emploi, opérateur) is not this one",
        facts(
            fact(Nature.AGREMENT_AUTRE, "2017-01-25", jo="2017-02-01"),
            fact(Nature.AGREE, "2017-03-01", jo="2017-03-05"),
            dated="2016-11-28",
            rule=AT_THE_AGREMENT,
        ),
        "2017-02-01 → signe en-cours° inconnu pas-encore°",
        "2017-03-05 → signe agree inconnu en-vigueur° 2017-03-05",
    ),
    # -- Not undone by old news
    *story(
        "CASF L314-6: neither an undated opinion nor a dated one undoes a decision",
        facts(
            APPROVED,
            fact(Nature.AVIS_DEFAVORABLE, "2020-11-10"),
            fact(Nature.AGREMENT_EN_COURS, told="2020-11-20"),
            fact(Nature.AVIS_FAVORABLE, told="2021-03-01"),
            dated="2020-06-23",
            rule=AT_THE_AGREMENT,
        ),
        "2020-11-10 → signe agree inconnu en-vigueur° 2020-10-29",
        "2020-11-20 → signe agree inconnu en-vigueur° 2020-10-29",
        "2021-03-01 → signe agree inconnu en-vigueur° 2020-10-29",
    ),
    *story(
        "CASF L314-6: an undated refusal, read in an old article, does not undo an approval",
        facts(
            APPROVED, fact(Nature.REFUS_AGREMENT, told="2021-03-01"), dated="2020-06-23", rule=AT_THE_AGREMENT
        ),
        "2021-03-01 → signe agree inconnu en-vigueur° 2020-10-29",
    ),
    *story(
        "CASF L314-6: a closed file told without its date does not undo a refusal",
        facts(
            fact(Nature.REFUS_AGREMENT, jo="2017-12-01"),
            fact(Nature.SANS_SUITE, told="2019-01-01"),
            dated="2017",
        ),
        "2019-01-01 → signe° refuse non-etendu? sans-effet°",
    ),
    # -- Refused, closed, asked again
    *story(
        "CASF L314-6: refused on the JO of the arrêté: without effect",
        facts(fact(Nature.REFUS_AGREMENT, "2017-11-28", jo="2017-12-01"), dated="2017-08-30"),
        "2017-11-30 → signe en-cours° inconnu pas-encore°",
        "2017-12-01 → signe refuse non-etendu? sans-effet°",
        "2017-12-02 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "CASF L314-6: an appeal changes nothing until it is won",
        facts(
            fact(Nature.REFUS_AGREMENT, "2007-12"),
            fact(Nature.RECOURS, "2008-02-15"),
            fact(Nature.AGREE, "2008-08-20"),
            dated="2007-03-20",
            rule=rule(Kind.DATE_FIXE, "2007-01-01"),
        ),
        "2007-12-31 → signe refuse non-etendu? sans-effet°",
        "2008-02-15 → signe refuse non-etendu? sans-effet°",
        "2008-08-20 → signe agree inconnu en-vigueur° 2007-01-01",
    ),
    *story(
        "CASF L314-6: refusal and approval told on one day: refused first",
        facts(
            fact(Nature.AGREE, told="2009-05-08"),
            fact(Nature.REFUS_AGREMENT, told="2009-05-08"),
            dated="2008-06-04",
            rule=rule(Kind.DATE_FIXE, "2009-05-01"),
        ),
        "2009-05-08 → signe agree inconnu en-vigueur° 2009-05-01",
    ),
    *story(
        "CASF R314-197: asked again after a refusal, on a known day",
        facts(
            fact(Nature.REFUS_AGREMENT, jo="2017-12-01"),
            fact(Nature.DEMANDE_AGREMENT, "2018-02-01"),
            fact(Nature.AVIS_FAVORABLE, "2018-03-01"),
            dated="2017-08-30",
        ),
        "2018-01-31 → signe refuse non-etendu? sans-effet°",
        "2018-02-01 → signe en-cours inconnu pas-encore°",
        "2018-03-01 → signe avis-favorable inconnu pas-encore°",
    ),
    *story(
        "CASF R314-197: a demand told without its date is not a second demand",
        facts(
            fact(Nature.REFUS_AGREMENT, jo="2017-12-01"),
            fact(Nature.DEMANDE_AGREMENT, told="2018-02-01"),
            dated="2017-08-30",
        ),
        "2018-02-01 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "CASF L314-6: closed without a decision: not in force, and not refused",
        facts(
            fact(Nature.DEMANDE_AGREMENT, "2006-12-20"),
            fact(Nature.SANS_SUITE, "2007-12-04"),
            dated="2006-12-15",
        ),
        "2007-12-03 → signe en-cours inconnu pas-encore°",
        "2007-12-04 → signe sans-suite inconnu pas-encore°",
    ),
    *story(
        "CASF L314-6: refused by a second arrêté after an approval",
        facts(
            APPROVED, fact(Nature.REFUS_AGREMENT, jo="2020-12-15"), dated="2020-06-23", rule=AT_THE_AGREMENT
        ),
        "2020-12-14 → signe agree inconnu en-vigueur° 2020-10-29",
        "2020-12-15 → signe refuse non-etendu? sans-effet°",
    ),
    # -- The judge
    *story(
        "CASF L314-6: an approval annulled by a court: without effect from the judgment",
        facts(
            APPROVED,
            fact(Nature.ANNULATION_AGREMENT, "2021-12-10"),
            fact(Nature.DECISION_DU_JUGE, "2022-12-10"),
            dated="2020-06-23",
            rule=AT_THE_AGREMENT,
        ),
        "2021-12-09 → signe agree inconnu en-vigueur° 2020-10-29",
        "2021-12-10 → signe annule inconnu sans-effet°",
        "2022-12-10 → signe annule inconnu sans-effet°",
    ),
    *story(
        "CASF L314-6: approved again after the annulment",
        facts(
            APPROVED,
            fact(Nature.ANNULATION_AGREMENT, "2021-12-10"),
            fact(Nature.AGREE, jo="2022-03-01"),
            dated="2020-06-23",
            rule=AT_THE_AGREMENT,
        ),
        "2022-02-28 → signe annule inconnu sans-effet°",
        "2022-03-01 → signe agree inconnu en-vigueur° 2022-03-01",
    ),
    *story(
        "CASF L314-6: the annulled approval, told again without its date, is not a new one",
        facts(
            APPROVED,
            fact(Nature.ANNULATION_AGREMENT, "2021-12-10"),
            fact(Nature.AGREE, told="2022-03-01"),
            dated="2020-06-23",
            rule=AT_THE_AGREMENT,
        ),
        "2022-03-01 → signe annule inconnu sans-effet°",
    ),
]


@pytest.mark.parametrize(("told", "on", "expected"), ROWS)
def test_agrement(told: Facts, on: str, expected: str):
    assert shown_on(told, on) == expected
