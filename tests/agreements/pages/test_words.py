"""The words: every state explained in one place and at hand, the glossary whole, every acronym written out."""

import re

import pytest
from django.conf import settings

from agreements.law.follow_ups import FOLLOW_UPS
from agreements.law.vocabulary import STATES, Mode, Track
from agreements.law.waiting import Column
from agreements.pages.glossary_terms import ACRONYMS, EXPANSIONS, TERMS, written_out
from tests.reading import flowing, parsed, text

STATE_PAIRS = [(track, state) for track, states in STATES.items() for state in states]
#: A promise, or a probability, that no source could carry.
PROMISES = re.compile(r"\b(?:sera|seront|va |vont|devrait|bientôt|probable|normalement|prochain)", re.I)
ARTICLE = re.compile(r"\b(?:CT|CASF)\b(?! [LRD]\. \d)")
CAPITALS = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]+)?\b")


@pytest.mark.parametrize(("track", "state"), STATE_PAIRS)
def test_every_state_says_what_it_means_and_what_may_follow(track, state):
    """One sentence each; articles in the one form; nothing promised."""
    following = FOLLOW_UPS[track][state].sentence
    for told in (state.meaning, following):
        assert told[0].isupper() and told.endswith("."), told
        assert not PROMISES.search(told), told
        assert not ARTICLE.search(told), told
    assert state.meaning.count(". ") == state.meaning.count("L. "), "one sentence"


def test_what_may_follow_is_told_of_states_and_of_nothing_else():
    assert {track: list(words) for track, words in FOLLOW_UPS.items()} == {
        track: list(states) for track, states in STATES.items()
    }


def test_the_glossary_has_a_place_for_every_word(reader):
    page = parsed(reader.get("/glossaire/"))
    anchors = {node.attrs["id"] for node in page.query("[id]")}
    assert anchors >= {f"{track}-{state}" for track, state in STATE_PAIRS}
    assert anchors >= {f"attente-{column}" for column in Column} | {f"acte-{mode}" for mode in Mode}
    assert anchors >= {each.anchor for each in (*TERMS, *ACRONYMS)}
    told = text(page.query("main")[0])
    for track, state in STATE_PAIRS:
        assert state.meaning in told and FOLLOW_UPS[track][state].sentence in told
    assert list(TERMS) == sorted(TERMS, key=lambda term: plain(term.word))
    assert list(ACRONYMS) == sorted(ACRONYMS, key=lambda acronym: acronym.short)


def plain(word: str) -> str:
    return word.lower().translate(str.maketrans("éèêàîç", "eeeaic"))


def test_the_glossary_has_its_json_twin(reader):
    told = reader.get("/glossaire.json").json()
    assert {(track, row["mot"]) for track, rows in told["etats"].items() for row in rows} == {
        (track.value, state.value) for track, state in STATE_PAIRS
    }
    assert all(row["suite"] for rows in told["etats"].values() for row in rows)
    assert len(told["mots"]) == len(TERMS) and len(told["sigles"]) == len(ACRONYMS)


@pytest.mark.parametrize("day", ["", "?date=2020-10-27"])
def test_the_page_of_an_agreement_explains_its_four_states_without_hovering(reader, day):
    page = parsed(reader.get(f"/accords/ccn-66-avenant-354/{day}"))
    told = reader.get(f"/accords/ccn-66-avenant-354.json{day}").json()["statuts"]
    explained = page.query("main details.word")
    links = [link.attrs["href"] for each in explained for link in each.query("a")]
    assert [link.split("#")[1] for link in links] == [f"{track}-{word}" for track, word in told.items()]
    for each, (track, word) in zip(explained, told.items(), strict=True):
        assert STATES[Track(track)](word).meaning in flowing(each)
        assert FOLLOW_UPS[Track(track)][word].sentence in flowing(each)


def test_the_list_explains_the_states_that_it_offers(reader):
    page = parsed(reader.get("/accords/"))
    explained = page.query("aside details.word")
    assert len(explained) == len(STATES)
    for each, track in zip(explained, STATES, strict=True):
        offered = {text(word) for word in each.query("dt")}
        assert offered <= {state.label for state in STATES[track]} and len(offered) > 2
        assert each.query("a")[0].attrs["href"] == f"/glossaire/#piste-{track}"


def test_acronyms_are_written_out_where_they_first_stand():
    told = written_out("Agréé (JO du 2 mars), CCN 66 ; JO, CT L. 2232-6.")
    assert "".join(piece for piece, _ in told) == "Agréé (JO du 2 mars), CCN 66 ; JO, CT L. 2232-6."
    assert [piece for piece, expanded in told if expanded] == ["JO", "CCN", "CT"]


def test_every_acronym_of_our_own_words_is_in_the_glossary():
    """Of templates and of vocabularies; those of facts are in the words of their sources."""
    root = settings.BASE_DIR
    paths = [path for path in root.glob("templates/**/*.html") if "admin" not in path.parts]
    spelled = {
        acronym
        for path in paths
        for acronym in CAPITALS.findall(re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", path.read_text("utf-8")))
    }
    for track, state in STATE_PAIRS:
        spelled |= set(CAPITALS.findall(f"{state.label} {state.meaning} {FOLLOW_UPS[track][state].sentence}"))
    spelled |= {acronym for term in TERMS for acronym in CAPITALS.findall(f"{term.meaning} {term.article}")}
    assert spelled - set(EXPANSIONS) - {"KALI"} == set()
    assert "KALI" in {term.word for term in TERMS}
