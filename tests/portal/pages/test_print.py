"""On paper, as a browser prints: A4, a foot on every page, heads of tables again, sheets of a known length.

What a browser prints is a PDF, which is read again here page by page.
"""

import io
import re
from datetime import date

import pytest
from django.conf import settings
from pypdf import PdfReader

from portal.french.writing import MONTHS
from tests import builders as make
from tests.reading import BLANK

DAY = "date=2026-11-22"
PAGES = [
    f"/accords/?convention=ccn-66&{DAY}",
    f"/changements/?du=2020-01-01&au=2020-12-31&{DAY}",
    f"/conventions/ccn-66/?{DAY}",
    f"/suivi/?{DAY}",
    f"/comparer/?a=ccn-66-avenant-354&b=ccn-66-avenant-357&{DAY}",
    f"/actes/?{DAY}",
    f"/accords/ccn-66-avenant-354/?{DAY}",
    f"/applicable/?convention=ccn-66&membre=nexem&region=bretagne&effectif=40&{DAY}",
]
#: The longest, and some of each kind.
SHEETS = [
    "bass-negociation-ccue", "bass-accord-2015-05-07-formation", "bass-accord-2019-02", "ccn-66-avenant-354",
    "ccn-66-avenant-362", "idcc-2941-avenant-43-2020",
]  # fmt: skip
#: Of an A4 page, in points; and how many signs more than its foot a page that says something has.
A4, SOMETHING = (595, 842), 60
FOOT = re.compile(
    r"(\d+) / (\d+) ?http://\S+ — état au 22 novembre 2026, édition n° \d+ du .*?Licence Ouverte 2\.0\."
)
STYLE = re.compile(r'<link rel="stylesheet"[^>]*>')
#: The dates that a page cuts between two lines.
CUT = """
months => {
  const date = new RegExp(`\\\\d{1,2}(er)?[\\\\s\\u00a0]+(${months})([\\\\s\\u00a0]+\\\\d{4})?`, 'g');
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), found = [];
  for (let node; node = walker.nextNode();)
    for (const match of node.data.matchAll(date)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
      if (lines.size > 1) found.push(match[0]);
    }
  return found;
}
"""


@pytest.fixture(scope="module")
def printer(browser, site):
    """A window that prints: one for all the pages."""
    context = browser.new_context(base_url=site.origin, locale="fr-FR")
    window = context.new_page()
    yield window
    context.close()


def printed(window, address: str) -> list[str]:
    """The words of each printed page, all of them A4."""
    window.goto(address)
    pages = PdfReader(io.BytesIO(window.pdf(prefer_css_page_size=True))).pages
    for page in pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
    return [BLANK.sub(" ", page.extract_text()) for page in pages]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_where_it_was_read_of_which_day_and_edition(printer, site, address):
    pages = printed(printer, address)
    for number, words in enumerate(pages, 1):
        foot = FOOT.search(words)
        assert foot, words[-300:]
        assert (int(foot[1]), int(foot[2])) == (number, len(pages))
        assert address.partition("?")[0] in words
        assert len(FOOT.sub("", words)) > SOMETHING, f"la page {number} n’a que son pied"
    assert "Cette page en JSON" not in " ".join(pages)


@pytest.mark.parametrize("address", PAGES)
def test_no_date_is_cut(printer, address):
    printer.set_viewport_size({"width": 688, "height": 1000})
    printer.goto(address)
    printer.emulate_media(media="print")
    assert printer.evaluate(CUT, "|".join(MONTHS)) == []
    printer.emulate_media(media="null")


@pytest.mark.parametrize(
    ("address", "heads"),
    [
        (f"/accords/?convention=ccn-66&{DAY}", ("Texte", "Signature", "Agrément", "Extension", "Effet")),
        (f"/actes/?{DAY}", ("Acte", "Jour", "Ce qu’il décide")),
    ],
)
def test_the_head_of_a_table_is_printed_again(printer, address, heads):
    pages = printed(printer, address)
    assert len(pages) > 2
    for words in pages:
        assert re.search(r"\s*".join(map(re.escape, heads)), words), words[:300]


@pytest.mark.parametrize("slug", SHEETS)
def test_the_sheet_of_an_agreement_takes_two_pages(printer, slug):
    assert len(printed(printer, f"/accords/{slug}/?{DAY}")) <= 2


def test_the_words_of_a_text_follow_its_sheet_on_pages_of_their_own(printer, published):
    text = make.agreement("ccn-66-avenant-1", number="1", title="Salaires", dated=date(2020, 3, 2))
    make.event(text, "agree", date(2020, 6, 1), jo=date(2020, 6, 9))
    make.official(text, *(f"<p>{'Il est convenu ce qui suit. ' * 30}</p>" for _ in range(6)))
    sheet, *words = printed_from(printer, published().get("/accords/ccn-66-avenant-1/"))
    assert "Les faits, dans l’ordre" in sheet and "Sources" in sheet
    assert "Le texte tel" not in sheet and "convenu" not in sheet
    assert words and "Le texte" in words[0]
    assert all("convenu" in page for page in words)


def test_paper_bears_nothing_to_click(printer):
    """What unfolds is unfolded, and what only leads elsewhere is left out."""
    for address in (PAGES[2], PAGES[3], PAGES[6]):
        told = " ".join(printed(printer, address))
        assert not set("▶▼▸▾") & set(told), address
        assert "Les voir et les filtrer" not in told and "Toutes leurs valeurs" not in told


def printed_from(window, answer) -> list[str]:
    """The words of each printed page of an answer, drawn as the site draws it."""
    style = (settings.BASE_DIR / "static" / "site.css").read_text(encoding="utf-8")
    window.goto("about:blank")
    window.set_content(STYLE.sub(f"<style>{style}</style>", answer.content.decode(), count=1))
    pages = PdfReader(io.BytesIO(window.pdf(prefer_css_page_size=True))).pages
    return [BLANK.sub(" ", page.extract_text()) for page in pages]


@pytest.mark.long
@pytest.mark.slow
def test_every_sheet_takes_two_pages(printer, reader):
    long, address = [], "/accords.json?par_page=100"
    while address:
        told = reader.get(address).json()
        for text in told["accords"]:
            if len(printed(printer, f"/accords/{text['identifiant']}/?{DAY}")) > 2:
                long.append(text["identifiant"])
        address = told["suivante"]
    assert long == []
