"""One arrêté, many agreements: all of them or none, never twice, and a trace in each history."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User

from agreements.models import Act, Agreement, Event
from portal.journal.entries import last_entry
from portal.journal.models import Entry
from tests.agreements.admin.admin_fixtures import page, told
from tests.builders import act, agreement, event, source


@pytest.fixture
def arrete(db):
    return act(date(2020, 10, 21), date(2020, 10, 29))


@pytest.fixture
def waiting(db):
    texts = [agreement("a-356", number="356"), agreement("a-357", number="357")]
    for text in texts:
        event(text, "demande-agrement", date(2020, 7, 1))
    return texts


@pytest.fixture
def decided(db):
    text = agreement("a-354", number="354")
    event(text, "agree", jo=date(2020, 10, 29))
    return text


def path(made: Act) -> str:
    return page(Act, "decide", made.pk)


def send(editor, made, **values):
    """Send the page, then again with its confirmation when it asks for one."""
    sent = {"nature": "agree", "sources": [source("JO").pk], **values}
    answer = editor.post(path(made), sent, follow=True)
    asked = answer.context.get("refusal") and answer.context["refusal"].asked
    return editor.post(path(made), sent | {"_confirmer": asked.seal}, follow=True) if asked else answer


def test_the_texts_that_wait_are_proposed(editor, arrete, waiting, decided, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        answer = editor.get(path(arrete))
    assert list(answer.context["form"].fields["waiting"].queryset) == waiting
    assert path(arrete) in editor.get(page(Act, "change", arrete.pk)).content.decode()


def test_an_extension_proposes_what_awaits_an_extension(editor, waiting):
    event(waiting[0], "avis-jo", date(2020, 8, 1))
    extension = act(date(2020, 10, 21), kind="arrete-extension")
    form = editor.get(path(extension)).context["form"]
    assert list(form.fields["waiting"].queryset) == [waiting[0]]
    assert [value for value, _ in form.fields["nature"].choices][0] == "etendu"


def test_an_event_is_written_for_each(editor, arrete, waiting, decided):
    answer = send(editor, arrete, waiting=[text.pk for text in waiting], others=[decided.pk])
    assert "3" in told(answer)[-1]
    assert "agréé" in told(answer)[-1]
    events = Event.objects.filter(act=arrete)
    assert {made.agreement.slug for made in events} == {"a-354", "a-356", "a-357"}
    assert {made.sources.get().title for made in events} == {"JO"}
    assert all(made.agreement.citations.filter(source__title="JO").exists() for made in events)
    shown = answer.content.decode()
    assert all(page(Agreement, "change", made.agreement_id) in shown for made in events)
    for made in events:
        assert last_entry(Agreement, made.agreement_id).by == "chef"
        history = editor.get(page(Agreement, "history", made.agreement_id), follow=True)
        assert str(arrete) in history.content.decode()
    (entry,) = editor.get(page(Act, "history", arrete.pk), follow=True).context["cl"].result_list
    assert "357" in editor.get(page(Entry, "change", entry.pk)).content.decode()


def test_what_the_act_already_says_is_refused_and_nothing_is_written(editor, arrete, waiting):
    send(editor, arrete, waiting=[waiting[0].pk])
    answer = send(editor, arrete, others=[text.pk for text in waiting])
    assert "l’acte le dit déjà" in str(answer.context["form"].errors)
    assert "356" in str(answer.context["form"].errors)
    assert Event.objects.filter(act=arrete).count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Cochez ou cherchez au moins un texte."),
        ({"sources": [], "others": "all"}, "Indiquez au moins une source."),
        ({"nature": "etendu", "others": "all"}, "etendu"),
    ],
)
def test_what_is_missing_is_said(editor, arrete, waiting, values, sentence):
    if values.get("others"):
        values = values | {"others": [text.pk for text in waiting]}
    assert sentence in str(send(editor, arrete, **values).context["form"].errors)
    assert not Event.objects.filter(act=arrete).exists()


def test_all_or_none(editor, arrete, waiting, monkeypatch):
    def refuse(agreement):
        raise RuntimeError

    monkeypatch.setattr("agreements.admin.decisions.cite_what_is_used", refuse)
    with pytest.raises(RuntimeError):
        send(editor, arrete, waiting=[text.pk for text in waiting])
    assert not Event.objects.filter(act=arrete).exists()


def test_it_takes_the_right_to_write_events(editors_process, arrete, client):
    reader = User.objects.create_user("lecteur", is_staff=True)
    client.force_login(reader)
    assert client.get(path(arrete)).status_code == 403
    assert "Accès refusé" in client.get(path(arrete)).content.decode()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["add_event", "view_act"]))
    assert client.get(path(arrete)).status_code == 200
