"""The security headers of every answer, whatever its kind."""

import pytest

KINDS = {
    "/": 200,
    "/accords/": 200,
    "/accords.json": 200,
    "/accords/ccn-66-avenant-354/": 200,
    "/conventions/ccn-66/": 200,
    "/organisations/cfdt/": 200,
    "/glossaire/": 200,
    "/editions/": 200,
    "/healthz": 200,
    "/accords/?type=x": 400,
    "/accords/?date=x": 400,
    "/?q=%00": 400,
    "/accords/absent/": 404,
    "/nulle-part/": 404,
}


@pytest.mark.parametrize("address", KINDS)
def test_every_answer_is_guarded(reader, address):
    guarded(reader.get(address), KINDS[address])


DATA = (
    "/accords.json", "/accords.csv", "/accords.xlsx", "/accords.atom", "/accords.ics", "/suivi.json", "/suivi.ics",
    "/accords/ccn-66-avenant-354.json", "/accords/ccn-66-avenant-354.bib", "/accords/ccn-66-avenant-354.jsonld",
    "/donnees.json", "/donnees/datapackage.json", "/openapi.json", "/sitemap.xml", "/editions.json", "/accueil.json",
)  # fmt: skip


@pytest.mark.parametrize("address", [*DATA, "/accords.json?type=x", "/accords/absent.json"])
def test_public_data_are_open_to_any_site(reader, address):
    """Both ways in which a browser asks whether another site may have them say the same."""
    answer = reader.get(address, headers={"origin": "https://ailleurs.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Portail-Ignores" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


#: What the address of a file answers when it is not the file: a redirect to it, or why not, as a page.
NOT_THE_FILE = {
    "/accords.json?CONVENTION=chrs": 301, "/accords.JSON": 301, "/accords.json/": 301, "/changements.atom": 301,
    "/conventions/413.json": 301, "/accords.csv?type=x": 400,
    "/accords.csv?date=x": 400, "/accords/absent.csv": 404,
}  # fmt: skip


@pytest.mark.parametrize("address", NOT_THE_FILE)
def test_the_way_to_public_data_is_open_too(reader, address):
    """A browser gives up at the first answer of the way that does not say so."""
    answer = reader.get(address, headers={"origin": "https://ailleurs.example"})
    assert answer.status_code == NOT_THE_FILE[address]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("address", ["/accords", "/accords/?CONVENTION=chrs", "/nulle-part/"])
def test_the_way_to_a_page_is_not(reader, address):
    answer = reader.get(address)
    assert answer.status_code in (301, 404)
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_refused_method_is_guarded(reader):
    guarded(reader.post("/accords/"), 405)


def test_a_site_without_edition_is_guarded(client):
    guarded(client.get("/accords/"), 503)


def guarded(answer, status):
    assert answer.status_code == status
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    of_a_page = answer.headers["Content-Type"].startswith("text/html")
    policy = "same-origin" if of_a_page else "cross-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == policy
    assert answer.headers.get("Access-Control-Allow-Origin") == (None if of_a_page else "*")
    assert "Permissions-Policy" in answer.headers
    assert "Server" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers  # served in clear here


def test_https_is_kept(reader, settings):
    settings.SECURE_COOKIES = True
    assert "max-age=63072000" in reader.get("/").headers["Strict-Transport-Security"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:80@evil", "127.0.0.1.evil", "", "[::1"])
def test_another_host_is_refused(reader, host):
    answer = reader.get("/", headers={"host": host})
    assert answer.status_code == 400 or "evil" not in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-original-url", "forwarded"]
)
def test_a_proxy_header_changes_no_page(reader, name):
    plain = reader.get("/accords/").content
    assert reader.get("/accords/", headers={name: "evil.example"}).content == plain


def test_visitors_that_are_programs_are_told_what_to_leave(reader, settings):
    answer = reader.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "Disallow: /*?*&",
        f"Sitemap: {settings.PUBLIC_URL.rstrip('/')}/sitemap.xml",
    ]
