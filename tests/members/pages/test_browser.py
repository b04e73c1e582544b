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
    page = visit("/applicable/")
    page.get_by_label("CCN 66").check()
    page.get_by_label("Membre de").select_option("nexem")
    page.get_by_label("À la date du").fill("2020-10-29")
    page.get_by_role("button", name="Voir ce qui s’applique").click()
    assert "avenant n° 354" in page.locator(".answer-s_applique").inner_text().lower().replace("\u00a0", " ")


def test_on_paper_the_sheet_is_whole_and_dated(visit):
    page = visit(APPLICABLE)
    page.emulate_media(media="print")
    assert page.locator(".sheet-head").is_visible() and not page.locator(".question").is_visible()
    assert page.locator(".answer-ne_s_applique_pas tbody tr").first.is_visible()
