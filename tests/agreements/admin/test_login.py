"""The door of the admin: a handful of tries, and nothing of a request that makes it fall."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from portal.admin import tries
from portal.web import admin_site

PASSWORD = "un bon mot de passe"
LOGIN = "/admin/login/"


@pytest.fixture
def chief(editors_process, db):
    return User.objects.create_superuser("chef", password=PASSWORD)


def attempt(client, given="faux", name="chef", address="192.0.2.1"):
    return client.post(LOGIN, {"username": name, "password": given}, REMOTE_ADDR=address)


def test_the_right_password_opens(client, chief):
    answer = client.post(f"{LOGIN}?next=/admin/agreements/act/", {"username": "chef", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/admin/agreements/act/")
    assert client.get("/admin/").status_code == 200


def test_the_sixth_try_is_refused_even_with_the_right_password(client, chief):
    for _ in range(5):
        assert attempt(client).status_code == 200
    refused = attempt(client, PASSWORD)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert "Trop d’essais pour ce compte : réessayez dans 15 minutes." in refused.content.decode()
    assert attempt(client, name="CHEF").status_code == 429
    assert client.get("/admin/").status_code == 302


def test_others_are_not_locked_out(client, chief):
    User.objects.create_superuser("autre", password=PASSWORD)
    for _ in range(6):
        attempt(client)
    assert attempt(client, PASSWORD, address="192.0.2.2").status_code == 302
    assert attempt(client, PASSWORD, name="autre").status_code == 302


def test_a_success_forgets_the_failures(client, chief):
    for _ in range(4):
        attempt(client)
    assert attempt(client, PASSWORD).status_code == 302
    for _ in range(5):
        assert attempt(client).status_code == 200


def test_the_quarter_of_an_hour_ends(client, chief, monkeypatch):
    from time import time

    for _ in range(6):
        attempt(client)
    assert attempt(client, PASSWORD).status_code == 429
    later = time() + tries.WINDOW_SECONDS + 1
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: later)
    assert attempt(client, PASSWORD).status_code == 302


def test_a_refused_try_costs_no_hash(client, chief, monkeypatch):
    for _ in range(5):
        attempt(client)
    monkeypatch.setattr(User, "check_password", lambda *given: pytest.fail("hashed"))
    assert attempt(client, PASSWORD).status_code == 429


def test_many_tries_at_once_get_no_more():
    tries.failures.clear()
    answers = []
    several = [threading.Thread(target=lambda: answers.append(tries.one_more_try("k"))) for _ in range(50)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert sum(answers) == tries.TRIES


@pytest.mark.parametrize(
    "cookie", [r'sessionid="\000aaaaaaaa"', "sessionid=é~~~~~~~~~", 'csrftoken="\\000aaa"']
)
@pytest.mark.parametrize("path", ["/admin/", LOGIN, "/admin/agreements/act/", "/admin/publier/", "/ailleurs"])
def test_a_broken_cookie_is_nobody(chief, cookie, path):
    answer = Client().get(path, headers={"cookie": cookie})
    assert answer.status_code in (200, 302, 404)


def test_one_can_log_in_with_a_broken_cookie(chief):
    client = Client(headers={"cookie": r'sessionid="\000aaaaaaaa"'})
    assert attempt(client, PASSWORD).status_code == 302


@pytest.mark.parametrize("query", ["?q=%00", "?next=%00", "?q=%ff"])
@pytest.mark.parametrize("path", ["/admin/agreements/act/", LOGIN])
def test_an_address_that_cannot_be_read_is_refused_in_words(chief, client, path, query):
    client.force_login(chief)
    answer = client.get(path + query)
    assert answer.status_code == 400
    assert "Adresse refusée" in answer.content.decode()


def test_a_page_that_is_not_there(chief, client):
    for path in ("/favicon.ico", "/admin/rien/"):
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 404)  # a stranger is asked to log in first
    client.force_login(chief)
    answer = client.get("/admin/rien/")
    assert answer.status_code == 404
    assert "Page introuvable" in answer.content.decode()


def test_the_name_of_an_account_may_hold_anything(chief, client):
    for name in ("\0", "é" * 150, "'; --", ""):
        assert attempt(client, name=name).status_code == 200
    assert connection.is_usable()


# -- Sessions --------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """Move on, in seconds."""
    now = [1_000_000.0]
    monkeypatch.setattr(admin_site.time, "time", lambda: now[0])

    def go(seconds):
        now[0] += seconds

    return go


def test_a_silent_session_ends(chief, client, clock):
    client.force_login(chief)
    for _ in range(3):
        assert client.get("/admin/").status_code == 200
        clock(admin_site.SILENCE_SECONDS - 1)
    clock(3)
    assert client.get("/admin/").status_code == 302


def test_a_long_session_ends(chief, client, clock):
    client.force_login(chief)
    for _ in range(13):
        assert client.get("/admin/").status_code == 200
        clock(admin_site.SESSION_SECONDS // 13)
    clock(admin_site.SILENCE_SECONDS // 2)
    assert client.get("/admin/").status_code == 302


def test_leaving_ends_the_session_and_clears_the_browser(chief, client):
    client.force_login(chief)
    key = client.cookies["sessionid"].value
    answer = client.post("/admin/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert Client(headers={"cookie": f"sessionid={key}"}).get("/admin/").status_code == 302


def test_a_disabled_account_is_out_at_once(chief, client):
    client.force_login(chief)
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_logging_in_changes_the_session(chief, client):
    client.get(LOGIN)
    client.session["x"] = 1
    before = client.session.session_key
    attempt(client, PASSWORD)
    assert client.session.session_key != before
    assert len(client.session.session_key) >= 32


def test_a_new_password_ends_the_other_sessions(chief, client):
    other = Client()
    for one in (client, other):
        attempt(one, PASSWORD)
    new = "une autre longue phrase"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", sent).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


@pytest.mark.parametrize("new", ["court", "password1234", "chef", "azerty123"])
def test_a_weak_password_is_refused(chief, client, new):
    attempt(client, PASSWORD)
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", sent).status_code == 200


@pytest.mark.parametrize("new", ["une très longue phrase " * 5, "aaaaaaaaaaaa bbbb", "héhé-日本語-mot"])
def test_a_password_may_be_of_anything(chief, client, new):
    attempt(client, PASSWORD)
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", sent).status_code == 302
    assert attempt(Client(), new).status_code == 302
    assert attempt(Client(), new.upper()).status_code == 200


def test_the_old_password_is_asked_for(chief, client):
    attempt(client, PASSWORD)
    new = "une autre longue phrase"
    sent = {"old_password": "faux", "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", sent).status_code == 200


def test_each_try_is_logged_without_the_machine_it_comes_from(chief, client, caplog):
    caplog.set_level("INFO", "portal.connexions")
    attempt(client, name="un\nintrus")
    attempt(client, PASSWORD)
    assert [record.getMessage() for record in caplog.records if record.name == "portal.connexions"] == [
        "Connexion refusée : 'un\\nintrus', de 192.0.2.0/24",
        "Connexion : 'chef', de 192.0.2.0/24",
    ]


def test_no_page_of_the_admin_is_kept_by_a_browser(chief, client):
    client.force_login(chief)
    assert "no-store" in client.get("/admin/").headers["Cache-Control"]


def test_a_right_that_is_refused_is_logged(editors_process, db, client, caplog):
    client.force_login(User.objects.create_user("lecteur", is_staff=True))
    assert client.get("/admin/agreements/act/add/").status_code == 403
    assert "Droit refusé : 'lecteur', /admin/agreements/act/add/" in caplog.text


def test_the_way_out_is_on_each_page(chief, client):
    client.force_login(chief)
    for path in ("/admin/", "/admin/agreements/act/", "/admin/publier/"):
        assert 'action="/admin/logout/"' in client.get(path).content.decode()
