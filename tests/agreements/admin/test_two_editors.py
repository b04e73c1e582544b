"""Two people at once, a sending made twice, a session that ends: nothing that was written or typed is lost."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from agreements.models import (
    Act,
    Agreement,
    Audience,
    Convention,
    Divergence,
    Event,
    Measure,
    Organisation,
    Source,
    Synonym,
    Theme,
)
from members.models import Region, Sector
from portal.journal.models import Entry
from tests.agreements.admin.admin_fixtures import add_row, errors, filled_in, page, told
from tests.builders import (
    agreement,
    convention,
    divergence,
    event,
    measure,
    organisation,
    signature,
    source,
    theme,
    value,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def text(db):
    made = agreement("ccn-66-avenant-354", number="354", title="Mesures salariales", dated=date(2020, 6, 23))
    event(made, "demande-agrement", date(2020, 7, 1))
    signature(made, "nexem")
    return made


@pytest.fixture
def other(editors_process, chief):
    """Another person, in another browser."""
    browser = Client()
    browser.force_login(User.objects.create_superuser("autre"))
    return browser


def open_page(browser, fact) -> dict:
    return filled_in(browser.get(page(type(fact), "change", fact.pk)))


def send(browser, fact, sent: dict, **changes):
    return browser.post(page(type(fact), "change", fact.pk), sent | changes, follow=True)


def audience() -> Audience:
    made = Audience.objects.create(slug="bass-2021", perimeter="BASS", cycle=2021, on=date(2021, 10, 6))
    made.conventions.set([convention("bass")])
    made.sources.set([source()])
    return made


FORMS = {
    Agreement: (lambda: agreement(title="Ancien"), "title"),
    Act: (lambda: event(agreement(), "agree", jo=date(2020, 10, 29)).act, "title"),
    Source: (lambda: source("Ancien", url="https://exemple.fr/1"), "title"),
    Event: (lambda: event(agreement(), "demande-agrement", date(2020, 7, 1)), "note"),
    Divergence: (lambda: divergence(agreement(), "date"), "comment"),
    Convention: (lambda: convention("chrs"), "name"),
    Organisation: (lambda: organisation("nexem"), "full_name"),
    Theme: (lambda: theme("salaires"), "name"),
    Audience: (lambda: audience(), "perimeter"),
    Measure: (lambda: value(measure(), "3,82", date(2021, 2, 1)).measure, "note"),
    Synonym: (lambda: Synonym.objects.create(word="mutuelle", meaning="complémentaire"), "meaning"),
    Region: (lambda: Region.objects.create(slug="bretagne", name="Bretagne", position=1), "name"),
    Sector: (lambda: Sector.objects.create(slug="enfance", name="Enfance", position=1), "name"),
}


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_no_form_loses_what_the_other_person_wrote(editor, other, db, model):
    make, name = FORMS[model]
    fact = make()
    mine, theirs = open_page(editor, fact), open_page(other, fact)
    assert send(other, fact, theirs, **{name: "Le leur"}).redirect_chain
    answer = send(editor, fact, mine, **{name: "Le mien"})
    fact.refresh_from_db()
    assert getattr(fact, name) == "Le leur"
    assert Entry.objects.get().by == "autre" and not LogEntry.objects.exists(), "one journal"
    (difference,) = answer.context["refusal"].differences
    assert (difference.key, difference.theirs, difference.mine) == (name, "Le leur", "Le mien")
    assert "Cette fiche a changé pendant que vous l’écriviez : autre, le" in errors(answer)
    again = filled_in(answer) | {"_choisir": name}
    assert not send(editor, fact, again).redirect_chain, "a choice has to be made"
    assert send(editor, fact, again, **{f"_garder-{name}": "mienne"}).redirect_chain
    fact.refresh_from_db()
    assert getattr(fact, name) == "Le mien"


def test_what_only_the_other_person_changed_is_kept_by_default(editor, other, text):
    mine, theirs = open_page(editor, text), open_page(other, text)
    send(other, text, theirs, title="Salaires", conventions=[convention("chrs").pk])
    answer = send(editor, text, mine, note="à relire")
    found = {one.key: one.chosen for one in answer.context["refusal"].differences}
    assert found == {"title": "leur", "conventions": "leur"}
    choices = {f"_garder-{key}": choice for key, choice in found.items()}
    send(editor, text, filled_in(answer) | {"_choisir": list(found)} | choices)
    text.refresh_from_db()
    assert (text.title, text.note) == ("Salaires", "à relire")
    assert [one.slug for one in text.conventions.all()] == ["chrs"]


def test_a_row_that_both_changed(editor, other, text):
    mine, theirs = open_page(editor, text), open_page(other, text)
    send(other, text, theirs, **{"events-0-on": "02/07/2020"})
    answer = send(editor, text, mine, **{"events-0-on": "03/07/2020"})
    (difference,) = answer.context["refusal"].differences
    assert (difference.theirs, difference.mine) == ("2\xa0juillet\xa02020", "3\xa0juillet\xa02020")
    again = filled_in(answer) | {"_choisir": difference.key, f"_garder-{difference.key}": "leur"}
    assert send(editor, text, again).redirect_chain
    assert text.events.get().on == date(2020, 7, 2)


def test_a_row_deleted_meanwhile_is_named_and_kept_as_a_new_one(editor, other, text):
    mine, theirs = open_page(editor, text), open_page(other, text)
    send(other, text, theirs, **{"events-0-DELETE": "on"})
    assert not text.events.exists()
    answer = send(editor, text, mine, **{"events-0-note": "vu au BO"})
    assert "Supprimé entre-temps : événement « agrément demandé" in errors(answer)
    assert not text.events.exists()
    assert send(editor, text, filled_in(answer)).redirect_chain
    assert text.events.get().note == "vu au BO"


def test_a_row_deleted_by_both_is_deleted(editor, other, text):
    mine, theirs = open_page(editor, text), open_page(other, text)
    send(other, text, theirs, **{"events-0-DELETE": "on"})
    assert send(editor, text, mine, **{"events-0-DELETE": "on"}).redirect_chain
    assert not text.events.exists()


def test_a_row_changed_by_one_and_deleted_by_the_other_is_said(editor, other, text):
    mine, theirs = open_page(editor, text), open_page(other, text)
    send(other, text, theirs, **{"events-0-note": "vu au BO"})
    answer = send(editor, text, mine, **{"events-0-DELETE": "on"})
    assert "Vous supprimez une ligne qui a changé entre-temps" in errors(answer)
    assert text.events.get().note == "vu au BO"


def test_rows_added_by_both_are_all_there(editor, other, text):
    mine, theirs = open_page(editor, text), open_page(other, text)
    row = {"mode": "signature", "precision": "jour", "sources": [source().pk]}
    add_row(mine, "signatures", organisation=organisation("cfdt").pk, **row)
    add_row(theirs, "signatures", organisation=organisation("cgt").pk, **row)
    assert send(other, text, theirs).redirect_chain
    assert send(editor, text, mine).redirect_chain
    assert text.signatures.count() == 3


def test_a_fact_deleted_meanwhile_gives_back_what_was_typed(editor, other, text):
    mine = open_page(editor, text)
    other.post(page(Agreement, "delete", text.pk), {"post": "yes"})
    answer = send(editor, text, mine, title="Un long titre")
    assert answer.status_code == 409
    content = answer.content.decode()
    assert "<dt>Titre</dt><dd>Un long titre</dd>" in content and "autre, le" in content
    told = [line for line in content.splitlines() if "<dt>" in line][0]
    assert "<dt>Signature 1, organisation</dt>" in told and "<dt>Type</dt><dd>avenant</dd>" in told
    assert not re.search("<dt>[a-z]", told), "a name of our own code is shown to nobody"
    assert not Agreement.objects.filter(pk=text.pk).exists()


def test_what_is_given_back_is_told_in_words(editor, other, text):
    """A link by the name of what it names, a tick by « oui », and nothing that only ties a row to its fact."""
    mine = open_page(editor, text)
    sources = [source("Un bulletin").pk, source("Une lettre").pk]
    other.post(page(Agreement, "delete", text.pk), {"post": "yes"})
    more = {"signatures-0-sources": sources, "signatures-0-DELETE": "on", "indivisible": "on"}
    told = dict(send(editor, text, mine, **more).context["shown"])
    assert told["signature 1, organisation"] == "NEXEM" and told["conventions"] == "CCN-66"
    assert told["signature 1, sources"] == "Un bulletin et Une lettre"
    assert told["signature 1, à supprimer"] == "oui" and told["indivisible entre ses champs"] == "oui"
    assert not [name for name in told if name.endswith((", ID", ", accord")) or "-" in name]


def test_a_form_that_says_nothing_of_what_was_seen_overwrites_nothing(editor, text):
    sent = open_page(editor, text)
    for forged in ("", "forgé"):
        answer = send(editor, text, sent, _vu=forged, title="Autre")
        assert [one.key for one in answer.context["refusal"].differences] == ["title"]
    text.refresh_from_db()
    assert text.title == "Mesures salariales"


def test_an_invalid_page_still_remembers_what_was_seen(editor, other, text):
    mine, theirs = open_page(editor, text), open_page(other, text)
    invalid = send(editor, text, mine, slug="", title="Le mien")
    send(other, text, theirs, title="Le leur")
    answer = send(editor, text, filled_in(invalid), slug=text.slug)
    assert [one.key for one in answer.context["refusal"].differences] == ["title"]


# -- Sent twice ----------------------------------------------------------------------------------------------


def test_an_addition_sent_twice_is_written_once(editor, db):
    sent = filled_in(editor.get(page(Event, "add"))) | {
        "agreement": agreement().pk,
        "nature": "depot",
        "on": "01/07/2020",
        "precision": "jour",
        "sources": [source().pk],
    }
    first, second = (editor.post(page(Event, "add"), sent, follow=True) for _ in range(2))
    assert Event.objects.count() == Entry.objects.count() == 1
    assert told(second) == ["C’était déjà enregistré : rien n’est écrit deux fois."]
    assert page(Event, "change", Event.objects.get().pk) in second.redirect_chain[0][0]


def test_a_change_sent_twice_is_written_once(editor, text):
    sent = open_page(editor, text)
    add_row(sent, "relations", kind="modifie", target_title="un texte")
    send(editor, text, sent)
    answer = send(editor, text, sent)
    assert text.relations.count() == Entry.objects.count() == 1
    assert "déjà enregistré" in told(answer)[-1]


# -- The trace -----------------------------------------------------------------------------------------------


def test_an_entry_says_who_what_before_after_and_why(editor, text):
    send(editor, text, open_page(editor, text), title="Salaires", _pourquoi="lu au BO")
    entry = Entry.objects.get()
    assert (entry.by, entry.kind, entry.key, entry.why) == (
        "chef",
        "agreements.agreement",
        str(text.pk),
        "lu au BO",
    )
    assert (entry.before, entry.after) == ({"title": "Mesures salariales"}, {"title": "Salaires"})


# -- Sessions ------------------------------------------------------------------------------------------------

PASSWORD = "un bon mot de passe"


@pytest.fixture
def strict(editors_process, db):
    """A browser that is asked for its token, as a real one is."""
    User.objects.create_superuser("chef", password=PASSWORD)
    User.objects.create_superuser("collegue", password=PASSWORD)
    return Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})


def log_in(browser, account="chef", **more):
    token = browser.get("/admin/login/").context["csrf_token"]
    sent = {"username": account, "password": PASSWORD, "csrfmiddlewaretoken": str(token), **more}
    return browser.post("/admin/login/", sent)


def typed(browser, fact) -> dict:
    answer = browser.get(page(type(fact), "change", fact.pk))
    return filled_in(answer) | {
        "csrfmiddlewaretoken": str(answer.context["csrf_token"]),
        "title": "Un long titre",
    }


def sent_again(answer) -> dict:
    """What the page that gives back would send, were its button pressed."""
    token = {"csrfmiddlewaretoken": str(answer.context["csrf_token"])}
    fields: dict = {}
    for name, given in answer.context["fields"]:
        fields.setdefault(name, []).append(given)
    return fields | token


def test_a_session_that_ended_gives_back_what_was_typed(strict, text):
    log_in(strict)
    sent = typed(strict, text)
    strict.cookies.pop("sessionid")
    door = send(strict, text, sent)
    assert "Votre session est finie" in door.content.decode()
    assert "Un long titre" not in door.content.decode(), "nothing is shown before one is in"
    kept = door.context["kept"]
    wrong = strict.post(
        "/admin/login/",
        {
            "username": "chef",
            "password": "x",
            "csrfmiddlewaretoken": str(door.context["csrf_token"]),
            "_garde": kept,
        },
    )
    back = log_in(strict, _garde=wrong.context["kept"])
    assert "Un long titre" in back.content.decode()
    assert send(strict, text, sent_again(back)).redirect_chain
    text.refresh_from_db()
    assert text.title == "Un long titre"


def test_another_tab_under_another_account_gives_back_what_was_typed(strict, text):
    log_in(strict)
    sent = typed(strict, text)
    strict.cookies.pop("sessionid")
    log_in(strict, "collegue")
    back = send(strict, text, sent)
    assert back.status_code == 409
    assert "« collegue »" in back.content.decode()
    assert send(strict, text, sent_again(back)).redirect_chain
    text.refresh_from_db()
    assert text.title == "Un long titre"


def test_what_another_site_sends_is_never_offered_again(strict, text):
    log_in(strict)
    sent = typed(strict, text) | {"csrfmiddlewaretoken": "x" * 64}
    answer = strict.post(
        page(Agreement, "change", text.pk), sent, headers={"origin": "https://ailleurs.example"}
    )
    assert answer.status_code == 403
    assert "Un long titre" not in answer.content.decode()


def test_what_is_kept_at_the_door_cannot_be_made_up(strict, text):
    answer = log_in(strict, _garde="forgé")
    assert answer.status_code == 302
