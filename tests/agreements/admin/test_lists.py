"""The lists: a bounded number of queries, whatever they hold; the state of today is asked for and remembered."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from portal.web import admin_site
from portal.web.admin_site import site
from tests.agreements.admin.admin_fixtures import filled_in, page
from tests.builders import agreement, convention, event, relation, signature

MOST = 12


@pytest.fixture
def texts(db):
    convention("ccn-66", name="CCN 66", idcc=413, in_sector=True)
    convention("idcc-0016", in_sector=False)
    made = [agreement(f"a-{one}", number=str(one), dated=date(2020, 1, one)) for one in range(1, 9)]
    for text in made:
        signature(text, "nexem", on=date(2020, 2, 1))
        signature(text, "cfdt", on=date(2020, 2, 1))
    for text in made[:3]:
        event(text, "agree", jo=date(2020, 10, 29))
    relation(made[4], "miroir", made[5])
    agreement("b-1", conventions=["idcc-0016"])
    return made


def listed(editor, **query):
    return editor.get(page(Agreement, "changelist"), query).context["cl"]


def test_each_list_takes_few_queries(editor, texts, monkeypatch):
    """Counted once it was seen: what is remembered, states and names, is worked out by the first."""
    monkeypatch.setattr(admin_site, "end_an_old_session", lambda request: None)  # which writes once a minute
    for model in site._registry:
        path = page(model, "changelist")
        for query in ({}, {"q": "avenant 3"}, {"q": "des mots"}, {"q": "texte"}):
            editor.get(path, query)
            with CaptureQueriesContext(connection) as asked:
                assert editor.get(path, query).status_code == 200
            assert len(asked) <= MOST, (path, query, len(asked), [one["sql"][:90] for one in asked])


def test_a_list_by_state_takes_few_queries(editor, texts):
    listed(editor)
    with CaptureQueriesContext(connection) as asked:
        assert listed(editor, agrement="agree").result_count == 3
    assert len(asked) <= MOST


def test_texts_are_listed_by_their_state_on_each_track(editor, texts):
    assert listed(editor, agrement="agree").result_count == 3
    assert listed(editor, signature="signe", agrement="inconnu").result_count == 5
    assert listed(editor, agrement="refuse").result_count == 0
    assert listed(editor, agrement="rien").result_count == 9
    assert listed(editor, conventions__in_sector__exact="1").result_count == 8


def test_what_is_written_is_seen_at_once(editor, texts):
    """What is remembered of the states is forgotten as soon as someone writes."""
    assert listed(editor, agrement="refuse").result_count == 0
    act = texts[0].events.get().act
    event(texts[7], "refus-agrement", jo=date(2020, 11, 1))
    sent = filled_in(editor.get(page(type(act), "change", act.pk))) | {"title": "Un autre titre"}
    editor.post(page(type(act), "change", act.pk), sent)
    assert listed(editor, agrement="refuse").result_count == 1
