"""Every page of the admin answers, in a number of queries that its rows do not change, and tells the state."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User

from agreements.admin.state import lives
from agreements.compiled.situations import TRACKS
from agreements.law.lifecycle import state_on
from agreements.models import (
    Act,
    Agreement,
    Convention,
    Divergence,
    Event,
    Measure,
    OfficialText,
    Organisation,
    Source,
    Synonym,
    Theme,
)
from agreements.models.facts_of import all_facts, with_facts
from portal.journal.models import Entry
from portal.web.admin_site import site
from tests.agreements.admin.admin_fixtures import page
from tests.builders import (
    agreement,
    convention,
    divergence,
    event,
    measure,
    organisation,
    relation,
    signature,
    source,
    value,
)
from tests.conftest import TODAY

pytestmark = pytest.mark.slow
FACTS = [Act, Agreement, Convention, Divergence, Event, Measure, Organisation, Source, Synonym, Theme]
MODELS = [*FACTS, User, Group]
MOST_QUERIES = 50


@pytest.fixture
def facts(db):
    """One of each fact, tied together."""
    old = agreement("ccn-66-avenant-353", number="353", title="Congés", themes=["salaires"])
    event(old, "agree", jo=date(2019, 5, 3))
    made = agreement("ccn-66-avenant-354", number="354", title="Prévoyance des œuvres", themes=["prevoyance"])
    event(made, "demande-agrement", date(2020, 7, 1))
    event(made, "agree", jo=date(2020, 10, 29))
    signature(made, "nexem")
    signature(made, "cfdt", on=date(2020, 6, 23))
    relation(made, "remplace", old)
    divergence(made, values=[("2020-06-23", "KALI"), ("2020-06-24", "Nexem")])
    value(measure(), "3,82", date(2021, 2, 1), by=made)
    Synonym.objects.create(word="mutuelle", meaning="complémentaire santé")
    return made


def first(model):
    return model.objects.order_by("pk").last()


def test_every_fact_has_its_pages():
    assert set(FACTS) < set(site._registry)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", ["changelist", "add"])
def test_list_and_add(editor, facts, model, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        assert editor.get(page(model, name)).status_code == 200


@pytest.mark.parametrize("model", MODELS[:-1], ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", ["change", "history", "delete"])
def test_change_history_and_delete(editor, facts, model, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = editor.get(page(model, name, first(model).pk), follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_search_answers(editor, facts, model):
    assert editor.get(page(model, "changelist"), {"q": "élan n° 354"}).status_code == 200


def test_the_index_leads_to_each_list_and_to_the_publication(editor):
    text = editor.get("/admin/").content.decode()
    assert all(page(model, "changelist") in text for model in MODELS)
    assert "/admin/publier/" in text
    assert editor.get("/").url == "/admin/"


def test_the_home_knows_one_journal(editor, chief):
    """That of the portal; what Django notes beside it is shown nowhere."""
    LogEntry.objects.create(user=chief, object_repr="Noté par Django", action_flag=2)
    Entry.objects.create(user=chief, by="chef", kind="edition", what="Édition 12", why="Mai")
    Entry.objects.create(by="collègue", kind="edition", what="Édition 11")
    home = editor.get("/admin/").content.decode()
    assert "Mes dernières écritures" in home and "Édition 12" in home and "Édition 11" not in home
    assert "Noté par Django" not in home and "historique" not in home
    assert editor.get("/admin/admin/logentry/").status_code == 404
    assert editor.get(page(Entry, "add")).status_code == 403


def test_the_words_of_the_official_base_are_only_read(editor, facts):
    text = OfficialText.objects.create(
        agreement=facts, kalitext="KALITEXT000043075012", title="Avenant n° 354"
    )
    text.articles.create(kaliarti="KALIARTI1", position=1, number="1", html="<p>Prend effet.</p>")
    assert (
        "Avenant n° 354"
        in editor.get(page(OfficialText, "changelist"), {"q": "kalitext000043"}).content.decode()
    )
    shown = editor.get(page(OfficialText, "change", text.pk)).content.decode()
    assert "Prend effet." in shown
    assert 'name="title"' not in shown
    assert editor.get(page(OfficialText, "add")).status_code == 403


def count(django_capture, editor, path):
    editor.get(path)  # what a process reads once, such as the kinds of content, is not counted
    with django_capture() as captured:
        assert editor.get(path).status_code == 200
    return len(captured)


@pytest.fixture
def queries(django_assert_max_num_queries):
    return lambda: django_assert_max_num_queries(MOST_QUERIES)


def test_rows_of_a_list_cost_no_query(editor, facts, queries):
    paths = [page(model, "changelist") for model in FACTS]
    before = [count(queries, editor, path) for path in paths]
    for number in range(5):
        more = agreement(conventions=[f"convention-{number}"], themes=[f"theme-{number}"])
        event(more, "agree", jo=date(2020, 10, 29), sources=[source(f"source {number}")])
        signature(more, "cgt")
        divergence(more, values=[("1", "a"), ("2", "b")])
        organisation(f"organisation-{number}")
    assert [count(queries, editor, path) for path in paths] == before


def test_rows_of_an_agreement_cost_no_query(editor, facts, queries):
    path = page(Agreement, "change", facts.pk)
    relation(facts, "complete", agreement())
    before = count(queries, editor, path)
    for number in range(5):
        event(facts, "agree", jo=date(2020, 10, 29), sources=[source(f"source {number}")])
        signature(facts, f"organisation-{number}", sources=[source(f"source {number}")])
        relation(facts, "modifie", agreement())
        divergence(facts, values=[("1", "a"), ("2", "b")])
    assert count(queries, editor, path) == before


# -- Search --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "term", ["354", "avenant 354", "Avenant N° 354", "PREVOYANCE", "oeuvres", "ccn-66 354", "prévoyance 354"]
)
def test_an_agreement_is_found_as_readers_say_it(editor, facts, term):
    found = editor.get(page(Agreement, "changelist"), {"q": term}).context["cl"].result_list
    assert [agreement.slug for agreement in found] == ["ccn-66-avenant-354"]


@pytest.mark.parametrize("term", ["54", "avenant 999", "…", "%"])
def test_what_is_not_there_is_not_found(editor, facts, term):
    assert not editor.get(page(Agreement, "changelist"), {"q": term}).context["cl"].result_list


def test_choices_are_told_from_their_namesakes(editor, facts):
    convention("chrs", name="CHRS")
    agreement("chrs-avenant-354", number="354", title="Autre", conventions=["chrs"])
    query = {"app_label": "agreements", "model_name": "event", "field_name": "agreement", "term": "354"}
    proposed = editor.get("/admin/autocomplete/", query).json()["results"]
    shown = [choice["text"].partition(" — ")[2] for choice in proposed]
    assert sorted(shown) == ["Autre (CHRS)", "Prévoyance des œuvres (CCN-66)"]


@pytest.mark.parametrize(
    ("model", "parameter", "choices"), [(Agreement, "manque", 7), (Event, "piste", 5), (Event, "datee", 2)]
)
def test_every_choice_of_our_own_filters_answers(editor, facts, model, parameter, choices):
    filters = editor.get(page(model, "changelist")).context["cl"].filter_specs
    chosen = next(spec for spec in filters if getattr(spec, "parameter_name", "") == parameter)
    assert len(chosen.lookup_choices) == choices
    for choice, _ in chosen.lookup_choices:
        assert editor.get(page(model, "changelist"), {parameter: choice}).status_code == 200


def test_what_is_missing_is_listed(editor, facts):
    agreement("sans-source", cited=False, dated=None)
    for missing in ("source", "evenement", "signature", "date"):
        found = editor.get(page(Agreement, "changelist"), {"manque": missing}).context["cl"].result_list
        assert "sans-source" in {row.slug for row in found}
        assert "ccn-66-avenant-354" not in {row.slug for row in found}


# -- Derived state -------------------------------------------------------------------------------------------


def test_the_state_shown_is_that_of_the_life_cycle(editor, facts):
    """On the page and in the list, with the ties to other texts: 353 ends because 354 replaces it."""
    told = all_facts(with_facts(Agreement.objects.all()))
    listed = {row.pk: row.life for row in editor.get(page(Agreement, "changelist")).context["cl"].result_list}
    for made in Agreement.objects.all():
        expected = state_on(told[made.pk], TODAY)
        alone = lives([made.pk], TODAY)[made.pk]
        assert [state.word for state in alone.tracks] == list(expected.words)
        assert alone == listed[made.pk]
        text = editor.get(page(Agreement, "change", made.pk)).content.decode()
        assert all(state.told in text for state in alone.tracks)


def test_the_state_says_since_when_and_by_which_fact(facts):
    life = lives([facts.pk], TODAY)[facts.pk]
    agrement = life.on(TRACKS[1])
    assert (agrement.word, agrement.since, agrement.day) == ("agree", date(2020, 10, 29), "exact")
    assert agrement.event.act.published_on == date(2020, 10, 29)
    assert life.on(TRACKS[0]).since == date(2020, 1, 1)
    assert [s.agrement.word.value for s in life.situations] == ["en-cours", "en-cours", "agree", "agree"]


def test_nothing_is_known_before_the_first_fact(editor, facts):
    Agreement.objects.filter(pk=facts.pk).update(dated=date(2050, 1, 1))
    facts.events.all().delete()
    facts.signatures.all().delete()
    assert lives([facts.pk], TODAY)[facts.pk].present is None
    text = editor.get(page(Agreement, "change", facts.pk)).content.decode()
    assert "Rien n’en est encore connu" in text
    assert editor.get(page(Agreement, "changelist")).status_code == 200


@pytest.mark.parametrize("model", [Agreement, Convention, Organisation])
def test_a_page_leads_to_the_portal(editor, facts, model):
    made = first(model)
    text = editor.get(page(model, "change", made.pk)).content.decode()
    assert f'"https://accords.example/{model._meta.verbose_name}s/{made.slug}/"' in text


# -- Deletion ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "name"), [(Organisation, "nexem"), (Source, "Un bulletin")])
def test_what_is_referred_to_is_not_deleted(editor, facts, model, name):
    fact = model.objects.get(**{"title" if model is Source else "slug": name})
    answer = editor.post(page(model, "delete", fact.pk), {"post": "yes"})
    assert answer.context["protected"]
    assert "ne peut pas être supprimé" in answer.content.decode()
    assert model.objects.filter(pk=fact.pk).exists()
