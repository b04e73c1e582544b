"""Real agreements of the sector, as their sources tell them."""

import pytest

from agreements.law.facts import Facts
from agreements.law.lifecycle import situations
from agreements.law.vocabulary import EffectRuleKind as Kind
from agreements.law.vocabulary import Mode, Nature, SignatureState
from portal.french.dates import ONE_DAY
from tests.agreements.finding.recount import texts
from tests.agreements.law.facts_builders import day, fact, facts, in_words, rule, shown_on, signed, story


@pytest.fixture(autouse=True)
def measures():
    """Those of the corpus: the lives of the files, worked out here, are kept for other tests."""


#: The sector's own account of where each text stood, written on 27 October 2020.
OCTOBER_2020 = "2020-10-27"
ON_JO_OF_OCTOBER = fact(Nature.AGREE, "2020-10-02", jo="2020-10-29")
EXAMINED = fact(Nature.AVIS_FAVORABLE, "≤2020-10-27", told=OCTOBER_2020)
WAITING = fact(Nature.AGREMENT_EN_COURS, "≤2020-10-27", told=OCTOBER_2020)

AVENANT_354 = facts(
    EXAMINED,
    ON_JO_OF_OCTOBER,
    dated="2020-06-23",
    rule=rule(Kind.DATE_FIXE, "2020-02-01"),
    by=signed("nexem", "cfdt", "cftc", told=OCTOBER_2020),
)
AVENANT_356 = facts(
    EXAMINED,
    ON_JO_OF_OCTOBER,
    fact(Nature.ENTREE_EN_VIGUEUR, "2020-11-01"),
    dated="2020-06-23",
    rule=rule(Kind.MOIS_SUIVANT_JO_AGREMENT),
    by=signed("nexem", "cfdt", "cftc", "cgt", "fo", told=OCTOBER_2020),
)
AVENANT_357 = facts(
    fact(Nature.OUVERTURE, "2020-09-11"),
    fact(Nature.CLOTURE, "2020-09-22"),
    WAITING,
    dated="2020-09-11",
    rule=rule(Kind.DATE_FIXE, "2021-01-01"),
)
PROTOCOLE_162 = facts(
    fact(Nature.CLOTURE, "2020-09-16"),
    WAITING,
    dated="2020-09-07",
    rule=rule(Kind.DATE_FIXE, "2020-02-01"),
    by=signed("nexem", "cfdt", told=OCTOBER_2020),
)
PROTOCOLE_163 = facts(
    fact(Nature.OUVERTURE, "2020-09-07"),
    fact(Nature.CLOTURE, "2020-09-16"),
    WAITING,
    dated="2020-09-07",
    rule=rule(Kind.DATE_FIXE, "2021-01-01"),
)
ACCORD_CPPNI = facts(
    fact(Nature.OUVERTURE, "2019-10", told=OCTOBER_2020),
    fact(Nature.SIGNE, "2019-10-29"),
    fact(Nature.AGREE, "2020-02-24", jo="2020-03-22"),
    fact(Nature.DEMANDE_EXTENSION, "≤2020-10-27", told=OCTOBER_2020),
    fact(Nature.ETENDU, "2021-07-02", jo="2021-07-16"),
    dated="2019-10-29",
    rule=rule(Kind.A_L_EXTENSION),
    by=(
        *signed("axess", "cgt", told=OCTOBER_2020),
        *signed("cfdt", told=OCTOBER_2020, mode=Mode.ADHESION),
    ),
)
ACCORD_FORMATION = facts(
    WAITING,
    fact(Nature.EXTENSION_EN_COURS, "≤2020-10-27", told=OCTOBER_2020),
    fact(Nature.AGREE, jo="2020-12-23"),
    fact(Nature.ETENDU_AVEC_RESERVES, "2021-07-02", jo="2021-09-18"),
    dated="2020-09-09",
    rule=rule(Kind.DATE_FIXE, "2021-01-01"),
    by=signed("axess", "cfdt", "cgt", told="2020-09-30"),
)
AVENANT_322 = facts(
    fact(Nature.AVIS_CNA, "2010-11-26"),
    fact(Nature.AGREE, "2010-12-20"),
    dated="2010-10-08",
    rule=rule(Kind.DATE_FIXE, "2011-01-01"),
)
SEGUR = facts(
    fact(Nature.OUVERTURE, "2024-06-04"),
    fact(Nature.CLOTURE, "2024-06-18"),
    fact(Nature.NOTIFICATION, "2024-06-19"),
    fact(Nature.AVIS_FAVORABLE, "2024-06-20"),
    fact(Nature.AGREE, "2024-06-25"),
    fact(Nature.AVIS_JO, "≤2024-08-05"),
    fact(Nature.ETENDU, "2024-08-05"),
    dated="2024-06-04",
    rule=rule(Kind.DATE_FIXE, "2024-01-01"),
    mirrors=(
        facts(
            fact(Nature.OUVERTURE, "2024-06-04"),
            fact(Nature.CLOTURE, "2024-06-18"),
            fact(Nature.AVIS_FAVORABLE, "2024-06-20"),
            fact(Nature.AGREE, "2024-06-25"),
            dated="2024-06-04",
            rule=rule(Kind.TEXTE),
        ),
    ),
)

ROWS = [
    *story(
        "avenant 354: opinion given, arrêté signed, not published; then retroactive (CASF L314-6)",
        AVENANT_354,
        "2020-06-22 → absent",
        "2020-06-23 → signe en-cours° inconnu pas-encore°",
        "2020-10-26 → signe en-cours° inconnu pas-encore°",
        "2020-10-27 → signe avis-favorable inconnu pas-encore°",
        "2020-10-28 → signe avis-favorable inconnu pas-encore°",
        "2020-10-29 → signe agree inconnu en-vigueur° 2020-02-01",
    ),
    *story(
        "avenant 356: first of the month after the JO, by its rule (CASF L314-6)",
        AVENANT_356,
        "2020-10-27 → signe avis-favorable inconnu pas-encore°",
        "2020-10-28 → signe avis-favorable inconnu pas-encore°",
        "2020-10-29 → signe agree inconnu pas-encore° 2020-11-01",
        "2020-10-31 → signe agree inconnu pas-encore° 2020-11-01",
        "2020-11-01 → signe agree inconnu en-vigueur° 2020-11-01",
    ),
    *story(
        "avenant 357: opened, closed, waiting for its agrément (CASF R314-197)",
        AVENANT_357,
        "2020-09-11 → ouvert inconnu inconnu pas-encore°",
        "2020-09-22 → ouvert inconnu inconnu pas-encore°",
        "2020-09-23 → signe en-cours° inconnu pas-encore°",
        "2020-10-27 → signe en-cours inconnu pas-encore°",
        "2026-11-22 → signe inconnu inconnu inconnu",
    ),
    *story(
        "protocole 162: signed, waiting for its agrément (CASF R314-197)",
        PROTOCOLE_162,
        "2020-09-07 → signe en-cours° inconnu pas-encore°",
        "2020-10-27 → signe en-cours inconnu pas-encore°",
    ),
    *story(
        "protocole 163: signed until 16 September included (CASF R314-197)",
        PROTOCOLE_163,
        "2020-09-16 → ouvert inconnu inconnu pas-encore°",
        "2020-09-17 → signe en-cours° inconnu pas-encore°",
        "2020-10-27 → signe en-cours inconnu pas-encore°",
    ),
    *story(
        "accord CPPNI 2019-02: approved more than a year before it is extended (CT L2261-15)",
        ACCORD_CPPNI,
        "2019-10-29 → signe en-cours° en-cours° pas-encore°",
        "2020-03-22 → signe agree en-cours° pas-encore°",
        "2020-10-27 → signe agree en-cours pas-encore°",
        "2021-07-15 → signe agree en-cours pas-encore°",
        "2021-07-16 → signe agree etendu en-vigueur° 2021-07-16",
    ),
    *story(
        "accord formation du 9 septembre 2020: approved, then extended with reserves (CT L2261-25)",
        ACCORD_FORMATION,
        "2020-10-27 → signe en-cours en-cours pas-encore°",
        "2020-12-23 → signe agree en-cours pas-encore° 2021-01-01",
        "2020-12-31 → signe agree en-cours pas-encore° 2021-01-01",
        "2021-01-01 → signe agree en-cours en-vigueur° 2021-01-01",
        "2021-09-17 → signe agree en-cours en-vigueur° 2021-01-01",
        "2021-09-18 → signe agree etendu-avec-reserves en-vigueur° 2021-01-01",
    ),
    *story(
        "avenant 349: refused, though the official database holds it in force (CASF L314-6)",
        facts(
            fact(Nature.CONSTAT_EN_VIGUEUR),
            fact(Nature.REFUS_AGREMENT, "2019-03-06"),
            dated="2018-12-07",
            rule=rule(Kind.A_L_AGREMENT),
        ),
        "2018-12-07 → signe en-cours° inconnu pas-encore°",
        "2019-03-05 → signe en-cours° inconnu pas-encore°",
        "2019-03-06 → signe refuse non-etendu? sans-effet°",
        "2026-11-22 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "avenant 326: its approval is annulled by a court (CASF L314-6)",
        facts(
            fact(Nature.AVIS_FAVORABLE, "2013-11-21"),
            fact(Nature.AGREE, "≤2014-12-09"),
            fact(Nature.ANNULATION_AGREMENT, "2014-12-10"),
            dated="2013-10-25",
            rule=rule(Kind.A_L_AGREMENT),
        ),
        "2013-11-21 → signe avis-favorable inconnu pas-encore°",
        "2014-12-08 → signe avis-favorable inconnu pas-encore°",
        "2014-12-09 → signe agree inconnu en-vigueur°",
        "2014-12-10 → signe annule inconnu sans-effet°",
    ),
    *story(
        "protocole 147: refused, appealed, approved (CASF L314-6)",
        facts(
            fact(Nature.REFUS_AGREMENT, "2008"),
            fact(Nature.RECOURS, "≤2009-03-31"),
            fact(Nature.AGREE, "≤2009-12-31"),
            fact(Nature.APPLICATION, "2009-05-01"),
            dated="2008-06-04",
            rule=rule(Kind.DATE_FIXE, "2009-05-01"),
        ),
        "2008-12-30 → signe inconnu inconnu pas-encore°",
        "2008-12-31 → signe refuse non-etendu? sans-effet°",
        "2009-05-01 → signe refuse non-etendu? sans-effet°",
        "2009-12-31 → signe agree inconnu en-vigueur° 2009-05-01",
    ),
    *story(
        "avenant 305: refused in a known month, approved by a known day, replaced (CASF L314-6)",
        facts(
            fact(Nature.REFUS_AGREMENT, "2007-12"),
            fact(Nature.RECOURS, "≤2008-09-15"),
            fact(Nature.AGREE, "≤2008-09-15"),
            dated="2007-03-20",
            rule=rule(Kind.DATE_FIXE, "2007-01-01"),
            replacers=(
                facts(
                    fact(Nature.AGREE, "2019-09-24"),
                    fact(Nature.ENTREE_EN_VIGUEUR, "2019-11-01"),
                    dated="2019-04-12",
                    rule=rule(Kind.MOIS_SUIVANT_JO_AGREMENT),
                ),
            ),
        ),
        "2007-12-30 → signe inconnu inconnu inconnu",
        "2007-12-31 → signe refuse non-etendu? sans-effet°",
        "2008-09-14 → signe refuse non-etendu? sans-effet°",
        "2008-09-15 → signe agree inconnu en-vigueur° 2007-01-01",
        "2019-10-31 → signe agree inconnu en-vigueur° 2007-01-01",
        "2019-11-01 → signe agree inconnu plus-en-vigueur° 2007-01-01",
    ),
    *story(
        "avenant 302: closed without a decision (CASF L314-6)",
        facts(fact(Nature.SANS_SUITE, "≤2007-12-04", told="2007-12-04"), recorded="2007-12-04"),
        "2007-12-03 → absent",
        "2007-12-04 → signe° sans-suite inconnu pas-encore°",
    ),
    *story(
        "avenant 339: opened, closed, valid, refused (CT L2232-6, CASF L314-6)",
        facts(
            fact(Nature.OUVERTURE, "2017-08-30"),
            fact(Nature.CLOTURE, "2017-09-14"),
            fact(Nature.FIN_OPPOSITION, "2017-09-30"),
            fact(Nature.AVIS_DEFAVORABLE, "≤2017-11-28"),
            fact(Nature.REFUS_AGREMENT, "2017-11-28", jo="2017-12-01"),
            by=signed("nexem", "cfdt", told="2017-09-22"),
        ),
        "2017-08-30 → ouvert inconnu inconnu pas-encore°",
        "2017-09-14 → ouvert inconnu inconnu pas-encore°",
        "2017-09-15 → signe en-cours° inconnu pas-encore°",
        "2017-11-28 → signe avis-defavorable inconnu pas-encore°",
        "2017-12-01 → signe refuse non-etendu? sans-effet°",
    ),
    *story(
        "avenant 344: struck by a majority, « au plus tard » (CT L2231-9)",
        facts(
            fact(Nature.OPPOSITION_MAJORITAIRE, "≤2018-07-06"),
            fact(Nature.REPUTE_NON_ECRIT, "≤2018-07-06"),
            by=signed("cgt", "fo", "sud", told="2018-08-31", mode=Mode.OPPOSITION),
        ),
        "2018-07-05 → absent",
        "2018-07-06 → repute-non-ecrit° sans-objet° sans-objet° sans-effet°",
        "2018-07-07 → repute-non-ecrit° sans-objet° sans-objet° sans-effet°",
    ),
    *story(
        "accord Pro-A du 7 décembre 2020: extended four days before it is approved (CT L2261-15)",
        facts(
            fact(Nature.AGREE, "2021-03-05", jo="2021-04-24"),
            fact(Nature.ETENDU, "2021-04-06", jo="2021-04-20"),
            fact(Nature.PUBLICATION_BOCC),
            dated="2020-12-07",
            rule=rule(Kind.MOIS_SUIVANT_LES_DEUX),
        ),
        "2020-12-07 → signe en-cours° en-cours° pas-encore°",
        "2021-04-20 → signe en-cours° etendu pas-encore°",
        "2021-04-23 → signe en-cours° etendu pas-encore°",
        "2021-04-24 → signe agree etendu pas-encore° 2021-05-01",
        "2021-04-30 → signe agree etendu pas-encore° 2021-05-01",
        "2021-05-01 → signe agree etendu en-vigueur° 2021-05-01",
    ),
    *story(
        "accord Ségur du 4 juin 2024, with its mirror: approved together, extended alone (clause miroir)",
        SEGUR,
        "2024-06-04 → ouvert inconnu inconnu pas-encore°",
        "2024-06-18 → ouvert inconnu inconnu pas-encore°",
        "2024-06-20 → signe avis-favorable en-cours° pas-encore°",
        "2024-06-25 → signe agree en-cours° en-vigueur° 2024-01-01",
        "2024-08-05 → signe agree etendu en-vigueur° 2024-01-01",
    ),
    *story(
        "accord santé du 2 octobre 2019: a minority opposition, both fields bound (CT L2232-6)",
        facts(
            fact(Nature.OPPOSITION_MINORITAIRE, "≤2019-10-22"),
            fact(Nature.AGREE, "2019-12-02"),
            dated="2019-10-02",
            rule=rule(Kind.DATE_FIXE, "2020-01-01"),
            fields=("ccn-66", "chrs"),
            indivisible=True,
        ),
        "2019-10-22 → signe en-cours° inconnu pas-encore°",
        "2019-12-02 → signe agree inconnu pas-encore° 2020-01-01",
        "2020-01-01 → signe agree inconnu en-vigueur° 2020-01-01",
    ),
    *story(
        "avenants 300 and 322: replaced on the day the other takes effect (CT L2261-8)",
        facts(
            dated="2005-09-30",
            by=signed("cfdt", on="2006-12-14", mode=Mode.ADHESION),
            replacers=(AVENANT_322,),
        ),
        "2005-09-30 → signe inconnu inconnu inconnu",
        "2006-12-14 → signe inconnu inconnu inconnu",
        "2010-12-31 → signe inconnu inconnu inconnu",
        "2011-01-01 → signe inconnu inconnu plus-en-vigueur°",
    ),
    *story(
        "avenant 322: opinion of a sense that was not read, then approved (CASF R314-198)",
        AVENANT_322,
        "2010-11-26 → signe en-cours inconnu pas-encore°",
        "2010-12-20 → signe agree inconnu pas-encore° 2011-01-01",
        "2011-01-01 → signe agree inconnu en-vigueur° 2011-01-01",
    ),
    *story(
        "accord OETH 2023-2025: ends at its term, its agrément unknown (CT L2222-4)",
        facts(dated="2022-12-07", rule=rule(Kind.DATE_FIXE, "2023-01-01"), term="2025-12-31"),
        "2023-01-01 → signe inconnu inconnu inconnu",
        "2025-12-31 → signe inconnu inconnu inconnu",
        "2026-01-01 → signe inconnu inconnu plus-en-vigueur°",
    ),
    *story(
        "avenant 362: opposed by a minority, an opinion without its date, no decision read (CT L2232-6)",
        facts(
            fact(Nature.OUVERTURE, "2021-10-08"),
            fact(Nature.FIN_OPPOSITION, "2021-11-12"),
            fact(Nature.DEMANDE_AGREMENT),
            fact(Nature.AVIS_FAVORABLE),
            dated="2021-09-16",
            opened_on=day("2021-10-08"),
            rule=rule(Kind.DATE_OU_MOIS_SUIVANT_JO, "2022-01-01"),
            by=signed("sud", "fo", told="2021-11-12", mode=Mode.OPPOSITION),
        ),
        "2021-09-16 → inconnu inconnu inconnu inconnu",
        "2021-10-08 → ouvert inconnu inconnu pas-encore°",
        "2021-11-12 → signe inconnu inconnu pas-encore°",
        "2022-01-01 → signe inconnu inconnu inconnu",
        "2026-11-22 → signe inconnu inconnu inconnu",
    ),
    *story(
        "avenant 327: in force the day after a JO known « au plus tard » (CASF L314-6)",
        facts(
            fact(Nature.AGREE, "≤2014-08-12"),
            fact(Nature.ENTREE_EN_VIGUEUR, "2014-08-13"),
            dated="2014-03-28",
            rule=rule(Kind.LENDEMAIN_JO_AGREMENT),
        ),
        "2014-08-11 → signe inconnu inconnu pas-encore°",
        "2014-08-12 → signe agree inconnu pas-encore°",
        "2014-08-13 → signe agree inconnu en-vigueur° 2014-08-13",
    ),
    *story(
        "avenant 351: its JO is not known; its dated entry into force is (CASF L314-6)",
        facts(
            fact(Nature.FIN_OPPOSITION, "≤2019-09-24"),
            fact(Nature.AGREE, "2019-09-24"),
            fact(Nature.ENTREE_EN_VIGUEUR, "2019-11-01"),
            dated="2019-04-12",
            rule=rule(Kind.MOIS_SUIVANT_JO_AGREMENT),
        ),
        "2019-09-24 → signe agree inconnu pas-encore°",
        "2019-10-01 → signe agree inconnu pas-encore°",
        "2019-10-31 → signe agree inconnu pas-encore°",
        "2019-11-01 → signe agree inconnu en-vigueur 2019-11-01",
    ),
    *story(
        "avenant 347: a measure that applies since before the text does not date the text (CT L2261-1)",
        facts(
            fact(Nature.NOTIFICATION, "2018-09-21"),
            fact(Nature.SEANCE_CNA, "2018-10-19"),
            fact(Nature.AGREE, "≤2018-10-31"),
            fact(Nature.ENTREE_EN_VIGUEUR, "2018-11-01"),
            fact(Nature.APPLICATION_PARTIELLE, "2018-10-01"),
            fact(Nature.APPLICATION_PARTIELLE, "2018-01-01"),
            dated="2018-09-21",
            rule=rule(Kind.MOIS_SUIVANT_JO_AGREMENT),
            by=signed("nexem", "cfdt", on="2018-09-21"),
        ),
        "2018-01-01 → absent",
        "2018-09-20 → absent",
        "2018-09-21 → signe en-cours° inconnu pas-encore°",
        "2018-10-19 → signe en-cours inconnu pas-encore°",
        "2018-10-31 → signe agree inconnu pas-encore°",
        "2018-11-01 → signe agree inconnu en-vigueur° 2018-11-01",
    ),
    *story(
        "négociation de la convention unique: dated facts and no signed text (CT L2231-1)",
        facts(
            fact(Nature.ETAPE, "2022-02-17"),
            fact(Nature.ECHEC, "2023-10-31"),
            fact(Nature.ETAPE, told="2024-06-30"),
        ),
        "2022-02-16 → absent",
        "2022-02-17 → negociation inconnu inconnu pas-encore°",
        "2026-11-22 → negociation inconnu inconnu pas-encore°",
    ),
]


@pytest.mark.parametrize(("told", "on", "expected"), ROWS)
def test_real_cases(told: Facts, on: str, expected: str):
    assert shown_on(told, on) == expected


def test_the_whole_life_of_avenant_356():
    assert [(str(each.starts_on), in_words(each)) for each in situations(AVENANT_356)] == [
        ("2020-06-23", "signe en-cours° inconnu pas-encore°"),
        ("2020-10-27", "signe avis-favorable inconnu pas-encore°"),
        ("2020-10-29", "signe agree inconnu pas-encore° 2020-11-01"),
        ("2020-11-01", "signe agree inconnu en-vigueur° 2020-11-01"),
    ]
    assert situations(AVENANT_356)[-1].ends_on is None


def test_each_state_names_what_made_it_so():
    """The key of the event, and the article, of each track of the CPPNI agreement once extended."""
    last = situations(ACCORD_CPPNI)[-1]
    assert last.starts_on == day("2021-07-16")
    causes = [
        (track.cause, track.article) for track in (last.signature, last.agrement, last.extension, last.effet)
    ]
    assert causes == [(None, "CT L2231-1"), (3, "CASF L314-6"), (5, "CT L2261-15"), (5, "CT L2261-1")]


def test_no_text_of_the_sector_is_open_again_once_it_is_signed():
    """The title of avenant 362 bears a date before its opening: that is no day of signature."""
    for slug, text in texts().items():
        words = [situation.signature.word for situation in text.life]
        signed_from = words.index(SignatureState.SIGNE) if SignatureState.SIGNE in words else len(words)
        assert SignatureState.OUVERT not in words[signed_from:], slug


@pytest.mark.parametrize(
    ("slug", "last", "before"),
    [
        ("bass-accord-2015-09-07-oeth", "2020-12-31", "en-vigueur"),
        ("bass-accord-2019-12-19-oeth", "2025-12-31", "inconnu"),
        ("bass-accord-2022-12-07-oeth", "2025-12-31", "en-vigueur"),
    ],
)
def test_no_oeth_agreement_applies_for_ever(slug, last, before):
    """Each ends on the last day that its source gives, or allows (CT L2222-4)."""
    text, day_after = texts()[slug], day(last) + ONE_DAY
    assert (text.on(day(last)).effet.word, text.on(day_after).effet.word) == (before, "plus-en-vigueur")
