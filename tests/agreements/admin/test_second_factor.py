"""The second factor: asked of who publishes and who holds the accounts, given at the first login, never a lock-out."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models import Theme
from portal.admin import proving
from portal.admin.second_factor import PATH
from portal.journal.models import Entry
from tests.agreements.admin.admin_fixtures import page

PASSWORD = "un bon mot de passe"


@pytest.fixture
def asked(editors_process, settings, db):
    settings.SECOND_FACTOR = True
    call_command("groupes", verbosity=0)


def account(group: str = "", **values) -> User:
    made = User.objects.create_user(group or "chef", password=PASSWORD, is_staff=True, **values)
    if group:
        made.groups.add(Group.objects.get(name=group))
    return made


def log_in(client, name: str, **more):
    return client.post("/admin/login/?next=/admin/", {"username": name, "password": PASSWORD} | more)


def code_of(user, later: int = 0) -> str:
    """What the application shows; `later`, in steps of thirty seconds, since a code is used once."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=later):06d}"


def test_the_first_account_is_given_a_key_at_its_first_login(asked, client):
    """As `createsuperuser` makes it."""
    chief = account(is_superuser=True)
    log_in(client, "chef")
    assert client.get("/admin/").url == f"{PATH}?next=/admin/"
    shown = client.get(PATH).content.decode()
    key = shown.split('class="key">')[1].split("<")[0].replace(" ", "")
    assert len(key) == 32
    assert shown.count('class="drawing"') == 1  # for the camera of a telephone
    assert key in client.get(PATH).content.decode().replace(" ", "")  # the same until it is used
    assert client.post(PATH, {"code": "000000", "next": "/admin/"}).status_code == 200
    assert client.get("/admin/").status_code == 302
    TOTPDevice.objects.update(throttling_failure_count=0)
    given = f"{code_of(chief)[:3]} {code_of(chief)[3:]}"
    assert client.post(PATH, {"code": given, "next": "/admin/publier/"}).url == "/admin/publier/"
    assert client.get("/admin/").status_code == 200


def test_the_next_session_is_asked_for_a_code_and_shown_no_key(asked, client):
    chief = account(is_superuser=True)
    log_in(client, "chef")
    client.get(PATH)
    client.post(PATH, {"code": code_of(chief)})
    other = Client()
    log_in(other, "chef")
    assert other.get("/admin/").status_code == 302
    shown = other.get(PATH).content.decode()
    assert 'class="key"' not in shown and 'class="drawing"' not in shown
    assert "où vous avez copié" in shown and "Appareil perdu" in shown
    asked_for = "/admin/agreements/agreement/?q=354&o=2"
    assert parse_qs(urlsplit(other.get(asked_for).url).query) == {"next": [asked_for]}, "filters are kept"
    assert other.post(PATH, {"code": code_of(chief)}).status_code == 200  # used already
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert other.post(PATH, {"code": code_of(chief, later=1)}).status_code == 302
    assert other.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("group", "is_asked"),
    [("lecture", False), ("saisie", False), ("publication", True), ("administration", True)],
)
def test_it_is_asked_of_who_publishes_and_who_holds_the_accounts(asked, client, group, is_asked):
    account(group)
    log_in(client, group)
    for path in ("/admin/", "/admin/autocomplete/"):
        answer = client.get(path)
        assert (answer.status_code == 302 and answer.url.startswith(PATH)) == is_asked


def test_who_guesses_is_slowed_down(asked, client):
    account(is_superuser=True)
    log_in(client, "chef")
    client.get(PATH)
    client.post(PATH, {"code": "000000"})
    assert "attendez" in client.post(PATH, {"code": "000001"}).content.decode()


def test_it_is_not_asked_on_one_machine_unless_the_account_has_one(asked, client, settings):
    settings.SECOND_FACTOR = False
    chief = account(is_superuser=True)
    log_in(client, "chef")
    assert client.get("/admin/").status_code == 200
    TOTPDevice.objects.create(user=chief, name="application", confirmed=True)
    other = Client()
    log_in(other, "chef")
    assert other.get("/admin/").url.startswith(PATH)


def test_what_was_typed_goes_through_both_doors(asked, client):
    """The session ended, the account asks for a code: what was sent is given back after it."""
    chief = account(is_superuser=True)
    TOTPDevice.objects.create(user=chief, name="application", confirmed=True)
    log_in(client, "chef")
    kept = client.post(page(Theme, "add"), {"name": "Un thème saisi", "slug": "un-theme"})
    sealed = kept.content.decode().split('name="_garde" value="')[1].split('"')[0]
    back = client.post(PATH, {"code": code_of(chief), "_garde": sealed})
    assert "Un thème saisi" in back.content.decode()
    assert not Theme.objects.exists()


def test_it_leads_nowhere_else(asked, client):
    chief = account(is_superuser=True)
    log_in(client, "chef")
    client.get(PATH)
    answer = client.post(PATH, {"code": code_of(chief), "next": "https://ailleurs.example/"})
    assert answer.url == "/admin/"


def test_a_lost_telephone_is_forgotten_by_a_command_and_by_an_administrator(asked, client, capsys):
    chief = account(is_superuser=True)
    for way in ("command", "page"):
        lost = User.objects.create_user(f"perdu-{way}", password=PASSWORD, is_staff=True)
        TOTPDevice.objects.create(user=lost, name="application", confirmed=True)
        if way == "command":
            call_command("second_facteur", lost.username)
        else:
            log_in(client, "chef")
            client.get(PATH)
            client.post(PATH, {"code": code_of(chief)})
            sent = {"action": "forget_second_factor", "_selected_action": [lost.pk]}
            client.post(page(User, "changelist"), sent)
        assert not TOTPDevice.objects.filter(user=lost).exists()
        written = Entry.objects.get(kind="auth.user", key=str(lost.pk))
        assert written.after == {"second facteur": "oublié"}
        assert written.by == ("commande second_facteur" if way == "command" else "chef")
    with pytest.raises(CommandError):
        call_command("second_facteur", "personne")


def test_an_administrator_gives_another_password(asked, client, settings):
    settings.SECOND_FACTOR = False
    account("administration")
    editor = account("saisie")
    log_in(client, "administration")
    new = "une grue cendrée au bord"
    path = f"/admin/auth/user/{editor.pk}/password/"
    refused = client.post(
        path, {"password1": "federation", "password2": "federation", "usable_password": "true"}
    )
    assert refused.status_code == 200
    assert (
        client.post(path, {"password1": new, "password2": new, "usable_password": "true"}).status_code == 302
    )
    editor.refresh_from_db()
    assert editor.check_password(new)


# -- Publishing ------------------------------------------------------------------------------------------------


def left_open(client):
    """A page of publication, open for longer than a proof lasts."""
    session = client.session
    session["proved"] = time.time() - proving.RECENT_SECONDS - 1
    session.save()


def test_publishing_asks_again_who_one_is(asked, client, settings):
    settings.SECOND_FACTOR = False
    account("publication")
    log_in(client, "publication")
    sent = {"retour": "99", "pourquoi": "Un essai"}
    assert client.post("/admin/publier/", sent).status_code == 302  # proved at the login
    left_open(client)
    answer = client.post("/admin/publier/", sent)
    assert "C’est bien vous" in answer.content.decode()
    assert 'name="pourquoi" value="Un essai"' in answer.content.decode()
    assert client.post("/admin/publier/", sent | {"_preuve": "faux"}).status_code == 200
    assert client.post("/admin/publier/", sent | {"_preuve": PASSWORD}).status_code == 302
    assert client.post("/admin/publier/", sent).status_code == 302


def test_a_proof_is_guessed_five_times_at_most(asked, client, settings):
    settings.SECOND_FACTOR = False
    account("publication")
    log_in(client, "publication")
    left_open(client)
    for _ in range(5):
        client.post("/admin/publier/", {"publier": "1", "_preuve": "faux"})
    answer = client.post("/admin/publier/", {"publier": "1", "_preuve": PASSWORD})
    assert "Trop d’essais" in answer.content.decode()


def test_who_has_a_second_factor_proves_it_with_a_code(asked, client):
    publisher = account("publication")
    TOTPDevice.objects.create(user=publisher, name="application", confirmed=True)
    log_in(client, "publication")
    client.post(PATH, {"code": code_of(publisher)})
    left_open(client)
    sent = {"retour": "99", "pourquoi": "Un essai"}
    assert client.post("/admin/publier/", sent | {"_preuve": PASSWORD}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post("/admin/publier/", sent | {"_preuve": code_of(publisher, later=1)}).status_code == 302
