"""`/metriques`: what all the workers count, for whoever watches, on an address that is nobody else's."""

import os
import time
from ipaddress import ip_address

import pytest
from prometheus_client.parser import text_string_to_metric_families

from portal.options.reading import InForce, Refused
from portal.serving.watching.measures import MEMORY, is_alive
from tests.installations import Installation
from tests.portal.serving.test_alone import alone
from tests.ports import free_port


def figures(site, port) -> dict[tuple, float]:
    status, told = site.get("/metriques", port)
    assert status == 200
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }


def of_route(route: str, kind: str) -> tuple:
    return ("portail_requetes_total", ("classe", kind), ("role", "public"), ("route", route))


@pytest.mark.slow
def test_every_worker_is_counted_and_nothing_tells_who_asked(corpus, made_once, tmp_path):
    port = free_port()
    static = made_once("static", Installation.collect).static
    given = {
        "PORTAL_EDITIONS": str(corpus.editions),
        "PORTAL_STATIC": str(static),
        "PORTAL_VAR": "/dev/null/var",
    }
    given["PORTAL_METRICS"] = f"127.0.0.1:{port}"
    with alone(tmp_path / "log", "--public", "--processus", "3", **given) as site:
        before = figures(site, port)
        for _ in range(60):  # each on a connection of its own, which any worker takes
            site.get("/accords/?q=salaires")
        for slug in ("ccn-66-avenant-354", "ccn-66-avenant-357"):
            site.get(f"/accords/{slug}/")
        site.get("/nulle-part/au-monde")
        time.sleep(2.5)  # the time for workers to look at themselves
        found = figures(site, port)
        assert found[of_route("/accords/", "2xx")] - before.get(of_route("/accords/", "2xx"), 0) == 60
        assert found[of_route("/accords/<slug:slug>/", "2xx")] == 2
        assert found[of_route("(aucune)", "4xx")] == 1
        assert found["portail_edition_numero",] == 1
        assert found["portail_edition_age_secondes",] > 0
        assert time.time() - found["portail_edition_verifiee_timestamp_seconds",] < 300
        assert found["portail_edition_secours",] == 0
        assert found["portail_alarme_age",] in (0, 1)
        assert found["portail_cache_entrees",] >= 2  # in one of them at least, or in several
        assert found["portail_cache_octets",] > 10_000
        infinite = ("portail_reponse_secondes_bucket", ("le", "+Inf"), ("role", "public"))
        assert found[infinite] == found["portail_reponse_secondes_count", ("role", "public")] >= 63
        told = site.get("/metriques", port)[1]
        assert "salaires" not in told and "ccn-66" not in told and "127.0.0.1" not in told
        assert site.get("/metriques")[0] == 404
        assert site.get("/", port)[0] == 404
    assert [name for name in os.listdir(MEMORY) if name.startswith("portail-mesures-")] == []


@pytest.mark.slow
def test_the_admin_is_counted_too(copy, tmp_path):
    port = free_port()
    given = {"PORTAL_VAR": str(copy.var), "PORTAL_METRICS": f"127.0.0.1:{port}"}
    with alone(tmp_path / "log", "--admin", **given) as site:
        site.get("/admin/login/")
        key = (
            "portail_requetes_total", ("classe", "2xx"), ("role", "admin"), ("route", "/admin/login/"),
        )  # fmt: skip
        deadline = time.monotonic() + 10
        while not figures(site, port).get(key):  # which is counted once it was answered
            assert time.monotonic() < deadline


@pytest.mark.parametrize(
    "address", ["0.0.0.0:9400", "93.184.216.34:9400", "[::]:9400", "metriques:9400", "9400"]
)
def test_a_public_address_is_refused(address):
    with pytest.raises(Refused, match="privée"):
        InForce({"PORTAL_SETTINGS": os.devnull, "PORTAL_METRICS": address})


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.4", "[::1]", "localhost"])
def test_a_private_one_is_taken(address):
    host, port = InForce({"PORTAL_SETTINGS": os.devnull, "PORTAL_METRICS": f"{address}:9400"})[
        "PORTAL_METRICS"
    ]
    assert port == 9400
    assert host == "localhost" or ip_address(host).is_private


def test_a_process_that_ended_is_dead():
    assert is_alive(os.getpid())
    child = os.fork()
    if not child:
        os._exit(0)
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_alive(child)  # though nobody has asked for its status yet
    os.waitpid(child, 0)
    assert not is_alive(child)
