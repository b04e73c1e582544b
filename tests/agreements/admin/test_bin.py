"""The bin and what is to be settled, by their pages: what is deleted comes back whole; what holds it is named."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from agreements.models import Act, Agreement, Event, Signature, Source, Theme
from portal.journal.entries import EDITION, entries_since
from portal.journal.files import hold_news
from portal.journal.models import Conflict, Discarded, Entry
from tests import builders as make
from tests.agreements.admin.admin_fixtures import filled_in, page, told
from tests.agreements.importers.test_owned_facts import CORRECTED, edit, files  # noqa: F401

pytestmark = pytest.mark.django_db


def delete(editor, fact, **sent):
    return editor.post(page(type(fact), "delete", fact.pk), {"post": "yes", **sent})


def put_back(editor, discarded):
    return editor.post(f"/admin/journal/discarded/{discarded.pk}/sortir/", follow=True)


@pytest.fixture
def text(db):
    text = make.agreement("le-texte")
    make.event(text, "agree", act=make.act(date(2020, 10, 2), date(2020, 10, 29)))
    make.signature(text, "nexem", on=date(2020, 1, 15))
    make.relation(make.agreement("le-suivant"), "modifie", text)
    return text


def test_a_text_comes_back_with_all_its_facts(editor, text):
    before = sorted(str(row.pk) for model in (Agreement, Event, Signature) for row in model.objects.all())
    assert delete(editor, text, _pourquoi="un doublon").status_code == 302
    assert not Agreement.objects.filter(slug="le-texte").exists()
    entry = Entry.objects.get()
    assert (entry.why, entry.after, entry.before["number"]) == ("un doublon", {}, text.number)
    discarded = Discarded.objects.get()
    shown = editor.get(page(Discarded, "change", discarded.pk)).content.decode()
    assert "Sortir de la corbeille" in shown
    assert "1 signature" in shown.replace("\xa0", " ") and "relation" in shown
    assert "le-texte" not in {row.slug for row in Agreement.objects.all()}
    put_back(editor, discarded)
    assert before == sorted(
        str(row.pk) for model in (Agreement, Event, Signature) for row in model.objects.all()
    )
    assert text.incoming.count() == text.citations.count() == 1
    assert list(text.events.get().sources.all())
    assert not Discarded.objects.exists()
    assert [one.before for one in Entry.objects.all()][0] == {}


def test_a_row_deleted_on_a_page_comes_back(editor, text):
    sent = filled_in(editor.get(page(Agreement, "change", text.pk))) | {"signatures-0-DELETE": "on"}
    response = editor.post(page(Agreement, "change", text.pk), sent)
    if response.status_code == 200:
        seal = response.context["refusal"].asked.seal
        editor.post(page(Agreement, "change", text.pk), sent | {"_confirmer": seal})
    assert not text.signatures.exists()
    put_back(editor, Discarded.objects.get())
    assert text.signatures.get().on == date(2020, 1, 15)


def test_the_messages_and_the_page_say_where_it_goes(editor, text):
    path = page(Agreement, "delete", text.pk)
    counts = dict(editor.get(path).context["model_count"])
    assert "accords" not in counts, "itself is not what goes with it"
    [said] = told(editor.post(path, {"post": "yes"}, follow=True))
    assert (
        said.startswith("Mis à la corbeille\xa0: accord «\xa0avenant") and "/admin/journal/discarded/" in said
    )
    two = [make.agreement(f"ccn-66-avenant-{number}").pk for number in (1, 2)]
    sent = {"action": "delete_selected", "_selected_action": two, "post": "yes"}
    [said] = told(editor.post(page(Agreement, "changelist"), sent, follow=True))
    assert said.startswith("Mis à la corbeille\xa0: 2 accords")


def test_what_holds_a_fact_is_named(editor, text):
    act, source = Act.objects.get(), Source.objects.get()
    theme = make.theme()
    text.themes.add(theme)
    for fact in (act, source, theme):
        shown = editor.get(page(type(fact), "delete", fact.pk)).content.decode()
        assert "Rien n’est supprimé" in shown and str(text) in shown, fact
        delete(editor, fact)
        assert type(fact).objects.filter(pk=fact.pk).exists()
    assert "agréé" in editor.get(page(Act, "delete", act.pk)).content.decode()
    assert not Entry.objects.exists()


def test_several_are_deleted_at_once(editor):
    themes = [make.theme("un"), make.theme("deux")]
    sent = {"action": "delete_selected", "_selected_action": [theme.pk for theme in themes], "post": "yes"}
    editor.post(page(Theme, "changelist"), sent)
    assert not Theme.objects.exists()
    assert Discarded.objects.count() == Entry.objects.count() == 2


def test_what_took_its_place_is_said(editor, text):
    delete(editor, text)
    make.agreement("le-texte")
    answer = put_back(editor, Discarded.objects.get())
    assert "Rien n’est sorti de la corbeille" in answer.content.decode()
    assert Agreement.objects.filter(slug="le-texte").count() == 1
    assert Discarded.objects.exists()


def test_what_it_stood_on_is_asked_back_first(editor):
    act = make.act(date(2020, 10, 2))
    event = make.event(make.agreement("le-texte"), "agree", act=act)
    delete(editor, event)
    delete(editor, act)
    later, first = Discarded.objects.all()
    assert "Remettez-le d’abord" in put_back(editor, first).content.decode()
    put_back(editor, later)
    put_back(editor, first)
    assert Event.objects.get().act == act


def test_only_those_who_may_empty_the_bin(editor, text, client):
    delete(editor, text)
    call_command("groupes", stdout=StringIO())
    call_command("groupes", stdout=StringIO())
    someone = User.objects.create_user("quelqu-un", is_staff=True)
    someone.groups.set([someone.groups.model.objects.get(name="publication")])
    chief = User.objects.get(username="chef")
    client.force_login(someone)
    assert client.post("/admin/journal/discarded/vider/").status_code == 403
    assert Discarded.objects.exists()
    client.force_login(chief)
    assert client.post("/admin/journal/discarded/vider/", {"_pourquoi": "fini"}).status_code == 302
    assert not Discarded.objects.exists()
    assert Entry.objects.filter(why="fini").exists() and Entry.objects.count() == 2


# -- What a file says otherwise ------------------------------------------------------------------------------


def test_a_conflict_is_settled_on_its_page(editor, files, chief):  # noqa: F811
    edit(chief, Agreement.objects.get(), title="Mon titre", why="lu sur le site du ministère")
    files(CORRECTED)
    home = editor.get("/admin/").content.decode()
    assert "à régler" in home
    conflict = Conflict.objects.get()
    address = page(Conflict, "change", conflict.pk)
    shown = editor.get(address).content.decode()
    assert "Mon titre" in shown and "Le titre du fichier" in shown
    assert "Écrit en dernier ici par chef, le " in shown and "« lu sur le site du ministère »" in shown
    assert "Choisissez" in editor.post(address, {}).content.decode()
    editor.post(address, {"title": "fichier", "_pourquoi": "le fichier a raison"})
    assert Agreement.objects.get().title == "Le titre du fichier"
    assert not Conflict.objects.exists()
    assert files(CORRECTED).written == 0


# -- The journal ---------------------------------------------------------------------------------------------


def test_an_entry_is_never_written_again(editor, text):
    delete(editor, text)
    entry = Entry.objects.get()
    with pytest.raises(ValueError, match="ne se récrit pas"):
        entry.save()
    with pytest.raises(ValueError, match="ne s’efface pas"):
        entry.delete()


def test_the_journal_is_taken_away(editor, text):
    sent = filled_in(editor.get(page(Agreement, "change", text.pk)))
    editor.post(page(Agreement, "change", text.pk), sent | {"note": "=1+1", "_pourquoi": "essai"})
    lines = b"".join(editor.get("/admin/journal/entry/journal.csv")).decode().splitlines()
    assert lines[0] == "\ufeffquand;qui;genre;quoi;clé;valeur;avant;après;pourquoi"
    assert len(lines) == 2
    assert lines[1].endswith("Note;(vide);'=1+1;essai") and ";chef;Accord;" in lines[1]


def test_every_command_that_writes_is_one_entry_with_its_report(editor, files, tmp_path, settings):  # noqa: F811
    settings.EDITIONS_DIR = tmp_path / "editions"
    run = [["load_facts", tmp_path], ["demonstration", "--retirer"], ["publish"]]
    for words in run:
        call_command(*map(str, words), stdout=StringIO(), verbosity=0)
    loaded, removed, published = Entry.objects.order_by("pk")
    assert [entry.by for entry in (loaded, removed, published)] == [f"commande {words[0]}" for words in run]
    assert loaded.after["faits"] == "0" and "accords : 1 lus, 1 inchangés" in loaded.after["rapport"]
    assert "Jeu de démonstration retiré" in removed.after["rapport"]
    assert published.kind == EDITION and "Édition 1 publiée" in published.after["rapport"]
    shown = editor.get(page(Entry, "changelist")).content.decode()
    assert "commande load_facts" in shown and "Rapport" in shown
    assert not hold_news(tmp_path)
    (tmp_path / "accords" / "un.toml").write_text(CORRECTED, encoding="utf-8")
    assert hold_news(tmp_path)
    assert not entries_since(None).exists()  # none of them changed a fact


def test_a_page_of_the_journal_asks_little_of_the_database(editor, text, django_assert_max_num_queries):
    for number in range(30):
        text.refresh_from_db()
        edit(User.objects.get(), text, note=f"note {number}")
    with django_assert_max_num_queries(12):
        editor.get(page(Entry, "changelist"))
