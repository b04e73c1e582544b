"""Charts: their geometry alone, then every figure of the pages counted a second way from the files."""

import re
from collections import Counter
from datetime import date
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.law.sentence_words import of_which_probable
from agreements.law.vocabulary import STATES, Certainty, Mode, Track
from agreements.reading.convention.charts import DECIDED, FAMILIES
from portal.french.dates import Precision
from portal.web.chart_geometry import HEIGHT, columns, distribution, share, spread, step
from tests.agreements.finding.recount import select, shared, texts, told
from tests.conftest import TODAY
from tests.reading import flowing, parsed, text

PAST = date(2010, 1, 1)
KEYS = {"one": "un", "other": "autre"}


def number(length: str) -> float:
    return float(length.removesuffix("%"))


# -- Geometry ----------------------------------------------------------------------------------------------


def test_a_column_is_as_high_as_it_counts_and_parts_lie_on_one_another():
    drawn = columns([(2000, {"one": 1, "other": 3}), (2001, {}), (2002, {"one": 2})], KEYS)
    first, empty, last = drawn.columns
    assert [part.key for part in first.parts] == ["one", "other"] and empty.parts == ()
    assert (first.total, empty.total, last.total, drawn.total) == (4, 0, 2, 6)
    one, other = first.parts
    assert number(other.y) == 0 and number(other.height) == HEIGHT * 3 / 4
    assert number(one.y) + number(one.height) == HEIGHT
    assert number(other.y) + number(other.height) == number(one.y)
    assert drawn.totals == (("one", "un", 3), ("other", "autre", 3))
    assert drawn.highest.label == "2000"


@given(st.lists(st.dictionaries(st.sampled_from(list(KEYS)), st.integers(0, 5000)), min_size=1, max_size=120))
def test_no_part_leaves_the_drawing(counts):
    drawn = columns([(1900 + rank, parts) for rank, parts in enumerate(counts)], KEYS)
    for column in drawn.columns:
        assert 0 <= number(column.place) <= 100
        for part in column.parts:
            assert number(part.x) >= 0 and number(part.x) + number(part.width) <= 100.01
            assert number(part.y) >= 0 and number(part.y) + number(part.height) <= HEIGHT + 0.11
    assert sum(column.labelled for column in drawn.columns) <= 8
    assert 1 <= len(drawn.marks) <= 5
    assert drawn.total == sum(sum(parts.values()) for parts in counts)


@given(st.integers(1, 10**6))
def test_the_scale_is_round_and_short(most):
    by = step(most)
    assert by * 4 >= most and str(by).strip("0") in ("1", "2", "5")


@given(st.lists(st.integers(-400, 4000), min_size=5, max_size=80))
def test_every_duration_is_in_one_class_and_the_median_in_the_drawing(days):
    drawn = distribution(days)
    assert sum(count for _, _, count in drawn.classes) == len(days) == drawn.columns.total
    for start, end, count in drawn.classes:
        assert count == sum(start <= length <= end for length in days)
    assert 0 <= number(drawn.low) <= number(drawn.median) <= 100
    assert number(drawn.low) + number(drawn.width) >= number(drawn.median) - 0.01


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=80))
def test_the_spread_is_that_of_the_durations(days):
    found = spread(days)
    assert found.count == len(days) and found.median == median(days)
    assert found.least <= found.low <= found.median <= found.high <= found.most


def test_few_durations_are_told_and_not_drawn():
    assert spread([]) is None and distribution([]) is None and distribution([1, 2, 3, 4]) is None
    assert spread([12]).median == 12 and share(1, 0) == "0.000%"


@pytest.mark.parametrize("track", FAMILIES)
def test_every_state_is_in_one_family(track):
    words = [word for _, members in FAMILIES[track].values() for word in members]
    assert sorted(words) == sorted(STATES[track])


# -- Recounts ----------------------------------------------------------------------------------------------


def page_of(reader, slug, day):
    return parsed(reader.get(f"/conventions/{slug}/?date={day}"))


def cells(table) -> list[list[str]]:
    rows = table.query("tbody tr")
    return [[flowing(cell).split()[0] for cell in row.query("th, td") if flowing(cell)] for row in rows]


@pytest.mark.parametrize("day", [TODAY, PAST])
@pytest.mark.parametrize("convention", ["ccn-66", "bass", "chrs", "ccn-51"])
def test_the_table_of_years_is_what_the_files_say(reader, convention, day):
    chosen = select({"convention": [convention]}, day)
    families = FAMILIES[Track.AGREMENT]
    family = {word.value: key for key, (_, words) in families.items() for word in words}
    counted, guessed, totals, probable, undated = Counter(), Counter(), Counter(), Counter(), 0
    for slug in chosen:
        agrement = texts()[slug].on(day).agrement
        state = family[agrement.word.value]
        [year] = texts()[slug].values("annee", day)
        undated += year == "inconnue"
        counted[year, state] += year != "inconnue"
        totals[state] += 1  # the legend counts as the list does: those without a date too
        probable[state] += agrement.certainty == Certainty.PROBABLE
        guessed[year, state] += agrement.certainty == Certainty.PROBABLE
    shown = [key for key in families if totals[key]]
    years = sorted({year for year, _ in counted if year != "inconnue"}, reverse=True)
    expected = [
        [year, *(str(counted[year, key]) for key in shown), str(sum(counted[year, key] for key in families))]
        for year in years
    ]
    page = page_of(reader, convention, day)
    table = page.query(".chart .figures-table")[0]
    assert cells(table) == expected
    assert [flowing(told) for told in table.query("tbody .since")] == [
        of_which_probable(counted[year, key], guessed[year, key])
        for year in years
        for key in shown
        if guessed[year, key]
    ]
    hollow = {part.attrs["class"] for part in page.query(".chart svg.columns .part.probable")}
    assert hollow == {
        f"part part-{key} probable" for (year, key), count in guessed.items() if count and year != "inconnue"
    }
    legend = [text(count) for count in page.query(".legend")[0].query(".count")]
    assert legend == [
        ", ".join(filter(None, [str(totals[key]), of_which_probable(totals[key], probable[key])]))
        for key in shown
    ]
    told_apart = [note for note in page.query(".chart .note") if "sans date" in flowing(note)]
    assert [flowing(note).split()[0] for note in told_apart] == ([str(undated)] if undated else [])


@pytest.mark.parametrize("day", [TODAY, PAST])
@pytest.mark.parametrize("convention", ["ccn-66", "bass", "chrs"])
@pytest.mark.parametrize("track", DECIDED)
def test_the_delays_are_what_the_files_say(reader, convention, track, day):
    states = {word.value for word in DECIDED[track]}
    decided, lasting = 0, []
    for slug in select({"convention": [convention]}, day):
        text, state = texts()[slug], getattr(texts()[slug].on(day), track)
        if state.word.value not in states:
            continue
        decided += 1
        cause = next((event for event in text.facts.events if event.key == state.cause), None)
        exact = text.facts.dated and text.facts.dated.precision == Precision.JOUR
        if cause and cause.published_on and exact:
            lasting.append((cause.published_on - text.facts.dated.day).days)
    page = page_of(reader, convention, day)
    sections = [section for section in page.query(".chart-section") if section.query("#delais")]
    paragraphs = [flowing(p) for p in sections[0].query("p:not(.note)")] if sections else []
    word = "agréé" if track == Track.AGREMENT else "étendu"
    said = [p for p in paragraphs if p.startswith(f"Sur {decided} texte") and word in p]
    assert bool(said) == bool(decided), paragraphs
    if decided and not lasting:
        assert "aucun" in said[0]
    if lasting:
        middle = f"{median(lasting):g}".replace(".", ",")
        assert f"connues pour {len(lasting)}" in said[0] and f"Médiane : {middle} jours" in said[0]
        assert (f"pour {decided - len(lasting)}, l’une" in said[0]) == (decided > len(lasting))
        if len(lasting) > 1:
            assert f"Le plus court : {min(lasting)} jours" in said[0]
            assert f"le plus long : {max(lasting)} jours" in re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", said[0])


@pytest.mark.parametrize("day", [TODAY, PAST])
@pytest.mark.parametrize("convention", ["ccn-66", "bass", "ccn-51"])
def test_the_profile_of_signatories_is_what_the_files_say(reader, convention, day):
    chosen = select({"convention": [convention]}, day)
    organisations = shared()[2]
    bound, opposed = Counter(), Counter()
    for slug in chosen:
        bound.update(told("signataire", day)[slug])
        done = texts()[slug].days.items()
        opposed.update({made.organisation for made, on in done if on <= day and made.mode == Mode.OPPOSITION})
    expected = {
        (organisations[slug]["nom"], bound[slug], opposed[slug])
        for slug in {*bound, *opposed}
        if bound[slug] or opposed[slug]
    }
    page = page_of(reader, convention, day)
    found = {
        (flowing(row.query("th")[0]), *(int(flowing(cell).split()[0]) for cell in row.query("td")[:2]))
        for table in page.query(".profile")
        for row in table.query("tbody tr")
    }
    assert found == expected


@pytest.mark.parametrize("convention", ["ccn-66", "bass"])
def test_every_figure_leads_to_the_list_that_it_counts(reader, convention):
    page = page_of(reader, convention, PAST)
    links = [link for link in page.query(".chart-section a") if "/accords/?" in link.attrs["href"]]
    assert len(links) > 20
    for link in links[::6]:
        address = link.attrs["href"]
        figure = next((word for word in flowing(link).split() if word.isdigit()), "")
        if figure and not 1900 < int(figure) < 2100:
            listed = reader.get(address.replace("/accords/", "/accords.json")).json()
            assert listed["total"] == int(figure), address


def test_charts_are_drawings_with_a_name_and_figures_beside(reader):
    for address in ("/conventions/ccn-66/", "/organisations/cfdt/"):
        page = parsed(reader.get(address))
        drawings = page.query("svg.columns")
        assert drawings
        for drawing in drawings:
            [caption] = page.query(f"#{drawing.attrs['aria-labelledby']}")
            assert drawing.attrs["role"] == "img" and flowing(caption)
        assert len(page.query(".chart details")) == len(drawings)
