"""The page that publishes: looking changes nothing, publishing says what it did, a refusal says why."""

import threading
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User

from agreements.models import Agreement
from portal.edition import store
from portal.publishing import admin_page
from tests.agreements.admin.admin_fixtures import (
    chief,  # noqa: F401
    editor,  # noqa: F401
    editors_process,  # noqa: F401
    page,  # noqa: F401
    told,  # noqa: F401
)
from tests.builders import agreement, event

pytestmark = pytest.mark.slow
PATH = "/admin/publier/"


@pytest.fixture(autouse=True)
def committed(transactional_db):
    """A publication reads what other connections have committed."""


def text_of(answer) -> str:
    return answer.content.decode()


def test_looking_publishes_nothing(editor):  # noqa: F811
    made = agreement("a-354")
    shown = text_of(editor.get(PATH))
    assert "Aucune édition n’est encore en ligne" in shown
    assert "1\xa0accord ajouté" in shown
    assert page(Agreement, "change", made.pk) in shown
    assert store.current() is None
    assert not list(store.folder().glob("*.sqlite3"))
    assert not list(store.folder().glob(".edition*"))


def test_publishing_tells_number_checksum_and_time(editor):  # noqa: F811
    agreement("a-354")
    message = told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]
    manifest = store.current()
    assert manifest.number == 1
    assert message.startswith("Édition 1 publiée le ")
    assert manifest.checksum in message
    assert LogEntry.objects.get().object_repr == "Édition 1"
    assert "rien à publier" in text_of(editor.get(PATH))
    assert "reste en ligne" in told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]


def test_what_changed_is_shown_by_kind(editor):  # noqa: F811
    kept, gone = agreement("a-354"), agreement("a-355")
    editor.post(PATH, {"publier": "1"})
    event(kept, "agree", jo=date(2020, 10, 29))
    gone.delete()
    shown = text_of(editor.get(PATH))
    assert "1\xa0accord retiré" in shown
    assert "a-355" in shown
    assert "1\xa0accord modifié" in shown
    assert "ses situations, ses événements" in shown
    assert store.current().number == 1


def test_the_checks_that_fail_are_shown_and_the_edition_stays(editor):  # noqa: F811
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    agreement("a-355", cited=False)
    assert "a-355 : aucune source." in text_of(editor.get(PATH))
    message = told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]
    assert "a-355 : aucune source." in message
    assert store.current().number == 1


def test_going_back(editor):  # noqa: F811
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    agreement("a-355")
    editor.post(PATH, {"publier": "1"})
    assert store.current().number == 2
    assert '<option value="1">' in text_of(editor.get(PATH))
    message = told(editor.post(PATH, {"retour": "1"}, follow=True))[-1]
    assert message.startswith("L’édition 1, publiée le ")
    assert store.current().number == 1
    assert LogEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("", "Choisissez l’édition"), ("x", "Choisissez l’édition"), ("9", "L’édition 9 n’est pas conservée")],
)
def test_an_edition_that_is_not_there(editor, number, sentence):  # noqa: F811
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    assert sentence in told(editor.post(PATH, {"retour": number}, follow=True))[-1]
    assert store.current().number == 1


def test_one_publication_at_a_time(editor):  # noqa: F811
    agreement("a-354")
    with admin_page.one_at_a_time():
        assert "Une autre publication est en cours" in text_of(editor.get(PATH))
        assert "en cours" in told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]
    assert store.current() is None
    assert admin_page.building.acquire(blocking=False)
    admin_page.building.release()
    assert isinstance(admin_page.building, type(threading.Lock()))


def test_who_may_publish(editors_process, client):  # noqa: F811
    assert client.get(PATH).status_code == 302
    user = User.objects.create_user("lecteur", is_staff=True)
    client.force_login(user)
    assert client.get(PATH).status_code == client.post(PATH).status_code == 403
    assert PATH not in text_of(client.get("/admin/"))
    user.user_permissions.add(Permission.objects.get(codename="change_agreement"))
    assert client.get(PATH).status_code == 200
    assert PATH in text_of(client.get("/admin/"))
