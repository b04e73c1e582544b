"""Every type of page under axe, whole and open, light and dark, on a telephone and on a desk; then what axe cannot see.

The rules are those of RGAA 4, of WCAG 2.2 AA, and the best practices of axe.
"""

import pytest

from tests.browser import RULES, accessibility_faults, let_connections_end, watch
from tests.reading import parsed

#: Every type of public page, with and without results.
PAGES = [
    "/",
    "/?date=2020-10-27",
    "/accords/?convention=ccn-66&par_page=15",
    "/accords/?convention=ccn-66&agrement=agree&signataire=cfdt&date=2020-10-27",
    "/accords/?q=zzzz",
    "/accords/ccn-66-avenant-354/?date=2020-10-27",
    "/accords/bass-accord-2019-02/",
    "/accords/ccn-66-avenant-357/",
    "/accords/bass-negociation-ccue/",
    "/accords/ccn-66-avenant-354/?date=1950-01-01",
    "/actes/?par_page=15",
    "/actes/?nor=ZZZZ",
    "/actes/arrete-2003-10-23/",
    "/actes/arrete-2003-10-23/?date=1950-01-01",
    "/comparer/",
    "/comparer/?a=ccn-66-avenant-354",
    "/comparer/?a=ccn-66-avenant-354&b=ccn-66-avenant-357",
    "/conventions/",
    "/conventions/ccn-66/",
    "/conventions/chrs/?date=1950-01-01",
    "/organisations/",
    "/organisations/cfdt/",
    "/suivi/?date=2020-10-27",
    "/suivi/?q=zzzz",
    "/suivi/anomalies/?genre=sans-signataire&convention=chrs",
    "/suivi/signatures/?convention=ccn-66&par_page=20",
    "/changements/?du=2020-01-01&au=2020-12-31",
    "/changements/?du=1950-01-01&au=1950-12-31",
    "/changements/editions/",
    "/applicable/",
    "/applicable/?convention=chrs&membre=nexem&date=2021-01-15",
    "/adherents/?region=bretagne&par_page=15",
    "/adherents/?q=zzzz",
    "/adherents/demonstration-0300/?date=1985-01-01",
    "/chiffres/",
    "/mesures/",
    "/mesures/ccn-66/",
    "/mesures/chrs/?date=1950-01-01",
    "/sources/?q=bulletin",
    "/sources/deductions/",
    "/glossaire/",
    "/editions/",
    "/accessibilite/",
    "/mentions-legales/",
    "/accords/?type=x",
    "/nulle-part/",
]
#: All the rules at both widths; what depends on colours, again in the other colours.
VIEWS = [
    (1280, "light", RULES),
    (1280, "dark", ["color-contrast"]),
    (375, "dark", RULES),
    (375, "light", ["color-contrast"]),
]
OPEN_ALL = "document.querySelectorAll('details').forEach(details => details.open = true)"


@pytest.fixture(scope="module")
def visitor(browser, site):
    """One window for all the pages, since a new one takes longer than a page."""
    context = browser.new_context(base_url=site.origin, locale="fr-FR")
    page = context.new_page()
    faults = watch(page)
    yield page
    context.close()
    let_connections_end()
    assert not faults


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(visitor, address):
    visitor.goto(address)
    visitor.evaluate(OPEN_ALL)
    for width, scheme, rules in VIEWS:
        visitor.set_viewport_size({"width": width, "height": 800})
        visitor.emulate_media(color_scheme=scheme)
        assert accessibility_faults(visitor, rules) == [], (width, scheme)


@pytest.mark.parametrize("address", PAGES)
def test_the_html_of_a_page_is_valid(reader, address):
    page = parsed(reader.get(address))
    levels = [int(heading.name[1]) for heading in page.query("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    labelled = {node.attrs.get("for") for node in page.query("label")} - {None}
    for field in page.query("input:not([type=hidden]):not([type=checkbox]), select"):
        assert field.attrs.get("id") in labelled or field.attrs.get("aria-label"), field.attrs


# -- What axe cannot see -----------------------------------------------------------------------------------

#: WCAG 1.4.12: what a reader may ask of the spacing of text.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
SPACED += " p { margin-block-end: 2em !important }"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """
[...document.querySelectorAll('body *')].filter(node => {
  const style = getComputedStyle(node);
  return !node.closest('.visually-hidden, [role=region], svg') && style.overflowX === 'hidden'
    && node.scrollWidth > node.clientWidth + 1;
}).map(node => node.outerHTML.slice(0, 80))
"""


@pytest.mark.parametrize("address", PAGES[::3])
def test_text_may_be_spaced_or_enlarged(visitor, address):
    """At 320 pixels, which is a window of 1,280 zoomed four times, spaced; and zoomed twice."""
    visitor.set_viewport_size({"width": 320, "height": 256})
    visitor.goto(address)
    visitor.evaluate(OPEN_ALL)
    visitor.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet] }",
        SPACED,
    )
    assert visitor.evaluate(OVERFLOW) <= 0
    assert visitor.evaluate(CUT) == []
    visitor.set_viewport_size({"width": 640, "height": 400})
    assert visitor.evaluate(OVERFLOW) <= 0


MOVING = """
[...document.querySelectorAll('*')].filter(node => {
  const style = getComputedStyle(node);
  return style.scrollBehavior === 'smooth' || parseFloat(style.transitionDuration) || style.animationName !== 'none';
}).length
"""


def test_nothing_moves_for_who_asks_for_stillness(visitor):
    visitor.emulate_media(reduced_motion="reduce")
    for address in ("/", "/accords/", "/accords/ccn-66-avenant-354/"):
        visitor.goto(address)
        assert visitor.evaluate(MOVING) == 0
    visitor.emulate_media(reduced_motion="no-preference")


def test_signs_are_still_drawn_with_forced_colours(visitor):
    """The sign of a state takes the colour of the text, which is never that of the ground."""
    visitor.emulate_media(forced_colors="active")
    visitor.set_viewport_size({"width": 1280, "height": 800})
    visitor.goto("/accords/?convention=ccn-66")
    grounds = visitor.evaluate(GROUNDS)
    visitor.emulate_media(forced_colors="none")
    assert len(grounds) > 40
    assert not [pair for pair in grounds if pair["sign"] == pair["ground"]]


GROUNDS = """
[...document.querySelectorAll('.rows .state')].map(node => {
  const sign = getComputedStyle(node, '::before'), box = getComputedStyle(node.querySelector('.state-sign') || node);
  const drawn = sign.content !== 'none' ? sign : box;
  return {sign: drawn.backgroundColor === 'rgba(0, 0, 0, 0)' ? drawn.color : drawn.backgroundColor,
          ground: getComputedStyle(document.body).backgroundColor};
})
"""

FOCUSED = """
(() => {
  const node = document.activeElement, box = node.getBoundingClientRect(), style = getComputedStyle(node);
  if (node === document.body) return null;
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 10), 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    at: [Math.round(box.top + scrollY), Math.round(box.left)],
    name: node.outerHTML.slice(0, 90),
    outlined: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none' || !!node.closest('svg'),
    seen: box.bottom > 0 && box.top < innerHeight && (node.contains(top) || !!top && top.contains(node)),
  };
})()
"""


@pytest.mark.parametrize(
    "address", ["/", "/accords/?convention=ccn-66", "/accords/ccn-66-avenant-354/", "/adherents/"]
)
@pytest.mark.parametrize("width", [1280, 375])
def test_the_focus_is_always_seen(visitor, address, width):
    """Sixty steps of the keyboard: each is outlined, on the screen, and under nothing."""
    visitor.set_viewport_size({"width": width, "height": 800})
    visitor.goto(address)
    steps = []
    for _ in range(60):
        visitor.keyboard.press("Tab")
        steps.append(visitor.evaluate(FOCUSED))
    reached = [step for step in steps if step]
    assert len({step["name"] for step in reached}) > 15
    assert "Aller au contenu" in reached[0]["name"]
    outlined = {step["name"] for step in reached if step["outlined"]}  # a date has several stops
    assert {step["name"] for step in reached} - outlined == set()
    assert [step["name"] for step in reached if not step["seen"]] == []
