"""The questions of `docs/taches.md` in a real browser, wide and on a telephone: what is to be read can be seen.

The same steps as `test_tasks.py` follows without a browser: here a link that is folded away is not one, nor an
answer that nobody sees.
"""

import pytest

from tests.portal.pages.test_tasks import MOST_CLICKS, quoted, tasks
from tests.reading import BLANK

#: What a browser hands over instead of showing it.
FILES = (".csv", ".atom", ".ics", ".xlsx")


@pytest.fixture(scope="module")
def windows(browser, site):
    """One window for each width, for all the questions."""
    contexts = {
        width: browser.new_context(
            base_url=site.origin, locale="fr-FR", viewport={"width": width, "height": 800}
        )
        for width in (1280, 375)
    }
    yield {width: context.new_page() for width, context in contexts.items()}
    for context in contexts.values():
        context.close()


class Visit:
    """A reader before a screen, from the first page on."""

    def __init__(self, window):
        self.window, self.clicks, self.file = window, 0, ""
        window.goto("/")

    def chercher(self, words: str):
        self.window.locator("main input[name=q]").first.fill(quoted(words))
        self.window.locator("main input[name=q]").first.press("Enter")
        self.arrived()

    def suivre(self, words: str):
        links = self.window.get_by_role("link", name=quoted(words)).filter(visible=True)
        exact = self.window.get_by_role("link", name=quoted(words), exact=True).filter(visible=True)
        for found in (exact, links):
            for link in found.all():
                href = link.get_attribute("href")
                if href.startswith("#"):
                    continue
                if href.partition("?")[0].endswith(FILES):
                    self.file = self.window.request.get(href).text()
                    self.clicks += 1
                else:
                    link.click()
                    self.arrived()
                return
        raise AssertionError(f"aucun lien visible « {quoted(words)} » sur {self.window.url}")

    def remplir(self, fields: str):
        for name, value in (pair.split(" = ") for pair in fields.split(", ")):
            box = self.window.locator(f"main input[type=checkbox][name={name}][value='{value}']")
            choice = self.window.locator(f"select[name={name}]")
            if box.count():
                box.check()
            elif choice.count():
                choice.first.select_option(value)
            else:
                # The last one typed is not sent by itself: it waits for its button.
                self.window.locator(f"input[name={name}]:not([type=hidden])").first.fill(value)

    def envoyer(self, words: str):
        before = self.window.url
        button = self.window.get_by_role("button", name=quoted(words), exact=True).filter(visible=True).first
        if self.window.url == before:
            button.click()
        self.arrived()

    def arrived(self):
        self.clicks += 1
        self.window.wait_for_load_state()

    def lire(self, words: str):
        seen = self.file or self.window.locator("main").inner_text()
        assert quoted(words).lower() in BLANK.sub(" ", seen).lower(), (words, self.window.url)


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(("question", "steps"), tasks(), ids=[question[:40] for question, _ in tasks()])
def test_the_answer_is_seen_two_clicks_away_at_most(windows, question, steps, width):
    visit = Visit(windows[width])
    for verb, words in steps:
        getattr(visit, verb)(words)
    assert 1 <= visit.clicks <= MOST_CLICKS, question
    assert windows[width].evaluate("document.documentElement.scrollWidth") <= width
