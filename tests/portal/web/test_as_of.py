"""The day a page is told on: asked for in the address, else today in Paris; read in one place."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from portal.web import as_of
from portal.web.as_of import BadDate, read_date

#: As it is before the tests fix the day.
today = as_of.today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2020-10-28T22:59:59", date(2020, 10, 28)),  # winter: Paris is an hour ahead
        ("2020-10-28T23:00:00", date(2020, 10, 29)),
        ("2020-07-14T21:59:59", date(2020, 7, 14)),  # summer: two hours
        ("2020-07-14T22:00:00", date(2020, 7, 15)),
        ("2020-12-31T23:30:00", date(2021, 1, 1)),
    ],
)
def test_today_is_the_day_in_paris(monkeypatch, moment, day):
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert today() == day


@pytest.mark.parametrize("text", ["2020-10-27", "1900-01-01", "2100-12-31", "2024-02-29"])
def test_a_day_as_links_write_it(text):
    assert read_date(text).isoformat() == text


@pytest.mark.parametrize(
    "text",
    ["", "hier", "20201027", "2020-W44-2", "2020-301", "2020-1-1", " 2020-10-27", "2020-10-27T00:00", "2023-02-29",
     "2020-13-01", "-2020-10-27",
     "２０２０-10-27", "٢٠٢٠-10-27", "1899-12-31", "2101-01-01", "9999-12-31", "0000-01-01"],
)  # fmt: skip
def test_any_other_is_refused_in_words(text):
    with pytest.raises(BadDate, match="n’est pas une date|doit être entre"):
        read_date(text)


def test_no_day_is_today(reader):
    for query in ("", "?date=", "?date=%20"):
        assert reader.get(f"/accords.json{query}").json()["date"] == "2026-11-22"
    assert reader.get("/accords.json?date=2020-10-27").json()["date"] == "2020-10-27"


@pytest.mark.parametrize("page", ["/accords/", "/accords.json", "/suivi/"])
def test_two_days_are_refused(reader, page):
    answer = reader.get(f"{page}?date=2020-01-01&date=2021-01-01")
    assert answer.status_code == 400
    assert "date : une seule valeur est attendue." in answer.content.decode().replace("\u00a0", " ")
    assert reader.get(f"{page}?date=2020-01-01&date=2020-01-01").status_code == 200


def test_a_past_a_boundary_and_a_future_day(reader):
    """The same text on the eve, on the day and long after."""
    address = "/accords/ccn-66-avenant-354.json?date="
    states = [
        reader.get(address + day).json()["statuts"] for day in ("2020-10-28", "2020-10-29", "2099-01-01")
    ]
    assert [state["agrement"] for state in states] == ["avis-favorable", "agree", "agree"]
