"""From when a text that gives no day has effect: the formula of the arrêté that agrees it, told with its act."""

from datetime import date

import pytest

from agreements.law.deductions.rules import Rule
from agreements.law.lifecycle import state_on
from agreements.models import Agreement
from agreements.models.facts_of import all_facts, with_facts
from tests import builders as make
from tests.reading import flowing, parsed

DAY = date(2021, 1, 1)
JO = date(2020, 10, 29)
#: Slug, rule of the text, formula of its act, day of notification: the word, how it is known, since when.
CASES = [
    ("publie", "selon-l-arrete", "publication", None, ("en-vigueur", "deduit", "2020-10-29")),
    (
        "notifie",
        "selon-l-arrete",
        "notification",
        date(2020, 10, 12),
        ("en-vigueur", "deduit", "2020-10-12"),
    ),
    ("jour-non-lu", "selon-l-arrete", "notification", None, ("en-vigueur", "probable", None)),
    ("formule-non-lue", "selon-l-arrete", "", None, ("en-vigueur", "probable", None)),
    ("clause-non-lue", "", "publication", None, ("en-vigueur", "probable", None)),
    ("autre-clause", "mois-suivant-jo-agrement", "publication", None, ("en-vigueur", "deduit", "2020-11-01")),
]


@pytest.fixture
def agreed(db):
    make.convention("ccn-66", in_sector=True, subject_to_agrement=True, agrement_basis="CASF L. 314-6")
    for number, (slug, rule, formula, notified_on, _) in enumerate(CASES, 900):
        text = make.agreement(slug, number=str(number), dated=date(2020, 6, 23), rule=rule)
        told = {"formula": formula, "notified_on": notified_on}
        act = make.act(date(2020, 10, 2), JO, slug=f"arrete-{slug}", nor=f"TEST2026{number}A", **told)
        make.event(text, "agree", act=act)


@pytest.mark.parametrize(("slug", "expected"), [(slug, expected) for slug, *_, expected in CASES])
def test_the_formula_reaches_the_effect_of_the_text(agreed, slug, expected):
    facts = all_facts(with_facts(Agreement.objects.filter(slug=slug)))
    state = state_on(next(iter(facts.values())), DAY)
    since = str(state.effective_on) if state.effective_on else None
    assert (state.effet.word, state.effet.certainty, since) == expected


def test_an_edition_says_it_with_the_act_as_its_source(agreed, publish, client):
    publish()
    for slug, *_, (word, certainty, since) in CASES:
        told = client.get(f"/accords/{slug}.json?date={DAY}").json()
        found = told["statuts"]["effet"], told["certitudes"]["effet"], told["date_effet"]
        assert found == (word, certainty, since), slug
    page = parsed(client.get(f"/accords/publie/?date={DAY}"))
    why = " ".join(flowing(one) for one in page.query("details.why"))
    assert Rule.FORMULE.meaning in why and "D’après : arrêté d’agrément" in why
    assert "le jour que donne l’arrêté qui l’agrée" in flowing(page)
