"""A day’s work of a new editor, as docs/saisie.md tells it: each step by its button, in a browser, to the end."""

from datetime import date

import pytest

from agreements.models import Act, Agreement
from portal.edition import store
from tests.agreements.admin.counting import COUNTERS, counted
from tests.agreements.importers.arretes.acts import agrement
from tests.builders import agreement, audience, convention, organisation, signature

pytestmark = pytest.mark.slow


@pytest.fixture
def field(transactional_db):
    held = convention("ccn-66", name="CCN 66", idcc=413, in_sector=True)
    audience(held, CFDT=40, CGT=35, SUD=25)
    organisation("nexem", name="Nexem")
    made = agreement("ccn-66-avenant-354", number="354", dated=date(2010, 6, 23))
    signature(made, "nexem", on=date(2010, 6, 23))
    signature(made, "cfdt", on=date(2010, 6, 23))
    return agreement("ccn-66-texte-2018-06-04", number="", title="Mesures salariales").slug


def choose(page, words: str):
    page.locator("#id_text + .select2-container").click()
    page.locator(".select2-search__field").last.type(words)
    with page.expect_navigation():  # whom to tick first depends on the text
        page.locator(".select2-results__option", has_text=words.split()[-1]).first.click()


def look_over_and_save(page, source: str):
    page.get_by_label("Titre").type(source)
    page.get_by_role("button", name="Relire").click()
    page.wait_for_selector("[name=_relu]", state="attached")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector(".messagelist")


def home(page, button: str):
    page.get_by_role("link", name="Portail des accords : administration").click()
    page.get_by_role("link", name=button).click()


def test_a_day(logged_in, field):
    page, twice = logged_in(), field
    page.context.add_init_script(COUNTERS)
    page.reload()
    # An arrêté
    page.get_by_role("link", name="Un arrêté est paru").click()
    words = agrement(
        "I. – Convention collective nationale du 15 mars 1966\nAvenant n° 354 du 23 juin 2010.\n"
    )
    page.locator("#id_words").evaluate("(field, words) => { field.value = words; }", words)
    page.get_by_role("button", name="Lire").click()
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector(".messagelist")
    act = Act.objects.get()
    assert act.events.get().nature == "agree"
    # An avenant, opened
    home(page, "Un texte est ouvert à la signature")
    page.get_by_label("CCN 66").check()
    page.get_by_label("Numéro").type("364")
    page.get_by_label("Objet").type("Mesures salariales")
    page.get_by_label("Ouvert à la signature le").type("4 juin 2018")
    look_over_and_save(page, "Un courrier de la branche")
    text = Agreement.objects.get(number="364")
    # … signed, from its own page
    page.get_by_role("link", name="Signé", exact=True).click()
    page.locator("#id_on").type("12.06.2018")
    page.get_by_label("Date que porte le texte").type("12/06/18")
    page.get_by_label("Nexem").check()
    page.get_by_label("CFDT").check()
    look_over_and_save(page, "Le texte signé")
    text.refresh_from_db()
    assert (text.dated, text.signatures.count()) == (date(2018, 6, 12), 2)
    # … opposed, found by its name
    home(page, "Une opposition est notifiée")
    choose(page, "CCN66 364")
    page.locator("#id_on").type("25 juin 2018")
    page.get_by_label("CGT").check()
    page.get_by_label("SUD").check()
    look_over_and_save(page, "La lettre d’opposition")
    assert text.events.filter(nature="opposition-majoritaire").exists()
    # The date of a Journal officiel, corrected
    page.goto(page.url.split("/admin/")[0] + f"/admin/agreements/act/{act.pk}/change/")
    page.fill("#id_published_on", "30 décembre 2010")
    page.get_by_role("button", name="Enregistrer", exact=True).first.click()
    page.get_by_label("Je confirme ce qui précède").check()
    page.get_by_role("button", name="Enregistrer", exact=True).first.click()
    page.wait_for_selector(".messagelist .success")
    act.refresh_from_db()
    assert act.published_on == date(2010, 12, 30)
    # A text recorded twice: one record of two
    page.goto(page.url.split("/admin/")[0] + f"/admin/agreements/agreement/{text.pk}/change/")
    page.get_by_role("link", name="Fusionner une autre fiche dans celle-ci").click()
    page.get_by_label("L’autre fiche").type(twice)
    page.get_by_role("button", name="Voir ce qui serait fusionné").click()
    page.get_by_label("Ce qui montre que c’est une seule fiche").type("le même courrier")
    page.get_by_label("Je confirme ce qui précède").check()
    page.get_by_role("button", name="Fusionner").click()
    page.wait_for_selector(".messagelist .success")
    assert not Agreement.objects.filter(slug=twice).exists()
    # A record too many, and back from the bin
    page.get_by_role("link", name="Supprimer").first.click()
    page.get_by_role("button", name="Mettre à la corbeille").click()
    page.wait_for_selector(".messagelist .success")
    assert not Agreement.objects.filter(pk=text.pk).exists()
    home(page, "Corbeille")
    page.get_by_role("link", name="avenant n° 364").click()
    page.get_by_role("button", name="Sortir de la corbeille").click()
    page.wait_for_selector(".messagelist .success")
    assert text.signatures.count() == 4
    # Published, then read
    page.get_by_role("link", name="Publier").first.click()
    page.get_by_role("button", name="Publier cette édition").click()
    page.wait_for_selector(".messagelist .success")
    assert store.current().number == 1
    made = counted(page)
    print(f"une journée : {made['clicks']} clics, {made['keys']} touches")
    assert made["clicks"] <= 40
