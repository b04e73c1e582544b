"""The signatures that a text lists at its end: the names as they are written, and when all of them are ours."""

from datetime import date

import pytest

from agreements.importers.signatories import read_signatories
from agreements.models import Signature
from tests.agreements.importers.kali_archive import article, convention, folder, text
from tests.agreements.importers.kali_base import load
from tests.builders import convention as recorded_convention
from tests.builders import organisation

LIST = "Suivent les signatures des organisations ci-après :"
FORMS = [
    (f"{LIST} le syndicat A (S.A.) ; le syndicat B (S.B.).", ("le syndicat A (S.A.)", "le syndicat B (S.B.)"), None),
    (
        f"Fait à Paris, le 6 janvier 1997.<br/>{LIST} Organisations patronales : A ; B. Syndicats de salariés : C.",
        ("A", "B", "C"),
        date(1997, 1, 6),
    ),
    (f"<p>{LIST}</p><p>Organisation patronale :</p><p>A.</p><p>Syndicats de salariés :</p><p>B ;</p><p>C.</p>",
     ("A", "B", "C"), None),
    (f"Fait à Lyon, le 2 mai 2001. Annexe. Fait à Paris, le 3 mai 2001. {LIST} A.", ("A",), date(2001, 5, 3)),
    (f"{LIST} A ; B. ASET9750150M", ("A", "B"), None),
    (f"{LIST}", (), None),
]  # fmt: skip


@pytest.mark.parametrize(("html", "names", "on"), FORMS)
def test_a_list_of_signatures(html, names, on):
    block = read_signatories(html)
    assert (block.names, block.on) == (names, on)


@pytest.mark.parametrize(
    "html", ["(Suivent les signatures.)", "Fait à Paris, le 2 mai 2001.", "", "Signataires : A ; B."]
)
def test_no_list(html):
    assert read_signatories(html) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("listed", "signed"),
    [
        ("le syndicat Alpha (S.A.) ; Bêta.", {"alpha", "beta"}),
        ("le syndicat Alpha ; Bêta ; la fédération inconnue.", set()),
    ],
)
def test_all_are_ours_or_none_is_taken(tmp_path, listed, signed):
    recorded_convention("ccn-66", idcc=413, in_sector=True)
    organisation("alpha", name="Alpha", acronym="SA")
    organisation("beta", name="Bêta")
    made = text(101, "Avenant n° 7 du 6 janvier 1997", article(1011, f"<p>{LIST} {listed}</p>"))
    summary = load(folder(tmp_path, convention(1, 413, made)))
    found = Signature.objects.values_list("organisation__slug", "mode", "on")
    assert set(found) == {(slug, "signature", None) for slug in signed}
    assert all(row.sources.count() == 1 for row in Signature.objects.all())
    assert bool(summary.remarks.get("listes de signataires non retenues")) is not bool(signed)
    assert load(tmp_path).report.written == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("idcc", "day"), [(413, "7 janvier 1997"), (9999, "6 janvier 1997")])
def test_neither_of_another_day_nor_beyond_the_sector(tmp_path, idcc, day):
    recorded_convention("ccn-66", idcc=413, in_sector=True)
    organisation("beta", name="Bêta")
    html = f"<p>Fait à Paris, le {day}. {LIST} Bêta.</p>"
    load(
        folder(
            tmp_path, convention(1, idcc, text(101, "Avenant n° 7 du 6 janvier 1997", article(1011, html)))
        )
    )
    assert not Signature.objects.exists()
