"""What the settings promise of keys, cookies, passwords and the log; read in a process of their own."""

import json
import re
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests.installations import Installation

ASK = """
import json
from django.conf import settings
from django.contrib.auth.hashers import make_password
names = ("DEBUG", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SECRET_KEY")
print(json.dumps({name: getattr(settings, name) for name in names} | {"password": make_password("x")}))
"""


def read(var, **added) -> dict:
    return json.loads(
        Installation(var).run("shell", "--no-imports", "--command", ASK, **added).splitlines()[-1]
    )


def test_over_tls_cookies_are_kept_to_it_and_to_this_host(tmp_path):
    told = read(tmp_path, PORTAL_HTTPS="1")
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert told["SESSION_COOKIE_SECURE"] and told["CSRF_COOKIE_SECURE"]


def test_cookies_keys_and_passwords(tmp_path):
    told = read(tmp_path)
    assert told["DEBUG"] is False
    assert told["SESSION_COOKIE_HTTPONLY"]
    assert told["SESSION_COOKIE_SAMESITE"] == told["CSRF_COOKIE_SAMESITE"] == "Lax"
    assert re.fullmatch("[0-9a-f]{64}", told["SECRET_KEY"])
    algorithm, rounds, *_ = told["password"].split("$")
    assert (algorithm, int(rounds) >= 1_000_000) == ("pbkdf2_sha256", True)
    kept = tmp_path / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert read(tmp_path)["SECRET_KEY"] == told["SECRET_KEY"]


def test_the_public_process_knows_no_key(tmp_path):
    ask = "from django.conf import settings; print(settings.SECRET_KEY)"
    own = Installation(tmp_path)
    drawn = {
        own.run("shell", "--no-imports", "--command", ask, PORTAL_ROLE="public").splitlines()[-1]
        for _ in range(2)
    }
    assert len(drawn) == 2
    assert not (tmp_path / "secret_key").exists()


def test_a_line_of_the_log_says_when_with_its_offset(tmp_path):
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "shell", "--no-imports", "--command",
         "import logging; logging.getLogger('portal').warning('un mot')"],
        env=Installation(tmp_path).environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING portal un mot\n", done.stderr)


@pytest.mark.django_db
def test_a_form_of_the_admin_needs_its_token(editors_process):
    User.objects.create_superuser("chef", password="un bon mot de passe")
    strict = Client(enforce_csrf_checks=True)
    sent = {"username": "chef", "password": "un bon mot de passe"}
    assert strict.post("/admin/login/", sent).status_code == 403
    assert "sessionid" not in strict.cookies


@pytest.mark.django_db
def test_the_door_masks_a_password_and_lets_it_be_pasted(editors_process, client):
    page = client.get("/admin/login/").content.decode()
    [field] = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="off"' not in field
    assert "onpaste" not in page
