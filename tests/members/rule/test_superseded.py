"""A text that sets figures alone, and what replaced them: for whom, since when, how surely."""

from datetime import date

import pytest

from agreements.law.vocabulary import Certainty
from members.rule.applicability import find
from members.rule.facts import Certainties, Replacer
from members.rule.superseded import Successor, Superseded, superseded
from members.rule.vocabulary import Answer
from tests.members.cases import LINKS, day, employer, in_force

ON = day("2023-01-01")
NEXEM, NOBODY, FEGAPEI = employer("nexem"), employer(), employer("fegapei")
SURE = in_force("nexem", extension="etendu")
LIKELY = in_force("nexem", extension="etendu", certainties=Certainties(agrement=Certainty.PROBABLE))

FOR_ALL = Successor("3,82 €", date(2021, 2, 1), Replacer("avenant-361", "Avenant n° 361"))
THEIRS = Successor("3,93 €", date(2022, 7, 1), unilateral=True, members_of="nexem")
DOUBTFUL = Successor("3,95 €", date(2022, 9, 1), certainty=Certainty.PROBABLE)


def value(*successors):
    return Superseded("valeur du point", "3,77 €", successors)


@pytest.mark.parametrize(("told", "who", "values", "since"), [
    (SURE, NEXEM, [value(FOR_ALL)], "2021-02-01"),
    (SURE, NOBODY, [value(FOR_ALL)], "2021-02-01"),
    (SURE, NEXEM, [value(THEIRS)], "2022-07-01"),
    (SURE, FEGAPEI, [value(THEIRS)], "2022-07-01"),  # which Nexem continues
    (SURE, NOBODY, [value(THEIRS)], ""),  # binds the members of another
    (SURE, NOBODY, [value(THEIRS, FOR_ALL)], "2021-02-01"),  # the next one binds all
    (SURE, NEXEM, [value(DOUBTFUL)], ""),  # what is certain is not put aside by what is probable
    (LIKELY, NEXEM, [value(DOUBTFUL)], "2022-09-01"),
    (SURE, NEXEM, [value(FOR_ALL), value(THEIRS)], "2022-07-01"),  # the last of them
    (SURE, NOBODY, [value(FOR_ALL), value(THEIRS)], ""),  # one of them still holds
    (SURE, NEXEM, [], ""),
])  # fmt: skip
def test_a_text_is_replaced_when_all_that_it_set_is(told, who, values, since):
    found = superseded(find(told, who, LINKS, ON), values, who, LINKS, ON)
    assert (found.answer == Answer.REMPLACE) is bool(since), found.line.reason
    if since:
        assert found.line.since == day(since)


def test_what_applies_not_is_left_as_it_is():
    found = find(in_force("nexem", effet="plus-en-vigueur"), NEXEM, LINKS, ON)
    assert superseded(found, [value(FOR_ALL)], NEXEM, LINKS, ON) is found


@pytest.mark.parametrize(("by", "article", "words"), [
    (FOR_ALL, "L2261-8 CT", "est remplacé par 3,82 € (Avenant n° 361)"),
    (THEIRS, "L314-6 CASF", "est remplacé par 3,93 €"),
])  # fmt: skip
def test_it_says_by_what_and_by_which_article(by, article, words):
    line = superseded(find(SURE, NEXEM, LINKS, ON), [value(by)], NEXEM, LINKS, ON).line
    assert line.reason == f"ce qu’on lit de ce texte (valeur du point : 3,77 €) {words}"
    assert (line.article, line.replaced_by, line.certainty) == (article, by.by, Certainty.ETABLI)
