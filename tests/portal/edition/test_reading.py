"""The public side reads one edition, and can write nothing."""

import json
import sqlite3
from contextlib import closing
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from agreements.models import Agreement, Theme
from portal.edition import reader, store
from portal.edition.manifest import folder
from portal.edition.memory import memory
from portal.publishing import build
from portal.publishing.contents import COMPILED, PUBLISHED
from tests.builders import agreement


@pytest.fixture
def edition(corpus, settings):
    """The sector's edition, being read."""
    settings.EDITIONS_DIR = corpus.editions
    with reader.reading(store.current()) as manifest:
        yield manifest


def execute(sql):
    with connections["edition"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


ATTEMPTS = {
    "an ORM creation": lambda path: Theme.objects.create(slug="x", name="x"),
    "an ORM update": lambda path: Agreement.objects.update(title="x"),
    "an ORM deletion": lambda path: Theme.objects.all().delete(),
    "a save": lambda path: Agreement.objects.first().save(),
    "a raw insertion": lambda path: execute("INSERT INTO agreements_theme (slug, name) VALUES ('x', 'x')"),
    "a raw update": lambda path: execute("UPDATE agreements_agreement SET title = 'x'"),
    "a raw deletion": lambda path: execute("DELETE FROM agreements_situation"),
    "a new table": lambda path: execute("CREATE TABLE x (y)"),
    "a dropped table": lambda path: execute("DROP TABLE agreements_theme"),
    "a dropped index": lambda path: execute("DROP INDEX situation_on_a_day"),
    "an altered table": lambda path: execute("ALTER TABLE agreements_theme ADD COLUMN x"),
    "a temporary table": lambda path: execute("CREATE TEMP TABLE x (y)"),
    "a view": lambda path: execute("CREATE TEMP VIEW x AS SELECT 1"),
    "another file": lambda path: execute(f"ATTACH DATABASE '{path / 'other.sqlite3'}' AS other"),
    "a copy": lambda path: execute(f"VACUUM INTO '{path / 'copy.sqlite3'}'"),
    "writing again": lambda path: execute("PRAGMA query_only = OFF; "),
    "a writable schema": lambda path: execute("PRAGMA writable_schema = ON"),
    "another journal": lambda path: execute("PRAGMA journal_mode = WAL"),
    "a version": lambda path: execute("PRAGMA user_version = 9"),
    "an index made again": lambda path: execute("REINDEX"),
    "an extension": lambda path: execute("SELECT load_extension('x')"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_can_be_written(edition, tmp_path, attempt):
    before = edition.path.read_bytes()
    try:
        ATTEMPTS[attempt](tmp_path)
    except DatabaseError:
        pass
    else:
        # Asked to write again, the connection says yes and still writes nothing.
        assert attempt == "writing again"
        with pytest.raises(DatabaseError):
            execute("DELETE FROM agreements_theme")
    connections["edition"].close()
    assert edition.path.read_bytes() == before
    assert not list(tmp_path.glob("*.sqlite3"))
    assert not list(edition.path.parent.glob("*-journal")) + list(edition.path.parent.glob("*-wal"))


def test_a_missing_file_is_not_created(edition, tmp_path):
    connection = connections["edition"]
    connection.close()
    connection.settings_dict = {**connection.settings_dict, "NAME": str(tmp_path / "none.sqlite3")}
    with pytest.raises(DatabaseError):
        execute("SELECT 1")
    assert not (tmp_path / "none.sqlite3").exists()


def test_the_file_may_not_be_written_by_its_permissions_either(edition):
    assert edition.path.stat().st_mode & 0o222 == 0


# -- What it holds -----------------------------------------------------------------------------------------


def tables_of(path) -> set[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def test_only_the_allow_listed_tables(edition):
    allowed = {model._meta.db_table for model in (*PUBLISHED, *COMPILED)}
    shadows = {
        name
        for name in tables_of(edition.path)
        if name.startswith("sqlite_") or any(name.startswith(f"{table}_") for table in allowed)
    }
    assert tables_of(edition.path) - shadows <= allowed
    assert {name for name in shadows if name.startswith("sqlite_")} <= {"sqlite_sequence", "sqlite_stat1"}
    assert not [name for name in tables_of(edition.path) if name.startswith(("auth_", "django_"))]


def test_no_account_no_session_no_log(edition, corpus):
    """What the editing database has of people is not in the file, under any name."""
    private = {name for name in tables_of(corpus.editing) if name.startswith(("auth_", "django_"))}
    assert {"auth_user", "django_session", "django_admin_log"} <= private
    assert not private & tables_of(edition.path)
    assert b"django_session" not in edition.path.read_bytes()
    assert b"auth_user" not in edition.path.read_bytes()


def test_the_public_process_has_no_editing_database(corpus):
    asked = "from agreements.models import Agreement; Agreement.objects.count()"
    with pytest.raises(AssertionError, match=ImproperlyConfigured.__name__):
        corpus.run("shell", "--no-imports", "--command", asked, PORTAL_ROLE="public")


# -- One edition for a request -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_read_each_its_own_edition(publish):
    """One starts on an edition, another on the next, then the first asks its first question."""
    text = agreement(title="ancien")
    first = publish()
    text.title = "nouveau"
    text.save()
    second = publish()
    read = {}

    def title():
        return Agreement.objects.values_list("title", flat=True).get()

    def later():
        with reader.reading(second):
            read["second"] = title()
        connections["edition"].close()

    with reader.reading(first):
        other = Thread(target=later)
        other.start()
        other.join()
        read["first"] = title()
    assert read == {"first": "ancien", "second": "nouveau"}
    with reader.reading(second):
        assert title() == "nouveau"
    with reader.reading(first):
        assert title() == "ancien"


# -- When there is none, or none that can be read ----------------------------------------------------------


def said_in_words(response):
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    in_json = response.headers["Content-Type"] == "application/problem+json"
    assert ('"detail": "Aucune édition' if in_json else "<h1>") in response.content.decode()
    assert "Traceback" not in response.content.decode()


PAGES = ["/", "/accords/", "/accords.json", "/healthz"]


@pytest.mark.parametrize("page", PAGES)
def test_without_an_edition_the_site_says_so(client, page):
    said_in_words(client.get(page))


@pytest.fixture
def published_client(client, settings, tmp_path, corpus):
    """A copy of the sector's edition, to damage."""
    settings.EDITIONS_DIR = tmp_path / "editions"
    folder().mkdir(parents=True)
    present = corpus.shelf / "edition-000001.sqlite3"
    for path in (present, present.with_suffix(".json")):
        (folder() / path.name).write_bytes(path.read_bytes())
    (folder() / "current").symlink_to(present.name)
    assert client.get("/accords/").status_code == 200
    connections["edition"].close()
    return client


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("damage", ["empty", "cut", "garbage", "gone", "other tables", "bad manifest"])
def test_a_damaged_edition_is_said_and_never_half_read(published_client, settings, damage, page):
    path = folder() / "edition-000001.sqlite3"
    manifest = path.with_suffix(".json")
    content = path.read_bytes()
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(content[:8192])
        case "garbage":
            path.write_bytes(b"not a database" * 1000)
        case "gone":
            path.unlink()
        case "other tables":
            manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema": "other"}))
        case "bad manifest":
            manifest.write_text("{")
    memory.values.clear()  # as in a process that starts
    said_in_words(published_client.get(page))


def test_the_schema_names_the_tables_that_the_code_reads(edition):
    assert edition.schema == build.schema()
