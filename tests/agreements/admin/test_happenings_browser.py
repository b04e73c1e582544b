"""The five entries as an editor makes them, from the home to what is saved: screens, clicks, keystrokes counted."""

from datetime import date

import pytest

from agreements.models import Agreement, ConventionParty
from tests.agreements.admin.counting import COUNTERS, counted
from tests.browser import accessibility_faults
from tests.builders import agreement, audience, convention, organisation, signature

pytestmark = pytest.mark.slow
MOST_SCREENS, MOST_CLICKS = 3, 8


@pytest.fixture
def text(transactional_db) -> Agreement:
    held = convention("ccn-66", name="CCN 66", idcc=413, in_sector=True)
    audience(held, CFDT=40, CGT=35, SUD=25)
    organisation("nexem", name="Nexem")
    made = agreement("ccn-66-avenant-342", number="342", title="Les congés", dated=date(2017, 11, 29))
    signature(made, "nexem", on=date(2017, 11, 29))
    signature(made, "cfdt", on=date(2017, 11, 29))
    return made


def choose(page, field: str, words: str):
    """As one does: open the list, type, take the first."""
    page.locator(f"#id_{field} + .select2-container").click()
    page.locator(".select2-search__field").last.type(words)
    page.locator(".select2-results__option--selectable, .select2-results__option--highlighted").first.click()


def opening(page):
    page.get_by_label("CCN 66").check()
    page.get_by_label("Numéro").type("364")
    page.get_by_label("Objet").type("Mesures salariales")
    page.get_by_label("Ouvert à la signature le").type("4 juin 2020")


def session(page):
    with page.expect_navigation():  # whom to tick first depends on the text
        choose(page, "text", "avenant 342")
    page.locator("#id_on").type("04.12.2017")
    page.get_by_label("CGT").check()
    page.get_by_label("SUD").check()


def opinion(page):
    page.get_by_label("L’avis").select_option("avis-cna")
    page.get_by_label("Rendu le").type("15/03/2018")
    choose(page, "others", "avenant 342")


def adhesion(page):
    choose(page, "organisation", "cgt")
    page.get_by_label("Ou à une convention").select_option(label="CCN 66")
    page.locator("#id_on").type("1er juin 2018")


ENTRIES = {
    "Un texte est ouvert à la signature": (opening, lambda text: Agreement.objects.filter(number="364")),
    "Un texte est signé": (session, lambda text: text.signatures.filter(on=date(2017, 12, 4))),
    "Une opposition est notifiée": (
        session,
        lambda text: text.events.filter(nature="opposition-majoritaire"),
    ),
    "Un avis est rendu": (opinion, lambda text: text.events.filter(nature="avis-cna")),
    "Une organisation adhère": (adhesion, lambda text: ConventionParty.objects.filter(reach="avenants")),
}


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("title", ENTRIES)
def test_from_the_home_to_what_is_saved(logged_in, text, title, width):
    fill, found = ENTRIES[title]
    page = logged_in("/admin/", width)
    page.context.add_init_script(COUNTERS)
    page.reload()
    page.get_by_role("link", name=title).click()
    page.wait_for_selector("form.happening")
    assert accessibility_faults(page) == []
    fill(page)
    page.get_by_label("Titre").type("Un communiqué")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Relire").click()
    page.wait_for_selector("[name=_relu]", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector(".messagelist")
    made = counted(page)
    print(f"{title} : {MOST_SCREENS} écrans, {made['clicks']} clics, {made['keys']} touches")
    assert found(text).exists()
    assert made["clicks"] <= MOST_CLICKS
