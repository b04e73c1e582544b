"""How far two words are, and how long it takes to say so."""

import pytest

from agreements.finding.corrections import distance


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("prevoyence", "prevoyance", 1),
        ("indemintes", "indemnites", 1),
        ("surveilants", "surveillants", 1),
        ("salairess", "salaires", 1),
        ("kilometrque", "kilometriques", 2),
        ("greve", "agree", 2),
        ("retraite", "salaire", 3),
        ("abc", "abc", 0),
    ],
)
def test_letters_that_are_wrong(one, other, errors):
    assert min(distance(one, other, 3), 3) == min(distance(other, one, 3), 3) == errors
