"""The official corpus, imported again: what nothing writes, what is newer, and texts that go."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.importers.report import Rejected
from agreements.models import Agreement, Article, Convention, OfficialText, Source
from tests.agreements.importers.kali_archive import article, convention, folder, small, tarball, text
from tests.agreements.importers.kali_base import READ_ON, counts, load

pytestmark = pytest.mark.django_db


# -- A second one ------------------------------------------------------------------------------------------


def test_a_second_import_writes_nothing(imported, tmp_path):
    before = counts()
    with CaptureQueriesContext(connection) as queries:
        again = load(tmp_path / "archive", read_on=date(2027, 1, 1))
    writes = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not writes and again.report.written == 0
    assert counts() == before


def test_the_three_forms_of_an_archive_are_one(imported, tmp_path):
    assert load(tarball(tmp_path / "archive.tgz", *reversed(small()))).report.written == 0
    assert load(tmp_path / "archive" / "package" / "data" / "KALICONT000000000001.json").report.written == 0
    assert load(tmp_path / "archive" / "package" / "data").report.written == 0


def test_the_order_of_files_changes_no_identifier(sector, tmp_path):
    load(tarball(tmp_path / "archive.tgz", *reversed(small())))
    backwards = set(Agreement.objects.values_list("slug", "kalitext"))
    Agreement.objects.all().delete()
    load(folder(tmp_path / "archive", *small()))
    assert set(Agreement.objects.values_list("slug", "kalitext")) == backwards


def test_texts_that_would_share_an_identifier(sector, tmp_path):
    same = "Accord du 2 mai 2001 relatif aux salaires"
    twins = [text(700, same), text(701, same), text(702, "Accord du 2 mai 2001 relatif aux congés")]
    load(folder(tmp_path, convention(9, 9999, *twins)))
    assert set(Agreement.objects.values_list("slug", flat=True)) == {
        "idcc-9999-accord-2001-05-02-700",
        "idcc-9999-accord-2001-05-02-701",
        "idcc-9999-accord-2001-05-02-conges",
    }


def test_a_newer_archive_updates(imported, tmp_path):
    newer = small()
    newer[0]["children"][0]["children"][1] = text(
        101,
        "Avenant n° 354 du 23 juin 2020 relatif aux salaires de 2020",
        article(1011, "<p>Corrigé.</p>"),
        state="VIGUEUR",
    )
    summary = load(folder(tmp_path / "archive", *newer), accept_loss=0)
    row = Agreement.objects.get(slug="ccn-66-avenant-354")
    assert (row.title, row.kali_state) == ("Salaires de 2020", "VIGUEUR")
    assert Article.objects.get(text__agreement=row).html == "<p>Corrigé.</p>"
    assert summary.report.counts["articles"]["retire"] == 1
    assert Source.objects.get(url__endswith="KALITEXT000000000101").title.endswith("salaires de 2020")


# -- Texts that go -----------------------------------------------------------------------------------------


def many(kept: int) -> list[dict]:
    return [convention(9, 9999, *[text(800 + n, f"Accord n° {n} du 2 mai 2001") for n in range(1, kept + 1)])]


def test_a_text_that_is_gone_is_marked_and_comes_back(sector, tmp_path):
    load(folder(tmp_path, *many(40)))
    assert load(folder(tmp_path, *many(39))).gone == 1
    gone = OfficialText.objects.get(kalitext="KALITEXT000000000840")
    assert gone.gone_on == READ_ON and gone.agreement.slug == "idcc-9999-accord-40"
    assert load(folder(tmp_path, *many(39))).report.written == 0
    load(folder(tmp_path, *many(40)))
    assert OfficialText.objects.get(kalitext="KALITEXT000000000840").gone_on is None


def test_a_text_that_leaves_a_convention_keeps_its_place_there_and_says_so(imported, tmp_path):
    shared = OfficialText.objects.get(kalitext="KALITEXT000000000300")
    without = small()
    without[1]["children"] = []
    summary = load(folder(tmp_path / "archive", *without))
    assert dict(shared.places.values_list("convention__slug", "gone_on")) == {
        "ccn-66": None,
        "ccn-51": READ_ON,
    }
    assert set(shared.agreement.conventions.values_list("slug", flat=True)) == {"ccn-66", "ccn-51"}
    assert summary.gone == 0 and load(tmp_path / "archive", read_on=date(2027, 1, 1)).report.written == 0
    load(folder(tmp_path / "archive", *small()))
    assert not shared.places.exclude(gone_on=None).exists()


def test_a_convention_that_is_renamed_keeps_its_name_and_is_listed(imported, tmp_path):
    renamed = small()
    renamed[2]["data"] |= {"title": "Convention du bâtiment et du bois", "shortTitle": "Bâtiment et bois"}
    for _ in range(2):
        (told,) = load(folder(tmp_path / "archive", *renamed)).remarks.values()
        assert told == ["idcc-1596 : « Convention collective nationale de l’essai 3 » est devenu "
                        "« Convention du bâtiment et du bois »"]  # fmt: skip
    assert Convention.objects.get(slug="idcc-1596").name == "Essai 3"


def test_a_great_loss_must_be_named(sector, tmp_path):
    load(folder(tmp_path, *many(40)))
    for accepted in (None, 19, 21):
        with pytest.raises(Rejected, match="20 textes sur 40"):
            load(folder(tmp_path, *many(20)), accept_loss=accepted)
    assert not OfficialText.objects.exclude(gone_on=None).exists()
    assert load(folder(tmp_path, *many(20)), accept_loss=20).gone == 20


def test_one_file_takes_nothing_from_the_others(imported, tmp_path):
    before = counts()
    load(folder(tmp_path / "part", small()[1]))
    assert counts() == before
    assert not OfficialText.objects.exclude(gone_on=None).exists()
