"""The page that publishes: looking changes nothing, publishing says what it did, a refusal says why."""

import threading
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User

from agreements.models import Agreement, Organisation
from portal.edition import store
from portal.edition.manifest import folder
from portal.journal.models import Entry
from portal.publishing import admin_page
from portal.publishing.origins import Editing, Wordless
from portal.publishing.review import compiling
from portal.publishing.review.first_lines import first_lines
from tests.agreements.admin import test_trace
from tests.agreements.admin.admin_fixtures import page, told
from tests.builders import agreement, event, measure, official, organisation, signature, value

pytestmark = pytest.mark.slow
PATH = "/admin/publier/"


@pytest.fixture(autouse=True)
def committed(transactional_db):
    """A publication reads what other connections have committed."""


def text_of(answer) -> str:
    return answer.content.decode()


def test_looking_publishes_nothing(editor):
    made = agreement("a-354")
    shown = text_of(editor.get(PATH))
    assert "Aucune édition n’est encore en ligne" in shown
    assert "1\xa0accord ajouté" in shown
    assert page(Agreement, "change", made.pk) in shown
    assert store.current() is None
    assert not list(folder().glob("*.sqlite3"))
    assert not list(folder().glob(".edition*"))


def test_publishing_tells_number_checksum_and_time(editor):
    agreement("a-354")
    message = told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]
    manifest = store.current()
    assert manifest.number == 1
    assert message.startswith("Édition 1 publiée le ")
    assert manifest.checksum in message
    assert Entry.objects.get().what == "Édition 1"
    assert "rien à publier" in text_of(editor.get(PATH))
    assert "reste en ligne" in told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]


def test_what_changed_is_shown_by_kind(editor):
    kept, gone = agreement("a-354"), agreement("a-355")
    editor.post(PATH, {"publier": "1"})
    event(kept, "agree", jo=date(2020, 10, 29))
    gone.delete()
    shown = text_of(editor.get(PATH))
    assert "1\xa0accord retiré" in shown
    assert "a-355" in shown
    assert "1\xa0accord change d’état" in shown
    assert "Agrément : inconnu → <strong>agréé, au 29\xa0octobre\xa02020</strong>" in shown
    assert store.current().number == 1


def test_the_checks_that_fail_are_shown_and_the_edition_stays(editor):
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    agreement("a-355", cited=False)
    assert "a-355 : aucune source." in text_of(editor.get(PATH))
    message = told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]
    assert "a-355 : aucune source." in message
    assert store.current().number == 1


def test_a_large_loss_is_refused_in_words(editor):
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    Agreement.objects.all().delete()
    message = told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]
    assert "Elle perd 1 texte sur 1." in message
    assert "--accepter-perte 1" in message
    assert store.current().number == 1


def test_the_facts_are_gone_through_once_a_visit(editor, monkeypatch):
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    Agreement.objects.update(title="D’une importation, dont le journal ne dit rien")
    editor.get(PATH)  # keeps a draft
    walks, fingerprint = [], admin_page.fingerprint
    for module in (admin_page, compiling):
        monkeypatch.setattr(module, "fingerprint", lambda: walks.append(1) or fingerprint())
    assert "D’une importation" in text_of(editor.get(PATH))
    assert len(walks) == 1


def test_going_back(editor):
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    agreement("a-355")
    editor.post(PATH, {"publier": "1"})
    assert store.current().number == 2
    assert '<option value="1">' in text_of(editor.get(PATH))
    message = told(editor.post(PATH, {"retour": "1", "pourquoi": "une erreur"}, follow=True))[-1]
    assert message.startswith("L’édition 1, publiée le ")
    assert store.current().number == 1
    assert [entry.what for entry in Entry.objects.order_by("pk")] == ["Édition 1", "Édition 2", "Édition 1"]


def test_a_foul_current_is_mended_from_the_page(editor):
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    store.link().unlink()
    store.link().mkdir()
    shown = text_of(editor.get(PATH))
    assert "Aucune édition n’est encore en ligne" in shown
    assert '<option value="1">' in shown
    editor.post(PATH, {"retour": "1", "pourquoi": "une erreur"})
    assert store.current().number == 1


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("", "Choisissez l’édition"), ("x", "Choisissez l’édition"), ("9", "L’édition 9 n’est pas conservée")],
)
def test_an_edition_that_is_not_there(editor, number, sentence):
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    assert sentence in told(editor.post(PATH, {"retour": number, "pourquoi": "une erreur"}, follow=True))[-1]
    assert store.current().number == 1


def test_one_publication_at_a_time(editor):
    agreement("a-354")
    with compiling.one_at_a_time():
        assert "Une autre publication est en cours" in text_of(editor.get(PATH))
        assert "en cours" in told(editor.post(PATH, {"publier": "1"}, follow=True))[-1]
    assert store.current() is None
    assert compiling.building.acquire(blocking=False)
    compiling.building.release()
    assert isinstance(compiling.building, type(threading.Lock()))


def test_who_may_publish(editors_process, client):
    assert client.get(PATH).status_code == 302
    user = User.objects.create_user("lecteur", is_staff=True)
    client.force_login(user)
    assert client.get(PATH).status_code == client.post(PATH).status_code == 403
    assert PATH not in text_of(client.get("/admin/"))
    user.user_permissions.add(Permission.objects.get(codename="publish_edition"))
    assert client.get(PATH).status_code == 200
    assert PATH in text_of(client.get("/admin/"))


# -- Published as it was looked over -------------------------------------------------------------------------


def look(editor):
    return editor.get(PATH).context["draft"]


def test_it_is_compiled_once_and_published_as_it_was_seen(editor, monkeypatch):
    agreement("a-354")
    draft = look(editor)
    compiled = []
    monkeypatch.setattr("portal.publishing.build.build", lambda *given: compiled.append(given))
    assert look(editor) == draft
    editor.post(PATH, {"publier": "1", "faits": draft.facts, "note": "Le premier texte"})
    manifest = store.current()
    assert (manifest.checksum, manifest.facts, manifest.note) == (
        draft.checksum,
        draft.facts,
        "Le premier texte",
    )
    assert compiled == []
    assert Entry.objects.get(kind="edition").why == "Le premier texte"
    assert not list(folder().glob(".relecture*"))


def test_facts_that_changed_since_are_looked_over_again(editor):
    agreement("a-354")
    draft = look(editor)
    agreement("a-355")
    message = told(editor.post(PATH, {"publier": "1", "faits": draft.facts}, follow=True))[-1]
    assert "Les faits ont changé depuis que vous les avez relus" in message
    assert store.current() is None
    assert look(editor).facts != draft.facts


def test_what_is_not_an_agreement_is_told_by_name(editor):
    made = agreement("a-354")
    organisation("nexem")
    editor.post(PATH, {"publier": "1"})
    organisation("cfdt", name="CFDT Santé-sociaux")
    event(made, "refus-agrement", jo=date(2020, 10, 29))
    Organisation.objects.filter(slug="nexem").update(full_name="Nexem, un nom entier")
    measured = value(measure(), "3,82", date(2021, 2, 1), by=made)
    shown = text_of(editor.get(PATH))
    assert "ajouté : CFDT Santé-sociaux" in shown
    assert "modifié : NEXEM" in shown
    assert "ajouté : arrêté d’agrément publié au JO du 29\xa0octobre\xa02020" in shown, (
        "an act too, not its address"
    )
    assert f"valeur-du-point au {measured.starts_on} : 3.82" in shown


def test_a_new_contradiction_is_counted(editor):
    made = agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    decided = event(made, "agree", jo=date(2020, 10, 29)).act
    event(made, "refus-agrement", act=decided)
    shown = text_of(editor.get(PATH))
    assert "contradiction" in shown
    assert "Le même acte" in shown


def test_what_is_only_probable_is_told_apart(editor):
    made = agreement("a-354", rule="a-l-agrement")
    editor.post(PATH, {"publier": "1"})
    signature(made, "nexem")
    signature(made, "cfdt")
    titles = [kind["title"] for kind in editor.get(PATH).context["kinds"]]
    assert titles, "something changed"
    turns = [
        turn for kind in editor.get(PATH).context["kinds"] for one in kind["first"] for turn in one.turns
    ]
    assert all(turn.before != turn.after for turn in turns)


def test_a_large_corpus_is_compiled_beside_the_page(editor, monkeypatch):
    monkeypatch.setattr(compiling, "AT_ONCE", 0)
    agreement("a-354")
    Entry.objects.create(by="chef", kind="agreements.agreement", what="avenant n° 354", address="/admin/")
    shown = text_of(editor.get(PATH))
    assert "Cette page se rafraîchit seule" in shown
    assert "1 écriture à la main depuis" in shown
    compiling.work.thread.join(timeout=60)
    assert "accord ajouté" in text_of(editor.get(PATH))


def test_what_refuses_it_is_said_once_it_is_compiled(editor, monkeypatch):
    monkeypatch.setattr(compiling, "AT_ONCE", 0)
    agreement("a-355", cited=False)
    editor.get(PATH)
    compiling.work.thread.join(timeout=60)
    assert "a-355 : aucune source." in text_of(editor.get(PATH))


def test_going_back_says_why(editor):
    agreement("a-354")
    editor.post(PATH, {"publier": "1"})
    agreement("a-355")
    editor.post(PATH, {"publier": "1"})
    assert "Dites pourquoi" in told(editor.post(PATH, {"retour": "1"}, follow=True))[-1]
    assert store.current().number == 2
    editor.post(PATH, {"retour": "1", "pourquoi": "texte fautif"})
    assert store.current().number == 1
    assert Entry.objects.first().why == "texte fautif"


def test_the_first_lines_come_while_the_whole_is_compiled(editor, monkeypatch):
    """What an act that was corrected changes of its texts, at once; then the same, of the whole."""
    made = event(agreement("a-354"), "agree", jo=date(2020, 10, 29)).act
    editor.post(PATH, {"publier": "1"})
    assert "rien à publier" in text_of(editor.get(PATH))
    monkeypatch.setattr(compiling, "AT_ONCE", 0)
    assert "rien à publier" in text_of(editor.get(PATH)) and not compiling.work.goes_on
    test_trace.send(editor, made, published_on="30/10/2020")
    line = "Agrément : agréé, au 29\xa0octobre\xa02020 → <strong>agréé, au 30\xa0octobre\xa02020</strong>"
    with compiling.one_at_a_time():
        first = text_of(editor.get(PATH))
        assert "Toute la base se compile" in first and line in first
        compiling.work.thread.join(10)
    assert "Une autre publication est en cours" in text_of(editor.get(PATH))
    assert "Toute la base se compile" in text_of(editor.get(PATH))
    compiling.work.thread.join(60)
    whole = text_of(editor.get(PATH))
    assert "1\xa0accord change d’état" in whole and line in whole and "se compile" not in whole


def test_all_that_changes_is_shown_before_what_is_published_is_made(editor, monkeypatch):
    """The words of the articles are compiled last: no state follows from them."""
    made = event(agreement("a-354"), "agree", jo=date(2020, 10, 29)).act
    editor.post(PATH, {"publier": "1"})
    agreement("a-355")
    test_trace.send(editor, made, published_on="30/10/2020")
    gate, whole = threading.Event(), compiling.compiled
    monkeypatch.setattr(compiling, "AT_ONCE", 0)
    monkeypatch.setattr(compiling, "compiled", lambda today: gate.wait(60) and whole(today))
    editor.get(PATH)
    while not compiling.work.told:
        compiling.work.thread.join(0.05)
        assert compiling.work.goes_on
    with monkeypatch.context() as compared:
        compared.setattr(admin_page, "compare", None)  # once for all the pages that wait
        shown = text_of(editor.get(PATH))
    gate.set()
    compiling.work.thread.join(60)
    wholly = text_of(editor.get(PATH))
    for line in ("1\xa0accord ajouté", "1\xa0accord change d’état", "agréé, au 30\xa0octobre\xa02020"):
        assert line in shown and line in wholly
    assert "se compile" in shown and 'name="publier"' not in shown and ">aperçu<" not in shown
    assert "se compile" not in wholly and 'name="publier"' in wholly and ">aperçu<" in wholly


def test_what_changes_is_compiled_first_without_the_words(db):
    """They take most of the time, and no state follows from them."""
    official(agreement("ccn-66-avenant-1"), "Un article.")
    assert [len(articles) for _, articles, _ in Editing().texts()] == [1]
    assert list(Wordless().texts()) == []


def test_a_text_whose_row_is_gone_is_among_the_first_lines(editor, monkeypatch):
    text = agreement("a-354")
    signature(text, "nexem", on=date(2020, 6, 23))
    editor.post(PATH, {"publier": "1"})
    test_trace.send(editor, text, **{"signatures-0-DELETE": "on"})
    lines = first_lines(
        store.current().path, Entry.objects.filter(kind="agreements.agreement"), date(2020, 12, 1)
    )
    assert [found for found, _ in lines] == [text]
