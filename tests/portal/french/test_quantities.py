"""Quantities however they are written, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.french.analyser import stems
from portal.french.quantities import Quantity, asked_of, in_words


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("35 h", [Quantity("35", "heures")]),
        ("35h", [Quantity("35", "heures")]),
        ("35 heures", [Quantity("35", "heures")]),
        ("trente-cinq heures", [Quantity("35", "heures")]),
        ("1000 euros", [Quantity("1000", "euros")]),
        ("1 000 €", [Quantity("1000", "euros")]),
        ("1\u202f000\u00a0€", [Quantity("1000", "euros")]),
        ("1000€", [Quantity("1000", "euros")]),
        ("12 mois", [Quantity("12", "mois")]),
        ("douze mois", [Quantity("12", "mois")]),
        ("vingt et un jours", [Quantity("21", "jours")]),
        ("8,21 %", [Quantity("8 21")]),
        ("3,93 euros", [Quantity("3 93", "euros")]),
        ("1 200,50 €", [Quantity("1200 50", "euros")]),
        ("prime de 238 euros bruts", ["prime", Quantity("238", "euros"), "bruts"]),
        ("10 000", [Quantity("10000")]),
        ("avenant 354 356", ["avenant", "354", "356"]),
        ("douze salariés", ["douze", "salaries"]),
        ("article 39", ["article", "39"]),
        ("2020 2021", ["2020", "2021"]),
        ("h", ["h"]),
        ("", []),
        ("de la", []),
    ],
)
def test_what_is_asked(query, asked):
    assert asked_of(query) == asked


@pytest.mark.parametrize(
    ("quantity", "written"),
    [
        (Quantity("35", "heures"), ["35 heures", "35 h", "35h", "trente-cinq heures", "35 heure"]),
        (Quantity("1000", "euros"), ["1000 euros", "1 000 €", "1000€", "1 000 EUR", "1000 euro"]),
        (Quantity("12", "mois"), ["12 mois", "douze mois"]),
        (Quantity("8 21"), ["8,21 %", "8,21"]),
        (Quantity("1200 50", "euros"), ["1 200,50 €", "1200,50 euros"]),
    ],
)
def test_what_texts_write_is_among_the_phrases(quantity, written):
    for text in written:
        assert stems(text) in quantity.phrases, text


@given(st.integers(2, 100))
def test_a_number_in_words_is_read_back(number):
    if words := in_words(number):
        assert asked_of(f"{words} mois") == [Quantity(str(number), "mois")]


@given(st.text(max_size=40))
def test_any_text_can_be_read(text):
    for one in asked_of(text):
        assert one and (isinstance(one, str) or one.phrases)
