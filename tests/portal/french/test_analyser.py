"""The words of a text as search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.finding.highlight import excerpt, pieces
from portal.french.analyser import acronyms, fold, natural_key, stems


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Avenant n° 357", "avenant 357"),
        ("avenant n°357", "avenant 357"),
        ("avenant nº 357", "avenant 357"),
        ("Œuvres sociales", "oeuvres sociales"),
        ("jusqu’à l'indemnité", "a indemnite"),
        ("C.H.R.S. de Lyon", "chrs de lyon"),
        ("1er août", "1 aout"),
        ("2e avenant", "2 avenant"),
        ("médico-social", "medico social"),
        ("Île-de-France", "ile de france"),
        ("  \u00a0\u202f ", ""),
        ("accord 2019-02", "accord 2019 02"),
        ("prud’hommes", "prudhommes"),
        ("PRUD'HOMMES", "prudhommes"),
        ("prudhommes", "prudhommes"),
        ("aujourd’hui", "aujourdhui"),
        ("l’entr’aide qu’il d‘hier", "entraide il hier"),
        ("pré\u200bvoyance\ufeff", "prevoyance"),
        ("pré\u00advoyance", "prevoyance"),
        ("médico\u2011social Pro\u2011A", "medico social proa"),
        ("temps\u2010partiel", "temps partiel"),
        ("35h", "35 heures"),
        ("35h30", "35 heures 30"),
        ("1000€", "1000 euros"),
        ("1 000 €", "1 000 euros"),
        ("10 %", "10"),
        ("8,21 %", "8 21"),
        ("h", "h"),
        ("1h", "1 heures"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "alike",
    [
        ("indemnités", "indemnites", "l’indemnité", "L'INDEMNITÉ", "indemnité"),
        ("salariés", "salaries", "salarié", "salariée", "salariées", "salariees"),
        ("personnes handicapées", "personne handicapé"),
        ("œuvre", "oeuvres"),
        ("frais professionnels", "le frais professionnel"),
        ("complémentaire santé", "complementaires sante"),
    ],
)
def test_the_same_stems(alike):
    assert len({tuple(stems(text)) for text in alike}) == 1


def test_acronyms_are_the_words_in_capitals():
    assert acronyms("Accords CHRS du C.H.U., CPPNI et Nexem") == {"chrs", "cppni"}


def test_natural_key_sorts_numbers_as_numbers():
    numbers = ["250 bis", "9", "250", "10", "2019-02", "155 avenant 2"]
    assert sorted(numbers, key=natural_key) == ["9", "10", "155 avenant 2", "250", "250 bis", "2019-02"]


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_pieces_mark_the_hits():
    found = pieces("L’indemnité de départ", {"indemnit"})
    assert [(piece.text, piece.hit) for piece in found] == [
        ("L’", False),
        ("indemnité", True),
        (" de départ", False),
    ]


@given(st.text(), st.sets(st.sampled_from(["a", "indemnit", "=chrs", "1"])))
def test_pieces_joined_are_the_text(text, asked):
    assert "".join(piece.text for piece in pieces(text, asked)) == text


def test_excerpt_shows_the_first_hit_in_its_context():
    text = "mot " * 100 + "une indemnité de départ " + "mot " * 100
    shown = "".join(piece.text for piece in excerpt(text, {"indemnit"}))
    assert shown.startswith("…\u00a0mot") and shown.endswith("mot\u00a0…")
    assert "une indemnité de départ" in shown
    assert excerpt(text, {"prevoi"}) == []
