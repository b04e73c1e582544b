"""A refresh against a server that plays the sources: each way in which they may answer ends as it is said."""

from datetime import date
from typing import NamedTuple

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError

from agreements.importers.kali import Options, import_archive
from agreements.models import Event, OfficialText
from portal.edition import store
from portal.importers import marks, refreshing
from portal.importers.refreshing import Status, refresh
from portal.importers.sources import NPM
from portal.publishing.build import only_one_at_a_time
from portal.publishing.build import publish as publish_edition
from tests import builders as make
from tests.agreements.importers import dila_archive, dila_kali_archive, kali_archive
from tests.conftest import NOW, TODAY
from tests.portal.importers.official_server import Official, serving

TITLES = [f"Avenant n° {number} du {number} juin 2020 relatif à la paie" for number in range(1, 21)]
ACT = dila_archive.act(
    77, dila_archive.agreed("I. - CCN 66", "Avenant n° 954 du 23 juin 2020 relatif au point.")
)


def package(tmp_path, *titles: str, state: str = "VIGUEUR_NON_ETEN") -> bytes:
    """The package, with these texts in the CCN 66."""
    texts = [kali_archive.text(100 + rank, title, state=state) for rank, title in enumerate(titles)]
    held = kali_archive.convention(413, 413, *texts)
    path = kali_archive.tarball(tmp_path / f"{len(titles)}-{state}.tgz", held)
    return path.read_bytes()


def jorf(tmp_path, *acts) -> bytes:
    return dila_archive.tarball(tmp_path / "archive.tar.gz", *acts).read_bytes()


class Measured(NamedTuple):
    """What an audit finds."""

    failures: list[str]


@pytest.fixture
def official(settings, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(Official()) as official:
        settings.NPM_REGISTRY = f"{official.origin}/npm"
        settings.DILA_URL, settings.DILA_STREAMS = f"{official.origin}/dila", []
        yield official


@pytest.fixture
def portal(transactional_db, official, tmp_path):
    """A published portal that took version 1.0.0 of the package: twenty texts, and one of people's."""
    make.convention("ccn-66", idcc=413, kalicont=f"KALICONT{413:012}", in_sector=True)
    make.agreement("ccn-66-avenant-954", kind="avenant", number="954", dated=date(2020, 6, 23))
    official.packages["1.0.0"] = package(tmp_path, *TITLES)
    (tmp_path / "first.tgz").write_bytes(official.packages["1.0.0"])
    import_archive(tmp_path / "first.tgz", Options(TODAY), lambda step, count: None)
    publish_edition(NOW)
    marks.take({NPM: "1.0.0"})
    return official


def run(dry_run: bool = False) -> tuple[Status, str]:
    said: list[str] = []
    status = refresh(NOW, TODAY, dry_run, said.append)
    return status, "\n".join(said)


def number() -> int:
    return store.sound_current().number


def files() -> list[str]:
    return sorted(path.name for path in (marks.folder() / "telechargements").glob("*"))


# -- npm -----------------------------------------------------------------------------------------------------


def test_nothing_newer(portal):
    status, told = run()
    assert (status, number()) == (Status.DONE, 1)
    assert "paquet KALI : rien de plus récent que 1.0.0." in told


def test_a_newer_package_is_imported_and_published(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    status, told = run()
    assert (status, number()) == (Status.DONE, 2), told
    assert "1 accord ajouté" in told and "Édition 2 publiée." in told
    assert (marks.taken(), files()) == ({NPM: "1.1.0"}, [])
    status, told = run()
    assert (status, number()) == (Status.DONE, 2) and "rien de plus récent que 1.1.0" in told


def test_a_base_read_again_is_fresh_even_where_nothing_in_it_changed(portal, client):
    portal.packages["1.1.0"] = portal.packages["1.0.0"] + b""
    later = date(2027, 3, 1)
    assert client.get("/healthz").json()["base_officielle"] == "2026-11-22"
    assert refresh(NOW, later, False, lambda line: None) == Status.DONE
    told = client.get("/conventions/ccn-66.json?date=2027-03-01").json()
    assert (told["base_officielle"], number()) == ("2027-03-01", 2)


def test_an_older_package_is_not_taken(portal, tmp_path):
    portal.packages = {"0.9.0": b""}
    assert run()[0] == Status.DONE


def test_a_dry_run_says_all_and_writes_nothing(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    status, told = run(dry_run=True)
    assert (status, number(), OfficialText.objects.count()) == (Status.DONE, 1, 20)
    assert "1 accord ajouté" in told and "Essai" in told
    assert marks.taken() == {NPM: "1.0.0"}
    assert run()[0] == Status.DONE and number() == 2


@pytest.mark.parametrize("ranges", [True, False])
def test_a_truncated_download_is_taken_up_again(portal, tmp_path, ranges):
    portal.ranges = ranges
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    portal.cuts = [100]
    assert run()[0] == Status.DONE and number() == 2
    asked = [given for path, given in portal.asked if path.endswith("1.1.0.tgz")]
    assert asked == ["", "bytes=100-"]


def test_a_download_that_stays_truncated_waits_for_the_next_time(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    portal.cuts = [100, 50, 25]
    status, told = run()
    assert (status, number()) == (Status.LATER, 1)
    assert "téléchargement inachevé" in told and files() == ["kali-data-1.1.0.tgz.part"]
    assert (marks.folder() / "telechargements" / "kali-data-1.1.0.tgz.part").stat().st_size == 175
    status, _ = run()
    assert (status, number()) == (Status.DONE, 2)
    assert portal.asked[-1] == ("/npm/1.1.0.tgz", "bytes=175-")


def test_what_was_begun_of_an_older_version_is_removed(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    portal.cuts = [10, 10, 10]
    assert run()[0] == Status.LATER
    portal.packages["1.2.0"] = portal.packages["1.1.0"]
    portal.cuts = [10, 10, 10]
    assert run()[0] == Status.LATER
    assert files() == ["kali-data-1.2.0.tgz.part"]


def test_a_file_larger_than_any_stops(portal, tmp_path, monkeypatch):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    monkeypatch.setattr("portal.copies.downloads.MOST_BYTES_OF_A_FILE", 100)
    status, told = run()
    assert (status, number()) == (Status.LATER, 1) and "plus gros" in told


def test_a_wrong_checksum_is_refused_and_the_file_removed(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    portal.integrity = "sha512-AAAA"
    status, told = run()
    assert (status, number(), files()) == (Status.LATER, 1, [])
    assert "l’empreinte n’est pas celle" in told


def test_a_mass_loss_stops_it(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES[:5])
    status, told = run()
    assert (status, number(), OfficialText.objects.filter(gone_on=None).count()) == (Status.STOPPED, 1, 20)
    assert "15 textes sur 20 ne sont plus dans cette archive" in told
    assert "Rien n’est publié ni écrit" in told and marks.taken() == {NPM: "1.0.0"}


def test_an_archive_that_cannot_be_read_stops_it(portal):
    portal.packages["1.1.0"] = b"not an archive"
    assert run()[0] == Status.STOPPED and number() == 1


def test_too_much_unread_stops_it(portal, tmp_path, settings):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, *("Texte sans forme" for _ in range(5)))
    settings.REFRESH_MOST_UNREAD = 0.01
    status, told = run()
    assert (status, number()) == (Status.STOPPED, 1)
    assert "non lu, plus que les 1 % admis" in told.replace("\u00a0", " ")


def test_facts_that_people_wrote_since_are_not_published_by_it(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    make.agreement("saisi")
    status, told = run()
    assert (status, number(), OfficialText.objects.count()) == (Status.STOPPED, 1, 20)
    assert "Des faits saisis depuis l’édition 1 ne sont pas publiés" in told and "saisi" in told


def test_any_fact_that_people_wrote_is_theirs_to_publish(portal, tmp_path):
    """Even one that no agreement tells: a measure, a value."""
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    make.measure()
    assert run()[0] == Status.STOPPED and number() == 1


def test_a_publication_under_way_is_not_disturbed(portal, tmp_path):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    with only_one_at_a_time():
        status, told = run()
    assert (status, number()) == (Status.STOPPED, 1) and "Une autre publication est en cours." in told


def test_a_busy_database_stops_it(portal, tmp_path, monkeypatch):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")

    def busy(*given):
        raise OperationalError("database is locked")

    monkeypatch.setattr(refreshing.kali, "import_archive", busy)
    status, told = run()
    assert (status, number()) == (Status.STOPPED, 1) and "relancez" in told


def test_rules_that_do_not_hold_any_more_stop_it(portal, tmp_path, monkeypatch):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")

    failures = iter([[], ["une-règle : une déduction se trompe 1 fois"]])
    monkeypatch.setattr(refreshing, "audit", lambda alias, day: Measured(next(failures)))
    status, told = run()
    assert (status, number()) == (Status.STOPPED, 1) and "une déduction se trompe" in told


def test_a_rule_that_did_not_hold_before_is_no_news(portal, tmp_path, monkeypatch):
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    monkeypatch.setattr(refreshing, "audit", lambda alias, day: Measured(["une-règle : se trompe"]))
    assert run()[0] == Status.DONE


# -- DILA ----------------------------------------------------------------------------------------------------


@pytest.fixture
def stream(portal, settings):
    settings.NPM_REGISTRY, settings.DILA_STREAMS = "", ["JORF"]
    return portal.archives["JORF"]


def test_a_stock_then_its_changes_are_applied_in_order(stream, tmp_path, portal):
    stream["Freemium_jorf_global_20201001-120000.tar.gz"] = jorf(tmp_path, {"jorf/global/x": "y"})
    stream["JORF_20200901-120000.tar.gz"] = b"older than the stock"
    stream["JORF_20201030-120000.tar.gz"] = jorf(tmp_path, ACT)
    status, told = run()
    assert (status, number()) == (Status.DONE, 2), told
    assert Event.objects.filter(agreement__slug="ccn-66-avenant-954", nature="agree").count() == 1
    assert marks.taken()["DILA JORF"] == "20201030-120000"
    assert [path for path, _ in portal.asked if path.endswith("gz")] == [
        "/dila/JORF/Freemium_jorf_global_20201001-120000.tar.gz",
        "/dila/JORF/JORF_20201030-120000.tar.gz",
    ]


def test_only_the_changes_since_the_last_are_asked(stream, tmp_path, portal):
    marks.take({"DILA JORF": "20201030-120000"})
    stream["Freemium_jorf_global_20201115-120000.tar.gz"] = b"not asked: the changes are all there"
    stream["JORF_20201029-120000.tar.gz"] = b"taken"
    stream["JORF_20201101-120000.tar.gz"] = jorf(tmp_path, ACT)
    assert run()[0] == Status.DONE
    assert [path for path, _ in portal.asked if path.endswith("gz")] == [
        "/dila/JORF/JORF_20201101-120000.tar.gz"
    ]


def test_a_whole_stock_is_taken_where_the_changes_in_between_are_gone(stream, tmp_path, portal):
    marks.take({"DILA JORF": "20200101-120000"})
    stream["Freemium_jorf_global_20201001-120000.tar.gz"] = jorf(tmp_path, {"jorf/global/x": "y"})
    stream["JORF_20201030-120000.tar.gz"] = jorf(tmp_path, ACT)
    assert run()[0] == Status.DONE
    assert len([path for path, _ in portal.asked if path.endswith("gz")]) == 2


def test_what_comes_after_a_file_that_is_not_whole_waits(stream, tmp_path):
    stream["Freemium_jorf_global_20201001-120000.tar.gz"] = jorf(tmp_path, {"jorf/global/x": "y"})
    stream["JORF_20201030-120000.tar.gz"] = jorf(tmp_path, ACT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.copies.downloads.TRIES", 0)
        status, told = run()
    assert (status, number()) == (Status.LATER, 1) and marks.taken() == {NPM: "1.0.0"}
    assert told.count("téléchargement inachevé") == 1


@pytest.mark.parametrize(("bound", "status"), [(0.3, Status.STOPPED), (0.5, Status.DONE)])
def test_files_that_are_broken_are_files_that_were_not_read(
    stream, portal, tmp_path, settings, bound, status
):
    """Of three files that are of use, one is broken: the text whose head it holds would be told by less."""
    settings.DILA_STREAMS, settings.REFRESH_MOST_UNREAD = ["KALI"], bound
    whole = dila_kali_archive.text(500, "Avenant n° 500 du 2 mars 2021 relatif aux congés")
    broken = {
        path: told[: len(told) // 2]
        for path, told in dila_kali_archive.text(501, "Avenant n° 501").items()
        if "/version/" in path
    }
    held = dila_kali_archive.convention(413, 413, 500, 501)
    archive = dila_archive.tarball(tmp_path / "kali.tar.gz", held, whole, broken)
    portal.archives["KALI"]["Freemium_kali_global_20201001-120000.tar.gz"] = archive.read_bytes()
    found, told = run()
    assert found == status, told
    assert ("non lu" in told) is (status == Status.STOPPED)


# -- Sources that do not answer ------------------------------------------------------------------------------


def test_without_network_one_line_says_so(portal, settings):
    portal.down = {"npm"}
    status, told = run()
    assert (status, number()) == (Status.LATER, 1)
    [line] = [line for line in told.splitlines() if not line.startswith("Rapport")]
    assert line.startswith("Sans réseau : aucune source ne répond, paquet KALI (") and "code 503" in line


def test_a_server_that_is_not_there(portal, settings):
    settings.NPM_REGISTRY = "http://127.0.0.1:9/npm"
    assert run()[0] == Status.LATER


def test_one_source_down_does_not_keep_the_other(portal, settings, tmp_path):
    settings.DILA_STREAMS = ["JORF"]
    portal.down = {"dila"}
    portal.packages["1.1.0"] = package(tmp_path, *TITLES, "Avenant n° 99 du 1er mai 2021 relatif aux congés")
    status, told = run()
    assert (status, number()) == (Status.LATER, 2)
    assert "Ne répond pas : DILA JORF" in told


#: A version that no number holds: Python does not read one of so many digits.
ENDLESS = f'"{"9" * 5_000}.0.0"'
OF_ENDLESS = (
    f'{{"dist-tags": {{"latest": {ENDLESS}}},'
    f'"versions": {{{ENDLESS}: {{"dist": {{"tarball": "x", "integrity": "y"}}}}}}}}'
)


@pytest.mark.parametrize(
    "metadata",
    [b"", b"[]", b"{}", b'{"dist-tags": {"latest": "x"}, "versions": {}}', OF_ENDLESS.encode()],
    ids=["nothing", "a list", "no version", "a version that is not there", "a version without end"],
)
def test_an_index_that_says_nothing_is_a_source_that_does_not_answer(portal, monkeypatch, metadata):
    monkeypatch.setattr(portal, "metadata", lambda: metadata)
    assert run()[0] == Status.LATER


def test_without_a_source_it_says_how_to_set_one(portal, settings):
    settings.NPM_REGISTRY = ""
    status, told = run()
    assert status == Status.DONE and "PORTAL_NPM_REGISTRY" in told


# -- The report ----------------------------------------------------------------------------------------------


def test_the_report_is_kept_and_sent(portal, settings):
    settings.REPORT_TO = settings.REPORT_FROM = "veille@exemple.fr"
    run()
    kept = (marks.folder() / "dernier.txt").read_text(encoding="utf-8")
    assert kept.startswith("Actualisation du 22/11/2026 à 09:00\n") and "rien de plus récent" in kept
    assert (marks.folder() / "rapport-2026-11-22-090000.txt").read_text(encoding="utf-8") == kept
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("Actualisation du portail : faite", ["veille@exemple.fr"])


def test_a_report_that_cannot_be_sent_is_said(portal, settings, monkeypatch):
    settings.REPORT_TO = "veille@exemple.fr"

    def refuse(*given):
        raise ConnectionRefusedError("personne n’écoute")

    monkeypatch.setattr("portal.importers.report.send_mail", refuse)
    status, told = run()
    assert status == Status.DONE and "n’a pas pu être envoyé" in told


def test_the_command_ends_with_the_status_of_the_refresh(portal, capsys):
    call_command("refresh")
    assert "rien de plus récent" in capsys.readouterr().out
    portal.down = {"npm"}
    with pytest.raises(SystemExit) as ended:
        call_command("refresh", "--dry-run")
    assert ended.value.code == 2
