"""From the first page to the export of an agreement on a past day with a keyboard alone, with and without scripts."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser import let_connections_end, watch

MOST_STEPS = 150


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def walker(browser, site, request):
    context = browser.new_context(
        base_url=site.origin,
        locale="fr-FR",
        java_script_enabled=request.param,
        viewport={"width": 1280, "height": 800},
    )
    page = context.new_page()
    faults = watch(page)
    yield Walker(page)
    context.close()
    let_connections_end()
    assert not faults


class Walker:
    """A reader who has no pointer: Tab, Enter, letters, and nothing else."""

    def __init__(self, page):
        self.page, self.steps = page, 0

    @property
    def focused(self):
        return self.page.locator(":focus")

    def reach(self, selector: str):
        """Press Tab until the focus is on something; it must be seen there."""
        target = self.page.locator(selector).first
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            self.steps += 1
            if self.focused.count() and target.evaluate("node => node === document.activeElement"):
                expect(target).to_be_in_viewport()
                return
        pytest.fail(f"« {selector} » n’est pas atteint en {MOST_STEPS} pas.")

    def press(self, key: str, then: str):
        self.page.keyboard.press(key)
        self.page.wait_for_url(then)


def test_from_the_first_page_to_the_export_of_an_agreement_on_a_past_day(walker):
    page = walker.page
    page.goto("/")
    walker.reach(".skip")
    walker.press("Enter", "**/#contenu")
    walker.reach('main a[href="/conventions/ccn-66/"]')
    page.goto("/")
    walker.reach('nav a[href="/accords/"]')
    walker.press("Enter", "**/accords/")

    walker.reach('aside .facet a[href="/accords/?convention=ccn-66"]')
    walker.press("Enter", "**convention=ccn-66**")
    expect(page.locator("h1")).to_contain_text("CCN 66")

    walker.reach("#q")
    page.keyboard.type("354")
    walker.press("Enter", "**354**")
    if "/accords/ccn-66-avenant-354/" not in page.url:
        walker.reach('.rows a[href*="ccn-66-avenant-354/"]')
        walker.press("Enter", "**/accords/ccn-66-avenant-354/**")
    expect(page.locator(".tracks tbody tr").nth(1)).to_contain_text("Agréé")

    walker.reach('main a[href*="date=2020-10-"]')
    walker.press("Enter", "**date=2020-10-**")
    expect(page.locator(".as-of")).to_contain_text("octobre 2020")
    day = page.url.split("date=")[1][:10]

    walker.reach(".word summary")
    page.keyboard.press("Enter")
    expect(page.locator(".word p").first).to_be_visible()

    walker.reach('footer a[type="application/json"]')
    walker.press("Enter", f"**/accords/ccn-66-avenant-354.json?date={day}")
    told = json.loads(page.locator("body").inner_text())
    assert told["identifiant"] == "ccn-66-avenant-354" and told["date"] == day


def test_no_trap_the_focus_goes_round_and_comes_back(walker):
    page = walker.page
    page.goto("/glossaire/")
    walker.reach("footer a >> nth=-1")
    for _ in range(3):
        page.keyboard.press("Tab")
    walker.reach(".skip")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.locator("footer :focus").count() or not walker.focused.count()
