"""The one script of the public site: small, and nothing waits for it."""

import re

import pytest
from django.conf import settings

from tests.browser import watch

SCRIPT = settings.BASE_DIR / "static" / "portal.js"
AGREEMENT = "/accords/ccn-66-avenant-354/"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def visitor(browser, site, request):
    context = browser.new_context(
        base_url=site.origin,
        locale="fr-FR",
        java_script_enabled=request.param,
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": 1280, "height": 800},
    )
    page = context.new_page()
    page.scripted = request.param
    faults = watch(page)
    yield page
    context.close()
    assert not faults


def test_it_is_small_and_every_page_has_it_once(reader):
    assert SCRIPT.stat().st_size <= 3 * 1024
    for address in ("/", "/accords/", AGREEMENT, "/adherents/", "/nulle-part/"):
        written = reader.get(address).content.decode()
        [script] = re.findall(r"<script[^>]*>", written)
        assert re.fullmatch(r'<script src="/static/portal(\.\w+)?\.js" defer>', script)


def test_the_citation_is_copied_and_the_button_is_only_there_to_copy_it(visitor):
    visitor.goto(f"{AGREEMENT}?date=2020-10-27")
    citation = " ".join(visitor.locator("#citation").inner_text().split())
    assert re.fullmatch(
        r"Avenant n° 354 du 23 juin 2020 \(CCN 66\), état au 27 octobre 2020, édition n° \d+ du [^,]+, "
        r"http\S+/accords/ccn-66-avenant-354/\?date=2020-10-27",
        citation,
    )
    button = visitor.get_by_role("button", name="Copier la citation")
    assert button.count() == visitor.scripted
    if visitor.scripted:
        button.click()
        visitor.get_by_role("status").filter(has_text="Copié").wait_for()
        assert visitor.evaluate("navigator.clipboard.readText()") == citation


def test_a_day_picked_is_sent_at_once_and_a_day_typed_waits(visitor):
    visitor.goto(AGREEMENT)
    visitor.locator("#jour").fill("2020-10-27")  # as its calendar does: the value at once, and no key
    if visitor.scripted:
        visitor.locator("#jour").dispatch_event("change")
    else:
        visitor.get_by_role("button", name="Voir", exact=True).click()
    visitor.wait_for_url("**date=2020-10-27**")
    visitor.locator("#jour").focus()
    visitor.keyboard.press("ArrowUp")
    visitor.wait_for_timeout(300)
    assert "date=2020-10-27" in visitor.url
    visitor.keyboard.press("Enter")
    visitor.wait_for_url(lambda url: "date=2020-10-27" not in url)


def test_a_form_is_never_sent_with_what_it_would_refuse(visitor):
    visitor.goto(AGREEMENT)
    visitor.locator("#jour").fill("1850-01-01")
    visitor.locator("#jour").dispatch_event("change")
    visitor.wait_for_timeout(200)
    assert "date=" not in visitor.url
