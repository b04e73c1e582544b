"""Requests as no browser sends them, through gunicorn as it is served: no fault, and our headers on every answer."""

import pytest

from tests.proofs.raw import HOST, get, requests, send

REQUESTS = requests()


def test_there_are_enough_of_them():
    assert len(REQUESTS) >= 120


@pytest.mark.parametrize("name", REQUESTS)
def test_none_is_a_fault_of_the_site(site, name):
    answer = send(site.port, REQUESTS[name])
    head = answer.head.lower()
    assert not answer.is_a_fault_of_the_site, (REQUESTS[name][:80], answer.head)
    if answer.status:
        assert "content-security-policy: default-src 'none'" in head, answer.head
        assert "x-content-type-options: nosniff" in head
    for refused in ("\r\nserver:", "set-cookie", "evil.example", "\r\nx: y"):
        assert refused not in head
    if "content-type: text/html" in head and b".csv" not in REQUESTS[name]:
        assert "access-control-allow-origin" not in head


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get(b"http://127.0.0.1/accords/"), 200),
        (get(b"http://evil.example/accords/"), 400),
        (get(b"/static/staticfiles.json"), 404),
        (get(b"/accords/", b"Upgrade: websocket\r\nConnection: Upgrade\r\n"), 200),
        (get(b"/static/site.css").replace(HOST, b"Host: evil.example\r\n"), 400),
        (get(b"/healthz").replace(HOST, b"Host: evil.example\r\n"), 400),
        (get(b"/accords/").replace(HOST, b""), 400),
        (get(b"/accords/", method=b"POST"), 405),
        (get(b"/static/site.css", method=b"PUT"), 405),
    ],
)
def test_what_each_is_answered(site, request_, status):
    answer = send(site.port, request_)
    assert answer.status == status, answer.head
    if status == 405:
        assert "\r\nallow: get, head" in answer.head.lower()
