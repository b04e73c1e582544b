"""When a text says, in its own articles, that it ends (dates and objects are ours)."""

from datetime import date

import pytest

from agreements.importers.term_articles import read_term
from agreements.law.vocabulary import AgreementKind as Kind

END = date(2023, 12, 31)


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("Le présent accord est conclu pour une durée déterminée jusqu’au 31 décembre 2023.", END),
        ("Le présent accord est conclu pour une durée déterminée allant jusqu’au 31 décembre 2023 inclus.", END),
        ("Le présent accord est convenu à durée déterminée jusqu’au 31 décembre 2023.", END),
        ("Le présent accord est conclu pour une durée déterminée de 3 ans dont l’échéance est fixée au "
         "31 décembre 2023.", END),
        ("Le présent accord est conclu pour une durée déterminée et prendra fin le 31 décembre 2023.", END),
        ("Le présent accord expirera le 31 décembre 2023.", END),
        ("Le présent accord cessera de produire ses effets au 31 décembre 2023.", END),
        ("Les dispositions du présent accord sont conclues jusqu’au 31 décembre 2023.", END),
        ("Cet accord entre en vigueur à compter du 1er janvier 2023 et sera valable jusqu’au 31 décembre 2023.", END),
        ("Le présent accord est à durée déterminée. Il cessera de produire ses effets le 31 décembre 2023.", END),
        ("Le présent accord entre en vigueur le lendemain de son dépôt et cesse de produire ses effets à l’échéance "
         "de son terme, soit le 31 décembre 2023.", END),
        # Not the text, not a day, not sure
        ("Il cessera de produire ses effets le 31 décembre 2023.", None),
        ("La commission prendra fin le 31 décembre 2023.", None),
        ("Le présent accord est conclu pour une durée de 3 ans.", None),
        ("Le présent accord est conclu pour une durée indéterminée.", None),
        ("Le présent accord prendra fin au plus tard le 31 décembre 2023.", None),
        ("Le présent accord, conclu pour une durée déterminée, est prorogé jusqu’au 31 décembre 2023.", None),
        ("Le présent accord expirera le 31 décembre 2023, sauf reconduction.", None),
        ("Le présent accord a pour terme l’entrée en vigueur de la convention du 31 décembre 2023.", None),
        ("Le présent accord expirera le 30 juin 2023. Le présent accord expirera le 31 décembre 2023.", None),
        ("L’avenant n° 3 est rédigé ainsi : « Le présent accord expirera le 31 décembre 2023. »", None),
    ],
)  # fmt: skip
def test_the_last_day_that_a_text_gives_itself(sentence, term):
    assert read_term(Kind.ACCORD, [f"<p>{sentence}</p>"]) == term


def test_a_kind_that_names_itself_in_no_known_way_has_none():
    assert read_term(Kind.AVIS, ["<p>Le présent avis expirera le 31 décembre 2023.</p>"]) is None
