"""Behind a proxy with TLS: who is trusted is heard, the others are not, and an editor logs in."""

import asyncio
import re
from http.client import HTTPConnection
from ipaddress import ip_network
from urllib.parse import urlencode

import pytest

from portal.serving.proxies import behind_proxies
from tests.installations import served

TRUSTED = (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"), ip_network("::1/128"))


def seen(client, *headers) -> dict:
    """The scope that the application is given."""
    given = []

    async def application(scope, receive, send):
        given.append(scope)

    said = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "scheme": "http", "client": client, "headers": [(b"host", b"a"), *said]}
    asyncio.run(behind_proxies(application, TRUSTED)(scope, None, None))
    assert [name for name, _ in given[0]["headers"]] == [b"host"]
    return given[0]


@pytest.mark.parametrize("proxy", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.1.2.3"])
def test_a_trusted_proxy_is_heard(proxy):
    scope = seen((proxy, 5000), ("x-forwarded-proto", "https"), ("x-forwarded-for", "192.0.2.7, 10.9.9.9"))
    assert (scope["scheme"], scope["client"][0]) == ("https", "192.0.2.7")


@pytest.mark.parametrize("client", [("192.0.2.9", 5000), ("", 0), None])
def test_anyone_else_is_not(client):
    scope = seen(client, ("x-forwarded-proto", "https"), ("x-forwarded-for", "192.0.2.7"), ("forwarded", "x"))
    assert (scope["scheme"], scope["client"]) == ("http", client)


def test_what_a_reader_forged_before_the_proxy_is_not_believed():
    """The nearest proxy speaks last."""
    scope = seen(
        ("127.0.0.1", 1), ("x-forwarded-proto", "https, http"), ("x-forwarded-for", "10.0.0.1, 192.0.2.7")
    )
    assert (scope["scheme"], scope["client"][0]) == ("http", "192.0.2.7")
    assert seen(("127.0.0.1", 1), ("x-forwarded-proto", "gopher"))["scheme"] == "http"


LOG_IN = """
from django.contrib.auth.models import User
User.objects.create_superuser("chef", password="un bon mot de passe")
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("forwarded", "proxies"),
    [
        ({"X-Forwarded-Proto": "https"}, "127.0.0.1"),  # Caddy, or nginx that was told to say it
        ({}, "127.0.0.1"),  # nginx that was not
        ({"X-Forwarded-Proto": "https"}, "10.0.0.0/8"),  # one that is not trusted
    ],
)
def test_an_editor_logs_in_behind_tls(copy, forwarded, proxies):
    copy.run("shell", "--no-imports", "--command", LOG_IN)
    copy.run("collectstatic", "--noinput", "--verbosity=0")
    added = {"PORTAL_HTTPS": "1", "PORTAL_ADMIN_URL": "https://saisie.exemple.fr", "PORTAL_PROXIES": proxies}
    headers = {"Host": "saisie.exemple.fr", "Origin": "https://saisie.exemple.fr", **forwarded}
    headers["Referer"] = "https://saisie.exemple.fr/admin/login/"
    with served(copy, role="admin", **added) as site:
        connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
        connection.request("GET", "/admin/login/", headers=headers)
        answer = connection.getresponse()
        cookie = answer.getheader("Set-Cookie").partition(";")[0]
        token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', answer.read())[1].decode()
        sent = urlencode(
            {"username": "chef", "password": "un bon mot de passe", "csrfmiddlewaretoken": token}
        )
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", "/admin/login/", sent, headers | form)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302, answer.status
        assert "__Host-session" in answer.getheader("Set-Cookie")
        stranger = {**headers, **form, "Origin": "https://ailleurs.exemple.fr"}
        connection.request("POST", "/admin/login/", sent, stranger)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 403
        connection.close()
