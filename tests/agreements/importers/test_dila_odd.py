"""What archives of DILA say that cannot be: each act is refused by itself, in a sentence, and the others are read."""

import time
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.importers.dila import import_archives
from agreements.models import Act, Event, Source
from tests import builders
from tests.agreements.importers.dila_archive import act, agreed, tarball

pytestmark = pytest.mark.django_db
READ_ON = date(2026, 11, 22)
STOCK = "Freemium_jorf_global_20201030-120000.tar.gz"
BLOCK = "I. - Convention collective du 15 mars 1966"
NO_DAYS = ["0000-01-01", "9999-12-31", "2020-02-31", "2020-13-01", "٢٠٢٠-٠١-٠١", "hier", "2" * 500, ""]


@pytest.fixture(autouse=True)
def sector():
    builders.convention("ccn-66", idcc=413)
    for number in ("954", "955"):
        builders.agreement(f"ccn-66-avenant-{number}", kind="avenant", number=number, dated=date(2020, 6, 23))


def load(tmp_path, *acts):
    summaries, _ = import_archives([tarball(tmp_path / STOCK, *acts)], READ_ON, False, lambda *_: None)
    return summaries[0]


def agreeing(number: int, avenant: str, **told) -> dict[str, str]:
    line = f"Avenant n° {avenant} du 23 juin 2020 relatif à la paie."
    return act(number, agreed(BLOCK, line), nor=f"TEST20260{number}A", **told)


@pytest.mark.parametrize("wrong", NO_DAYS)
def test_a_day_that_is_none_is_not_known(tmp_path, wrong):
    load(tmp_path, agreeing(77, "954", on=wrong))
    made = Act.objects.get()
    assert (made.slug, made.on) == ("arrete-agrement-2020-10-29", None)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        *(({"on": wrong, "published": wrong}, "Un acte porte au moins sa date") for wrong in NO_DAYS),
        ({"on": "2020-10-30"}, "Un acte ne peut pas être publié avant d’être pris."),
        ({"published": "2190-12-31"}, "Une source ne peut pas être lue avant d’être publiée."),
    ],
)
def test_an_act_that_cannot_be_is_refused_alone(tmp_path, told, why):
    report = load(tmp_path, agreeing(77, "954", **told), agreeing(78, "955")).report
    (refused,) = report.rejections
    assert refused.startswith("TEST2026077A : ") and why in refused and "{" not in refused
    assert [row.agreement.slug for row in Event.objects.all()] == ["ccn-66-avenant-955"]
    assert (Act.objects.count(), Source.objects.filter(title__startswith="JORF").count()) == (1, 1)
    assert report.written == 3


@pytest.mark.parametrize("nor", ["pas un NOR", "A" * 5000])
def test_a_nor_in_no_form_of_its_own_is_refused_with_its_act(tmp_path, nor):
    wrong = {name: words.replace("TEST2026077A", nor) for name, words in agreeing(77, "954").items()}
    report = load(tmp_path, wrong, agreeing(78, "955")).report
    assert len(report.rejections) == 1 and "Un NOR a quatre lettres" in report.rejections[0]
    assert len(report.rejections[0]) < 400
    assert [row.agreement.slug for row in Event.objects.all()] == ["ccn-66-avenant-955"]


def test_a_title_without_end_is_read_in_no_time(tmp_path):
    started = time.process_time()
    load(tmp_path, agreeing(77, "954", title="agrément d'accords " * 30_000), agreeing(78, "955"))
    assert time.process_time() - started < 5
    assert [row.agreement.slug for row in Event.objects.all()] == ["ccn-66-avenant-955"]


@pytest.mark.parametrize("stamp", ["99999999-999999", "00000000-000000", "20200230-000000"])
@pytest.mark.parametrize("name", ["KALI_{}.tar.gz", "Freemium_jorf_global_{}.tar.gz"])
def test_a_name_that_gives_no_day_is_refused(tmp_path, name, stamp):
    """Else it would be the newest stock of all, and the others would be passed."""
    archive = tarball(tmp_path / name.format(stamp), agreeing(77, "954"))
    with pytest.raises(CommandError, match="son nom ne donne pas un jour"):
        call_command("import_dila", archive, stdout=StringIO(), stderr=StringIO())
    assert not Act.objects.exists()


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b"])
def test_a_path_that_no_disk_has_is_refused(tmp_path, path):
    with pytest.raises(CommandError, match="n’existe pas") as refused:
        call_command("import_dila", f"{tmp_path}/{path}", stdout=StringIO(), stderr=StringIO())
    assert len(str(refused.value)) < 400
