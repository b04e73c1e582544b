"""What a dimension declares is what the index, the facets, the sentence and the tables tell."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from pyroaring import BitMap

from agreements.compiled.dimensions import BY_NAME, DIMENSIONS, HELD, OF_SITUATIONS
from agreements.compiled.situations import Situation
from agreements.finding import facets, filters
from agreements.law.vocabulary import STATES
from agreements.pages.files.columns import COLUMNS


def test_names_and_headings_are_used_once():
    assert len(BY_NAME) == len(DIMENSIONS)
    assert len({held.name for held in HELD}) == len(HELD)
    headings = [dimension.heading for dimension in DIMENSIONS if dimension.heading]
    assert len(headings) == len(set(headings)) and set(headings) <= set(COLUMNS)


def test_the_filter_set_reads_every_dimension_in_order():
    names = [name for name in filters.SituationFilter.base_filters if name in BY_NAME]
    assert names == [dimension.name for dimension in DIMENSIONS]


def test_the_columns_of_situations_are_there():
    columns = {field.name for field in Situation._meta.get_fields()}
    assert {held.column for held in OF_SITUATIONS} <= columns


@pytest.mark.parametrize("track", STATES)
def test_a_sentence_has_words_for_every_state(track):
    said = [BY_NAME[track].clause([state], [state.label]) for state in STATES[track]]
    assert len(set(said)) == len(said) == len(STATES[track])


# -- A dimension that depends on what is filtered ------------------------------------------------------------

SLUG = "salaires-et-primes"


def known_states(index, day, filtered):
    """The texts whose state is known on every track that is filtered, on the effect when none is."""
    known = index.known(day)
    for track in [track for track in STATES if track in filtered] or ["effet"]:
        known = known - index.values(track, day).get("inconnu", BitMap())
    return {SLUG: known}


@pytest.fixture
def depending(monkeypatch):
    """The theme stands for such a dimension: one of its values now means « known »."""
    theme = replace(BY_NAME["theme"], depends_on=frozenset(STATES), read=known_states)
    changed = tuple(theme if one.name == "theme" else one for one in DIMENSIONS)
    for module in (filters, facets):
        monkeypatch.setattr(module, "DIMENSIONS", changed)
        monkeypatch.setattr(module, "BY_NAME", {one.name: one for one in changed})


@pytest.mark.parametrize("day", ["2014-06-30", "2026-11-22"])
@pytest.mark.parametrize(
    "asked",
    [
        {}, {"agrement": "inconnu"}, {"agrement": ["agree", "refuse"], "extension": "etendu"}, {"type": "avenant"},
    ],
)  # fmt: skip
def test_every_facet_counts_what_its_link_gives(depending, reader, asked, day):
    query = {**asked, "theme": SLUG, "perimetre": "tout", "date": day}
    answer = reader.get(f"/accords.json?{urlencode(query, doseq=True)}").json()
    for name, values in answer["facettes"].items():
        for value in values[:6]:
            if name not in query:
                there = reader.get(value["url"].replace("/accords/?", "/accords.json?")).json()
                assert there["total"] == value["nombre"], (name, value)


def test_what_a_filter_leaves_when_it_is_dropped_is_read_without_it(depending, reader):
    asked = {"theme": SLUG, "agrement": "inconnu", "perimetre": "tout"}
    page = reader.get(f"/accords/?{urlencode(asked)}").content.decode()
    without = reader.get(f"/accords.json?{urlencode({**asked, 'agrement': []}, doseq=True)}").json()["total"]
    assert without > 0
    assert f"Sans le filtre « Agrément »</a> : {without}" in page.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
