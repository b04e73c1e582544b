"""What an act is called by what it decides."""

import pytest

from agreements.law.names.acts import name_by_decisions
from agreements.law.vocabulary import ActKind, Nature

REFUSED, AGREED = Nature.REFUS_AGREMENT, Nature.AGREE


@pytest.mark.parametrize(
    ("kind", "natures", "name"),
    [
        ("arrete-agrement", [AGREED], "arrêté d’agrément"),
        ("arrete-agrement", [REFUSED], "arrêté de refus d’agrément"),
        ("arrete", [REFUSED, REFUSED], "arrêté de refus d’agrément"),
        ("arrete-agrement", [AGREED, REFUSED], "arrêté d’agrément et de refus"),
        ("arrete-extension", [Nature.REFUS_EXTENSION], "arrêté de refus d’extension"),
        ("arrete-extension", [Nature.ETENDU_AVEC_RESERVES], "arrêté d’extension"),
        ("arrete-agrement", [], "arrêté d’agrément"),
        ("jugement", [REFUSED], "jugement"),
        ("arrete", [Nature.FAIT], "arrêté"),
    ],
)
def test_an_act_is_called_by_what_it_decides(kind, natures, name):
    assert name_by_decisions(ActKind(kind), natures) == name
