"""The journal: every writing is there with its before and after, and nobody changes it."""

from datetime import date

import pytest

from agreements.models import Act, Agreement, Event
from portal.journal.changes import changes
from portal.journal.models import Entry
from tests.agreements.admin.admin_fixtures import filled_in, page
from tests.builders import act, agreement, source

pytestmark = pytest.mark.slow


def test_a_change_is_read_in_the_journal(editor, db):
    made = act(date(2020, 10, 21), title="Arrêté du 21 octobre 2020")
    sent = filled_in(editor.get(page(Act, "change", made.pk)))
    editor.post(page(Act, "change", made.pk), sent | {"bulletin": "BO 2020/10", "_pourquoi": "lu au BO"})
    shown = editor.get(page(Entry, "changelist")).content.decode()
    assert "Arrêté du 21 octobre 2020" in shown
    assert "Référence au Bulletin officiel" in shown and "BO 2020/10" in shown and "lu au BO" in shown


def test_the_decisions_of_an_act_are_one_entry(editor, db):
    made, texts = act(date(2020, 10, 21), date(2020, 10, 29)), [agreement("a-1"), agreement("a-2")]
    sent = {"nature": "agree", "others": [text.pk for text in texts], "sources": [source().pk]}
    asked = editor.post(page(Act, "decide", made.pk), sent).context["refusal"].asked
    editor.post(page(Act, "decide", made.pk), sent | {"_confirmer": asked.seal})
    entry = Entry.objects.get()
    told = {row for row in (change.row for change in changes(entry)) if row.kind == "agreements.event"}
    assert {row.key for row in told} == {str(event.pk) for event in made.events.all()}
    shown = editor.get(page(Entry, "change", entry.pk)).content.decode()
    assert shown.count("Nature</span> :") == 0 and shown.count("nature</span> : — →") == 2


def shown_of(editor, fact):
    """What the « Historique » of a fact leads to: the entries told there, the latest first."""
    return list(editor.get(page(type(fact), "history", fact.pk), follow=True).context["cl"].result_list)


def test_the_history_of_a_fact_is_its_journal(editor, db):
    """On whichever page it was written, and nothing of another fact."""
    made, texts = act(date(2020, 10, 21), date(2020, 10, 29)), [agreement("a-1"), agreement("a-2")]
    sent = {"nature": "agree", "others": [texts[0].pk], "sources": [source().pk]}
    asked = editor.post(page(Act, "decide", made.pk), sent).context["refusal"].asked
    editor.post(page(Act, "decide", made.pk), sent | {"_confirmer": asked.seal})
    for text in texts:
        change = page(Agreement, "change", text.pk)
        editor.post(change, filled_in(editor.get(change)) | {"note": f"de {text.slug}"})
    decided = texts[0].events.get()
    change = page(Event, "change", decided.pk)
    editor.post(change, filled_in(editor.get(change)) | {"note": "relu"})
    assert [entry.kind.split(".")[1] for entry in shown_of(editor, texts[0])] == ["event", "agreement", "act"]
    assert [entry.key for entry in shown_of(editor, texts[1])] == [str(texts[1].pk)]
    assert [entry.kind for entry in shown_of(editor, made)] == ["agreements.event", "agreements.act"]
    address = f"agreements.agreement:{texts[1].pk}"
    texts[1].delete()
    gone = editor.get(page(Entry, "changelist"), {"fiche": address})
    assert gone.context["cl"].result_count == 1


def test_nobody_changes_an_entry(editor, db):
    entry = Entry.objects.create(by="chef", kind="agreements.act", what="un acte")
    assert editor.get(page(Entry, "add")).status_code == 403
    assert editor.post(page(Entry, "change", entry.pk), {"by": "autre"}).status_code == 403
    assert editor.post(page(Entry, "delete", entry.pk), {"post": "yes"}).status_code == 403
    entry.refresh_from_db()
    assert entry.by == "chef"
