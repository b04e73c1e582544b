"""An edition is known by the bytes of its file: a number that comes again, or a foul neighbour, misleads nobody."""

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from agreements.models import Agreement
from portal.edition import numbers, store
from portal.edition.manifest import EditionError, Manifest, folder
from portal.edition.reader import reading
from tests.builders import agreement

pytestmark = pytest.mark.django_db(transaction=True)

COMPARED = ["/editions/", "/editions.json", "/changements/editions/", "/changements/editions.json"]


@pytest.fixture
def tell(publish):
    """Publish an edition that tells this title."""
    text = agreement("avenant-1")

    def publish_it(title) -> Manifest:
        text.title = title
        text.save()
        return publish()

    return publish_it


def told(client) -> tuple[int, list[str]]:
    """What the site says it reads, and what it reads."""
    content = client.get("/accords.json").json()
    return content["edition"]["numero"], [row["titre"] for row in content["accords"]]


def forget_numbers():
    numbers.kept().unlink()


# -- Numbers -----------------------------------------------------------------------------------------------


def test_a_number_outlives_its_folder(tell, settings):
    tell("un"), tell("deux")
    shutil.rmtree(settings.EDITIONS_DIR)
    assert tell("trois").number == 3


def test_a_number_outlives_its_edition(tell):
    """Delete the last, go back, publish: the new one is not taken for the one that was deleted."""
    tell("un")
    second = tell("deux")
    second.path.unlink()
    second.path.with_suffix(".json").unlink()
    store.roll_back()
    assert tell("trois").number == 3


def test_a_folder_from_elsewhere_brings_its_numbers(tell):
    tell("un"), tell("deux")
    forget_numbers()
    assert tell("trois").number == 3


@pytest.mark.parametrize("kept", ["", "un", "-7", "0", "9" * 5000, "\0", "2.5"])
def test_a_foul_count_of_numbers_stops_nothing(tell, kept):
    tell("un")
    numbers.kept().write_text(kept)
    assert tell("deux").number == 2
    assert numbers.kept().read_text() == "2\n"


# -- The same number, or the same path, and other bytes -------------------------------------------------------


def test_a_number_that_comes_again_tells_what_it_tells(tell, client, settings):
    tell("périmé")
    assert told(client) == (1, ["périmé"])
    assert "périmé" in client.get("/accords/").content.decode()
    shutil.rmtree(settings.EDITIONS_DIR)
    forget_numbers()
    tell("nouveau")
    assert told(client) == (1, ["nouveau"])
    page = client.get("/accords/").content.decode()
    assert "nouveau" in page and "périmé" not in page


def test_a_folder_that_is_restored_in_place_tells_what_it_tells(tell, client, settings, tmp_path):
    tell("ancien")
    shutil.copytree(settings.EDITIONS_DIR, tmp_path / "kept", symlinks=True)
    shutil.rmtree(settings.EDITIONS_DIR)
    forget_numbers()
    tell("nouveau")
    assert told(client) == (1, ["nouveau"])
    for kept in sorted((tmp_path / "kept").glob("*/edition-*")):
        (folder() / kept.name).unlink()
        shutil.copy2(kept, folder())
    assert told(client) == (1, ["ancien"])


def test_the_same_bytes_published_again_are_read_where_they_are_now(tell, publish, client):
    """A connection to a file that was damaged is not kept for the sound one of the same checksum."""
    first = tell("un")
    with reading(first):
        Agreement.objects.get()
    first.path.chmod(0o644)
    first.path.write_bytes(first.path.read_bytes()[:-4096])
    second = publish()
    assert (second.number, second.checksum) == (2, first.checksum)
    with reading(second):
        assert connections["edition"].settings_dict["NAME"] == str(second.path)
        assert Agreement.objects.get().title == "un"


# -- A foul manifest of an old edition ------------------------------------------------------------------------


def without(name):
    return lambda content: {key: value for key, value in content.items() if key != name}


def given(**values):
    return lambda content: content | values


FOUL = {
    "gone": None,
    "cut": lambda content: json.dumps(content)[:40],
    "empty": lambda content: "",
    "not text": lambda content: b"\xff\xfe",
    "deep": lambda content: "[" * 100_000,
    "a list": lambda content: [content],
    "null": lambda content: None,
    "no number": without("number"),
    "no checksum": without("checksum"),
    "a number in words": given(number="1"),
    "a true number": given(number=True),
    "the number of another": given(number=7),
    "a moment that is a number": given(published_at=2026),
    "a moment that is none": given(published_at="hier"),
    "a moment without its place": given(published_at="2026-11-22T09:00:00"),
    "a checksum that is none": given(checksum="sha256:x"),
    "a size in words": given(size="grande"),
    "counts that are a list": given(counts=["agreements_agreement"]),
    "counts in words": given(counts={"agreements_agreement": "un"}),
    "a schema that is a number": given(schema=7),
}


def foul(manifest, harm):
    path = manifest.path.with_suffix(".json")
    content = json.loads(path.read_text())
    path.unlink()
    if harm is None:
        return
    told = harm(content)
    if isinstance(told, bytes):
        path.write_bytes(told)
    else:
        path.write_text(told if isinstance(told, str) else json.dumps(told))


@pytest.mark.parametrize("harm", FOUL.values(), ids=FOUL)
def test_a_foul_manifest_of_an_old_edition_stops_nothing(tell, client, harm):
    tell("un")
    foul_one = tell("deux")
    tell("trois")
    foul(foul_one, harm)
    for address in COMPARED:
        assert client.get(address).status_code == 200, address
    assert [kept["numero"] for kept in client.get("/editions.json").json()["editions"]] == [3, 1]
    assert tell("quatre").number == 4
    assert store.roll_back().number == 3
    assert store.roll_back().number == 1
    assert told(client) == (1, ["un"])


@pytest.mark.parametrize("harm", FOUL.values(), ids=FOUL)
def test_a_foul_manifest_of_the_current_one_is_said_and_mended_by_the_way_back(tell, client, harm):
    tell("un")
    foul(tell("deux"), harm)
    for address in ["/", "/accords.json", "/healthz", *COMPARED]:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60"), address
    said = StringIO()
    call_command("publish", "--retour", stdout=said)
    assert "L’édition 1 est de nouveau servie." in said.getvalue()
    assert told(client) == (1, ["un"])


def test_what_a_later_version_adds_to_a_manifest_is_left_aside(tell, client):
    foul(tell("un"), given(added_later=[1, 2]))
    assert told(client) == (1, ["un"])


def test_a_foul_manifest_goes_with_those_of_its_age(tell, settings):
    settings.EDITIONS_KEPT = 2
    foul(tell("un"), FOUL["cut"])
    tell("deux"), tell("trois"), tell("quatre")
    assert sorted(path.name for path in folder().glob("edition-*")) == [
        f"edition-00000{number}.{kind}" for number in (3, 4) for kind in ("journal", "json", "sqlite3", "zip")
    ]


# -- A foul `current` ------------------------------------------------------------------------------------------


def as_file(link):
    link.write_text("edition-000002.sqlite3")


def as_folder(link):
    (link / "en-travers").mkdir(parents=True)


def nowhere(link):
    link.symlink_to("edition-000099.sqlite3")


def elsewhere(link):
    link.symlink_to("/etc/passwd")


def around(link):
    link.symlink_to("current")


def no_link(link):
    """Nothing at all."""


CURRENTS = [as_file, as_folder, nowhere, elsewhere, around, no_link]


@pytest.mark.parametrize("made", CURRENTS)
def test_a_foul_current_is_said_and_mended_by_the_way_back(tell, client, made):
    tell("un"), tell("deux")
    store.link().unlink()
    made(store.link())
    for address in ["/", "/accords.json", "/healthz", *COMPARED]:
        assert client.get(address).status_code == 503, address
    said = StringIO()
    call_command("publish", "--retour", stdout=said)
    assert "L’édition 2 est de nouveau servie." in said.getvalue()
    assert told(client) == (2, ["deux"])
    call_command("publish", "--retour", stdout=StringIO())
    assert told(client) == (1, ["un"])


@pytest.mark.parametrize("made", CURRENTS)
def test_a_foul_current_does_not_stop_a_publication(tell, client, made):
    tell("un")
    store.link().unlink()
    made(store.link())
    assert tell("deux").number == 2
    assert told(client) == (2, ["deux"])


@pytest.mark.parametrize("made", [as_file, as_folder, elsewhere, around])
def test_a_foul_current_is_told_in_a_sentence(tell, made):
    tell("un")
    store.link().unlink()
    made(store.link())
    with pytest.raises(EditionError, match=r"publish --retour"):
        store.current()


def test_the_way_back_passes_over_what_is_damaged(tell):
    tell("un")
    damaged = tell("deux")
    tell("trois")
    damaged.path.chmod(0o644)
    damaged.path.write_bytes(b"")
    assert store.roll_back().number == 1


def test_what_stood_in_the_way_of_the_link_is_kept_aside(tell, settings):
    tell("un")
    store.link().unlink()
    as_folder(store.link())
    store.roll_back()
    assert [path.name for path in folder().glob(".ecarte-*/*")] == ["en-travers"]


def test_no_folder_at_all_is_said(client, settings):
    settings.EDITIONS_DIR.parent.mkdir(parents=True, exist_ok=True)
    settings.EDITIONS_DIR.write_text("un fichier")
    assert client.get("/").status_code == 503
    for words in (["publish", "--retour"], ["publish"]):
        with pytest.raises(CommandError):
            call_command(*words, stdout=StringIO())
