"""A reader's machine takes the edition in force from a portal, a web server, an object store: whole, or not at all."""

import json
import shutil
from http.client import HTTPConnection

import pytest
from django.core.management import CommandError, call_command

from portal.copies import fetching
from portal.edition import announcement, ledger, store
from portal.edition.manifest import EditionError, schema
from portal.management.commands.serve import edition_of_this_version
from tests import builders as make
from tests.portal.copies.source import Source, publish_folder, serving


@pytest.fixture
def source(publish, settings, tmp_path):
    """An edition of one agreement in a folder without links, served by a plain server."""
    make.agreement("un", conventions=["ccn-66"])
    publish()
    with serving(Source(publish_folder(settings.EDITIONS_DIR, tmp_path / "depot"))) as source:
        yield source


@pytest.fixture
def reader(source, settings, tmp_path):
    """Another machine, without an edition."""
    settings.EDITIONS_DIR = tmp_path / "lecteur" / "editions"
    return settings.EDITIONS_DIR


def announce(source, **changed):
    """Change what the source announces of its edition."""
    told = json.loads((source.folder / announcement.FILE).read_text())
    for name, value in changed.items():
        told["manifeste"][name] = value
    source.harm[announcement.FILE] = json.dumps(told).encode()
    return told["manifeste"]


def test_an_edition_is_taken_and_served(source, reader, client):
    manifest = fetching.fetch(source.origin)
    assert store.current() == manifest
    assert store.checksum(manifest.path) == manifest.checksum
    assert manifest.path.stat().st_mode & 0o222 == 0
    assert client.get("/accords/un/").status_code == 200
    assert list((reader / fetching.ARRIVALS).iterdir()) == []


def test_what_comes_with_it_comes_too(source, reader, client):
    """Its open data, and what was learned when: the pages of a reader are those of the source."""
    manifest = fetching.fetch(f"{source.origin}/")
    assert manifest.path.with_suffix(".zip").is_file()
    assert ledger.last_recorded() == manifest.number
    assert client.get("/donnees/accords.csv").status_code == 200


def test_a_reader_is_a_source_for_others(source, reader, settings, tmp_path):
    first = fetching.fetch(source.origin)
    with serving(Source(publish_folder(reader, tmp_path / "relais"))) as relay:
        settings.EDITIONS_DIR = tmp_path / "second" / "editions"
        assert fetching.fetch(relay.origin) == first


def test_the_second_time_nothing_is_taken(source, reader):
    fetching.fetch(source.origin)
    source.asked.clear()
    said = []
    fetching.fetch(source.origin, said.append)
    assert source.asked == [(f"/{announcement.FILE}", "")]
    assert "rien de plus récent" in said[0]


def test_what_was_cut_goes_on_from_there(source, reader):
    source.cuts = [70_000, 50_000, 10, 10]
    with pytest.raises(fetching.Unfinished, match="reprendra"):
        fetching.fetch(source.origin)
    assert store.current() is None
    source.cuts, source.asked = [], []
    manifest = fetching.fetch(source.origin)
    assert (f"/{schema()}/{manifest.name}", "bytes=120010-") in source.asked
    assert store.intact(manifest)


def test_a_source_that_went_back_is_followed(source, reader, settings, tmp_path, publish):
    """The edition in force is the one that is announced, whatever its number."""
    first = fetching.fetch(source.origin)
    settings.EDITIONS_DIR, here = tmp_path / "editions-2", settings.EDITIONS_DIR
    make.agreement("deux", conventions=["ccn-66"])
    shutil.copytree(here, settings.EDITIONS_DIR, symlinks=True)
    second = publish()
    source.folder = publish_folder(settings.EDITIONS_DIR, tmp_path / "depot-2")
    settings.EDITIONS_DIR = here
    assert fetching.fetch(source.origin).number == second.number == first.number + 1
    source.folder = tmp_path / "depot"
    assert fetching.fetch(source.origin) == first == store.current()


# -- What is not installed ----------------------------------------------------------------------------------


def altered(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


@pytest.mark.parametrize("suffix", [".sqlite3", ".zip", ".journal"])
def test_what_does_not_verify_is_never_installed(source, reader, suffix):
    manifest = announce(source)
    name = f"edition-{manifest['number']:06d}{suffix}"
    source.harm[name] = altered((source.folder / schema() / name).read_bytes())
    with pytest.raises(fetching.CopyError, match="empreinte annoncée"):
        fetching.fetch(source.origin)
    assert store.current() is None
    assert not list((reader / schema()).glob("edition-*"))
    del source.harm[name]
    assert store.intact(fetching.fetch(source.origin))


def test_an_edition_of_other_tables_is_refused(source, reader):
    announce(source, schema="autre")
    with pytest.raises(fetching.CopyError, match="est d’une autre version du portail"):
        fetching.fetch(source.origin)
    assert [path for path, _ in source.asked] == [f"/{announcement.FILE}"]


@pytest.mark.parametrize(
    "changed",
    [{"number": -1}, {"number": "../1"}, {"checksum": "md5:1"}, {"schema": "../../tmp"}, {"size": 3}],
)
def test_an_announcement_that_is_none(source, reader, changed):
    announce(source, **changed)
    with pytest.raises(fetching.CopyError, match="Cette annonce d’édition"):
        fetching.fetch(source.origin)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"<html>", b'{"manifeste": []}', b"\xff", b"[" * 100_000])
def test_an_announcement_that_is_not_read(raw):
    with pytest.raises(EditionError, match="ne se lit pas"):
        announcement.read(raw)


def test_a_source_that_does_not_answer_changes_nothing(source, reader):
    first = fetching.fetch(source.origin)
    with pytest.raises(fetching.Unfinished, match="L’édition servie reste la même"):
        fetching.fetch("http://127.0.0.1:9/editions")
    assert store.current() == first


def test_a_disk_without_room_is_said_before(source, reader, monkeypatch):
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda place: Full)
    with pytest.raises(fetching.CopyError, match="Il manque de la place"):
        fetching.fetch(source.origin)


class Full:
    free = 10


def test_the_statuses_of_the_command(source, reader, capsys):
    call_command("fetch_edition", source.origin)
    with pytest.raises(SystemExit) as left:
        call_command("fetch_edition", "http://127.0.0.1:9")
    assert left.value.code == 2
    announce(source, schema="autre")
    with pytest.raises(CommandError):
        call_command("fetch_edition", source.origin)


# -- The portal as a source -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_portal_is_a_source(site, corpus, tmp_path, settings):
    settings.EDITIONS_DIR = tmp_path / "lecteur" / "editions"
    manifest = fetching.fetch(f"{site.origin}/donnees")
    assert store.checksum(corpus.shelf / manifest.name) == store.checksum(manifest.path) == manifest.checksum
    assert ledger.last_recorded() == manifest.number


@pytest.mark.slow
def test_a_part_of_an_edition_is_given(site, corpus):
    name = next(corpus.shelf.glob("edition-*.sqlite3")).name
    raw = (corpus.shelf / name).read_bytes()
    path = f"/donnees/{corpus.shelf.name}/{name}"

    def ask(**headers):
        connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
        connection.request(
            "GET", path, headers={name.replace("_", "-"): told for name, told in headers.items()}
        )
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    whole, body = ask()
    assert (whole.status, body) == (200, raw)
    part, body = ask(Range=f"bytes={len(raw) - 100_000}-")
    assert (part.status, body) == (206, raw[-100_000:])
    assert part.headers["Content-Range"] == f"bytes {len(raw) - 100_000}-{len(raw) - 1}/{len(raw)}"
    some, body = ask(Range="bytes=10-19", If_Range=whole.headers["ETag"])
    assert (some.status, body) == (206, raw[10:20])
    changed, body = ask(Range="bytes=10-19", If_Range='"autre"')
    assert (changed.status, len(body)) == (200, len(raw))
    assert ask(Range=f"bytes={len(raw)}-")[0].status == 416
    assert ask(Range="lignes=1-2")[0].status == 200
    known, body = ask(If_None_Match=whole.headers["ETag"])
    assert (known.status, body) == (304, b"")
    assert "immutable" in whole.headers["Cache-Control"]


def test_nothing_else_of_the_folder_is_given(publish, client):
    make.agreement("un", conventions=["ccn-66"])
    manifest = publish()
    for path in (
        f"/donnees/{schema()}/current", f"/donnees/{schema()}/{manifest.name.replace('.sqlite3', '.json')}",
        f"/donnees/../{manifest.name}", "/donnees/x/edition-000001.sqlite3", f"/donnees/{schema()}/edition-999999.zip",
        f"/donnees/{schema()}/..%2Fnouveautes.sqlite3",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_an_edition_that_is_not_served_is_not_announced(publish, client, settings):
    make.agreement("un", conventions=["ccn-66"])
    manifest = publish()
    assert client.get("/donnees/edition.json").json()["manifeste"]["checksum"] == manifest.checksum
    told = json.loads(announcement.place().read_text())
    told["manifeste"]["checksum"] = told["fichiers"][".sqlite3"]["empreinte"] = f"sha256:{'0' * 64}"
    announcement.place().write_text(json.dumps(told))
    assert client.get("/donnees/edition.json").status_code == 404


def test_an_installation_that_announced_nothing_does_when_it_is_served(publish):
    make.agreement("un", conventions=["ccn-66"])
    manifest = publish()
    announcement.place().unlink()
    edition_of_this_version()
    assert announcement.read(announcement.place().read_bytes()).manifest == manifest
