"""After an upgrade the published facts are compiled anew: what was reviewed, and nothing that was entered since."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement, Article, OfficialText
from portal.edition import numbers, store
from portal.edition.manifest import folder
from portal.management.commands import serve
from portal.publishing.recompiling import recompile
from tests.builders import agreement, event, measure, relation, signature, value, version
from tests.conftest import NOW
from tests.installations import Installation

pytestmark = pytest.mark.slow


def of_another_version(manifest, *statements):
    """The edition as an older code published it: under another schema, with other columns."""
    if statements:
        manifest.path.chmod(0o644)
        with closing(sqlite3.connect(manifest.path)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
    changed = {"schema": "older", "checksum": store.checksum(manifest.path)}
    place = folder("older")
    place.mkdir(exist_ok=True)
    told = manifest.path.with_suffix(".json")
    (place / told.name).write_text(json.dumps(json.loads(told.read_text()) | changed))
    told.unlink()
    manifest.path.rename(place / manifest.name)
    for link in (store.link(), place / store.CURRENT):
        link.unlink(missing_ok=True)
    (place / store.CURRENT).symlink_to(manifest.name)
    return store.current("older")


def test_the_facts_of_an_edition_give_the_same_bytes(corpus, tmp_path):
    """All those of the sector: no editing database is read."""
    own = Installation(tmp_path / "var")
    older = own.editions / "older"
    older.mkdir(parents=True)
    for path in corpus.shelf.glob("edition-*"):
        (older / path.name).write_bytes(path.read_bytes())
    (older / "current").symlink_to("edition-000001.sqlite3")
    sound = (older / "edition-000001.sqlite3").read_bytes()
    told = older / "edition-000001.json"
    told.write_text(told.read_text().replace(json.loads(told.read_text())["schema"], "older"))
    said = own.run("publish", "--recompiler")
    assert "Édition 2 publiée" in said
    assert (own.shelf / "current").resolve().name == "edition-000002.sqlite3"
    assert (own.shelf / "current").resolve().read_bytes() == sound


@pytest.fixture
def reviewed(transactional_db, publish):
    """A published text with its article, and what an editor has entered since."""
    text = agreement("avenant-1", title="relu", number="1")
    signature(text)
    event(text, "agree", date(2020, 4, 1))
    value(measure(), "3,82", date(2020, 2, 1), by=text)
    before = agreement("avenant-0", dated=date(2019, 1, 1))
    relation(text, "modifie", before)
    other = OfficialText.objects.create(agreement=before, kalitext="KALITEXT000000000002", title="Zéro")
    version(other, 2, "<p>Un mot de <b>moins</b></p>", date(2019, 1, 1), date(2020, 2, 1))
    version(other, 3, "<p>Un mot de <b>plus</b></p>", date(2020, 2, 1), article="KALIARTI000000000002")
    official = OfficialText.objects.create(agreement=text, kalitext="KALITEXT000000000001", title="Un")
    Article.objects.create(
        text=official,
        kaliarti="KALIARTI000000000001",
        position=0,
        number="1",
        html="<p>Un <b>mot</b> < 5</p>",
    )
    first = publish()
    text.title = "brouillon"
    text.save()
    agreement("avenant-2", title="brouillon aussi", dated=date(2024, 1, 1))
    Article.objects.update(html="<p>brouillon encore</p>")
    return first


def pages(client) -> str:
    return "".join(
        client.get(address).content.decode()
        for address in ("/accords.json", "/accords/avenant-1/", "/accords/avenant-1.json")
    )


def test_a_draft_is_not_published_by_an_upgrade(reviewed, client):
    sound = reviewed.path.read_bytes()
    older = of_another_version(reviewed)
    made = recompile(NOW)
    assert (made.number, made.schema) == (2, store.schema())
    assert made.path.read_bytes() == sound
    assert made.database == older.database
    assert "brouillon" not in pages(client)
    assert "relu" in pages(client)
    assert Agreement.objects.filter(title__startswith="brouillon").count() == 2  # still to be reviewed


def test_starting_after_an_upgrade_publishes_no_draft(reviewed, client, capsys):
    of_another_version(reviewed)
    serve.edition_of_this_version()
    assert "brouillon" not in pages(client)
    assert store.current().number == 2
    serve.edition_of_this_version()
    assert store.current().number == 2


def test_what_is_published_next_is_what_was_entered(reviewed, client, publish):
    of_another_version(reviewed)
    recompile(NOW)
    publish()
    assert "brouillon encore" in pages(client)


# -- Tables that changed with the code -------------------------------------------------------------------------


def test_an_edition_of_before_the_versions_of_articles_has_none(reviewed, client):
    of_another_version(reviewed, "DROP TABLE agreements_articlewording")
    assert recompile(NOW).counts["agreements_articlewording"] == 0
    assert "relu" in pages(client)


def test_a_column_that_this_version_added_is_what_its_migration_makes_it(reviewed, client):
    of_another_version(reviewed, "ALTER TABLE agreements_agreement DROP COLUMN note")
    recompile(NOW)
    assert "relu" in pages(client)


def test_a_table_that_this_version_added_is_empty(reviewed, client):
    of_another_version(reviewed, "DROP TABLE agreements_negotiator")
    recompile(NOW)
    assert "relu" in pages(client)


def test_a_column_that_this_version_dropped_is_left(reviewed, client):
    of_another_version(reviewed, "ALTER TABLE agreements_agreement ADD COLUMN dropped TEXT")
    recompile(NOW)
    assert "relu" in pages(client)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["ALTER TABLE agreements_agreement RENAME COLUMN note TO remark"], "agreements_agreement (note)"),
        (["ALTER TABLE agreements_event RENAME TO agreements_fact"], "agreements_event"),
        (["ALTER TABLE agreements_agreement DROP COLUMN title"], "agreements_agreement (title)"),
        (["DROP TABLE agreements_articletext"], "agreements_articletext"),
    ],
)
def test_what_may_have_been_moved_is_not_guessed(reviewed, statements, said):
    of_another_version(reviewed, *statements)
    with pytest.raises(CommandError) as refused:
        call_command("publish", "--recompiler", stdout=StringIO())
    assert said in str(refused.value)
    assert "relisez les faits" in str(refused.value)
    assert (store.current(), store.current("older").number) == (None, 1)


def test_starting_then_says_what_to_do_and_goes_on(reviewed, capsys):
    of_another_version(reviewed, "ALTER TABLE agreements_agreement RENAME COLUMN note TO remark")
    serve.edition_of_this_version()
    assert "relisez les faits" in capsys.readouterr().out
    assert (store.current(), store.current("older").number) == (None, 1)


# -- What there is to start from -------------------------------------------------------------------------------


def test_an_altered_edition_is_not_compiled_anew(reviewed):
    older = of_another_version(reviewed)
    older.path.chmod(0o644)
    older.path.write_bytes(older.path.read_bytes()[:-4096])
    with pytest.raises(CommandError, match="abîmée"):
        call_command("publish", "--recompiler", stdout=StringIO())


def test_the_one_before_is_compiled_when_the_last_is_altered(reviewed, publish, client):
    of_another_version(reviewed)
    second = of_another_version(publish())
    second.path.chmod(0o644)
    second.path.write_bytes(b"")
    serve.edition_of_this_version()
    assert store.current().number == 3
    assert "relu" in pages(client)


@pytest.mark.django_db(transaction=True)
def test_a_first_start_publishes_what_was_loaded(capsys):
    agreement("avenant-1")
    serve.edition_of_this_version()
    assert store.current().number == 1


def test_where_editions_are_gone_nothing_is_published_without_a_word(reviewed, capsys):
    """What was reviewed is not there any more to tell what is a draft."""
    for path in folder().iterdir():
        path.unlink()
    assert numbers.last_given() == 1
    serve.edition_of_this_version()
    assert "relisez les faits" in capsys.readouterr().out
    assert store.current() is None


def test_a_foul_current_is_mended_at_the_start_by_the_way_back(reviewed, client, capsys):
    store.link().unlink()
    store.link().mkdir()
    serve.edition_of_this_version()
    assert store.current().number == 1
    assert "brouillon" not in pages(client)
