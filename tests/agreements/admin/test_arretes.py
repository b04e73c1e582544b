"""« Un arrêté est paru »: pasted, looked over, written at once; nothing is guessed, nothing is written twice."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User

from agreements.models import Act, Agreement, Event, Source
from tests.agreements.admin.admin_fixtures import page, told
from tests.agreements.importers.arretes.acts import agrement
from tests.builders import agreement, convention, event, signature

PATH = "/admin/agreements/act/paru/"
CCN_66 = "I. – Convention collective nationale du 15 mars 1966\n"
WORDS = agrement(
    CCN_66
    + "Avenant n° 354 du 23 juin 2010 relatif aux mesures salariales.\n"
    + "Avenant n° 355 du 24 juin 2010 relatif aux congés.\n",
    CCN_66 + "Avenant n° 356 du 25 juin 2010 relatif aux transports.\n",
)


@pytest.fixture
def texts(db):
    """Two texts of which the act decides, and one that it does not name."""
    convention("ccn-66", name="CCN 66", idcc=413, in_sector=True)
    made = {
        number: agreement(f"ccn-66-avenant-{number}", number=number, dated=date(2010, 6, day))
        for number, day in (("354", 23), ("356", 25), ("360", 1))
    }
    for text in made.values():
        signature(text, "nexem", on=date(2010, 7, 1))
        signature(text, "cfdt", on=date(2010, 7, 1))
    return made


def sent(answer, **choices) -> dict:
    """What the page would send back as it stands, with these choices for its rows."""
    given = {"words": answer.context["words"], "enregistrer": "1"}
    for sheet in answer.context["sheets"]:
        for form in (sheet.act, *sheet.rows, *sheet.pending, *sheet.probable):
            for field in form:
                if (value := field.field.prepare_value(field.value())) not in (None, ""):
                    given[field.html_name] = value
    return given | choices


def look_over(editor, words=WORDS):
    return editor.post(PATH, {"words": words})


def rows(answer) -> list:
    return answer.context["sheets"][0].rows


def test_the_act_and_its_source_are_proposed(editor, texts, settings):
    sheet = look_over(editor).context["sheets"][0]
    values = {field.name: field.value() for field in sheet.act}
    assert (values["kind"], values["on"], values["published_on"], values["nor"]) == (
        "arrete-agrement",
        date(2010, 12, 20),
        date(2010, 12, 29),
        "TEST1032361A",
    )
    assert values["title"].startswith("Arrêté du 20 décembre 2010 relatif à l’agrément")
    assert (values["formula"], values["session_on"]) == ("publication", date(2010, 11, 26))


def test_each_row_says_what_changes(editor, texts):
    first, unknown, refused = rows(look_over(editor))
    assert first.fields["text"].initial == "ccn-66-avenant-354"
    (approval, *_) = first.reading.matched.changes
    assert (approval.before, approval.after) == ("Inconnu", "Agréé, depuis le 29\xa0décembre\xa02010")
    assert refused.reading.matched.changes[0].after == "Refusé, depuis le 29\xa0décembre\xa02010"
    assert unknown.fields["text"].initial is None
    values = [value for value, _ in unknown.fields["text"].choices]
    assert values == ["ccn-66-avenant-354", "ccn-66-avenant-356", "ccn-66-avenant-360", "creer", "laisser"]


def test_what_the_act_leaves_out_is_listed_newest_first(editor, texts):
    older = agreement("ccn-66-avenant-340", number="340", dated=date(2009, 1, 1))
    later = agreement("ccn-66-avenant-370", number="370", dated=date(2011, 1, 1))
    for text in (older, later):
        signature(text, "nexem", on=date(2010, 7, 1))
        signature(text, "cfdt", on=date(2010, 7, 1))
    sheet = look_over(editor).context["sheets"][0]
    assert [form.left.text.slug for form in sheet.pending] == ["ccn-66-avenant-360", "ccn-66-avenant-340"]


def test_mixed_outcomes_are_written_in_one_pass(editor, texts):
    answer = look_over(editor)
    left = f"reste-0-{texts['360'].pk}-nature"
    answer = editor.post(PATH, sent(answer, **{"ligne-0-1-text": "creer", left: "agree"}), follow=True)
    made = Act.objects.get()
    assert (made.slug, made.formula) == ("arrete-agrement-jo-2010-12-29", "publication")
    assert "4\xa0décisions" in told(answer)[-1]
    natures = dict(Event.objects.filter(act=made).values_list("agreement__slug", "nature"))
    assert natures == {
        "ccn-66-avenant-354": "agree",
        "ccn-66-avenant-355": "agree",
        "ccn-66-avenant-356": "refus-agrement",
        "ccn-66-avenant-360": "agree",
    }
    created = Agreement.objects.get(slug="ccn-66-avenant-355")
    assert (created.kind, created.number, created.dated) == ("avenant", "355", date(2010, 6, 24))
    assert [one.slug for one in created.conventions.all()] == ["ccn-66"]
    source = Source.objects.get(title__startswith="JORF : Arrêté du 20 décembre 2010")
    assert created.citations.get(source=source).seen == "agréé, article 1"
    assert all(source in one.sources.all() for one in Event.objects.filter(act=made))
    for one in Event.objects.filter(act=made):
        assert (
            "Arrêté du 20 décembre 2010"
            in editor.get(page(Agreement, "history", one.agreement_id), follow=True).content.decode()
        )


def test_a_row_in_doubt_is_never_written_by_itself(editor, texts):
    answer = editor.post(PATH, sent(look_over(editor)))
    assert "Dites de quel texte parle cette ligne" in answer.content.decode()
    assert not Act.objects.exists()


def test_a_replay_writes_nothing_more(editor, texts):
    given = sent(look_over(editor), **{"ligne-0-1-text": "creer"})
    editor.post(PATH, given)
    before = (Act.objects.count(), Event.objects.count(), Agreement.objects.count(), Source.objects.count())
    editor.post(PATH, given, follow=True)
    after = (Act.objects.count(), Event.objects.count(), Agreement.objects.count(), Source.objects.count())
    assert after == before
    assert all(row.recorded for row in rows(look_over(editor)))


def test_the_act_recorded_already_is_completed(editor, texts):
    held = event(texts["354"], "agree", date(2010, 12, 20), jo=date(2010, 12, 29)).act
    answer = look_over(editor)
    assert rows(answer)[0].recorded
    editor.post(PATH, sent(answer, **{"ligne-0-1-text": "laisser"}))
    held.refresh_from_db()
    assert held.nor == "TEST1032361A"
    assert set(held.events.values_list("agreement__slug", flat=True)) == {
        "ccn-66-avenant-354",
        "ccn-66-avenant-356",
    }


def test_the_opposite_decided_before_is_asked_about(editor, texts):
    event(texts["356"], "agree", jo=date(2010, 9, 1))
    row = rows(look_over(editor))[2]
    assert row.reading.warnings == ["« agréé » est déjà enregistré, le 1er\xa0septembre\xa02010."]
    assert not row.settled


def test_the_same_act_does_not_say_yes_and_no(editor, texts):
    event(texts["360"], "refus-agrement", date(2010, 12, 20), jo=date(2010, 12, 29))
    given = sent(look_over(editor), **{"ligne-0-1-text": "ccn-66-avenant-360"})
    Act.objects.update(nor="TEST1032361A")
    answer = editor.post(PATH, given)
    assert "Le même acte" in answer.content.decode()
    assert Event.objects.count() == 1


def test_two_rows_are_not_one_text(editor, texts):
    answer = editor.post(PATH, sent(look_over(editor), **{"ligne-0-1-text": "ccn-66-avenant-354"}))
    assert "Une autre ligne de cet acte est déjà à ce texte." in answer.content.decode()
    assert not Act.objects.exists()


def test_a_number_of_the_journal_opens_what_is_recorded(editor, texts):
    made = event(texts["354"], "agree", jo=date(2010, 12, 29)).act
    Act.objects.filter(pk=made.pk).update(nor="SSAA2028393A")
    answer = editor.post(PATH, {"words": " ssaa2028393a "})
    assert answer.url == page(Act, "change", made.pk)


@pytest.mark.parametrize("words", ["", "Bonjour.", "Arrêté du 3 mai 2010 portant nomination", "\u202e"])
def test_what_is_no_arrete_is_said_and_nothing_is_written(editor, words):
    answer = look_over(editor, words)
    assert answer.status_code == 200
    assert "sheets" not in answer.context
    assert len(answer.context["form"].errors["words"]) == 1
    assert answer.context["form"]["words"].value() == words
    assert not Act.objects.exists()


def test_the_sentences_of_the_admin_are_not_in_capitals():
    """« text-transform » makes capitals of a whole element, but of the words of Django’s own buttons."""
    css = Path("static/admin_portal.css").read_text(encoding="utf-8")
    for selectors in re.findall(r"([^{}]+)\{[^}]*text-transform: uppercase", css):
        assert all(one.strip().endswith("::first-letter") for one in selectors.split(",")), selectors


def test_it_takes_the_right_to_write(editors_process, client, db):
    reader = User.objects.create_user("lecteur", is_staff=True)
    client.force_login(reader)
    assert client.get(PATH).status_code == 403
    assert PATH not in client.get("/admin/").content.decode()
    rights = ["add_event", "add_act", "add_source"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=rights))
    assert client.get(PATH).status_code == 200
