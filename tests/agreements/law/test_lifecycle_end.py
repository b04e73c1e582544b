"""The end of a text: replaced, repealed, denounced, at its term, annulled by the judge."""

import pytest

from agreements.law.facts import Facts
from agreements.law.vocabulary import EffectRuleKind as Kind
from agreements.law.vocabulary import Nature
from tests.agreements.law.facts_builders import fact, facts, rule, shown_on, story

APPROVED = fact(Nature.AGREE, "2010-06-01", jo="2010-06-15")


def in_force(*events, **others) -> Facts:
    """A text in force since 15 June 2010."""
    return facts(APPROVED, *events, dated="2010-05-03", rule=rule(Kind.A_L_AGREMENT), **others)


def replaced_by(*events, on="2015-01-01") -> Facts:
    return in_force(replacers=(facts(*events, dated="2014-09-01", rule=rule(Kind.DATE_FIXE, on)),))


ROWS = [
    *story(
        "CT L2261-8: replaced, as a source tells it",
        in_force(fact(Nature.REMPLACE, "2015-01-01")),
        "2014-12-31 → signe agree inconnu en-vigueur° 2010-06-15",
        "2015-01-01 → signe agree inconnu plus-en-vigueur 2010-06-15",
        "2015-01-02 → signe agree inconnu plus-en-vigueur 2010-06-15",
    ),
    *story(
        "CT L2261-8: replaced on its day, not when the announcement is published",
        in_force(fact(Nature.REMPLACE, "2015-01-01", jo="2014-12-20")),
        "2014-12-31 → signe agree inconnu en-vigueur° 2010-06-15",
        "2015-01-01 → signe agree inconnu plus-en-vigueur 2010-06-15",
    ),
    *story(
        "CT L2261-8: repealed, in a year that is all that is known",
        in_force(fact(Nature.ABROGE, "2015")),
        "2015-12-30 → signe agree inconnu en-vigueur° 2010-06-15",
        "2015-12-31 → signe agree inconnu plus-en-vigueur 2010-06-15",
    ),
    *story(
        "CT L2261-8: the text that replaces it takes effect",
        replaced_by(fact(Nature.AGREE, jo="2014-12-30")),
        "2014-12-30 → signe agree inconnu en-vigueur° 2010-06-15",
        "2014-12-31 → signe agree inconnu en-vigueur° 2010-06-15",
        "2015-01-01 → signe agree inconnu plus-en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2261-8: the text that replaces it waits for its agrément",
        replaced_by(fact(Nature.DEMANDE_AGREMENT, "2014-10-01")),
        "2015-01-01 → signe agree inconnu en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2261-8: the text that replaces it is refused",
        replaced_by(fact(Nature.REFUS_AGREMENT, jo="2014-12-30")),
        "2015-01-01 → signe agree inconnu en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2261-8: the text that replaces it is struck",
        replaced_by(fact(Nature.OPPOSITION_MAJORITAIRE, "2014-09-20"), fact(Nature.AGREE, jo="2014-12-30")),
        "2015-01-01 → signe agree inconnu en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2261-8: the agrément of the text that replaced it is annulled by a court",
        replaced_by(fact(Nature.AGREE, jo="2014-12-30"), fact(Nature.ANNULATION_AGREMENT, "2016-03-01")),
        "2016-02-29 → signe agree inconnu plus-en-vigueur° 2010-06-15",
        "2016-03-01 → signe agree inconnu en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2261-8: a text that is not there yet replaces nothing, even from a day gone by",
        in_force(
            replacers=(
                facts(dated="2015-06-23", rule=rule(Kind.DATE_FIXE, "2015-02-01"), subject_to_agrement=False),
            )
        ),
        "2015-02-01 → signe agree inconnu en-vigueur° 2010-06-15",
        "2015-06-22 → signe agree inconnu en-vigueur° 2010-06-15",
        "2015-06-23 → signe agree inconnu plus-en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2261-8: the text that replaced it has ended in its turn",
        in_force(
            replacers=(
                facts(
                    fact(Nature.AGREE, jo="2014-12-30"),
                    fact(Nature.ABROGE, "2018-01-01"),
                    dated="2014-09-01",
                    rule=rule(Kind.A_L_AGREMENT),
                ),
            )
        ),
        "2018-01-01 → signe agree inconnu plus-en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2222-4: the last day of a fixed term is a day in force",
        in_force(term="2012-12-31"),
        "2012-12-30 → signe agree inconnu en-vigueur° 2010-06-15",
        "2012-12-31 → signe agree inconnu en-vigueur° 2010-06-15",
        "2013-01-01 → signe agree inconnu plus-en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2222-4: what was awaited when the last day passed can no longer come",
        facts(fact(Nature.AGREMENT_EN_COURS, "2019-12-20"), dated="2019-12-19", term="2025-12-31"),
        "2025-12-31 → signe inconnu inconnu inconnu",
        "2026-01-01 → signe inconnu inconnu plus-en-vigueur°",
    ),
    *story(
        "CT L2261-8: what was awaited when a source tells its replacement can no longer come",
        facts(
            fact(Nature.AGREMENT_EN_COURS, "2019-12-20"),
            fact(Nature.REMPLACE, "2020-03-01"),
            dated="2019-12-19",
        ),
        "2020-02-29 → signe en-cours inconnu pas-encore°",
        "2020-03-01 → signe en-cours inconnu plus-en-vigueur",
    ),
    *story(
        "CT L2222-4: a text that nobody signed has not ended, whatever its last day",
        facts(fact(Nature.OUVERTURE, "2019-12-19"), term="2025-12-31"),
        "2026-01-01 → ouvert inconnu inconnu pas-encore°",
    ),
    *story(
        "CT L2261-9, L2261-10: denounced by one side: three months, then twelve",
        in_force(fact(Nature.DENONCE, "2011-09-01")),
        "2011-09-01 → signe agree inconnu en-vigueur° 2010-06-15",
        "2011-12-01 → signe agree inconnu en-vigueur° 2010-06-15",
        "2012-11-30 → signe agree inconnu en-vigueur° 2010-06-15",
        "2012-12-01 → signe agree inconnu plus-en-vigueur° 2010-06-15",
        "2012-12-02 → signe agree inconnu plus-en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2261-10: denounced, and replaced before the end of its survival",
        in_force(fact(Nature.DENONCE, "2011-09-01"), fact(Nature.REMPLACE, "2012-03-01")),
        "2012-02-29 → signe agree inconnu en-vigueur° 2010-06-15",
        "2012-03-01 → signe agree inconnu plus-en-vigueur 2010-06-15",
    ),
    *story(
        "CT L2261-11: denounced by some only: kept among the others",
        in_force(fact(Nature.DENONCE_EN_PARTIE, "2011-09-01")),
        "2012-12-01 → signe agree inconnu en-vigueur° 2010-06-15",
    ),
    *story(
        "CT L2262-15: annulled by the judge: without effect",
        in_force(fact(Nature.ANNULE_PAR_LE_JUGE, "2013-05-14")),
        "2013-05-13 → signe agree inconnu en-vigueur° 2010-06-15",
        "2013-05-14 → signe agree inconnu sans-effet",
        "2013-05-15 → signe agree inconnu sans-effet",
    ),
    *story(
        "CT L2261-8: « no longer » is not « not yet »: replaced before it could take effect",
        facts(
            APPROVED,
            fact(Nature.REMPLACE, "2010-09-01"),
            dated="2010-05-03",
            rule=rule(Kind.DATE_FIXE, "2011-01-01"),
        ),
        "2010-09-01 → signe agree inconnu pas-encore° 2011-01-01",
        "2011-01-01 → signe agree inconnu plus-en-vigueur 2011-01-01",
    ),
    *story(
        "CT L2261-8: replaced, and nothing is known of its own effect",
        facts(fact(Nature.REMPLACE, "2015-01-01"), dated="2010-05-03"),
        "2014-12-31 → signe inconnu inconnu inconnu",
        "2015-01-01 → signe inconnu inconnu plus-en-vigueur",
    ),
]


@pytest.mark.parametrize(("told", "on", "expected"), ROWS)
def test_end(told: Facts, on: str, expected: str):
    assert shown_on(told, on) == expected
