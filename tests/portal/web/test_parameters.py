"""What a parameter may be: plain digits, a day within the bounds of the site, each value once."""

import pytest

from tests.reading import parsed, text


@pytest.mark.parametrize("number", ["+1", "1_0", "\u0661", "1.0", "0", "-1", "1e3", " 1 0"])
@pytest.mark.parametrize("name", ["page", "par_page"])
def test_a_number_is_written_in_plain_digits(reader, name, number):
    answer = reader.get("/accords/", {name: number})
    assert answer.status_code == 400 and "nombre entier" in text(parsed(answer))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "20201027", "2020-13-01"])
@pytest.mark.parametrize("name", ["signe_apres", "signe_avant", "date"])
def test_every_day_is_read_within_the_same_bounds(reader, name, day):
    assert reader.get("/accords/", {name: day}).status_code == 400


def test_a_value_given_twice_counts_once(reader):
    once = reader.get("/accords/?convention=ccn-66")
    twice = reader.get("/accords/?convention=ccn-66&convention=ccn-66")
    assert twice.status_code == 200
    assert twice.content == once.content
