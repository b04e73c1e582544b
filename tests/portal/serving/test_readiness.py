"""`/pret`: 503 with the reason where this process cannot answer for what it serves."""

import random
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.serving.watching import readiness
from tests.builders import agreement
from tests.proofs.harms import flipped

READ_ON = date(2026, 9, 1)  # 82 days before the day of the tests


@pytest.fixture
def read_long_ago(monkeypatch):
    class Base:
        last_read_on = READ_ON

    monkeypatch.setattr(readiness, "official_base", lambda edition: Base)


def test_a_sound_edition_is_ready(reader):
    answer = reader.get("/pret")
    assert (answer.status_code, answer.json()["etat"], answer.json()["raisons"]) == (200, "pret", [])
    assert answer.json()["edition"]["numero"] == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_edition_is_not(client):
    answer = client.get("/pret")
    assert (answer.status_code, answer.json()["etat"]) == (503, "pas-pret")
    assert answer.headers["Retry-After"] == "60"


def test_a_static_file_that_is_not_there_is_told(reader, monkeypatch):
    monkeypatch.setattr(readiness, "missing", lambda: "site.css")
    answer = reader.get("/pret")
    assert (answer.status_code, len(answer.json()["raisons"])) == (503, 1)
    assert "site.css" in answer.json()["raisons"][0]


def test_old_data_are_an_anomaly_until_they_have_a_bound(reader, read_long_ago, settings):
    answer = reader.get("/pret")
    assert (answer.status_code, answer.json()["raisons"]) == (200, [])
    assert "il y a 82 jours, pour 60 au plus" in answer.json()["anomalies"][0]
    settings.MOST_AGE = 81
    answer = reader.get("/pret")
    assert (answer.status_code, answer.json()["anomalies"]) == (503, [])
    assert "il y a 82 jours, pour 81 au plus" in answer.json()["raisons"][0]
    settings.MOST_AGE = 82
    assert reader.get("/pret").status_code == 200


def test_an_age_that_is_not_known_is_not_under_a_bound(settings):
    assert readiness.too_old(None, READ_ON) == ""
    settings.MOST_AGE = 1
    assert "On ne sait pas" in readiness.too_old(None, READ_ON)


@pytest.mark.django_db(transaction=True)
def test_another_edition_than_the_current_one_is_an_anomaly(publish, client):
    text = agreement("avenant-1", title="un")
    publish()
    text.title = "deux"
    text.save()
    second = publish()
    second.path.chmod(0o644)
    second.path.write_bytes(flipped(second.path.read_bytes(), random.Random(1)))  # noqa: S311 - a repeatable harm
    answer = client.get("/pret").json()
    assert (answer["etat"], answer["edition"]["numero"]) == ("pret", 1)
    assert "L’édition 1 est servie à sa place." in answer["anomalies"][0]


@pytest.mark.django_db(transaction=True)
def test_the_admin_is_ready_with_its_tables(editors_process, client):
    assert client.get("/pret").json()["etat"] == "pret"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'journal'")
    try:
        answer = client.get("/pret")
        assert answer.status_code == 503
        assert "python3 manage.py migrate" in answer.json()["raisons"][0]
    finally:
        for path in (settings.BASE_DIR / "portal" / "journal" / "migrations").glob("0*.py"):
            MigrationRecorder(connection).record_applied("journal", path.stem)
