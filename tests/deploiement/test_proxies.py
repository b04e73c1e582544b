"""The files for nginx and Caddy, each in front of a real portal: TLS, headers, validators, the login, and the names."""

import gzip
import json
import re
import socket
import ssl
import subprocess
import time
import warnings
from contextlib import contextmanager, suppress
from http.client import HTTPException
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.serving.bootstrap import program
from portal.serving.servers import Server, stop
from tests.deploiement.proxies import DEPLOYMENT, EDITORS, READERS, in_front
from tests.installations import SECONDS, copied, with_static
from tests.ports import free_port
from tests.proofs import sets

pytestmark = pytest.mark.slow
PROXIES = ["nginx", "caddy"]
ACCOUNT = """
from django.contrib.auth.models import User
User.objects.create_superuser("editrice", "", "une phrase assez longue")
"""
PASSWORD = "une phrase assez longue"


@contextmanager
def started(server, environment):
    """One process of the portal, as `serve` starts it."""
    process = subprocess.Popen(
        server.command(), cwd=settings.BASE_DIR, env=environment, start_new_session=True
    )
    try:
        deadline = time.monotonic() + SECONDS
        while not reached(server.port):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
        yield process
    finally:
        with suppress(ProcessLookupError):
            stop([process])


def reached(port):
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


@pytest.fixture(scope="module")
def portal(corpus, tmp_path_factory):
    """Both processes, on the names of `deploiement/`, over TLS."""
    own = copied(corpus, tmp_path_factory.mktemp("portail") / "var")
    own.run("collectstatic", "--noinput", "--verbosity=0")  # of both processes
    own.run("shell", "--no-imports", "--command", ACCOUNT)
    told = {
        "PORTAL_URL": f"https://{READERS}",
        "PORTAL_ADMIN_URL": f"https://{EDITORS}",
        "PORTAL_HOSTS": f"{READERS},{EDITORS}",
        "PORTAL_HTTPS": "1",
        "PORTAL_SECOND_FACTOR": "0",  # which has its own tests
    }
    public = Server("public", "public", "127.0.0.1", free_port(), workers=1)
    admin = Server("admin", "admin", "127.0.0.1", free_port(), workers=1)
    with (
        started(public, own.environment(PORTAL_ROLE="public", **told)) as process,
        started(admin, own.environment(PORTAL_ROLE="admin", **told)),
    ):
        yield public.port, admin.port, process


@pytest.fixture(params=PROXIES, scope="module")
def front(request, portal, tmp_path_factory):
    public, admin, _ = portal
    with in_front(request.param, tmp_path_factory.mktemp(request.param), public, admin) as front:
        yield front


def test_a_page_is_read_over_tls(front):
    answer = front.ask("/accords/")
    assert answer.status == 200
    assert "max-age=63072000" in answer["Strict-Transport-Security"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert f"https://{READERS}/accords/" in answer.body.decode()
    assert answer["Set-Cookie"] is None


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_an_old_tls_is_refused(front, version):
    context = ssl.create_default_context(cafile=front.trusted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version
    with (
        socket.create_connection(("127.0.0.1", front.port), 10) as plain,
        pytest.raises((ssl.SSLError, OSError)),
    ):
        context.wrap_socket(plain, server_hostname=READERS)


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_a_page_is_compressed_as_its_reader_takes_it(front, encoding):
    """Each its own, though the proxy keeps answers."""
    for _ in range(2):
        answer = front.ask("/conventions/", Accept_Encoding=encoding)
        assert answer["Content-Encoding"] == (encoding or None)
        assert "Accept-Encoding" in answer["Vary"]
    if encoding == "gzip":
        assert b"<!doctype html>" in gzip.decompress(answer.body).lower()[:200]


def test_who_has_a_page_is_not_sent_it_again(front):
    etag = front.ask("/conventions/", Accept_Encoding="gzip")["ETag"]
    again = front.ask("/conventions/", Accept_Encoding="gzip", If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")


def test_a_part_of_an_edition_is_given(front):
    told = front.ask("/donnees/edition.json")
    manifest = json.loads(told.body)["manifeste"]
    path = f"/donnees/{manifest['schema']}/edition-{manifest['number']:06d}.sqlite3"
    part = front.ask(path, Range="bytes=0-15")
    assert (part.status, part.body) == (206, b"SQLite format 3\0")


def login(front, **headers):
    """What an editor's browser sends: the form, then what was typed, with where it comes from."""
    form = front.ask("/admin/login/", EDITORS)
    assert form.status == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.body.decode())[1]
    typed = {"csrfmiddlewaretoken": token, "username": "editrice", "password": PASSWORD, "next": "/admin/"}
    cookies = "; ".join(f"{name}={value}" for name, value in form.cookies.items())
    sent = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Cookie": cookies,
        "Origin": f"https://{EDITORS}",
    }
    return front.ask("/admin/login/", EDITORS, "POST", urlencode(typed), **{**sent, **headers})


def test_an_editor_logs_in(front):
    answer = login(front)
    assert answer.status == 302
    assert answer["Location"] == "/admin/"
    assert "__Host-session" in answer.cookies
    session = f"__Host-session={answer.cookies['__Host-session']}"
    assert front.ask("/admin/", EDITORS, Cookie=session).status == 200


def test_a_form_of_another_site_is_refused(front):
    assert login(front, Origin="https://autre.exemple.fr").status == 403


def test_a_visitor_does_not_say_how_he_came(front):
    """Nothing of what he says of proxies changes an answer, kept or not."""
    lies = {
        "X_Forwarded_Host": "mauvais.exemple", "Forwarded": "host=mauvais.exemple", "X_Forwarded_Proto": "http",
        "X_Forwarded_For": "192.0.2.66", "X_Forwarded_Port": "1",
    }  # fmt: skip
    for path in ("/glossaire/", "/accords.atom"):
        lied, honest = front.ask(path, **lies), front.ask(path)
        assert lied.status == honest.status == 200
        assert b"mauvais.exemple" not in lied.body + honest.body
        assert lied.body == honest.body
    assert login(front, **lies).status == 302


@pytest.mark.parametrize("host", ["mauvais.exemple", f"{READERS}.mauvais.exemple", ""])
def test_another_name_never_reaches_the_portal(front, host):
    try:
        answer = front.ask("/accords/", Host=host)
    except (OSError, HTTPException):  # nginx hangs up without a word
        return
    assert answer.status in (200, 400)
    assert answer.status == 400 or answer.body == b""  # Caddy says nothing to who asks for a site it has not


def test_what_is_promised_is_measured_through_it(front, monkeypatch):
    """`prove`, as it is typed from another machine, for which the name leads here."""
    connect = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda place, *given, **named: connect(("127.0.0.1", place[1]), *given, **named),
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(front.trusted))
    monkeypatch.setitem(sets.QUICK, "G1", (sets.generated, 100))
    said = StringIO()
    call_command("prove", "--url", f"https://{READERS}:{front.port}", stdout=said)
    for goal in sets.QUICK:
        assert f"| {goal} |" in said.getvalue()


def test_what_is_private_is_not_given(front):
    assert front.ask("/metriques").status == 404
    assert front.ask("/metriques", EDITORS).status == 404


def test_the_log_tells_neither_who_nor_what(front):
    front.ask("/accords/?q=une+recherche+tres+personnelle", User_Agent="navigateur-reconnaissable")
    deadline = time.monotonic() + 10
    while "/accords/" not in (noted := front.log.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    for private in ("127.0.0.1", "personnelle", "reconnaissable"):
        assert private not in noted.replace("127.0.0.1:", "")


@pytest.mark.parametrize("kind", ["nginx"])
def test_what_was_read_is_read_still_when_the_portal_is_dead(kind, corpus, made_once, tmp_path):
    own = with_static(copied(corpus, tmp_path / "var"), made_once)
    public = Server("public", "public", "127.0.0.1", free_port(), workers=1)
    folder = tmp_path / kind
    folder.mkdir()
    environment = own.environment(PORTAL_ROLE="public", PORTAL_HOSTS=READERS, PORTAL_URL=f"https://{READERS}")
    with in_front(kind, folder, public.port, free_port()) as front:
        with started(public, environment):
            before = front.ask("/accords/")
            assert before.status == 200
        assert not reached(public.port)
        after = front.ask("/accords/")
        assert (after.status, after.body) == (200, before.body)
        assert front.ask("/healthz").status == 502


# -- As they are written --------------------------------------------------------------------------------------


def test_caddy_would_write_its_file_so(tmp_path):
    done = subprocess.run([program("caddy"), "fmt", DEPLOYMENT / "Caddyfile"], capture_output=True, text=True)
    assert done.stdout == (DEPLOYMENT / "Caddyfile").read_text(encoding="utf-8"), done.stderr
