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

pytestmark = pytest.mark.usefixtures("measures")
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
    publish, bases, fields, told
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


@pytest.mark.parametrize(("base", "extended", "told"), [
    ("", False, True),  # no base text is held
    (EXTENDED, False, True),
    (HELD, True, False),  # what people tell comes first
    (HELD, None, True),
])  # fmt: skip
def test_a_convention_may_say_itself_whether_it_is_extended(db, base, extended, told):
    make.convention("ccn-66", extended=extended, extension_basis="lu")
    if base:
        make.agreement("la-base", kind="convention", kali_state=base)
    avenant = make.agreement("un-avenant")
    assert all_facts(with_facts(Agreement.objects.all()))[avenant.pk].base_not_extended is told


@pytest.mark.parametrize(("dated", "kind", "targets", "ended"), [
    (date(2012, 1, 1), "avenant", ["ancien"], True),
    (date(2012, 1, 1), "avenant", ["ancien", "autre"], False),  # it lives on in the other
    (date(2012, 1, 1), "accord", ["ancien"], False),  # it has a life of its own
    (date(2020, 1, 1), "avenant", ["ancien"], False),  # written after the replacement: of what is left
    (None, "avenant", ["ancien"], False),
])  # fmt: skip
def test_what_replaces_a_text_replaces_its_avenants(publish, dated, kind, targets, ended):
    """CT L2261-8: in the edition, and in the admin."""
    make.convention("ccn-66", subject_to_agrement=False, agrement_basis="hors champ")
    texts = {slug: make.agreement(slug, dated=date(2010, 1, 1)) for slug in ("ancien", "autre")}
    new = make.agreement("nouveau", dated=date(2018, 1, 1))
    make.relation(new, "remplace", texts["ancien"])
    make.event(new, "entree-en-vigueur", date(2018, 2, 1))
    avenant = make.agreement("un-avenant", kind=kind, dated=dated)
    make.event(avenant, "entree-en-vigueur", date(2013, 1, 1))
    for slug in targets:
        make.relation(avenant, "modifie", texts[slug])
    facts = all_facts(with_facts(Agreement.objects.all()))
    assert bool(facts[avenant.pk].replacers) is ended
    publish()
    with reading(store.current()):
        on_day = Situation.objects.as_of(date(2026, 1, 1)).get(agreement__slug="un-avenant")
    assert (on_day.effet == "plus-en-vigueur") is ended
