"""The board holds the texts of which one fact alone says that they wait: opposition, an arrêté not published yet."""

from datetime import date

import pytest

from tests import builders as make


@pytest.fixture
def reader(published):
    """A text notified on 2 March 2020, and one whose arrêté was signed on 1 April and published on the 10th."""
    notified, agreed = make.agreement("notifie"), make.agreement("agree")
    for text in (notified, agreed):
        make.event(text, "signe", date(2020, 2, 1))
    make.event(notified, "notification", date(2020, 3, 2))
    make.event(agreed, "agree", date(2020, 4, 1), jo=date(2020, 4, 10))
    return published()


def column_of(reader, slug: str, day: str) -> str:
    """Where a text stands on the board of a day; nothing when it is not there."""
    columns = reader.get(f"/suivi.json?perimetre=tout&date={day}").json()["colonnes"]
    return next(
        (each["nom"] for each in columns for text in each["accords"] if text["identifiant"] == slug), ""
    )


DAYS = [
    ("notifie", "2020-03-01", ""),
    ("notifie", "2020-03-02", "delai-d-opposition"),
    ("notifie", "2020-03-17", "delai-d-opposition"),
    ("notifie", "2020-03-18", ""),
    ("agree", "2020-03-31", "attend-commission"),  # known later to be agreed: it was waited for
    ("agree", "2020-04-01", "attend-publication"),
    ("agree", "2020-04-09", "attend-publication"),
    ("agree", "2020-04-10", ""),
]


@pytest.mark.parametrize(("slug", "day", "column"), DAYS)
def test_the_days_on_which_a_text_waits(reader, slug, day, column):
    assert column_of(reader, slug, day) == column
