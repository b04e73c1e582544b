"""The extension by the minister of labour: asked, examined, decided (CT L2261-15 to L2261-28)."""

import pytest

from agreements.law.facts import Facts
from agreements.law.vocabulary import EffectRuleKind as Kind
from agreements.law.vocabulary import Nature
from tests.agreements.law.facts_builders import fact, facts, rule, shown_on, story

APPROVED = fact(Nature.AGREE, "2020-02-24", jo="2020-03-22")

ROWS = [
    *story(
        "CT L2261-24: asked, noticed at the JO, examined: under way",
        facts(
            fact(Nature.DEMANDE_EXTENSION, "2015-08-20"),
            fact(Nature.AVIS_JO, jo="2015-09-11"),
            fact(Nature.AVIS_SOUS_COMMISSION, "2015-11-03"),
            dated="2015-05-07",
        ),
        "2015-08-19 → signe inconnu en-cours° inconnu",
        "2015-08-20 → signe inconnu en-cours inconnu",
        "2015-09-11 → signe inconnu en-cours inconnu",
        "2015-11-03 → signe inconnu en-cours inconnu",
    ),
    *story(
        "CT L2261-15: extended on its JO, not on the day of the arrêté",
        facts(fact(Nature.ETENDU, "2021-04-06", jo="2021-04-20"), dated="2020-12-07"),
        "2021-04-06 → signe inconnu en-cours° inconnu",
        "2021-04-19 → signe inconnu en-cours° inconnu",
        "2021-04-20 → signe agree? etendu inconnu",
        "2021-04-21 → signe agree? etendu inconnu",
    ),
    *story(
        "CT L2261-15: the day of the act stands in for a JO that is not known",
        facts(fact(Nature.ETENDU, "2024-08-05"), dated="2024-06-04"),
        "2024-08-04 → signe inconnu en-cours° inconnu",
        "2024-08-05 → signe agree? etendu inconnu",
    ),
    *story(
        "CT L2261-15: one act told with and without its reserves is one extension, with reserves",
        facts(
            fact(Nature.ETENDU_AVEC_RESERVES, jo="2021-09-18"),
            fact(Nature.ETENDU, jo="2021-09-18"),
            dated="2020-09-09",
        ),
        "2021-09-18 → signe agree? etendu-avec-reserves inconnu",
    ),
    *story(
        "CT L2261-25: reserves told later make the extension more precise",
        facts(
            fact(Nature.ETENDU, jo="2021-09-18"),
            fact(Nature.ETENDU_AVEC_RESERVES, told="2021-10-01"),
            dated="2020-09-09",
        ),
        "2021-09-30 → signe inconnu etendu inconnu",
        "2021-10-01 → signe inconnu etendu-avec-reserves inconnu",
    ),
    *story(
        "CT L2261-25: an article that says « étendu », without a date, does not lift the reserves",
        facts(
            fact(Nature.ETENDU_AVEC_RESERVES, jo="2021-09-18"),
            fact(Nature.ETENDU, told="2022-01-10"),
            dated="2020-09-09",
        ),
        "2022-01-10 → signe agree? etendu-avec-reserves inconnu",
    ),
    *story(
        "CT L2261-15: an undated notice does not undo the arrêté",
        facts(
            fact(Nature.ETENDU, jo="2021-04-20"), fact(Nature.AVIS_JO, told="2021-06-01"), dated="2020-12-07"
        ),
        "2021-06-01 → signe agree? etendu inconnu",
    ),
    *story(
        "CT L2261-25: refused, then asked again",
        facts(
            fact(Nature.REFUS_EXTENSION, jo="2014-03-01"),
            fact(Nature.DEMANDE_EXTENSION, "2014-06-02"),
            dated="2013-11-22",
        ),
        "2014-03-01 → signe inconnu refuse inconnu",
        "2014-06-01 → signe inconnu refuse inconnu",
        "2014-06-02 → signe inconnu en-cours inconnu",
    ),
    *story(
        "CT R2261-4-7: past six months of silence, the issue is not known",
        facts(fact(Nature.DEMANDE_EXTENSION, "2020-01-15"), dated="2019-10-29"),
        "2020-07-15 → signe inconnu en-cours inconnu",
        "2020-07-16 → signe inconnu inconnu inconnu",
        "2026-11-22 → signe inconnu inconnu inconnu",
    ),
    *story(
        "CT L2261-24: only a party that signed can ask for it",
        facts(fact(Nature.DEMANDE_EXTENSION, "2020-01-15")),
        "2020-01-15 → signe° inconnu en-cours inconnu",
    ),
    *story(
        "CASF L314-6: extended and not approved: no effect yet",
        facts(
            fact(Nature.DEMANDE_AGREMENT, "2021-01-10"),
            fact(Nature.ETENDU, jo="2021-04-20"),
            dated="2020-12-07",
            rule=rule(Kind.A_L_EXTENSION),
        ),
        "2021-04-20 → signe en-cours etendu pas-encore°",
    ),
    *story(
        "CT L2261-15: a text that takes effect without waiting for its extension",
        facts(
            APPROVED,
            fact(Nature.DEMANDE_EXTENSION, "2020-04-01"),
            dated="2019-10-29",
            rule=rule(Kind.MOIS_SUIVANT_JO_AGREMENT),
        ),
        "2020-04-01 → signe agree en-cours en-vigueur° 2020-04-01",
    ),
    *story(
        "CT L2261-15: a text whose clause waits for its extension: unknown, asked, extended",
        facts(
            APPROVED,
            fact(Nature.DEMANDE_EXTENSION, "2020-04-01"),
            fact(Nature.ETENDU, jo="2021-07-16"),
            dated="2019-10-29",
            rule=rule(Kind.A_L_EXTENSION),
        ),
        "2020-03-22 → signe agree en-cours° pas-encore°",
        "2020-04-01 → signe agree en-cours pas-encore°",
        "2021-07-15 → signe agree en-cours pas-encore°",
        "2021-07-16 → signe agree etendu en-vigueur° 2021-07-16",
    ),
    *story(
        "CT L2261-25: refused to a text whose clause waits for it: without effect",
        facts(
            APPROVED,
            fact(Nature.REFUS_EXTENSION, jo="2021-07-16"),
            dated="2019-10-29",
            rule=rule(Kind.A_L_EXTENSION),
        ),
        "2021-07-16 → signe agree refuse sans-effet°",
    ),
    *story(
        "CT L2261-25: refused to a text that does not wait for it: in force between its parties",
        facts(
            APPROVED,
            fact(Nature.REFUS_EXTENSION, jo="2021-07-16"),
            dated="2019-10-29",
            rule=rule(Kind.A_L_AGREMENT),
        ),
        "2021-07-16 → signe agree refuse en-vigueur° 2020-03-22",
    ),
]


@pytest.mark.parametrize(("told", "on", "expected"), ROWS)
def test_extension(told: Facts, on: str, expected: str):
    assert shown_on(told, on) == expected
