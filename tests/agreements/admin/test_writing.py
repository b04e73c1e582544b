"""What editors write: kept when it can be, refused in a sentence when it cannot, questioned when it is odd."""

from datetime import date

import pytest
from django.db import IntegrityError

from agreements.models import Act, Agreement, Divergence, Source, Synonym
from portal.journal.models import Entry
from tests.agreements.admin.admin_fixtures import add_row, errors, filled_in, page, told
from tests.builders import act, agreement, convention, divergence, event, organisation, signature, source

pytestmark = pytest.mark.slow


@pytest.fixture
def text(db):
    made = agreement("ccn-66-avenant-354", number="354", dated=date(2020, 6, 23))
    event(made, "demande-agrement", date(2020, 7, 1))
    signature(made, "nexem")
    return made


@pytest.fixture
def change(editor, text):
    """Open the page of the agreement, change what the form sends, send it."""

    def change(**changes):
        sent = filled_in(editor.get(page(Agreement, "change", text.pk)))
        for prefix, rows in changes.pop("add", {}).items():
            for row in rows:
                add_row(sent, prefix, **row)
        return editor.post(page(Agreement, "change", text.pk), sent | changes, follow=True)

    return change


def test_what_is_not_changed_stays(change, text):
    assert text.events.count() == text.signatures.count() == 1
    assert change().redirect_chain
    text.refresh_from_db()
    assert (text.number, text.dated, text.rule) == ("354", date(2020, 6, 23), "")
    assert text.events.count() == text.signatures.count() == text.citations.count() == 1


def test_an_agreement_is_written_with_all_its_facts(editor):
    told_by, approved = source("JO"), act(date(2020, 10, 21), date(2020, 10, 29))
    sent = filled_in(editor.get(page(Agreement, "add")))
    sent |= {
        "kind": "avenant",
        "number": "354",
        "title": "Mesures salariales",
        "slug": "ccn-66-avenant-354",
        "conventions": [convention().pk],
        "dated": "23/06/2020",
        "rule": "date-fixe",
        "rule_date": "01/02/2020",
    }
    add_row(sent, "citations", source=told_by.pk, seen="agrément")
    add_row(sent, "signatures", organisation=organisation().pk, mode="signature", precision="jour",
            sources=[told_by.pk])  # fmt: skip
    add_row(sent, "events", nature="agree", act=approved.pk, precision="jour", sources=[told_by.pk])
    add_row(sent, "relations", kind="remplace", target_title="avenant de 1999")
    add_row(sent, "divergences", subject="date de signature")
    answer = editor.post(page(Agreement, "add"), sent, follow=True)
    assert answer.redirect_chain, errors(answer)
    made = Agreement.objects.get(slug="ccn-66-avenant-354")
    assert [made.events.get().act, made.relations.get().kind] == [approved, "remplace"]
    (entry,) = editor.get(page(Agreement, "history", made.pk), follow=True).context["cl"].result_list
    assert "agréé" in editor.get(page(Entry, "change", entry.pk)).content.decode()


SENTENCES = {
    "an event without a source": (
        {"events": [{"nature": "agree", "precision": "jour"}]},
        "Indiquez au moins une source.",
    ),
    "a signature without a source": (
        {"signatures": [{"mode": "adhesion", "precision": "jour"}]},
        "Indiquez au moins une source.",
    ),
    "the same reading twice": (
        {"citations": [{"source": 1, "seen": "x"}, {"source": 1, "seen": "x"}]},
        "Cette lecture figure deux fois.",
    ),
    "the same event twice": (
        {"events": [{"nature": "depot", "on": "01/07/2020", "precision": "jour", "sources": [1]}] * 2},
        "Cet événement figure deux fois.",
    ),
    "the same signature twice": (
        {"signatures": [{"organisation": 2, "mode": "signature", "precision": "jour", "sources": [1]}] * 2},
        "Cette organisation figure deux fois avec le même mode.",
    ),
    "a signature already recorded": (
        {"signatures": [{"organisation": 1, "mode": "signature", "precision": "jour", "sources": [1]}]},
        "Cette organisation figure deux fois avec le même mode.",
    ),
    "the same relation twice": (
        {"relations": [{"kind": "modifie", "target_title": "un texte"}] * 2},
        "Cette relation figure deux fois.",
    ),
    "a relation to nothing": (
        {"relations": [{"kind": "modifie"}]},
        "Une relation vise un accord du portail ou un titre, pas les deux.",
    ),
    "a relation with itself": (
        {"relations": [{"kind": "modifie", "target": "self"}]},
        "Un texte n’est pas en relation avec lui-même.",
    ),
    "two dates for one event": (
        {"events": [{"nature": "agree", "act": 1, "on": "01/07/2020", "precision": "jour", "sources": [1]}]},
        "Un événement porte la date de son acte ou la sienne, pas les deux.",
    ),
    "a date far out of bounds": (
        {"events": [{"nature": "agree", "on": "01/07/0202", "precision": "jour", "sources": [1]}]},
        "Cette date est avant le 01/01/1900 : vérifiez l’année.",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_what_cannot_be_is_refused_in_a_sentence(change, text, case):
    rows, sentence = SENTENCES[case]
    known = {
        "source": {1: source().pk},
        "sources": {1: source().pk},
        "organisation": {1: organisation("nexem").pk, 2: organisation("cgt").pk},
        "act": {1: act(date(2020, 10, 21)).pk},
        "target": {"self": text.pk},
    }

    def real(name, value):
        return (
            [real(name, one) for one in value]
            if isinstance(value, list)
            else known.get(name, {}).get(value, value)
        )

    rows = {
        prefix: [{name: real(name, value) for name, value in row.items()} for row in given]
        for prefix, given in rows.items()
    }
    answer = change(add=rows)
    assert answer.status_code == 200
    assert not answer.redirect_chain
    assert sentence in errors(answer)


def test_an_agreement_without_a_source_is_refused(change):
    answer = change(**{"citations-0-DELETE": "on", "events-0-DELETE": "on", "signatures-0-DELETE": "on"})
    assert "Indiquez au moins une source lue" in errors(answer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rule": "date-fixe"}, "Cette règle d’effet demande une date."),
        ({"kalitext": "KALITEXT000000000001"}, "Un autre texte porte déjà cet identifiant KALITEXT."),
        ({"slug": "pris"}, "existe déjà"),
        ({"term": "31/12/2999"}, "Cette date est après le 31/12/2100 : vérifiez l’année."),
        ({"title": "\0"}, "Le caractère nul n’est pas autorisé."),
        ({"conventions": []}, "Ce champ est obligatoire."),
    ],
)
def test_a_text_that_cannot_be_is_refused_in_a_sentence(change, changes, sentence):
    agreement("pris", kalitext="KALITEXT000000000001")
    assert sentence in errors(change(**changes))


def test_every_constraint_of_the_facts_says_something_readable():
    from django.apps import apps

    mute = [
        constraint.name
        for model in apps.get_app_config("agreements").get_models()
        if model._meta.managed
        for constraint in model._meta.constraints
        if "is violated" in str(constraint.get_violation_error_message())
        and not (hasattr(constraint, "fields") and not constraint.condition)  # Django names the fields itself
    ]
    assert mute == []


def test_an_act_published_before_its_date_is_refused(editor):
    sent = {"kind": "arrete-agrement", "slug": "a", "on": "21/10/2020", "published_on": "20/10/2020"}
    assert "Un acte ne peut pas être publié avant d’être pris." in errors(editor.post(page(Act, "add"), sent))
    undated = {"kind": "arrete-agrement", "slug": "a"}
    assert "Un acte porte au moins sa date" in errors(editor.post(page(Act, "add"), undated))


def test_a_source_read_before_it_was_published_is_refused(editor):
    sent = {
        "title": "JO",
        "published_on": "2/1/2020",
        "published_precision": "jour",
        "consulted_on": "1/1/2020",
    }
    refused = editor.post(page(Source, "add"), sent)
    assert "Une source ne peut pas être lue avant d’être publiée." in errors(refused)
    assert not Source.objects.filter(title="JO").exists()


def test_a_synonym_is_one_word_however_it_is_typed(editor):
    sent = {"word": "  M.U.T.U.ELLE ", "meaning": "complémentaire santé"}
    assert editor.post(page(Synonym, "add"), sent).status_code == 302
    assert Synonym.objects.get().word == "mutuelle"
    again = editor.post(page(Synonym, "add"), sent | {"word": "Mutuelle"})
    assert "Ce synonyme est déjà enregistré." in errors(again)
    assert "ni lettre ni chiffre" in errors(editor.post(page(Synonym, "add"), sent | {"word": "…"}))


# -- Oddities, said and kept ---------------------------------------------------------------------------------


def test_an_event_before_its_text_is_asked_about_then_kept(change, text):
    row = {"nature": "agree", "on": "01/05/2020", "precision": "jour", "sources": [source().pk]}
    asked = change(add={"events": [row]})
    assert "avant la date du texte" in asked.content.decode()
    assert text.events.count() == 1
    seal = asked.context["refusal"].asked.seal
    change(add={"events": [row]}, _confirmer=seal)
    assert text.events.count() == 2
    assert change(title="Autre").redirect_chain, "what was confirmed is not asked again"


def test_a_retroactive_effect_is_not_questioned(change, text):
    row = {"nature": "application", "on": "01/02/2020", "precision": "jour", "sources": [source().pk]}
    assert change(add={"events": [row]}).redirect_chain


def test_the_source_of_a_fact_joins_those_read(change, text):
    row = {"nature": "depot", "on": "01/07/2020", "precision": "jour", "sources": [source("BOCC").pk]}
    answer = change(add={"events": [row]})
    assert {citation.source.title for citation in text.citations.all()} == {"Un bulletin", "BOCC"}
    assert any("« BOCC »" in message for message in told(answer))


def test_two_editors_at_once_get_a_sentence(change, text, monkeypatch):
    monkeypatch.setattr(Agreement, "save", lambda self, **kwargs: (_ for _ in ()).throw(IntegrityError))
    answer = change(title="Autre")
    assert answer.status_code == 200
    assert "Quelqu’un vient d’écrire la même chose" in errors(answer)
    assert filled_in(answer)["title"] == "Autre"


def test_a_divergence_says_who_says_what(editor, text):
    made = divergence(text)
    sent = filled_in(editor.get(page(Divergence, "change", made.pk)))
    add_row(sent, "values", value="23/06/2020", said_by="KALI")
    assert editor.post(page(Divergence, "change", made.pk), sent).status_code == 302
    assert made.values.get().said_by == "KALI"
    assert "KALI" in editor.get(page(Agreement, "change", text.pk)).content.decode()
