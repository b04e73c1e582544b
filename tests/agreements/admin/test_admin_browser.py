"""The admin in a real browser: what needs scripts works under the content security policy, on a phone too.

A refusal of the policy, a script error or a missing file fails these tests by itself (`tests.browser`).
"""

from datetime import date

import pytest

from agreements.models import Agreement, Event
from portal.edition import store
from portal.journal.models import Entry
from tests.browser import accessibility_faults
from tests.builders import act, agreement, convention, event, signature, source


def choose(page, field: str, words: str, proposed: str):
    """Type in a field that proposes, and take what it proposes."""
    page.locator(f"{field} .select2-selection").click()
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted", has_text=proposed).wait_for()
    page.keyboard.press("Enter")


def test_an_agreement_is_added_and_published(logged_in):
    convention("ccn-66", name="CCN 66")
    source("Journal officiel du 29 octobre 2020")
    act(date(2020, 10, 21), date(2020, 10, 29))
    page = logged_in("/admin/agreements/agreement/add/")
    page.select_option("#id_kind", "avenant")
    page.fill("#id_number", "354")
    page.locator("#id_title").press_sequentially("Mesures salariales")
    choose(page, ".field-conventions", "ccn 66", "CCN 66")
    page.locator("#citations-group .add-row a").click()
    choose(page, "#citations-0 .field-source", "journal officiel", "Journal officiel du 29")
    page.locator("#events-group .add-row a").click()
    page.select_option("#id_events-0-nature", "agree")
    choose(page, "#events-0 .field-act", "arrete", "arrêté d’agrément")
    choose(page, "#events-0 .field-sources", "octobre", "Journal officiel du 29")
    page.locator("[name=_continue]").first.click()
    assert page.input_value("#id_slug") == "ccn-66-avenant-354"  # proposed once the convention is known
    assert page.locator(".field-state_today").inner_text().count("Agréé") == 1
    assert Event.objects.get().act.published_on == date(2020, 10, 29)
    page.get_by_text("Toutes ses situations").click()
    page.get_by_role("link", name="Publier").click()
    page.get_by_role("button", name="Publier cette édition").click()
    assert "Édition 1 publiée" in page.locator(".messagelist").inner_text()
    assert store.current().number == 1


def test_a_source_is_added_from_the_row_that_needs_it(logged_in):
    made = agreement()
    page = logged_in(f"/admin/agreements/agreement/{made.pk}/change/")
    page.locator("#citations-group .add-row a").click()
    with page.expect_popup() as opened:
        page.locator("#add_id_citations-1-source").click()
    window = opened.value
    window.fill("#id_title", "Bulletin officiel 2020/38")
    window.fill("#id_consulted_on", "22/11/2026")
    with window.expect_event("close"):
        window.locator("[name=_save]").first.click()
    page.locator("#citations-1 .select2-selection__rendered", has_text="Bulletin officiel 2020/38").wait_for()


@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_is_wider_than_its_window(logged_in, width):
    made = agreement("ccn-66-avenant-354", title="Mesures " * 20)
    event(made, "demande-agrement", date(2020, 7, 1), sources=[source("Un très long titre de source " * 5)])
    decided = event(made, "agree", jo=date(2020, 10, 29)).act
    event(agreement(), "demande-agrement", date(2020, 7, 1))
    for path in (
        "/admin/",
        "/admin/publier/",
        "/admin/agreements/agreement/",
        f"/admin/agreements/agreement/{Agreement.objects.get(slug=made.slug).pk}/change/",
        f"/admin/agreements/act/{decided.pk}/change/",
        f"/admin/agreements/act/{decided.pk}/decisions/",
        "/admin/agreements/event/",
    ):
        page = logged_in(path, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_axe_finds_nothing(logged_in):
    """Every type of page of the admin, with and without rows, light and dark, wide and narrow."""
    made = agreement("ccn-66-avenant-354", title="Mesures salariales", themes=["salaires"])
    decided = event(made, "agree", jo=date(2020, 10, 29)).act
    signature(made, "cfdt")
    refused = {}
    for path in (
        "/admin/",
        "/admin/publier/",
        "/admin/agreements/agreement/",
        "/admin/agreements/agreement/?q=zzzz",
        "/admin/agreements/agreement/add/",
        f"/admin/agreements/agreement/{made.pk}/change/",
        f"/admin/journal/entry/?fiche=agreements.agreement:{made.pk}",
        f"/admin/agreements/agreement/{made.pk}/delete/",
        f"/admin/agreements/act/{decided.pk}/change/",
        f"/admin/agreements/act/{decided.pk}/decisions/",
        "/admin/agreements/organisation/",
        "/admin/members/association/",
        "/admin/members/association/importer/",
    ):
        page = logged_in(path)
        assert "introuvable" not in page.title().lower() and page.url.endswith(path), path
        for width, scheme in ((1280, "light"), (375, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(300)
            if faults := accessibility_faults(page):
                refused[path, width] = faults
    assert refused == {}


@pytest.mark.parametrize(
    "path", ["agreements/agreement", "agreements/act", "agreements/event", "journal/entry"]
)
def test_a_list_is_read_downwards_on_a_phone(logged_in, path):
    """Nothing is out of sight on the right: each value comes under the name of its column."""
    made = agreement("ccn-66-avenant-354", title="Mesures " * 12, dated=date(2020, 6, 23))
    event(made, "agree", jo=date(2020, 10, 29))
    Entry.objects.create(by="chef", kind="edition", what="Édition 1", why="Un essai")
    page = logged_in(f"/admin/{path}/", 375)
    outside = """[...document.querySelectorAll('#result_list tbody *')]
        .filter(one => one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML)"""
    assert page.evaluate(outside) == []
    named = page.locator("#result_list tbody td[data-label]")
    assert named.count() and all(
        named.nth(place).get_attribute("data-label") for place in range(named.count())
    )
    assert accessibility_faults(page) == []


def test_a_list_of_many_years_and_pages_is_for_fingers_too(logged_in):
    for year in range(1955, 2026):
        act(date(year, 6, 1), date(year, 7, 1))
    page = logged_in("/admin/agreements/act/")
    assert page.locator(".toplinks a").count() > 70 and page.locator(".paginator a").count()
    assert accessibility_faults(page) == []


def test_the_home_stands_in_two_columns_that_do_not_overlap(logged_in):
    """For who publishes as for who does not: the tables on one side, one’s own writings on the other."""
    page = logged_in("/admin/")
    boxes = {
        name: page.locator(name).first.bounding_box()
        for name in ("#content-main", "#content-related", ".ways-in")
    }
    main, beside, ways = boxes.values()
    assert main["x"] + main["width"] <= beside["x"] and main["width"] > 700
    assert ways["x"] == main["x"], "on the side of the tables"
    assert page.locator("link[rel=icon]").count() == 1


@pytest.mark.parametrize("width", [1280, 375])
def test_what_is_asked_before_it_is_written_is_narrow_and_named(logged_in, width):
    made = event(agreement(dated=date(2020, 6, 23)), "agree", date(2020, 10, 21), jo=date(2020, 10, 29)).act
    page = logged_in(f"/admin/agreements/act/{made.pk}/change/", width)
    page.fill("#id_on", "21/10/2010")
    page.fill("#id_published_on", "29/10/2010")
    page.locator("[name=_save]").first.click()
    page.wait_for_selector(".refused-writing")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_faults(page) == []
    page.get_by_label("Je confirme ce qui précède").check()
    page.locator("[name=_save]").first.click()
    page.wait_for_selector(".messagelist")


def test_axe_finds_nothing_at_the_door(address, page):
    page.goto(f"{address}/admin/login/")
    assert page.locator("#id_password").is_visible()
    assert accessibility_faults(page) == []
