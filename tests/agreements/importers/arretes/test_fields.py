"""The headings of the blocks, as the acts write them from 1999 to today."""

import pytest

from agreements.importers.arretes.facts import Scope
from agreements.importers.arretes.grammar.fields import field_of, group_of, keys_in


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("Convention collective nationale de travail du 15 mars 1966", "413"),
        ("Convention collective (nationale) du 15 mars 1966", "413"),
        ("NEXEM (CCN66)", "413"),
        ("SYNEAS – FEGAPEI – CC66", "413"),
        ("CCN 66", "413"),
        ("Accords collectifs de travail applicables dans les CHRS", "783"),
        ("Accords CHRS du SYNEAS", "783"),
        ("Accords collectifs CHRS du SOP", "783"),
        ("Syndicat général des organismes privés sanitaires et sociaux (SOP) (75462 Paris)", "783"),
        ("Convention du 1er mars 1979 (médecins spécialistes)", "1001"),
        (
            "Convention des médecins spécialistes travaillant dans des établissements et services"
            " pour personnes inadaptées et handicapées",
            "1001",
        ),
        ("Convention collective du 31 octobre 1951 – FEHAP", "29"),
        ("CONVENTION COLLECTIVE DU 31 OCTOBRE 1951 -", "29"),
        ("Convention collective du 26 août 1965 (UNISSS) (75629 Paris)", "405"),
        ("Commission CCNT 65 Union intersyndicale des secteurs sanitaires et sociaux (75629 Paris)", "405"),
        ("Croix-Rouge française", "5502"),
        ("Convention collective Croix Rouge Française", "5502"),
        ("Branche associative sanitaire, sociale et médico-sociale – UNIFED", "bass"),
        ("Branche sanitaire, sociale et médico-sociale – AXESS (BASS)", "bass"),
        ("Accord de branche UNIFED (75 Paris)", "bass"),
        ("Branche de l'aide à domicile (BAD)", "2941,aide-a-domicile"),
        ("Fédération nationale des centres de lutte contre le cancer (75 - Paris)", "2046"),
        ("NEXEM", ""),
    ],
)
def test_a_heading_of_a_branch(heading, keys):
    field = field_of(heading)
    assert (field.scope, ",".join(sorted(field.keys))) == (Scope.BRANCHE, keys)


@pytest.mark.parametrize(
    "heading",
    [
        "Association du Pont (06000 Ville)",
        "Association L'Étape-CHRS (05000 Ville)",
        "Association OC, CHRS CPVA (31000 Ville)",
        "Fédération des associations d'aide aux personnes handicapées (19000 Ville)",
        "Union protestante des personnes âgées (30000 Ville)",
        "Mutualité du Département, centre de soins (38026 Ville)",
        "Clinique de la Porte (Ville - 78)",
        "Société de patronage (13005 Ville)",
        "Croix Verte d'ici (75001 Paris)",
        "UDAF du Département, 03000 Ville",
    ],
)
def test_a_heading_of_an_association(heading):
    assert field_of(heading).scope is Scope.ASSOCIATION


@pytest.mark.parametrize("heading", ["", "Quelque chose", "Les Amis de la Colline"])
def test_a_heading_that_is_not_known(heading):
    assert field_of(heading).scope is Scope.INCONNU


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("Accords de branche et conventions collectives nationales", Scope.BRANCHE),
        ("ACCORDS DE BRANCHE", Scope.BRANCHE),
        ("Accords d'entreprise et décisions unilatérales", Scope.ASSOCIATION),
        ("Accords d'entreprises et décisions unilatérales agréés", Scope.ASSOCIATION),
        ("Convention collective nationale du 15 mars 1966", None),
        ("Accord de branche aide à domicile", None),
    ],
)
def test_the_title_of_a_part(words, group):
    assert group_of(words) is group


def test_an_idcc_says_more_than_words():
    told = "la convention des médecins spécialistes (IDCC n° 1001) et des centres (accords CHRS) (n° 0783)"
    assert keys_in(told) == {"1001", "783"}
