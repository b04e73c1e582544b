"""When a reader sees a page: first and largest paints, and what moves, in a browser slowed down four times.

Each visit has an empty cache. Pages take turns, so that what else the machine does weighs on all alike.
"""

from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from portal.serving import bootstrap
from tests.benchmarks import targets
from tests.browser import FLAGS

SLOWDOWN = 4
PAGES = {
    "accueil": "/",
    "liste": "/accords/",
    "liste filtrée": "/accords/?convention=ccn-66&agrement=agree",
    "accord": "/accords/ccn-66-avenant-354/",
    "convention": "/conventions/ccn-66/",
    "suivi": "/suivi/",
}
#: Entries are told to those who were there before, and to those who ask for what is past.
WATCH = """
window.told = {fcp: 0, lcp: 0, shift: 0};
const watch = (type, tell) =>
  new PerformanceObserver(list => list.getEntries().forEach(tell)).observe({type, buffered: true});
watch('paint', entry => { if (entry.name === 'first-contentful-paint') told.fcp = entry.startTime });
watch('largest-contentful-paint', entry => { told.lcp = entry.startTime });
watch('layout-shift', entry => { told.shift += entry.value });
"""
#: Long enough after the page has come for its last paint to be told.
SETTLED = "() => document.readyState === 'complete' && told.fcp > 0 && told.lcp > 0"


def compare(var: Path, rounds: int, write) -> None:
    """Print the medians of each page of the installation at `var`."""
    found: dict[str, list[dict]] = defaultdict(list)
    with targets.portal(var, cache=True).running() as site, chromium() as browser:
        for turn in range(rounds + 1):
            for name, path in PAGES.items():
                told = visit(browser, f"http://127.0.0.1:{site.port}{path}")
                if turn:  # the first visit of each opens the edition and warms the browser
                    found[name].append(told)
    write(f"Affichage, processeur ralenti {SLOWDOWN} fois, cache vide, médianes de {rounds} visites (ms).")
    write(f"{'':16} {'premier':>9} {'plus grand':>11} {'étendue':>17} {'déplacé':>9}")
    for name, visits in found.items():
        first, largest, shift = (median(visit[key] for visit in visits) for key in ("fcp", "lcp", "shift"))
        spread = sorted(visit["lcp"] for visit in visits)
        write(f"{name:16} {first:>9.0f} {largest:>11.0f} {spread[0]:>8.0f}–{spread[-1]:<8.0f} {shift:>9.3f}")


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=bootstrap.browser(), args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


def visit(browser, address: str) -> dict[str, float]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.add_init_script(WATCH)
        page.goto(address, wait_until="load")
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(300)
        return page.evaluate("told")
    finally:
        context.close()
