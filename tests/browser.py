"""A real browser for the tests: the Chromium of the system, driven by Playwright.

`page` has an empty profile each time. A script error, a refusal of the content security policy, a missing
stylesheet or image, a request to anywhere but this machine: each fails the test that met it.
"""

import threading
import time
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from portal.serving import bootstrap

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser():
    """Closed with the module: until then Playwright's loop runs in this thread, where no other may start."""
    program = bootstrap.browser()
    assert program, "Il manque un navigateur : « python3 manage.py tests » l’installe, ou dit comment."
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # and Django would refuse any query
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 800}
    )
    opened = context.new_page()
    faults = watch(opened)
    yield opened
    context.close()
    let_connections_end()
    assert not faults


def let_connections_end():
    """The threads of a live server hear that the browser left; it must be before that server is stopped."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            while not thread._started.is_set():  # listed, and not yet to be waited for
                time.sleep(0.01)
            thread.join(timeout=5)


def watch(page):
    """The list that fills with what a reader's browser would complain of while the page is used."""
    faults = []

    def console(message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(message.text)

    def response(answer):
        if answer.status >= 400 and answer.request.resource_type != "document":
            faults.append(f"{answer.status} {answer.url}")

    def request(asked):
        address = urlsplit(asked.url)
        if address.scheme in ("http", "https") and address.hostname != "127.0.0.1":
            faults.append(f"demandé ailleurs : {asked.url}")

    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", console)
    page.on("response", response)
    page.on("request", request)
    return faults


AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
#: What is drawn only when it comes near is drawn, in its own fonts, as who reads it sees it.
DRAWN = """
async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { content-visibility: visible !important }');
  document.adoptedStyleSheets.push(sheet);
  await document.fonts.ready;
}
"""
AUDIT = """
rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})
  .then(result => result.violations.flatMap(violation =>
    violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')}`)))
"""


def accessibility_faults(page, rules: list[str] = RULES) -> list[str]:
    """What axe refuses on the page as it stands: one line for each rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(DRAWN)
        page.evaluate(AXE)
    return page.evaluate(AUDIT, rules)
