"""What a text sets in figures, read in its own articles where the whole sentence is known, form by form."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agreements.importers.kali import Options, import_archive
from agreements.importers.measures.articles import MeasureReading, read_measures
from agreements.importers.report import Outcome
from agreements.models import MeasureValue
from tests.agreements.importers.kali_archive import article, convention, tarball, text
from tests.builders import convention as recorded_convention
from tests.builders import measure, value

FORMS = Path(__file__).with_name("official_measures.txt")
READ_ON = date(2026, 11, 22)


def forms() -> list[tuple[str, list[str]]]:
    """Each sentence, with what is told of it."""
    found: list[tuple[str, list[str]]] = []
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("    →"):
            found[-1][1].append(line.removeprefix("    →").strip())
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


def told(reading: MeasureReading) -> list[str]:
    read = [f"{each.kind} {each.amount} {each.unit} {each.on}" for each in reading.values]
    return read + ["non lu"] * len(reading.unread)


@pytest.mark.parametrize(("form", "expected"), forms(), ids=range(len(forms())))
def test_a_sentence(form, expected):
    dated, _, words = form.partition(" | ")
    assert told(read_measures(date.fromisoformat(dated), [("KALIARTI1", f"<p>{words}</p>")])) == expected


def test_two_figures_for_one_day_are_none():
    one = "<p>La valeur du point est portée à 4,12 € à compter du 1er février 2021.</p>"
    two = "<p>La valeur du point est portée à 4,13 € à compter du 1er février 2021.</p>"
    reading = read_measures(date(2021, 1, 1), [("KALIARTI1", one), ("KALIARTI2", two)])
    assert reading.values == []
    assert len(reading.unread) == 2


def test_the_article_is_named():
    html = "<p>Préambule.</p><p>La valeur du point est portée à 4,12 € à compter du 1er février 2021.</p>"
    [read] = read_measures(None, [("KALIARTI1", "<p>Rien.</p>"), ("KALIARTI2", html)]).values
    assert read.article == "KALIARTI2"


# -- In an import ------------------------------------------------------------------------------------------

SETS = "<p>La valeur du point est portée à {} € à compter du 1er février 2021.</p>"


def imported(path, *texts):
    made = tarball(path, convention(1, 413, *texts))
    return import_archive(made, Options(READ_ON), lambda step, count: None)


def avenant(amount: str, place: str = "") -> dict:
    return text(
        1, f"{place}Avenant n° 361 du 9 juin 2021 relatif aux salaires", article(1, SETS.format(amount))
    )


@pytest.fixture
def declared(db):
    recorded_convention("ccn-66", idcc=413)
    return measure("valeur-du-point", convention="ccn-66")


def test_a_value_is_written_once_with_its_article_and_its_page(declared, tmp_path):
    summary = imported(tmp_path / "a.tgz", avenant("4,12"))
    [row] = declared.values.all()
    assert (row.amount, row.unit, row.starts_on) == (Decimal("4.12"), "EUR", date(2021, 2, 1))
    assert (row.article, row.attested) == ("KALIARTI000000000001", False)
    assert row.agreement.number == "361"
    assert [source.url for source in row.sources.all()] == [row.agreement.official.url]
    assert summary.measures == 1
    again = imported(tmp_path / "b.tgz", avenant("4,12"))
    assert again.report.counts["valeurs des mesures"] == {Outcome.UNCHANGED: 1}


def test_a_newer_archive_corrects_or_takes_back_its_own(declared, tmp_path):
    imported(tmp_path / "a.tgz", avenant("4,12"))
    imported(tmp_path / "b.tgz", avenant("4,13"))
    assert declared.values.get().amount == Decimal("4.13")
    imported(tmp_path / "c.tgz", text(1, "Avenant n° 361 du 9 juin 2021 relatif aux salaires"))
    assert not declared.values.exists()


def test_what_people_recorded_stays_and_the_report_says_where_it_differs(declared, tmp_path):
    imported(tmp_path / "a.tgz", text(1, "Avenant n° 361 du 9 juin 2021 relatif aux salaires"))
    official = declared.convention.agreements.get()
    value(declared, "4,10", date(2021, 2, 1), by=official)
    summary = imported(tmp_path / "b.tgz", avenant("4,12"))
    assert declared.values.get().amount == Decimal("4.10")
    [[remark]] = [lines for name, lines in summary.remarks.items() if "valeurs" in name]
    assert "4.1000 saisi, 4.12 lu" in remark


def test_a_measure_that_nobody_declared_gets_no_value(db, tmp_path):
    recorded_convention("ccn-66", idcc=413)
    summary = imported(tmp_path / "a.tgz", avenant("4,12"))
    assert summary.measures == 1
    assert not MeasureValue.objects.exists()


def test_two_measures_of_one_kind_are_not_chosen_between(declared, tmp_path):
    measure("valeur-du-point-medical", convention="ccn-66", part="médecins")
    imported(tmp_path / "a.tgz", avenant("4,12"))
    assert not MeasureValue.objects.exists()


def test_a_local_text_sets_nothing_for_the_whole_convention(declared, tmp_path):
    imported(tmp_path / "a.tgz", avenant("4,12", place="Bretagne "))
    assert not MeasureValue.objects.exists()
