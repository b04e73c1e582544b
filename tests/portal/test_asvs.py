"""The matrix of the ASVS is whole, its figures are those of its lines, and each line that holds names its tests."""

import re
from collections import Counter

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| (V[\d.]+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
LINES = LINE.findall(TEXT)
#: How many requirements the standard has at each level.
REQUIREMENTS = {"1": 70, "2": 183}
HELD, NOT_HELD, NONE, ELSEWHERE = "tenu", "non tenu", "sans objet", "à l’installation"


def test_every_requirement_has_its_line():
    assert Counter(level for _, level, *_ in LINES) == REQUIREMENTS
    assert len({number for number, *_ in LINES}) == len(LINES)
    assert {state for _, _, state, *_ in LINES} <= {HELD, NOT_HELD, NONE, ELSEWHERE}


@pytest.mark.parametrize(("level", "part"), [("1", 1.0), ("2", 0.95)])
def test_what_applies_holds(level, part):
    states = Counter(state for _, its_level, state, *_ in LINES if its_level == level)
    held, applies = states[HELD], states[HELD] + states[NOT_HELD]
    assert held / applies >= part
    told = f"| {level} | {held} | {applies} | {100 * held / applies:.0f} % | {states[ELSEWHERE]} | {states[NONE]} |"
    assert told in TEXT


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_a_line_that_holds_names_tests_that_are_there(line):
    _, _, state, what, tests = line
    named = re.findall(r"`([^`]+)`", tests)
    assert bool(named) == (state == HELD)
    assert all((ROOT / name).exists() for name in named)
    assert what.strip()
