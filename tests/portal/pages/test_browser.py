"""A reader's way through the site in a real browser, with and without JavaScript, on a telephone and on a desk."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import watch

PAGES = [
    "/",
    "/accords/",
    "/accords/?convention=ccn-66&agrement=agree&signataire=cfdt&date=2020-10-27",
    "/accords/?q=zzzz",
    "/accords/ccn-66-avenant-354/?date=2020-10-27",
    "/accords/bass-accord-2019-02/",
    "/accords/bass-negociation-ccue/",
    "/conventions/",
    "/conventions/ccn-66/",
    "/organisations/",
    "/organisations/cfdt/",
    "/suivi/signatures/",
    "/mesures/",
    "/mesures/ccn-66/",
    "/mesures/chrs/?date=2020-10-27",
    "/glossaire/",
    "/sources/deductions/",
    "/editions/",
    "/accords/?type=x",
    "/nulle-part/",
]
WIDTHS = [320, 375, 1280]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def visitor(browser, site, request):
    """An empty profile; what a browser would complain of fails the test."""
    context = browser.new_context(
        base_url=site.origin,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        java_script_enabled=request.param,
        viewport={"width": 1280, "height": 800},
    )
    page = context.new_page()
    faults = watch(page)
    yield page
    assert context.cookies() == []
    context.close()
    assert not faults


def test_from_the_home_page_to_the_json_of_an_agreement_on_a_past_day(visitor):
    page = visitor
    page.goto("/")
    expect(page).to_have_title("Accueil — Les accords du secteur")
    page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Accords").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les accords du secteur")
    everything = total(page)

    if not page.locator(".facet a").first.is_visible():
        page.locator(".facets summary").click()
    page.locator(".facet a", has_text="CCN 66").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CCN 66")
    assert 0 < total(page) < everything

    page.locator("#q").fill("354")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url("**354**")
    if "/accords/ccn-66-avenant-354/" not in page.url:
        page.locator('.rows a[href*="ccn-66-avenant-354/"]').click()
    expect(page.locator("h1")).to_contain_text("Avenant n° 354")
    expect(page.locator(".tracks tbody tr").nth(1)).to_contain_text("Agréé")

    page.locator("#jour").fill("2020-10-27")
    page.get_by_role("button", name="Voir", exact=True).click()
    page.wait_for_url("**date=2020-10-27**")
    expect(page.locator(".as-of")).to_contain_text("Situation au 27 octobre 2020")
    expect(page.locator(".tracks tbody tr").nth(1)).to_contain_text("Avis favorable")
    expect(page.locator(".tracks tbody tr").nth(3)).to_contain_text("Pas encore en vigueur")

    twin = page.locator('a[type="application/json"]')
    told = page.request.get(twin.get_attribute("href"))
    assert told.ok
    assert json.loads(told.body())["statuts"] == {
        "signature": "signe",
        "agrement": "avis-favorable",
        "extension": "inconnu",
        "effet": "pas-encore",
    }


def total(page) -> int:
    return int(page.locator(".total strong").inner_text().split()[0])


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_every_width_and_asks_nothing_elsewhere(browser, site, address):
    """At each width: no part of the page is off the screen, sideways."""
    context = browser.new_context(base_url=site.origin, locale="fr-FR")
    page = context.new_page()
    faults = watch(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        measured = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert measured[0] <= measured[1], (width, page.evaluate(WIDEST))
    context.close()
    assert not faults


SIGNED = """
[...document.querySelectorAll('.matrix td')].filter(cell => cell.checkVisibility())
  .map(cell => [cell.textContent, getComputedStyle(cell, '::before').content])
"""


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_telephone_the_table_of_signatures_is_read_without_moving_it(browser, site, width):
    """Each text is followed by those who did something, each named; nothing is off the screen nor out of sight."""
    page = browser.new_page(base_url=site.origin, viewport={"width": width, "height": 800})
    page.goto("/suivi/signatures/?convention=chrs")
    table = page.get_by_role("region", name="Tableau des signatures")
    assert table.evaluate("region => region.scrollWidth <= region.clientWidth")
    cells = page.evaluate(SIGNED)
    assert ["S", '"Nexem : "'] in cells
    assert all(done and name.endswith(' : "') and len(name) > 5 for done, name in cells)
    assert page.locator(".matrix thead a").first.is_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator(".matrix thead a").first.is_visible()
    page.context.close()


WIDEST = """
[...document.querySelectorAll('body *')]
  .map(node => [node.getBoundingClientRect().right, node.tagName, node.className])
  .sort((one, other) => other[0] - one[0]).slice(0, 3)
"""
