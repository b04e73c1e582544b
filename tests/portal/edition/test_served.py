"""What is served is what was published, byte for byte: a file that fails is left for the one before, and it is said."""

import os
import random
import threading

import pytest
from django.core.management import call_command

from portal.edition import served as served_module
from portal.edition import store
from portal.edition.served import Served, served
from tests.builders import agreement
from tests.proofs.harms import HARMS, flipped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(publish):
    """Two editions, the second one served: « un », then « deux »."""
    text = agreement("avenant-1", title="un")
    first = publish()
    text.title = "deux"
    text.save()
    return first, publish()


def told(client) -> tuple[int, list[str]]:
    content = client.get("/accords.json").json()
    return content["edition"]["numero"], [row["titre"] for row in content["accords"]]


def health(client) -> dict:
    return client.get("/healthz").json()


def write(path, content):
    path.chmod(0o644)
    path.write_bytes(content)


# -- What fails --------------------------------------------------------------------------------------------


ALTERED = [(harm, seed) for harm in HARMS for seed in range(10)]


@pytest.mark.slow
def test_fifty_altered_editions_are_never_served(two, client):
    first, second = two
    sound = second.path.read_bytes()
    served_ones = []
    for harm, seed in ALTERED:
        altered = harm(sound, random.Random(seed))  # noqa: S311 - a repeatable harm
        assert altered != sound
        write(second.path, altered)
        if told(client) != (1, ["un"]):
            served_ones.append((harm.__name__, seed))
        write(second.path, sound)
        assert told(client) == (2, ["deux"])
    assert served_ones == []


@pytest.mark.parametrize("harm", HARMS)
def test_one_altered_edition_is_left_for_the_one_before_and_said(two, client, caplog, harm):
    first, second = two
    assert (told(client), health(client)["etat"]) == ((2, ["deux"]), "ok")
    write(second.path, harm(second.path.read_bytes(), random.Random(0)))  # noqa: S311
    assert told(client) == (1, ["un"])
    said = health(client)
    assert said["etat"] == "secours"
    assert said["raison"] == (
        "L’édition 2 n’est pas servie : son fichier n’est plus celui qui a été publié. "
        "L’édition 1 est servie à sa place."
    )
    assert said["edition"]["numero"] == 1
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == [said["raison"]]


def test_a_file_that_is_gone_is_left_for_the_one_before(two, client):
    two[1].path.unlink()
    assert told(client) == (1, ["un"])


def test_what_is_published_next_is_served(two, client, publish):
    write(two[1].path, b"")
    assert told(client) == (1, ["un"])
    call_command("publish", verbosity=0)
    assert told(client) == (3, ["deux"])
    assert health(client)["etat"] == "ok"


def test_with_none_before_it_there_is_nothing_to_serve(two, client):
    for edition in two:
        write(edition.path, edition.path.read_bytes()[:-1])
    answer = client.get("/accords/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert client.get("/healthz").status_code == 503


def test_the_one_after_is_never_served_in_its_place(two, client):
    """Who went back had a reason."""
    store.roll_back()
    assert told(client) == (1, ["un"])
    write(two[0].path, b"")
    served.open(None)  # as in a process that starts
    assert client.get("/accords/").status_code == 503


def test_what_rots_on_the_disk_is_found_at_the_next_interval(two, client, settings, monkeypatch):
    """No date of the file tells it."""
    first, second = two
    monkeypatch.setattr(served_module, "state_of", lambda manifest: "as ever")
    assert told(client) == (2, ["deux"])
    before = second.path.stat()
    write(second.path, flipped(second.path.read_bytes(), random.Random(3)))  # noqa: S311
    os.utime(second.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert told(client)[0] == 2
    settings.EDITION_VERIFIED_EVERY = 0
    assert told(client) == (1, ["un"])


@pytest.mark.parametrize("address", ["/changements/editions/", "/changements/editions.json"])
def test_an_old_edition_that_is_altered_is_compared_with_nothing(two, client, publish, address):
    agreement("avenant-2")
    publish()
    write(two[1].path, flipped(two[1].path.read_bytes(), random.Random(0)))  # noqa: S311
    answer = client.get(address)
    assert answer.status_code == 200
    if address.endswith(".json"):
        assert (answer.json()["de"]["numero"], answer.json()["a"]["numero"]) == (1, 3)
    refused = client.get(f"{address}?de=2")
    assert refused.status_code == 400
    assert "l’édition 2 est abîmée" in " ".join(refused.content.decode().replace("\xa0", " ").split())


# -- Apart from the requests -----------------------------------------------------------------------------------


@pytest.fixture
def watching(two, monkeypatch):
    """A process that looks for itself, and one verification that waits until it is let go."""
    started, let_go = threading.Event(), threading.Event()
    own, verify = Served(), store.intact
    store.roll_back()
    own.look()

    def waiting(manifest):
        if manifest.number == 2:
            started.set()
            assert let_go.wait(10)
        return verify(manifest)

    monkeypatch.setattr(served_module, "intact", waiting)
    monkeypatch.setattr(served_module, "LOOKS_EVERY", 0.01)
    own.watch()
    yield own, started, let_go
    let_go.set()
    own.stop()


def test_a_new_edition_is_announced_once_it_is_verified(watching):
    own, started, let_go = watching
    assert own.present().number == 1
    store.roll_back(2)
    assert started.wait(10)
    assert own.present().number == 1  # nobody waits
    opening = own.opening
    let_go.set()
    for _ in range(1000):
        if own.present().number == 2:
            break
        threading.Event().wait(0.01)
    assert own.present().number == 2
    assert own.opening == opening + 1


def test_a_file_that_changes_is_left_at_once_and_not_at_the_next_look(two, monkeypatch):
    monkeypatch.setattr(served_module, "LOOKS_EVERY", 3600)
    own, (first, second) = Served(), two
    own.watch()
    try:
        assert own.sound() == second
        write(second.path, flipped(second.path.read_bytes(), random.Random(0)))  # noqa: S311
        assert own.sound() == first
    finally:
        own.stop()


def test_a_fault_of_the_look_itself_does_not_end_it(watching, monkeypatch, caplog):
    own, _, let_go = watching
    let_go.set()
    current, calls = store.current, []

    def failing():
        calls.append(1)
        if len(calls) < 3:
            raise ZeroDivisionError
        return current()

    monkeypatch.setattr(store, "current", failing)
    store.point_to(store.editions()[0])
    for _ in range(1000):
        if own.present().number == 2:
            break
        threading.Event().wait(0.01)
    assert own.present().number == 2
    assert "ZeroDivisionError" in caplog.text


def test_what_is_kept_of_a_file_is_let_go_when_it_is_altered_and_mended(two, client):
    """The same edition, the same checksum, another opening."""
    second = two[1]
    told(client)
    opening, sound = served.opening, second.path.read_bytes()
    write(second.path, b"")
    told(client)
    write(second.path, sound)
    told(client)
    assert served.opening == opening + 2
