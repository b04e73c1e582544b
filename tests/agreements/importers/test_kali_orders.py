"""The facts of the sector and the official corpus, in either order: the same edition, to the byte."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from agreements.importers.facts import load as load_facts
from agreements.importers.kali import Options, import_archive
from agreements.management.commands import import_kali
from agreements.models import Agreement, Convention, Event
from tests.agreements.importers.kali_archive import CLAUSE, article, convention, folder, small, text

READ_ON = date(2026, 11, 22)
CONVENTIONS = """
[[convention]]
identifiant = "ccn-66"
nom = "CCN 66"
idcc = 413
secteur = true
[[convention]]
identifiant = "ccn-51"
nom = "CCN 51"
idcc = 29
secteur = true
"""
ORGANISATIONS = """
[[organisation]]
identifiant = "nexem"
nom = "Nexem"
college = "employeur"
"""
CURATED = """
identifiant = "ccn-66-avenant-{number}"
type = "avenant"
numero = "{number}"
titre = "Notre titre"
conventions = ["ccn-66"]
date = 2020-06-23
[[source]]
cle = "a"
titre = "Un bulletin"
lu = "tout"
[[signature]]
organisation = "nexem"
mode = "signature"
sources = ["a"]
[[evenement]]
nature = "agree"
date = 2020-10-02
sources = ["a"]
"""


@pytest.fixture
def facts(tmp_path, settings):
    """The facts of two agreements, of which the archive holds both."""
    made = tmp_path / "faits"
    (made / "accords").mkdir(parents=True)
    named = {"conventions": CONVENTIONS, "organisations": ORGANISATIONS}
    for name in ("actes", "conventions", "organisations", "themes", "synonymes"):
        (made / f"{name}.toml").write_text(named.get(name, ""), encoding="utf-8")
    for number in (354, 355):
        (made / "accords" / f"{number}.toml").write_text(CURATED.format(number=number), encoding="utf-8")
    settings.FIXTURES_DIR = made
    return made


@pytest.fixture
def archive(tmp_path):
    clause = text(
        110, "Avenant n° 355 du 23 juin 2020 relatif aux salaires", article(1101, CLAUSE, num="1er")
    )
    first, *others = small()
    first["children"][0]["children"].append(clause)
    return folder(tmp_path / "archive", first, *others, convention(8, 2941))


def bring(archive) -> int:
    return import_archive(archive, Options(READ_ON), lambda step, count: None).report.written


def bring_by_command(archive, monkeypatch) -> str:
    monkeypatch.setattr(import_kali, "today", lambda: READ_ON)
    said = StringIO()
    call_command("import_kali", str(archive), stdout=said, stderr=StringIO())
    return said.getvalue()


def test_a_second_import_makes_the_same_edition(facts, archive, publish):
    load_facts(facts, READ_ON)
    bring(archive)
    first = publish()
    assert bring(archive) == 0 and publish() == first
    assert load_facts(facts, READ_ON).written == 0 and publish() == first


@pytest.mark.django_db
def test_on_an_empty_base_the_facts_of_the_sector_come_first(facts, archive, monkeypatch):
    assert "les faits du secteur sont chargés d’abord" in bring_by_command(archive, monkeypatch)
    assert Agreement.objects.get(official__kalitext="KALITEXT000000000101").title == "Notre titre"
    assert Convention.objects.get(idcc=413).slug == "ccn-66"
    assert "chargés d’abord" not in bring_by_command(archive, monkeypatch)
    assert load_facts(facts, READ_ON).written == 0


@pytest.mark.django_db
def test_a_trial_on_an_empty_base_leaves_it_empty(facts, archive):
    call_command("import_kali", str(archive), "--dry-run", stdout=StringIO(), stderr=StringIO())
    assert not Convention.objects.exists() and not Agreement.objects.exists()


def test_whatever_the_order_the_edition_is_the_same(facts, archive, publish, monkeypatch, django_db_blocker):
    def facts_first():
        load_facts(facts, READ_ON)
        bring(archive)

    def archive_first():
        bring_by_command(archive, monkeypatch)
        load_facts(facts, READ_ON)

    def one_text_is_recorded_after_the_archive_brought_it():
        later = facts / "accords" / "354.toml"
        kept = later.read_text(encoding="utf-8")
        later.unlink()
        load_facts(facts, READ_ON)
        bring(archive)
        assert Agreement.objects.get(slug="ccn-66-avenant-354").title == "Mesures salariales"
        later.write_text(kept, encoding="utf-8")
        assert load_facts(facts, READ_ON).rejections == []
        bring(archive)
        assert Event.objects.filter(agreement__slug="ccn-66-avenant-354", nature="agree").count() == 1

    checksums = []
    for history in (facts_first, archive_first, one_text_is_recorded_after_the_archive_brought_it):
        call_command("flush", "--no-input", verbosity=0)
        history()
        checksums.append(publish().checksum)
    assert len(set(checksums)) == 1
