"""The rows of lists: since when a decision is awaited, and whether that day is only the one a source was read."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.law.vocabulary import Mode
from agreements.models import Agreement
from portal.french.dates import Precision
from tests import builders as make
from tests.reading import parsed, text

OPINION, AFTER = date(2019, 3, 5), "2019-08-01"


def test_the_address_of_a_text_is_the_one_that_answers():
    text = Agreement(slug="ccn-66-avenant-354")
    assert text.get_absolute_url() == reverse("agreement", args=[text.slug])


def since(client, slug: str, track: str, day: str = AFTER) -> list[str]:
    """What the row of a text tells of the day of a track."""
    page = parsed(client.get(f"/accords/?perimetre=tout&date={day}"))
    [row] = [row for row in page.query(".rows tbody tr") if row.query(f'a[href^="/accords/{slug}/"]')]
    return [text(told) for told in row.query(f'td[data-label="{track}"] .since')]


@pytest.fixture(scope="module")
def waiting_texts(publish_once):
    return publish_once(write_waiting_texts)


def write_waiting_texts():
    """Texts that wait: since a day, since a day at the latest, since an act, since a day no source tells."""
    old = date(2018, 1, 1)
    dated, bounded, act, read, later = (
        make.agreement(slug, dated=old) for slug in ("su", "borne", "jo", "lu", "puis")
    )
    make.event(dated, "avis-favorable", OPINION)
    make.event(bounded, "agrement-en-cours", OPINION, precision=Precision.AU_PLUS_TARD)
    make.event(act, "avis-jo", jo=OPINION)
    make.event(read, "avis-favorable")
    make.event(later, "demande-extension", OPINION)
    make.event(later, "avis-favorable")
    make.event(later, "agree", jo=date(2020, 5, 6))
    make.event(make.agreement("neuf", dated=date(2019, 6, 1)), "avis-favorable")
    make.signature(read, mode=Mode.ADHESION, on=date(2020, 7, 8))


@pytest.fixture
def waiting(waiting_texts, settings, client):
    settings.EDITIONS_DIR = waiting_texts
    return client


@pytest.mark.parametrize(
    ("slug", "track", "told"),
    [
        ("su", "Agrément", ["au 5 mars 2019"]),
        ("borne", "Agrément", ["au 5 mars 2019"]),
        ("jo", "Extension", ["au 5 mars 2019"]),
        ("lu", "Agrément", []),
        ("lu", "Extension", []),
    ],
)
def test_the_day_of_a_source_is_told_as_such(waiting, slug, track, told):
    assert since(waiting, slug, track) == told


def test_a_wait_is_as_old_as_its_own_fact_whatever_happens_on_another_track(waiting):
    assert since(waiting, "puis", "Extension") == ["au 5 mars 2019"]
    assert since(waiting, "puis", "Agrément") == []


def test_past_the_delay_of_an_extension_nothing_is_told_to_be_awaited(waiting):
    assert since(waiting, "puis", "Extension", "2019-09-05") == ["au 5 mars 2019"]
    assert since(waiting, "puis", "Extension", "2019-09-06") == []


def test_what_is_pending_without_a_day_is_told_without_one(waiting):
    assert since(waiting, "neuf", "Agrément", "2020-02-01") == ["sans jour connu"]


@pytest.mark.parametrize("most", [0, 2, 20_000])
def test_rows_say_the_same_however_few_are_kept(waiting, monkeypatch, most):
    monkeypatch.setattr("agreements.reading.list_rows.LIVES_KEPT", most)
    first, second = (waiting.get(f"/accords/?perimetre=tout&date={AFTER}").content for _ in range(2))
    other = waiting.get("/accords/?perimetre=tout&par_page=2&tri=ancien").content
    assert first == second
    assert other.count(b'<tr><th scope="row">') == 2
