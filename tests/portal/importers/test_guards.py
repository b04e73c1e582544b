"""What forbids publishing by itself: which states may follow which, and what a divergence excuses."""

from datetime import date

import pytest

from agreements.law.vocabulary import Track
from portal.importers.guards import contradictions, goes_on, reasons
from portal.publishing.differences import compare
from tests import builders as make

AGREMENT, EXTENSION, EFFET, SIGNATURE = Track.AGREMENT, Track.EXTENSION, Track.EFFET, Track.SIGNATURE


@pytest.mark.parametrize(
    ("track", "was", "now", "may"),
    [
        (AGREMENT, "agree", "agree", True),
        (AGREMENT, "en-cours", "agree", True),
        (AGREMENT, "refuse", "agree", True),  # on a new request
        (AGREMENT, "agree", "annule", True),
        (AGREMENT, "agree", "refuse", False),
        (AGREMENT, "agree", "en-cours", False),
        (AGREMENT, "agree", "inconnu", False),
        (AGREMENT, "sans-objet", "agree", False),
        (EXTENSION, "non-etendu", "etendu", True),
        (EXTENSION, "etendu", "refuse", False),
        (EXTENSION, "etendu", "etendu-avec-reserves", False),
        (SIGNATURE, "signe", "repute-non-ecrit", True),
        (SIGNATURE, "signe", "ouvert", False),
        (EFFET, "en-vigueur", "plus-en-vigueur", True),
        (EFFET, "plus-en-vigueur", "en-vigueur", False),
        (EFFET, "en-vigueur", "sans-effet", True),
        (EFFET, "en-vigueur", "pas-encore", False),
    ],
)
def test_a_state_stays_or_goes_on(track, was, now, may):
    assert goes_on(track, was, now) is may


@pytest.fixture
def agreed(publish):
    """An edition in which a text is agreed, and the text."""
    made = make.agreement("un")
    return made, make.event(made, "agree", jo=date(2020, 5, 1)), publish()


def told(before, after) -> list[str]:
    return list(reasons(compare(before.path, after.path), before.path, after.path, {}, 0.05))


def test_what_follows_is_published(agreed, publish):
    made, _, before = agreed
    make.event(made, "entree-en-vigueur", date(2020, 6, 1))
    assert told(before, publish()) == []


def test_a_state_that_goes_back_is_not(agreed, publish):
    _, event, before = agreed
    event.nature = "refus-agrement"
    event.save()
    [reason] = told(before, publish())
    assert "un : agrément établi « Agréé » au 1er" in reason and "« Refusé »" in reason


def test_a_divergence_says_that_the_sources_disagree(agreed, publish):
    made, event, before = agreed
    event.nature = "refus-agrement"
    event.save()
    make.divergence(made, "agrément", [("agréé", "le JO"), ("refusé", "un bulletin")])
    assert told(before, publish()) == []


def test_a_text_that_is_lost_is_named(agreed, publish):
    made, _, before = agreed
    make.agreement("deux")
    made.delete()
    [reason] = told(before, publish(accepted=2))
    assert reason == "1 texte (un) ne seraient plus au portail."


def test_nothing_is_asked_where_nothing_changed(agreed):
    *_, before = agreed
    assert list(contradictions(before.path, before.path, [])) == []
