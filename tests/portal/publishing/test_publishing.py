"""A publication is whole or is not: numbered, checked, swapped in at once, and reversible."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement, Citation, Event
from portal.edition import store, versions
from portal.edition.manifest import EditionError, folder, root
from portal.publishing import build, origins
from tests.builders import agreement, event, signature
from tests.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def retitle(text, title):
    text.title = title
    text.save()


def files(settings) -> list[str]:
    return sorted(path.name for path in folder().iterdir())


# -- What a publication makes ------------------------------------------------------------------------------


#: What stands on the shelf after one publication: the edition, its manifest, its open data.
FIRST = ["current", *(f"edition-000001.{kind}" for kind in ("journal", "json", "sqlite3", "zip"))]


def test_the_first_edition(publish, settings):
    event(agreement(), "agree", jo=date(2020, 3, 1))
    made = publish()
    assert made.number == 1
    assert made.published_at == "2026-11-22T09:00:00+01:00"
    assert made.checksum == store.checksum(made.path)
    assert made.size == made.path.stat().st_size
    assert made.counts["agreements_agreement"] == made.counts["agreements_event"] == 1
    assert made.counts["agreements_situation"] >= 2
    assert store.current() == made
    assert files(settings) == FIRST
    assert os.readlink(store.link()) == "edition-000001.sqlite3"
    told = json.loads(made.path.with_suffix(".json").read_text())
    assert told["number"] == 1 and told["checksum"].startswith("sha256:")


def test_an_empty_edition_is_an_edition(publish, client):
    assert publish().counts["agreements_agreement"] == 0
    assert client.get("/accords.json").json()["total"] == 0


def test_nothing_changed_makes_no_new_edition(publish, settings):
    agreement()
    first = publish()
    for later in (NOW, NOW + timedelta(days=400)):
        manifest, before = build.publish(later)
        assert manifest == before == first
    assert files(settings) == FIRST


def test_a_change_makes_the_next_one(publish):
    text = agreement()
    first = publish()
    retitle(text, "Autre titre")
    second = publish()
    assert (first.number, second.number) == (1, 2)
    assert first.checksum != second.checksum
    retitle(text, Agreement.objects.get().title)
    assert publish() == second


def test_an_edition_that_was_damaged_is_published_again(publish):
    agreement()
    first = publish()
    damage(first.path, first.path.read_bytes()[:-4096])
    said = StringIO()
    call_command("publish", stdout=said)
    assert "Édition 2 publiée" in said.getvalue()
    second = store.current()
    assert store.checksum(second.path) == second.checksum == first.checksum


def damage(path, content):
    path.chmod(0o644)
    path.write_bytes(content)


# -- What refuses it ---------------------------------------------------------------------------------------


@pytest.fixture
def served(publish, settings):
    """An edition that is served, the facts that made it, and what its folder holds."""
    text = agreement("avenant-1")
    publish()
    return text, files(settings), store.current()


def without_source(text):
    event(text, "depot", date(2020, 2, 2)).sources.clear()


def signed_without_source(text):
    signature(text).sources.clear()


def without_convention(text):
    text.conventions.clear()


def uncited(text):
    Citation.objects.all().delete()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (without_source, "avenant-1 : l’événement « dépôt » n’a pas de source"),
        (signed_without_source, "avenant-1 : la signature de NEXEM (signature) n’a pas de source"),
        (without_convention, "avenant-1 : aucune convention"),
        (uncited, "avenant-1 : aucune source"),
    ],
)
def test_a_failing_check_is_said_and_leaves_the_edition_served(
    served, publish, settings, client, fault, said
):
    text, kept, present = served
    fault(text)
    retitle(text, "jamais publié")
    with pytest.raises(EditionError, match="n’est pas publiée") as refused:
        publish()
    assert said in str(refused.value)
    assert files(settings) == kept
    assert store.current() == present
    assert "jamais publié" not in client.get("/accords.json?perimetre=tout").content.decode()


def test_a_lost_row_refuses_the_edition(served, publish, settings, monkeypatch):
    text, kept, _ = served
    event(text, "depot", date(2020, 2, 2))
    read = origins.rows_of
    monkeypatch.setattr(origins, "rows_of", lambda model: iter(()) if model is Event else read(model))
    monkeypatch.setattr(build, "PUBLISHED", [m for m in build.PUBLISHED if m is not Event.sources.through])
    with pytest.raises(EditionError, match="agreements_event : 1 lignes saisies, 0 publiées"):
        publish()
    assert files(settings) == kept


#: What may go wrong in the file itself, as it is written, and what is said of it.
HARMED = {
    "an index that leads to the rows of another": (
        [
            "PRAGMA writable_schema = ON",
            """UPDATE sqlite_schema SET rootpage =
            (SELECT rootpage FROM sqlite_schema WHERE name = 'anomaly_of_kind')
            WHERE name = 'party_of_organisation'""",
        ],
        "anomaly_of_kind|party_of_organisation",
    ),
    "a table that begins nowhere": (
        [
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'agreements_situation'",
        ],
        "n’a pas pu être écrite",
    ),
    "a link to a row that is not there": (
        ["PRAGMA foreign_keys = OFF", "UPDATE agreements_citation SET source_id = 999"],
        r"Lien rompu dans la table agreements_citation \(ligne 1\)",
    ),
    "a row that breaks a rule of its table": (
        ["PRAGMA ignore_check_constraints = ON", "UPDATE agreements_agreement SET kind = 'chanson'"],
        "CHECK constraint failed in agreements_agreement",
    ),
}


@pytest.mark.parametrize(("harm", "said"), HARMED.values(), ids=HARMED)
def test_a_file_that_is_harmed_is_not_published(served, publish, settings, monkeypatch, harm, said):
    text, kept, _ = served
    retitle(text, "autre")
    finish = build.finish

    def harming(connection):
        finish(connection)
        build.run(connection, harm)

    monkeypatch.setattr(build, "finish", harming)
    with pytest.raises(EditionError, match=said):
        publish()
    assert files(settings) == kept


def test_the_command_says_why_and_fails(served):
    without_source(served[0])
    with pytest.raises(CommandError, match="n’a pas de source"):
        call_command("publish", stdout=StringIO())


def test_a_fault_while_writing_leaves_no_file(served, publish, settings, monkeypatch):
    text, kept, present = served
    retitle(text, "autre")

    def fails(*given):
        raise OSError("disque plein")

    monkeypatch.setattr(store.os, "replace", fails)
    with pytest.raises((OSError, EditionError)):
        publish()
    monkeypatch.undo()
    assert store.current() == present
    assert [name for name in files(settings) if name.endswith(".sqlite3")] == ["edition-000001.sqlite3"]
    assert len(store.editions()) == 1


def test_two_publications_at_once_the_second_is_refused(served, publish, settings):
    """The lock is the system's: another process holds it, and lets it go when it dies."""
    text, kept, present = served
    retitle(text, "autre")
    holding = (
        "import fcntl, sys, time; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
        "print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holding, settings.EDITIONS_DIR / ".publication"], stdout=subprocess.PIPE
    )
    try:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(EditionError, match="Une autre publication est en cours"):
            publish()
        assert files(settings) == kept
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
    assert publish().number == 2


def test_two_publications_at_once_in_one_process(served, publish, settings):
    """The admin publishes from threads: the lock tells them apart too."""
    text, kept, _ = served
    retitle(text, "autre")
    with build.only_one_at_a_time(), pytest.raises(EditionError, match="Une autre publication est en cours"):
        publish()
    assert files(settings) == kept


# -- How many are kept, and the way back -------------------------------------------------------------------


def publish_many(publish, text, count):
    made = []
    for number in range(count):
        retitle(text, f"titre {number}")
        made.append(publish(NOW + timedelta(minutes=number)))
    return made


def test_ten_are_kept(publish, settings):
    made = publish_many(publish, agreement(), 13)
    assert [kept.number for kept in store.editions()] == list(range(13, 3, -1))
    assert store.current() == made[-1]
    assert len([name for name in files(settings) if name.endswith(".json")]) == 10


def test_the_edition_served_is_kept_however_old(publish):
    text = agreement()
    publish_many(publish, text, 3)
    store.roll_back(2)
    for number in range(4, 14):
        path = folder() / f"edition-{number:06d}.sqlite3"
        path.write_bytes(b"later")
        told = json.loads((folder() / "edition-000003.json").read_text()) | {"number": number}
        path.with_suffix(".json").write_text(json.dumps(told))
    versions.prune()
    assert [kept.number for kept in store.editions()] == [*range(13, 3, -1), 2]
    assert store.current().number == 2


def test_back_to_the_one_before(publish, client):
    text = agreement("avenant-1", title="ancien")
    publish()
    retitle(text, "nouveau")
    publish()
    assert titles(client) == ["nouveau"]
    said = StringIO()
    call_command("publish", "--retour", stdout=said)
    assert "L’édition 1 est de nouveau servie." in said.getvalue()
    assert titles(client) == ["ancien"]
    call_command("publish", "--retour", "2", stdout=StringIO())
    assert titles(client) == ["nouveau"]


def titles(client):
    return [row["titre"] for row in client.get("/accords.json").json()["accords"]]


def test_a_publication_after_a_way_back_takes_a_new_number(publish):
    text = agreement()
    publish_many(publish, text, 3)
    store.roll_back(1)
    retitle(text, "encore autre")
    assert publish().number == 4


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--retour"], "Une édition avant la 1 n’est pas conservée"),
        (["--retour", "7"], "L’édition 7 n’est pas conservée"),
    ],
)
def test_no_way_back_to_what_is_not_there(publish, asked, said):
    agreement()
    publish()
    with pytest.raises(CommandError, match=said):
        call_command("publish", *asked, stdout=StringIO())
    assert store.current().number == 1


def test_no_way_back_without_an_edition():
    with pytest.raises(EditionError, match="Aucune édition"):
        store.roll_back()


def cut(content):
    return content[:-100]


def flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("harm", [cut, flipped, lambda content: b"", lambda content: content + b"\0"])
def test_no_way_back_to_a_damaged_file(publish, harm):
    made = publish_many(publish, agreement(), 2)
    damage(made[0].path, harm(made[0].path.read_bytes()))
    with pytest.raises(EditionError, match="L’édition 1 est abîmée"):
        store.roll_back()
    assert store.current() == made[1]


def test_no_way_back_to_a_missing_file(publish):
    made = publish_many(publish, agreement(), 2)
    made[0].path.unlink()
    with pytest.raises(EditionError, match="n’est pas conservée"):
        store.roll_back()
    assert store.current() == made[1]


def test_no_way_back_to_tables_that_this_code_does_not_read(publish):
    made = publish_many(publish, agreement(), 2)
    (root() / "another").mkdir()
    for path in (made[0].path, made[0].path.with_suffix(".json")):
        path.rename(root() / "another" / path.name)
    told = root() / "another" / "edition-000001.json"
    told.write_text(json.dumps(json.loads(told.read_text()) | {"schema": "another"}))
    with pytest.raises(EditionError, match="L’édition 1 est d’une autre version du portail"):
        store.roll_back(1)
    with pytest.raises(EditionError, match="Une édition avant la 2 n’est pas conservée"):
        store.roll_back()
    assert store.current().number == 2


def test_what_a_killed_publication_left_is_swept_by_a_later_one(publish, settings):
    text = agreement()
    publish()
    old, new = (folder() / f".edition-{name}.sqlite3" for name in ("old", "new"))
    for stray in (old, new):
        stray.write_bytes(b"half")
    os.utime(old, (0, 0))
    retitle(text, "autre")
    publish()
    assert not old.exists()
    assert new.exists()  # perhaps being written
