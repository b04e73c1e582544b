"""Identifiers: proposed in the form of the house; renamed or merged, the old address leads to the page for ever."""

from datetime import date

import pytest
from django.conf import settings as project
from django.test import Client, override_settings

from agreements.models import (
    Act,
    Agreement,
    Alias,
    Convention,
    Divergence,
    Event,
    FormerIdentifier,
    Organisation,
    Signature,
    Source,
)
from portal.journal.models import Entry
from tests import builders as make
from tests.agreements.admin.admin_fixtures import add_row, errors, filled_in, page

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def rename(editor, fact, slug):
    sent = filled_in(editor.get(page(type(fact), "change", fact.pk)))
    return editor.post(page(type(fact), "change", fact.pk), sent | {"slug": slug})


#: The settings of the process that readers ask.
READERS = {"ROOT_URLCONF": "portal.urls", "MIDDLEWARE": project.PUBLIC_MIDDLEWARE}


def reader(published) -> Client:
    """Who reads what is published: not the browser of the editor, which has another process."""
    published()
    return Client()


# -- Proposed ------------------------------------------------------------------------------------------------


def test_an_identifier_left_empty_is_proposed_in_the_form_of_the_house(editor):
    read = make.source()
    field = make.convention("ccn-66")
    for expected in ("ccn-66-avenant-364", "ccn-66-avenant-364-2"):
        sent = filled_in(editor.get(page(Agreement, "add")))
        sent |= {"kind": "avenant", "number": "n° 364", "title": "Salaires", "conventions": [field.pk]}
        add_row(sent, "citations", source=read.pk, seen="tout")
        response = editor.post(page(Agreement, "add"), sent)
        if response.status_code == 200:  # it has a namesake, which is to be confirmed
            seal = response.context["refusal"].asked.seal
            response = editor.post(page(Agreement, "add"), sent | {"_confirmer": seal})
        assert response.status_code == 302, errors(response)
        assert Agreement.objects.filter(slug=expected).exists()
    sent = filled_in(editor.get(page(Act, "add"))) | {"kind": "arrete-agrement", "published_on": "29/10/2020"}
    assert editor.post(page(Act, "add"), sent).status_code == 302
    assert Act.objects.get().slug == "arrete-agrement-jo-2020-10-29"
    sent = filled_in(editor.get(page(Organisation, "add"))) | {
        "name": "Fédération d’essai",
        "college": "employeur",
    }
    assert editor.post(page(Organisation, "add"), sent).status_code == 302
    assert Organisation.objects.get().slug == "federation-dessai"


# -- Renamed -------------------------------------------------------------------------------------------------

PAGES = ["/", ".json", ".csv", ".ics", ".atom"]


def old_addresses(site, before: str, after: str, list_name: str, formats):
    for form in formats:
        answer = site.get(f"/{list_name}/{before}{form}?date=2021-01-01")
        asked = site.get(f"/{list_name}/{after}{form}")
        if asked.status_code == 404:
            continue
        expected = f"/{list_name}/{after}{form}?date=2021-01-01"
        assert (answer.status_code, answer["Location"]) == (301, expected), form
        yield form


@pytest.mark.parametrize(
    ("model", "list_name"),
    [(Agreement, "accords"), (Act, "actes"), (Organisation, "organisations"), (Convention, "conventions")],
)
def test_a_renamed_record_is_found_at_its_old_address_for_ever(editor, published, model, list_name):
    text = make.agreement("le-texte")
    act = make.act(date(2020, 10, 2), date(2020, 10, 29), slug="l-acte")
    make.event(text, "agree", act=act)
    make.signature(text, "nexem")
    fact = model.objects.get()
    first = fact.slug
    for slug in ("un-nom", "un-autre-nom"):
        assert rename(editor, fact, slug).status_code == 302
        fact.refresh_from_db()
    with override_settings(**READERS):
        site = reader(published)
        for before in (first, "un-nom"):
            assert list(old_addresses(site, before, "un-autre-nom", list_name, PAGES))
    assert rename(editor, fact, first).status_code == 302
    assert not FormerIdentifier.objects.filter(slug=first).exists()


def test_a_filter_by_an_old_identifier_leads_to_the_present_one(editor, published):
    make.organisation("nexem", name="Union nationale")  # whose name is not what it was identified by
    make.signature(make.agreement("le-texte"), "nexem")
    rename(editor, Organisation.objects.get(), "nexem-national")
    with override_settings(**READERS):
        answer = reader(published).get("/accords/?signataire=nexem&date=2021-01-01")
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/accords/?signataire=nexem-national&date=2021-01-01",
    )


def test_an_identifier_that_was_another_s_is_not_given_again(editor):
    first, other = make.agreement("le-premier"), make.agreement("un-autre")
    rename(editor, first, "renomme")
    response = rename(editor, other, "le-premier")
    assert response.status_code == 200
    assert "il y mène pour toujours" in errors(response)
    other.refresh_from_db()
    assert other.slug == "un-autre"


# -- Merged --------------------------------------------------------------------------------------------------


def preview(editor, kept, named, **sent):
    return editor.post(page(type(kept), "merge", kept.pk), {"avec": named, **sent})


def merge(editor, kept, named, **sent):
    shown = preview(editor, kept, named, **sent)
    assert shown.status_code == 200 and not shown.context.get("faults"), shown.context.get("faults")
    answer = preview(editor, kept, named, _confirmer=shown.context["seal"], _pourquoi="un doublon", **sent)
    assert answer.status_code == 302
    kept.refresh_from_db()
    return shown.context["done"]


@pytest.fixture
def pair(db):
    """Two records of one text: each has facts that the other lacks, some that it has, some that contradict it."""
    kept = make.agreement("ccn-66-avenant-1", number="1", title="Salaires", dated=date(2020, 1, 15))
    lost = make.agreement(
        "ccn-66-avenant-1-bis", number="1", title="Les salaires", dated=date(2020, 1, 16), note="lu"
    )
    act = make.act(date(2020, 10, 2), date(2020, 10, 29))
    other = make.act(date(2020, 10, 3), date(2020, 10, 30))
    make.event(kept, "agree", act=act)
    make.event(lost, "agree", act=other)
    make.event(lost, "depot", on=date(2020, 2, 1))
    for text, day in ((kept, date(2020, 1, 15)), (lost, date(2020, 1, 16))):
        make.signature(text, "nexem", on=day)
    make.signature(lost, "cfdt")
    make.relation(make.agreement("ccn-66-avenant-2", number="2"), "modifie", lost)
    return kept, lost


def test_a_preview_writes_nothing(editor, pair):
    kept, lost = pair
    shown = preview(editor, kept, lost.slug).content.decode()
    assert "Rien n’est encore enregistré" in shown and "Les salaires" in shown and "dépôt" in shown
    assert Agreement.objects.count() == 3
    assert (
        not Entry.objects.exists()
        and not Divergence.objects.exists()
        and not FormerIdentifier.objects.exists()
    )


def test_two_texts_become_one(editor, pair, published):
    kept, lost = pair
    done = merge(editor, kept, lost.slug)
    assert not Agreement.objects.filter(pk=lost.pk).exists()
    assert (kept.title, kept.note) == ("Salaires", "lu")
    assert sorted(kept.events.values_list("nature", flat=True)) == ["agree", "agree", "depot"]
    assert sorted(row.organisation.slug for row in kept.signatures.all()) == ["cfdt", "nexem"]
    assert Signature.objects.get(organisation__slug="nexem").on == date(2020, 1, 15)
    assert kept.incoming.get().agreement.slug == "ccn-66-avenant-2"
    assert (
        len(done.divergences) == Divergence.objects.count() == 4
    )  # title, day of the text, of Nexem, of the agrément
    told = Divergence.objects.get(subject="titre")
    assert [value.value for value in told.values.all()] == ["Salaires", "Les salaires"]
    entry = Entry.objects.get()
    assert (entry.key, entry.why) == (str(kept.pk), "un doublon")
    with override_settings(**READERS):
        answer = reader(published).get("/accords/ccn-66-avenant-1-bis/")
    assert (answer.status_code, answer["Location"]) == (301, "/accords/ccn-66-avenant-1/")


def test_what_the_other_says_better_is_taken(editor, pair):
    kept, lost = pair
    merge(editor, kept, lost.slug, **{"_de-l-autre": ["title"]})
    assert kept.title == "Les salaires"
    assert Divergence.objects.filter(subject="titre").exists()


def test_two_acts_become_one(editor):
    one, other = make.agreement("un"), make.agreement("deux")
    kept = make.act(date(2020, 10, 2), slug="l-acte")
    lost = make.act(date(2020, 10, 2), date(2020, 10, 29), slug="le-meme", nor="SSAA2028393A")
    make.event(one, "agree", act=kept)
    make.event(one, "agree", act=lost)
    make.event(other, "agree", act=lost)
    merge(editor, kept, "le-meme")
    assert (kept.nor, kept.published_on) == ("SSAA2028393A", date(2020, 10, 29))
    assert sorted(event.agreement.slug for event in kept.events.all()) == ["deux", "un"]
    assert FormerIdentifier.now("le-meme", Act) == "l-acte"


def test_two_organisations_become_one_and_no_name_is_lost(editor):
    text = make.agreement("un")
    make.signature(text, "nexem")
    lost = make.organisation("nexem-bis", name="Nexem (national)", acronym="NXM")
    Signature.objects.create(
        agreement=make.agreement("deux"), organisation=lost, mode="signature"
    ).sources.add(make.source())
    kept = Organisation.objects.get(slug="nexem")
    merge(editor, kept, "nexem-bis")
    assert kept.signatures.count() == 2
    assert set(Alias.objects.values_list("name", flat=True)) == {"Nexem (national)"}
    assert kept.acronym == "NXM"


def test_two_sources_become_one(editor):
    kept, lost = make.source("Un bulletin"), make.source("Le même bulletin", published_on=date(2019, 12, 1))
    text = make.agreement("un")
    event = make.event(text, "depot", on=date(2020, 2, 1))
    event.sources.set([lost])
    merge(editor, kept, str(lost.pk))
    assert list(event.sources.all()) == [kept]
    assert kept.published_on == date(2019, 12, 1)
    assert not Source.objects.filter(pk=lost.pk).exists()


def test_what_cannot_be_one_is_refused_in_words(editor):
    kept, other = make.organisation("nexem"), make.organisation("cfdt")
    shown = preview(editor, kept, other.slug)
    assert "ce n’est pas la même organisation" in shown.content.decode()
    assert "Aucune fiche ne porte" in preview(editor, kept, "rien").content.decode()
    assert Organisation.objects.count() == 2


def test_two_texts_that_say_the_contrary_are_asked_about(editor, pair):
    """An agreed text and one that never existed are hardly one text: the preview says so before anything else."""
    kept, lost = pair
    assert preview(editor, kept, lost.slug).context["found"].asked == [], "the same states, on other days"
    make.event(kept, "opposition-majoritaire", on=date(2020, 2, 1))
    kept.events.filter(nature="agree").delete()
    shown = preview(editor, kept, lost.slug)
    [said] = [line for line in shown.context["found"].asked if line.startswith("Signature\xa0: ")]
    assert said == (
        "Signature\xa0: celle qui reste est «\xa0Réputé non écrit\xa0», l’autre «\xa0Signé\xa0». "
        "Est-ce bien le même texte\xa0?"
    )
    page_shown = shown.content.decode()
    assert page_shown.index("Est-ce bien le même texte") < page_shown.index("Ce qu’elles disent autrement")


def test_the_events_of_a_merged_text_are_all_there(editor, pair):
    kept, lost = pair
    before = Event.objects.count()
    merge(editor, kept, lost.slug)
    assert Event.objects.count() == kept.events.count() == before
