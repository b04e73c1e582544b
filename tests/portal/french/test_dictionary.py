"""What is a French word, and what is a typing error."""

import pytest

from portal.french.dictionary import forms, is_french


@pytest.mark.parametrize(
    "word",
    [
        "grève", "greve", "retraite", "crèche", "élections", "harcèlement", "externat", "reclassement", "prévoyance",
        "familiaux", "Œuvres", "indemnités", "agréé", "appliquent", "pas",
    ],
)  # fmt: skip
def test_words(word):
    assert is_french(word)


@pytest.mark.parametrize("word", ["prevoyence", "famillaux", "indemintés", "professionelle", "surveilants"])
def test_typing_errors(word):
    assert not is_french(word)


def test_the_file_says_where_it_comes_from_and_is_in_order():
    lines = forms().decode().splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert any("Mozilla Public License" in line for line in lines if line.startswith("#"))
    assert len(words) > 200_000 and words == sorted(set(words))
