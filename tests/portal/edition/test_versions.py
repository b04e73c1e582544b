"""Old code and new code side by side: each follows its own current edition, and neither takes from the other."""

import json
import os
import shutil
from io import StringIO

import pytest
from django.core.management import call_command

from portal.edition import numbers, store, versions
from portal.edition.manifest import folder, root, schema
from portal.management.commands import serve
from portal.publishing import schema as tables
from tests.builders import agreement

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tell(publish):
    text = agreement("avenant-1")

    def publish_it(title):
        text.title = title
        text.save()
        return publish()

    return publish_it


@pytest.fixture
def code(settings, monkeypatch):
    """Take on another version of the code: its tables bear another name."""

    def take_on(name):
        monkeypatch.setattr(tables, "schema", lambda: name)
        monkeypatch.setattr("portal.publishing.build.schema", lambda: name)

    return take_on


def told(client) -> tuple[int, list[str]]:
    content = client.get("/accords.json").json()
    return content["edition"]["numero"], [row["titre"] for row in content["accords"]]


def flatten():
    """The folder as the code left it before each version had its own."""
    for path in folder().glob("edition-*"):
        path.rename(root() / path.name)
    os.rename(store.link(), root() / store.CURRENT)
    shutil.rmtree(folder())


# -- A flat folder -------------------------------------------------------------------------------------------


def test_a_flat_folder_is_read_as_it_is(tell, client):
    tell("un"), tell("deux")
    flatten()
    assert told(client) == (2, ["deux"])


def test_it_finds_its_place_by_itself_and_the_former_code_still_finds_it(tell, client):
    tell("un"), tell("deux")
    flatten()
    serve.edition_of_this_version()
    assert os.readlink(store.link()) == "edition-000002.sqlite3"
    assert os.readlink(root() / "current") == "edition-000002.sqlite3"
    assert [kept.number for kept in store.editions()] == [2, 1]
    assert all(os.path.samefile(kept.path, root() / kept.name) for kept in store.editions())
    assert told(client) == (2, ["deux"])
    assert tell("trois").number == 3
    assert told(client) == (3, ["trois"])
    assert store.roll_back().number == 2
    assert os.readlink(root() / "current") == "edition-000002.sqlite3"


def test_where_a_file_cannot_have_two_names_it_is_copied(tell, monkeypatch):
    tell("un")
    flatten()

    def refuse(*given):
        raise OSError("no")

    monkeypatch.setattr(os, "link", refuse)
    versions.adopt()
    [kept] = store.editions()
    assert store.intact(kept)
    assert not os.path.samefile(kept.path, root() / kept.name)


def test_a_foul_flat_edition_stops_nothing(tell):
    tell("un"), tell("deux")
    (folder() / "edition-000001.json").write_text("{")
    flatten()
    versions.adopt()
    assert [kept.number for kept in store.editions()] == [2]


# -- An upgrade, and its way back ------------------------------------------------------------------------------


def test_an_upgrade_and_its_way_back_leave_each_its_own(tell, client, code):
    mine = schema()
    first = tell("un")
    code("newer")
    assert client.get("/accords/").status_code == 503
    serve.edition_of_this_version()
    second = store.current()
    assert (second.number, second.schema, second.made_from) == (2, "newer", first.checksum)
    assert told(client) == (2, ["un"])
    assert store.current(mine) == first
    code(mine)
    serve.edition_of_this_version()
    assert told(client) == (1, ["un"])
    code("newer")
    serve.edition_of_this_version()
    assert store.current() == second


def test_what_was_published_meanwhile_follows(tell, client, code):
    """Each time the code changes, what was put online last is what is served."""
    mine = schema()
    tell("un")
    code("newer")
    serve.edition_of_this_version()
    code(mine)
    assert tell("deux").number == 3
    code("newer")
    serve.edition_of_this_version()
    assert told(client) == (4, ["deux"])
    tell("trois")
    code(mine)
    serve.edition_of_this_version()
    assert told(client) == (6, ["trois"])


def test_what_cannot_be_read_is_said_and_the_own_one_stays(tell, client, code, capsys):
    mine = schema()
    tell("un")
    code("newer")
    serve.edition_of_this_version()
    code(mine)
    last = tell("deux")
    last.path.chmod(0o644)
    last.path.write_bytes(b"")
    code("newer")
    serve.edition_of_this_version()
    assert told(client) == (4, ["un"])


def test_a_way_back_by_hand_keeps_to_its_own(tell, code):
    tell("un"), tell("deux")
    code("newer")
    serve.edition_of_this_version()
    tell("trois")
    said = StringIO()
    call_command("publish", "--retour", stdout=said)
    assert "L’édition 3 est de nouveau servie." in said.getvalue()


def test_numbers_are_those_of_all_versions(tell, code):
    tell("un")
    numbers.kept().unlink()
    code("newer")
    assert tell("deux").number == 2


def test_ten_editions_later_those_of_the_former_version_go(tell, code, settings):
    settings.EDITIONS_KEPT = 3
    mine = schema()
    tell("un")
    code("newer")
    for title in ("deux", "trois"):
        tell(title)
        assert store.current(mine).number == 1
    tell("quatre")
    assert store.current(mine) is None
    assert [kept.number for kept in store.editions("*")] == [4, 3, 2]


def test_a_manifest_in_the_place_of_another_version_is_foul(tell):
    made = tell("un")
    told = made.path.with_suffix(".json")
    told.write_text(json.dumps(json.loads(told.read_text()) | {"schema": "other"}))
    assert store.editions() == []
