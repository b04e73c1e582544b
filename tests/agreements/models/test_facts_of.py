"""The facts of one text that come from others: whether the base text of its conventions is extended."""

from datetime import date

import pytest

from agreements.compiled.situations import Situation
from agreements.law.deductions.rules import Rule
from agreements.models import Agreement
from agreements.models.facts_of import all_facts, with_facts
from portal.edition import store
from portal.edition.reader import reading
from tests import builders as make
from tests.agreements.law.conftest import measures  # noqa: F401

HELD, EXTENDED = "VIGUEUR_NON_ETEN", "VIGUEUR_ETEN"


@pytest.mark.parametrize(("bases", "fields", "told"), [
    ({"ccn-66": HELD}, ["ccn-66"], True),
    ({"ccn-66": EXTENDED}, ["ccn-66"], False),
    ({"ccn-66": ""}, ["ccn-66"], False),
    ({}, ["ccn-66"], False),
    ({"ccn-66": HELD}, ["ccn-66", "chrs"], False),  # the other may be extended
    ({"ccn-66": HELD, "chrs": HELD}, ["ccn-66", "chrs"], True),
])  # fmt: skip
def test_the_base_of_a_text_is_not_extended_where_that_of_each_convention_is_not(
    publish, measures, bases, fields, told  # noqa: F811
):  # fmt: skip
    """The admin and the edition read it alike."""
    for slug, state in bases.items():
        make.agreement(f"{slug}-base", kind="convention", conventions=[slug], kali_state=state)
    avenant = make.agreement("un-avenant", conventions=fields, dated=date(2010, 3, 1))
    facts = all_facts(with_facts(Agreement.objects.all()))
    assert facts[avenant.pk].base_not_extended is told
    publish()
    with reading(store.current()):
        situation = Situation.objects.as_of(date(2020, 1, 1)).get(agreement__slug="un-avenant")
    assert (situation.extension_rule == Rule.BASE_NON_ETENDUE) is told
