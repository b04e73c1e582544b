"""The face of the portal in a real browser: nothing moves while a page comes, and signs stay without colours."""

import pytest

from tests.browser import watch

LIST = "/accords/?convention=ccn-66&date=2020-10-27"
PAGES = ["/", "/accords/", LIST, "/accords/?densite=compacte", "/accords/ccn-66-avenant-354/", "/suivi/"]
#: A shift that a reader would see; a busy browser may lay a line out twice for much less.
SEEN = 0.02
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifted += entry.value })
  .observe({type: 'layout-shift', buffered: true});
"""


@pytest.fixture
def visit(browser, site):
    """Open a page in a window of its own kind; a fault that a browser tells fails the test."""
    contexts, faults = [], []

    def open_page(address, **kind):
        contexts.append(browser.new_context(base_url=site.origin, locale="fr-FR", **kind))
        page = contexts[-1].new_page()
        faults.append(watch(page))
        page.add_init_script(SHIFTS)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not any(faults)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_moves_while_a_page_comes(visit, address):
    for width in (375, 1280):
        page = visit(address, viewport={"width": width, "height": 800})
        page.wait_for_function("document.fonts.status === 'loaded'")
        assert page.evaluate("window.shifted") < SEEN, width


def test_signs_stay_when_colours_are_forced_and_on_paper(visit):
    """A mask over a colour: where the colour is dropped, the sign is."""
    for kind in ({"forced_colors": "active"}, {}):
        page = visit(LIST, **kind)
        page.emulate_media(media="screen" if kind else "print", **kind)
        shown, behind, adjusted = page.evaluate(
            """() => {
              const sign = getComputedStyle(document.querySelector('.rows .state'), '::before');
              const back = getComputedStyle(document.body).backgroundColor;
              return [sign.backgroundColor, back, sign.printColorAdjust];
            }"""
        )
        assert shown != behind
        assert adjusted == "exact"


def test_on_paper_a_list_is_a_table_and_nothing_else(visit):
    page = visit(LIST, viewport={"width": 688, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.rows tbody tr')).display") == "table-row"
    for gone in ("nav", ".filters", ".day-form", ".sorts"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".as-of").is_visible()


def test_the_contents_of_a_long_page_stay_in_sight(visit):
    page = visit("/accords/ccn-66-avenant-354/", viewport={"width": 1280, "height": 600})
    contents = page.locator(".contents")
    page.evaluate("window.scrollTo(0, 900)")
    assert 0 <= contents.bounding_box()["y"] < 100


def test_filters_are_beside_rows_when_there_is_room_and_folded_when_there_is_not(visit):
    assert visit("/accords/", viewport={"width": 1280, "height": 800}).locator(".facet a").first.is_visible()
    narrow = visit("/accords/", viewport={"width": 375, "height": 800})
    assert not narrow.locator(".facet a").first.is_visible()
    narrow.locator(".facets > summary").click()
    assert narrow.locator(".facet a").first.is_visible()


@pytest.mark.parametrize("address", [LIST, "/accords/?convention=ccn-66&tri=ancien&date=2020-10-27"])
def test_on_a_phone_nothing_unsure_is_left_unsaid(visit, address):
    """A row leaves out what nearly all rows say, and the note names it: never what is probable or not known."""
    page = visit(address, viewport={"width": 375, "height": 800})
    assert page.locator(".on-phones").is_visible()
    unsure = page.locator(".rows tbody").locator(".state.probable, .state.is-inconnu")
    assert unsure.count()
    assert all(state.is_visible() for state in unsure.all())
    assert not page.locator(".rows tbody .is-signe:not(.probable)").first.is_visible()


#: The room that a field keeps beside its words, at the least.
CROSS = 12
PLACEHOLDERS = """
() => [...document.querySelectorAll('input[placeholder]')].filter(field => field.offsetWidth).map(field => {
  const drawn = document.createElement('canvas').getContext('2d'), style = getComputedStyle(field);
  drawn.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return [field.placeholder, drawn.measureText(field.placeholder).width, room];
})
"""


@pytest.mark.parametrize(
    "address",
    ["/", "/accords/", "/actes/", "/suivi/", "/adherents/", "/sources/", "/comparer/", "/accords/?tri=x"],
)
def test_no_example_is_cut_in_its_field(visit, address):
    for width in (375, 1280):
        page = visit(address, viewport={"width": width, "height": 800})
        for words, long, room in page.evaluate(PLACEHOLDERS):
            assert long + CROSS <= room, (words, width)


def test_every_box_to_tick_has_one_size(visit):
    sizes = set()
    for width in (375, 1280):
        page = visit("/applicable/", viewport={"width": width, "height": 800})
        sizes |= {
            (round(box["width"]), round(box["height"]))
            for box in (one.bounding_box() for one in page.locator("main input[type=checkbox]").all())
        }
    assert len(sizes) == 1
