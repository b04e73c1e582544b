"""The words of a text, on a day: those of the official base on the day it was read, never before the text exists."""

from datetime import date

import pytest

from tests.builders import agreement, convention, event, official
from tests.reading import parsed, text

BASE, READ_ON = "ccn-66-convention-1966-03-15", date(2026, 11, 1)
TODAYS = "Version d’aujourd’hui, telle que la base officielle la donne, lue le 1er novembre 2026"
AS_GIVEN = "Texte tel que la base officielle le donne, lue le 1er novembre 2026"


@pytest.fixture
def base(publish, client):
    """A convention of 1966 whose words were read in 2026; an avenant opened for signature before its date."""
    convention("ccn-66", in_sector=True)
    made = agreement(BASE, kind="convention", number="", title="Convention", dated=date(1966, 3, 15))
    official(made, "<p>Les mots de 2018.</p>", "<p>D’autres.</p>", read_on=READ_ON)
    opened = agreement("ccn-66-avenant-9", number="9", dated=date(2020, 9, 9))
    event(opened, "ouverture", date(2020, 6, 1))
    official(opened, "<p>Les mots signés.</p>", read_on=READ_ON)
    gone = agreement("ccn-66-avenant-8", number="8", dated=date(2019, 9, 9))
    official(gone, "<p>Des mots absents.</p>", read_on=READ_ON, gone_on=date(2026, 11, 8))
    publish()
    return client


#: text, day → the label of its words; None where there are no words
LABELS = {
    "today": (BASE, "", AS_GIVEN),
    "the day of the reading": (BASE, "2026-11-01", AS_GIVEN),
    "the day before it": (BASE, "2026-10-31", TODAYS),
    "long before it": (BASE, "1990-01-01", TODAYS),
    "the day of the text": (BASE, "1966-03-15", TODAYS),
    "before the text exists": (BASE, "1966-03-14", None),
    "before anything is known": (BASE, "1900-01-01", None),
    "opened for signature, not dated yet": ("ccn-66-avenant-9", "2020-06-02", None),
    "dated": ("ccn-66-avenant-9", "2020-09-09", TODAYS),
    "no longer in the base": ("ccn-66-avenant-8", "", "Texte tel que la base officielle le donnait"),
}


@pytest.mark.parametrize(("slug", "day", "label"), LABELS.values(), ids=LABELS)
def test_the_words_bear_the_day_on_which_the_official_base_was_read(base, slug, day, label):
    page = parsed(base.get(f"/accords/{slug}/", {"date": day} if day else {}))
    shown = page.query("#texte ~ .note")
    assert bool(page.query(".articles article")) == bool(label)
    assert bool(page.query('.contents a[href="#texte"]')) == bool(label)
    if label:
        assert text(shown[0]).startswith(label)


@pytest.mark.parametrize(("slug", "day", "label"), LABELS.values(), ids=LABELS)
def test_json_has_no_words_before_the_text_and_says_when_they_were_read(base, slug, day, label):
    told = base.get(f"/accords/{slug}.json", {"date": day} if day else {}).json()
    assert ("articles" in told) == ("articles_version" in told) == bool(label)
    if label:
        assert told["articles_version"] == {
            "base_officielle": None if slug.endswith("8") else "2026-11-01",
            "du_jour": label == AS_GIVEN,
        }


def test_a_past_day_says_that_its_words_may_have_been_others(base):
    page = text(parsed(base.get(f"/accords/{BASE}/?date=1990-01-01")).query("main")[0])
    assert "ses mots au 1er janvier 1990 ont pu être autres" in page


def test_between_the_opening_and_its_date_the_page_says_why_there_are_no_words(base):
    page = text(parsed(base.get("/accords/ccn-66-avenant-9/?date=2020-06-02")).query("main")[0])
    assert "Le texte est daté du 9 septembre 2020 : ses mots ne sont pas montrés avant ce jour." in page
