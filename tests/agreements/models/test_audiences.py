"""Audiences as facts: loaded from their file, written by editors, and refused when they cannot be."""

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from agreements.models import Audience, AudienceShare
from tests import builders as make
from tests.agreements.admin.admin_fixtures import page
from tests.reading import links, parsed, text

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
    if row.get("partie") == "employeur":
        assert row["employeurs"]
    else:
        assert abs(sum(row["parts"].values()) - 100) < Decimal("0.02")


def test_the_edition_holds_them_all(reader):
    validity = reader.get("/accords/bass-accord-2020-09-09-formation.json").json()["validite"]
    assert validity["mesure"]["parts"] == {
        "CFDT": 38.5, "CGT": 35.18, "CGT-FO": 14.69, "Union syndicale Solidaires": 11.63,
    }  # fmt: skip


# -- On the page of a convention ------------------------------------------------------------------------------


def test_the_page_of_a_convention_tells_each_cycle_and_what_was_not_read(reader):
    page = parsed(reader.get("/conventions/ccn-66/"))
    [table] = page.query(".cycles")
    rows = [[text(cell) for cell in row.query("th, td")] for row in table.query("tr")]
    assert rows[0] == ["Confédération", "2013", "2017", "2021", "2025"]
    assert rows[1] == ["CGT", "non lu", "non lu", "36,47 %", "37,01 %"]
    assert rows[2][0] == "CFDT" and len(rows) == 5
    then = parsed(reader.get("/conventions/ccn-66/?date=2024-01-01"))
    assert "/organisations/axess/?date=2024-01-01" in links(then)


@pytest.mark.parametrize(
    ("convention", "day", "cycles", "employers"),
    [
        ("ccn-66", "2026-11-22", [2021, 2025], None),  # the cycle of employers is over, that of 2025 not read
        ("ccn-66", "2024-01-01", [2021], ["axess"]),
        ("ccn-66", "2021-10-20", [], None),
        ("chrs", "2024-01-01", [2021], ["axess"]),
        ("bass", "2024-01-01", [2013, 2017, 2021], ["axess"]),
        ("ccn-51", "2024-01-01", [2021], ["axess"]),
    ],
)
def test_who_is_representative_on_a_day(reader, convention, day, cycles, employers):
    told = reader.get(f"/conventions/{convention}.json?date={day}").json()["representativite"]
    assert [known["cycle"] for known in told["syndicats"]] == cycles
    assert (told["employeurs"] or {}).get("organisations") == employers


@pytest.mark.parametrize(
    ("dated", "precision", "cycle"),
    [
        (date(2021, 10, 21), "jour", 2021),
        (date(2021, 10, 20), "jour", None),
        (date(2021, 11, 1), "mois", 2021),
        (date(2021, 10, 1), "mois", None),  # of which part of October, nobody knows
        (date(2021, 1, 1), "annee", None),
        (date(2022, 1, 1), "annee", 2021),
        (date(2022, 6, 1), "au-plus-tard", None),
    ],
)
def test_no_measure_is_chosen_for_a_day_that_may_be_of_two(published, dated, precision, cycle):
    field = Audience.objects.create(
        slug="f", perimeter="CCN 66", cycle=2021, on=date(2021, 10, 6), published_on=date(2021, 10, 21)
    )
    field.conventions.add(make.convention("ccn-66"))
    field.sources.add(make.source())
    made = make.agreement("un", dated=dated, dated_precision=precision)
    make.event(made, "signe", date(2023, 1, 1))
    told = published().get("/accords/un.json").json()["validite"]["mesure"]
    assert (told or {}).get("cycle") == cycle


def test_the_threshold_is_answered_in_the_field_of_the_ccn_66(published):
    """A text of the CCN 66 is weighed by the audience of its own field, not by that of the BASS."""
    field = Audience.objects.create(slug="ccn-66-2021", perimeter="CCN 66", cycle=2021, on=date(2021, 10, 6))
    field.conventions.add(make.convention("ccn-66"))
    field.sources.add(make.source())
    for confederation, share in (("CGT", "36.47"), ("CFDT", "35.94"), ("SUD", "15.3"), ("FO", "12.3")):
        AudienceShare.objects.create(audience=field, confederation=confederation, share=Decimal(share))
    employers = Audience.objects.create(
        slug="employeurs", perimeter="CCN 66", cycle=2021, college="employeur", on=date(2021, 10, 7)
    )
    employers.conventions.add(make.convention("ccn-66"))
    employers.sources.add(make.source())
    employers.employers.add(make.organisation("axess"))
    signed = make.agreement("un", dated=date(2022, 6, 1))
    make.event(signed, "signe", date(2022, 6, 1))
    make.organisation("cfdt", confederation="CFDT")
    make.signature(signed, "cfdt")
    told = published().get("/accords/un.json").json()["validite"]
    assert (told["seuil"], told["poids_des_signataires"], told["mesure"]["perimetre"]) == (
        "atteint",
        35.94,
        "CCN 66",
    )


@pytest.mark.parametrize("share", ["-1", "100.01"])
def test_a_share_is_a_percentage(measure, share):
    with pytest.raises(ValidationError):
        AudienceShare(audience=measure, confederation="CGT", share=Decimal(share)).full_clean()


def test_an_arrete_is_not_published_before_it_is_taken(measure):
    measure.published_on = date(2017, 12, 21)
    with pytest.raises(ValidationError, match="avant d’être pris"):
        measure.full_clean()


@pytest.mark.parametrize("name", ["changelist", "add"])
def test_editors_have_its_pages(editor, measure, name):
    assert editor.get(page(Audience, name)).status_code == 200


def test_editors_change_one(editor, measure):
    answer = editor.get(page(Audience, "change", measure.pk))
    assert answer.status_code == 200
    assert "CFDT" in answer.content.decode()
