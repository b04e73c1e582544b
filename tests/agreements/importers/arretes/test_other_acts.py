"""The arrêtés of representativeness and of merger."""

import pytest

from agreements.importers.arretes.reading import read_acts

LIST = """\
Arrêté du 6 octobre 2021 fixant la liste des organisations reconnues représentatives
Article 1
Sont reconnues représentatives dans la branche (IDCC n° 0413) et (n° 0783), les organisations syndicales suivantes :
- la Première union (PU) ;
- la Seconde union (SU).
"""
WEIGHTS = """\
Article 2
Dans le champ de la convention, le poids des organisations syndicales représentatives est le suivant :
- la Première union (PU) : 57,01 % ;
- l'Union seconde (SU) : 42,99 %.
"""
EMPLOYERS = """\
Arrêté du 6 octobre 2021 fixant la liste des organisations professionnelles d'employeurs reconnues représentatives
Article 1
Est reconnue représentative dans la convention (IDCC n° 0413), l'organisation professionnelle d'employeurs suivante :
- la Fédération des essais (FE).
Article 2
Le directeur est chargé de l'exécution du présent arrêté.
Fait le 6 octobre 2021.
A. Personne
"""


def told(text: str) -> list[str]:
    lines = []
    for act in read_acts(text):
        for one in act.audiences:
            weights = [
                f"{each.organisation} ({each.confederation}) {each.share or '?'}" for each in one.weights
            ]
            lines.append(f"{one.college} {','.join(sorted(one.field.keys))} : {' ; '.join(weights)}")
        lines += [f"{sorted(one.joining.keys)} → {sorted(one.joined.keys)}" for one in act.mergers]
        lines += [f"non lu : {one.why}" for one in act.unread]
    return lines


def test_unions_with_and_without_their_weights():
    assert told(LIST + WEIGHTS) == [
        "salarie 413,783 : Première union (PU) ? ; Seconde union (SU) ?",
        "salarie 413,783 : Première union (PU) 57.01 ; Union seconde (SU) 42.99",
    ]


def test_employers():
    assert told(EMPLOYERS) == ["employeur 413 : Fédération des essais (FE) ?"]


def test_an_act_without_its_title_is_told_by_its_article():
    untitled = "JORF n° 246 du 21 octobre 2021\nArrêté du 6 octobre 2021\n" + LIST.partition("\n")[2]
    assert told(untitled) == ["salarie 413,783 : Première union (PU) ? ; Seconde union (SU) ?"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("57,01", "37,01"), "les poids font 80.00 %"),
        ((" : 57,01 %", ""), "les poids font 42.99 %"),
    ],
)
def test_weights_that_do_not_add_up_are_left_out(change, why):
    assert told(LIST + WEIGHTS.replace(*change))[1:] == [f"non lu : {why}"]


MERGER = "Arrêté du 5 août 2021 portant fusion de champs conventionnels\nArticle 1\n"


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (
            "Le champ de la convention (IDCC 783) est fusionné avec celui de la convention (IDCC 413).",
            ["['783'] → ['413']"],
        ),
        (
            "Les champs suivants sont fusionnés :\n"
            "- la convention (IDCC n° 1001) est rattachée à la convention (IDCC n° 0413) ;\n"
            "- la convention (IDCC n° 0783) est rattachée à la convention (IDCC n° 0413).",
            ["['1001'] → ['413']", "['783'] → ['413']"],
        ),
        (
            "La convention (IDCC 1) et la convention (IDCC 783) sont rattachées à la convention (IDCC 413).",
            ["non lu : le rattachement n’est pas dit en une phrase", "non lu : aucun rattachement lu"],
        ),
        ("Rien n'est dit.", ["non lu : aucun rattachement lu"]),
    ],
)
def test_mergers(article, expected):
    assert told(MERGER + article) == expected


def test_another_act_is_said_to_be_one():
    assert told("Arrêté du 5 août 2021 portant nomination\nArticle 1\nEst nommé ici.") == [
        "non lu : forme d’acte non reconnue"
    ]
