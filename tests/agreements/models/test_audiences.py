"""Audiences as facts: loaded from their file, written by editors, and refused when they cannot be."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from agreements.models import Audience, AudienceShare
from tests import builders as make
from tests.agreements.admin.admin_fixtures import (
    chief,  # noqa: F401
    editor,  # noqa: F401
    editors_process,  # noqa: F401
    page,  # noqa: F401
)

FILE = settings.FIXTURES_DIR / "audiences.toml"


@pytest.fixture
def measure(db):
    made = Audience.objects.create(slug="bass-2017", perimeter="BASS", cycle=2017, on=date(2017, 12, 22))
    made.conventions.add(make.convention("bass"))
    made.sources.add(make.source())
    AudienceShare.objects.create(audience=made, confederation="CFDT", share=Decimal("38.5"))
    return made


def rows() -> list[dict]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["audience"]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["identifiant"])
def test_every_measure_has_a_source_and_adds_up(row):
    assert row["source"]
    assert abs(sum(row["parts"].values()) - 100) < Decimal("0.02")


def test_the_edition_holds_them_all(reader):
    validity = reader.get("/accords/bass-accord-2020-09-09-formation.json").json()["validite"]
    assert validity["mesure"]["parts"] == {
        "CFDT": 38.5, "CGT": 35.18, "CGT-FO": 14.69, "Union syndicale Solidaires": 11.63,
    }  # fmt: skip


@pytest.mark.parametrize("share", ["-1", "100.01"])
def test_a_share_is_a_percentage(measure, share):
    with pytest.raises(ValidationError):
        AudienceShare(audience=measure, confederation="CGT", share=Decimal(share)).full_clean()


def test_an_arrete_is_not_published_before_it_is_taken(measure):
    measure.published_on = date(2017, 12, 21)
    with pytest.raises(ValidationError, match="avant d’être pris"):
        measure.full_clean()


@pytest.mark.parametrize("name", ["changelist", "add"])
def test_editors_have_its_pages(editor, measure, name):  # noqa: F811
    assert editor.get(page(Audience, name)).status_code == 200


def test_editors_change_one(editor, measure):  # noqa: F811
    answer = editor.get(page(Audience, "change", measure.pk))
    assert answer.status_code == 200
    assert "CFDT" in answer.content.decode()
