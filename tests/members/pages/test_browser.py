"""The pages of members in a real browser: by keyboard, on a telephone, for a screen reader, on paper.

A refusal of the policy, a script error or a missing file fails these tests by itself (`tests.browser`).
"""

import re

import pytest

from tests.browser import accessibility_faults

APPLICABLE = "/applicable/?convention=ccn-66&convention=chrs&membre=nexem&date=2021-01-15"
PAGES = ("/adherents/", "/adherents/demonstration-0300/", "/chiffres/", "/applicable/", APPLICABLE)


@pytest.fixture
def visit(served_corpus, page):
    def open_page(path, width=1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(served_corpus.origin + path)
        return page

    return open_page


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_window_nor_refused_by_axe(visit, path):
    for width in (375, 1280):
        page = visit(path, width)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert [fault for fault in accessibility_faults(page) if in_content(page, fault)] == []


def in_content(page, fault: str) -> bool:
    """Whether what axe refuses stands in the page itself; the header and the footer are those of the site."""
    found = page.locator(fault.split(": ", 1)[1]).first
    return found.evaluate("element => !element.closest('header, footer')")


def test_the_map_is_read_and_used_without_seeing_it(visit):
    """Seventeen links, each with its region and its count in words, reached and followed by keyboard."""
    page = visit("/adherents/")
    tree = page.locator(".map").aria_snapshot()
    assert len(re.findall(r'link "[^"]+ : [\d\s]+ associations?"', tree)) == 17
    page.locator('.map a[href="/adherents/?region=bretagne"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/adherents/?region=bretagne")
    assert page.locator(".total strong").inner_text().startswith("89")


def test_the_table_is_read_with_its_headers(visit):
    table = visit("/adherents/").get_by_role("table", name=re.compile("par région et par taille"))
    assert table.get_by_role("columnheader").count() == 8
    assert table.get_by_role("rowheader").count() == 18
    cell = table.get_by_role("link", name=re.compile("Bretagne, toutes les tailles"))
    assert cell.inner_text().endswith("89")


def test_a_reader_asks_and_is_answered_without_scripts(visit):
    """Two memberships at once; the form then folds, and opens on what was asked."""
    page = visit("/applicable/")
    for label in ("CCN 66", "Nexem", "FEHAP"):
        page.get_by_label(label, exact=False).first.check()
    page.get_by_label("À la date du").fill("2020-10-29")
    page.get_by_role("button", name="Voir ce qui s’applique").click()
    assert "avenant n° 354" in written(page.locator(".answer-s_applique")).lower()
    assert "CCN 66 · membre de FEHAP et de Nexem" in written(page.locator(".who"))
    assert not page.locator(".question").is_visible()
    page.get_by_text("Changer la question").click()
    assert page.locator('input[name="membre"]:checked').count() == 2


def test_the_reason_of_a_text_is_opened_by_keyboard(visit):
    page = visit(APPLICABLE)
    why = page.locator(".answer-s_applique .why").first
    assert not why.locator("p").is_visible()
    why.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "CT L. 2262-1" in written(why)


def test_what_does_not_apply_is_folded_at_the_end(visit):
    page = visit(APPLICABLE)
    assert not page.locator(".answer-ne_s_applique_pas tr").first.is_visible()
    assert page.locator(".answer").last.get_attribute("class") == "answer answer-ne_s_applique_pas"


def test_a_question_is_answered_with_one_link(visit):
    page = visit("/applicable/?convention=chrs&date=2026-11-22")
    page.get_by_role("link", name="Oui").click()
    page.wait_for_url("**bulletin=oui**")
    assert "dont le bulletin de paie nomme la convention" in written(page.locator(".who"))


def test_on_paper_the_sheet_is_dated_and_only_what_does_not_apply_is_left_out(visit):
    page = visit(APPLICABLE)
    page.emulate_media(media="print")
    assert page.locator(".sheet-head").is_visible() and not page.locator(".question").is_visible()
    assert page.locator(".answer-remplace tbody tr").first.is_visible()
    assert page.locator(".ties").first.is_visible() and not page.locator(".why").first.is_visible()
    assert page.locator(".answer-ne_s_applique_pas .count").first.is_visible()
    assert not page.locator(".answer-ne_s_applique_pas tbody tr").first.is_visible()


@pytest.mark.parametrize("asked", [
    "convention=ccn-66&membre=nexem&region=bretagne", "convention=ccn-66&convention=ccn-79&membre=nexem",
    "convention=ccn-51&membre=fehap", "convention=chrs",
])  # fmt: skip
def test_the_sheet_prints_on_four_pages_at_most(visit, asked):
    page = visit(f"/applicable/?{asked}&date=2026-11-22")
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(pages) <= 4


def written(found) -> str:
    return found.inner_text().replace("\u00a0", " ")
