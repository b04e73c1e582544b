"""Leaving a page on which something was typed asks first; leaving or sending any other does not."""

import pytest

from tests.builders import agreement

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("typed", "asked"), [("Un autre titre", 1), ("", 0)])
def test_leaving_a_changed_page_asks(logged_in, typed, asked):
    made = agreement()
    page = logged_in(f"/admin/agreements/agreement/{made.pk}/change/")
    page.wait_for_timeout(700)
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    if typed:
        page.locator("#id_title").press_sequentially(typed)
    page.get_by_role("link", name="Accueil").first.click()
    page.wait_for_url("**/admin/")
    assert questions == ["beforeunload"] * asked


def test_sending_a_changed_page_does_not_ask(logged_in):
    made = agreement()
    page = logged_in(f"/admin/agreements/agreement/{made.pk}/change/")
    page.wait_for_timeout(700)
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.locator("#id_title").press_sequentially("Autre ")
    page.locator("[name=_save]").first.click()
    page.wait_for_selector(".messagelist")
    assert questions == []
