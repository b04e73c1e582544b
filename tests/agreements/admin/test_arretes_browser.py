"""An arrêté of thirty lines, entered as an editor does: every screen, click, keystroke and second is counted.

Before there was this page: eleven screens, forty clicks, two hundred keystrokes for fourteen texts.
"""

from datetime import date
from time import monotonic

import pytest

from agreements.models import Act, Event
from portal.french.writing import of_date
from tests.agreements.admin.counting import COUNTERS, counted
from tests.agreements.importers.arretes.acts import agrement
from tests.browser import accessibility_faults
from tests.builders import agreement, convention, signature

pytestmark = pytest.mark.slow
MOST_SCREENS, MOST_CLICKS = 3, 8


@pytest.fixture
def thirty_lines(transactional_db) -> str:
    """The words of an arrêté: twenty-six texts agreed, of which two are not recorded, and four refused."""
    lines = {"15 mars 1966": [], "1er mars 1979": []}
    fields = {"15 mars 1966": ("ccn-66", 413), "1er mars 1979": ("ccn-79", 1001)}
    for (founded, (slug, idcc)), count in zip(fields.items(), (20, 8), strict=True):
        convention(slug, name=slug.upper(), idcc=idcc, in_sector=True)
        for number in range(301, 301 + count):
            dated = date(2010, 1 + number % 9, 1 + number % 28)
            text = agreement(f"{slug}-avenant-{number}", number=str(number), dated=dated, conventions=[slug])
            signature(text, "nexem", on=dated)
            signature(text, "cfdt", on=dated)
            lines[founded].append(f"Avenant n° {number} {of_date(dated)} relatif aux essais.\n")
    lines["15 mars 1966"] += [
        f"Avenant n° {number} du 3 mai 2010 relatif aux essais.\n" for number in (401, 402)
    ]
    agreed = "".join(
        f"{rank}. – Convention collective nationale du {founded}\n{''.join(told[:18] if rank == 'II' else told[4:])}"
        for rank, (founded, told) in zip(("I", "II"), lines.items(), strict=True)
    )
    refused = f"I. – Convention collective nationale du 15 mars 1966\n{''.join(lines['15 mars 1966'][:4])}"
    return agrement(agreed, refused)


def test_from_paste_to_saved(logged_in, thirty_lines):
    page = logged_in()
    page.context.add_init_script(COUNTERS)
    page.reload()
    began, screens = monotonic(), [page.url]
    page.get_by_role("link", name="Un arrêté est paru").click()
    screens.append(page.url)
    page.locator("#id_words").evaluate(
        "(field, words) => { field.value = words; }", thirty_lines
    )  # one paste
    page.get_by_role("button", name="Lire").click()
    page.wait_for_selector(".decisions")
    screens.append("review")
    assert page.locator(".decisions tbody tr").count() == 30
    assert page.locator(".decisions .unsettled").count() == 2
    for row in range(2):
        page.locator(".decisions .unsettled").nth(row).get_by_label("Créer").click()
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector(".messagelist")
    took, made = monotonic() - began, counted(page)
    told = f"{len(screens)} écrans, {made['clicks']} clics, {made['keys']} touches, {took:.1f} s"
    print(told)
    assert Event.objects.filter(act=Act.objects.get()).count() == 30
    assert Event.objects.filter(nature="refus-agrement").count() == 4
    assert len(screens) <= MOST_SCREENS and made["clicks"] <= MOST_CLICKS and not made["keys"], told


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_are_narrow_and_named(logged_in, thirty_lines, width):
    page = logged_in("/admin/agreements/act/paru/", width)
    assert accessibility_faults(page) == []
    page.fill("#id_words", thirty_lines)
    page.get_by_role("button", name="Lire").click()
    page.wait_for_selector(".decisions")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_faults(page) == []
