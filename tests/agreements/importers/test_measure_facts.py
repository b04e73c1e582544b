"""The files of measures: loaded once, corrected, and refused whole with the file and the reason."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.importers.facts import load
from agreements.importers.report import Outcome
from agreements.models import Measure, MeasureValue, Source
from tests.agreements.importers.test_facts import GOOD, READ_ON, SHARED

pytestmark = pytest.mark.django_db
VALUES = """
[[source]]
cle = "bulletin"
titre = "Un bulletin"
[[mesure]]
identifiant = "valeur-du-point"
nature = "valeur-du-point"
note = "Avant 2002, non lu."
[[mesure.valeur]]
valeur = "3,82"
unite = "EUR"
date = 2021-02-01
accord = "ccn-66-avenant-1"
sources = ["bulletin"]
[[mesure.valeur]]
valeur = "3,93"
unite = "EUR"
date = 2022-07-01
terme = 2023-12-31
membres_de = "nexem"
appliquee = true
sources = ["bulletin"]
"""


@pytest.fixture
def folder(tmp_path):
    for name, rows in SHARED.items():
        (tmp_path / f"{name}.toml").write_text(rows, encoding="utf-8")
    (tmp_path / "accords").mkdir()
    (tmp_path / "accords" / "ccn-66-avenant-1.toml").write_text(GOOD.rpartition("[[evenement]]")[0])
    (tmp_path / "mesures").mkdir()
    return tmp_path


def loaded(folder, words: str = VALUES):
    (folder / "mesures" / "ccn-66.toml").write_text(words, encoding="utf-8")
    return load(folder, READ_ON)


def test_a_file_becomes_a_measure_and_its_values(folder):
    assert loaded(folder).rejections == []
    measure = Measure.objects.get()
    assert (measure.convention.slug, measure.label, measure.note) == (
        "ccn-66",
        "Valeur du point",
        "Avant 2002, non lu.",
    )
    first, second = measure.values.all()
    assert (first.amount, first.agreement.slug, first.members_of, first.attested) == (
        Decimal("3.8200"), "ccn-66-avenant-1", None, False,
    )  # fmt: skip
    assert (second.ends_on, second.agreement, second.members_of.slug) == (date(2023, 12, 31), None, "nexem")
    assert Source.objects.get(values=first).title == "Un bulletin"


def test_a_second_loading_writes_nothing(folder):
    loaded(folder)
    assert loaded(folder).written == 0


def test_a_corrected_value_is_updated(folder):
    loaded(folder)
    report = loaded(folder, VALUES.replace('"3,82"', '"3,84"'))
    assert report.counts["valeurs des mesures"] == {Outcome.UPDATED: 1, Outcome.UNCHANGED: 1}
    assert MeasureValue.objects.get(agreement__isnull=False).amount == Decimal("3.84")


def test_a_source_that_an_agreement_describes_keeps_its_date(folder):
    loaded(folder)
    Source.objects.filter(title="Un bulletin").update(published_on=date(2021, 1, 1))
    load(folder, READ_ON)
    before = Source.objects.get(title="Un bulletin").published_on
    loaded(folder, VALUES.replace('"3,82"', '"3,84"'))
    assert Source.objects.get(title="Un bulletin").published_on == before


REFUSED = {
    "an unknown text": ('"ccn-66-avenant-1"', '"ccn-66-avenant-2"', "accord inconnu : « ccn-66-avenant-2 »"),
    "an unknown source": (
        'sources = ["bulletin"]',
        'sources = ["x"]',
        "source inconnue dans ce fichier : « x »",
    ),
    "no source": ('sources = ["bulletin"]\n', "", "n’a pas de source"),
    "an unknown unit": ('"EUR"', '"USD"', "USD"),
    "an unknown kind": ('nature = "valeur-du-point"', 'nature = "salaire"', "salaire"),
    "a binary fraction": ('"3,82"', "3.82", "entre guillemets"),
    "no number": ('"3,82"', '"trois"', "« trois » n’est pas un nombre"),
    "no day": ("date = 2021-02-01\n", "", "la clé 'date' manque"),
    "neither a text nor a witness": ("appliquee = true\n", "", "une source doit dire"),
    "a term before its day": ("terme = 2023-12-31", "terme = 2021-12-31", "dernier jour"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_named_with_its_file_and_nothing_is_kept(folder, case):
    good, bad, reason = case
    report = loaded(folder, VALUES.replace(good, bad, 1))
    assert any(line.startswith("ccn-66.toml") and reason in line for line in report.rejections), (
        report.rejections
    )
    assert not Measure.objects.exists()
