"""The entries by what happened: a form, what it changes, one writing; nothing is written before it was looked over."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User

from agreements.admin.happenings.declarations import HAPPENINGS
from agreements.models import Agreement, Audience, AudienceShare, ConventionParty, Event, Signature, Source
from portal.journal.changes import earlier
from portal.journal.models import Entry
from tests.agreements.admin import test_trace
from tests.agreements.admin.admin_fixtures import told
from tests.builders import agreement, audience, convention, event, organisation, signature

SOURCE = {"source_title": "Un communiqué", "source_read_on": "05/06/2020"}


def path(name: str) -> str:
    return f"/admin/agreements/agreement/fait/{name}/"


@pytest.fixture
def field(db):
    """A convention in which three unions are representative, and others are not."""
    held = convention("ccn-66", name="CCN 66", idcc=413, in_sector=True)
    audience(held, CFDT=40, CGT=35, SUD=25)
    organisation("fo", name="FO", confederation="FO")
    organisation("nexem", name="Nexem")
    return held


@pytest.fixture
def signed(field):
    text = agreement("ccn-66-avenant-362", number="362", dated=date(2020, 3, 1))
    for one in ("nexem", "cfdt"):
        signature(text, one, on=date(2020, 3, 1))
    return text


def hidden(answer) -> dict[str, list[str]]:
    """What the screen that is shown would send back as it stands."""
    sent: dict[str, list[str]] = {}
    content = answer.content.decode().split('class="happening"')[1]
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', content):
        sent.setdefault(name, []).append(value)
    for tag in re.findall(r'<input type="radio"[^>]*checked[^>]*>', content):
        name, value = (re.search(rf'{one}="([^"]*)"', tag)[1] for one in ("name", "value"))
        sent[name] = [value]
    return sent


def entered(editor, name: str, **values):
    """Both screens: the form, then what was looked over; the review, and the answer to its saving.

    The journal gives back what was before.
    """
    before = test_trace.world()
    form = editor.get(path(name))
    review = editor.post(path(name), hidden(form) | SOURCE | values)
    assert review.context.get("review"), review.context["form"].errors
    saved = editor.post(path(name), hidden(review) | {"enregistrer": "1"}, follow=True)
    assert test_trace.told(earlier(test_trace.world(), Entry.objects.order_by("-pk"))) == before
    return review, saved


def test_a_text_opened_to_signature(editor, field):
    given = {"kind": "avenant", "number": "364", "title": "Mesures salariales", "opened_on": "4 juin 2020"}
    review, answer = entered(editor, "ouverture", conventions=field.pk, **given)
    changed = review.context["review"].found.changed[0].changes
    assert [(one.before, one.after) for one in changed][0] == (
        "pas au portail",
        "Ouvert à la signature, depuis le 4\xa0juin\xa02020",
    )
    made = Agreement.objects.get()
    assert (made.slug, made.number, made.title) == ("ccn-66-avenant-364", "364", "Mesures salariales")
    assert answer.redirect_chain[-1][0].endswith(f"/{made.pk}/change/")
    happened = made.events.get()
    assert (happened.nature, happened.on) == ("ouverture", date(2020, 6, 4))
    assert list(happened.sources.all()) == [made.citations.get().source] == [Source.objects.get()]


def test_a_text_that_is_there_is_opened(editor, signed):
    entered(editor, "ouverture", text=signed.pk, opened_on="février 2020")
    happened = signed.events.get()
    assert (happened.on, happened.precision) == (date(2020, 2, 1), "mois")
    assert Agreement.objects.count() == 1


def test_a_second_text_of_the_same_name_is_asked_about(editor, signed, field):
    given = {"kind": "avenant", "number": "362", "title": "Autre", "opened_on": "04/06/20"}
    review, _ = entered(editor, "ouverture", conventions=field.pk, **given)
    assert "Un autre texte de cette convention a ce nom" in review.context["review"].found.asked[0]


def test_those_who_are_representative_are_ticked_first(editor, field):
    text = agreement("ccn-66-avenant-362", dated=date(2020, 3, 1))
    groups = editor.get(path("signature"), {"text": text.pk}).context["form"].groups
    assert [(group.legend, [one.slug for one in group.organisations]) for group in groups] == [
        ("Représentatives dans ce champ, ou qui le négocient", ["cfdt", "cgt", "sud"]),
        ("Les autres", ["nexem", "fo"]),
    ]


def test_a_signing_session(editor, field):
    text = agreement("ccn-66-avenant-362", dated=None)
    event(text, "ouverture", date(2020, 3, 1))
    ticked = [organisation(one).pk for one in ("nexem", "cfdt", "cgt")]
    given = {"on": "04.03.2020", "dated": "4 mars 2020", "organisations": ticked}
    review, answer = entered(editor, "signature", text=text.pk, **given)
    (first, *_) = review.context["review"].found.changed[0].changes
    assert first.after == "Signé, depuis le 4\xa0mars\xa02020"
    text.refresh_from_db()
    assert text.dated == date(2020, 3, 4)
    assert not Signature.objects.exclude(on=date(2020, 3, 4)).exists() and text.signatures.count() == 3
    assert told(answer)[0] == "Signature : Nexem, CFDT et CGT"
    entry = Entry.objects.get()
    assert (entry.before["dated"], entry.after["dated"]) == ("", "2020-03-04")
    made = {f"agreements.signature/{one.pk}/organisation" for one in text.signatures.all()}
    assert made < set(entry.after)


def test_who_signed_already_is_not_ticked_again(editor, signed):
    form = editor.get(path("signature"), {"text": signed.pk}).context["form"]
    assert form.already == ["CFDT", "Nexem"]
    shown = {one.slug for group in form.groups for one in group.organisations}
    assert shown == {"cgt", "sud", "fo"}


@pytest.mark.parametrize(
    ("who", "verdict", "nature", "after"),
    [
        (("cgt", "sud"), "majoritaire", "opposition-majoritaire", "Réputé non écrit"),
        (("cgt",), "minoritaire", "opposition-minoritaire", "Signé"),
    ],
)
def test_the_arithmetic_of_an_opposition_is_proposed(editor, signed, who, verdict, nature, after):
    ticked = [organisation(one).pk for one in who]
    if verdict == "minoritaire":  # a minority is sure only once nobody silent could make it a majority
        event(signed, "valide", date(2020, 3, 2))
        AudienceShare.objects.filter(confederation="SUD").update(share=10)
    review, _ = entered(editor, "opposition", text=signed.pk, on="10/03/2020", organisations=ticked)
    sentences = " ".join(review.context["review"].done.told)
    assert "CCN 66, cycle 2017" in sentences and "CGT 35\xa0%" in sentences
    assert (
        f'value="{verdict}"'
        in re.search(r'<input type="radio"[^>]*checked[^>]*>', review.content.decode())[0]
    )
    assert signed.signatures.filter(mode="opposition").count() == len(who)
    assert signed.events.filter(nature=nature).count() == 1
    page = editor.get(f"/admin/agreements/agreement/{signed.pk}/change/").content.decode()
    assert after in page


def test_without_a_measure_nothing_is_proposed(editor, signed):
    Audience.objects.all().delete()
    review, _ = entered(
        editor, "opposition", text=signed.pk, on="10/03/2020", organisations=[organisation("cgt").pk]
    )
    assert "rien n’est calculé" in review.context["review"].done.told[1]
    assert not signed.events.exists()
    assert signed.signatures.filter(mode="opposition").exists()


def test_another_verdict_than_the_arithmetic_is_looked_over_again(editor, signed):
    ticked = [organisation(one).pk for one in ("cgt", "sud")]
    given = {"text": signed.pk, "on": "10/03/2020", "organisations": ticked}
    review = editor.post(path("opposition"), hidden(editor.get(path("opposition"))) | SOURCE | given)
    other = hidden(review) | {"verdict": "minoritaire", "enregistrer": "1"}
    again = editor.post(path("opposition"), other)
    assert not signed.events.exists()
    assert "Le calcul dit « majoritaire », vous dites « minoritaire »." in again.context["review"].found.asked
    editor.post(path("opposition"), hidden(again) | {"enregistrer": "1"})
    assert signed.events.get().nature == "opposition-minoritaire"


def test_an_opinion_on_several_texts(editor, signed):
    other = agreement("ccn-66-avenant-363", number="363", dated=date(2020, 3, 2))
    given = {"nature": "avis-favorable", "on": "15 octobre 2020", "others": [signed.pk, other.pk]}
    review, _ = entered(editor, "avis", **given)
    assert review.context["review"].done.told == ["Avis favorable de la commission : 2\xa0textes"]
    assert set(Event.objects.values_list("agreement__slug", "nature", "on")) == {
        (text.slug, "avis-favorable", date(2020, 10, 15)) for text in (signed, other)
    }


def test_an_adhesion_to_a_text(editor, signed):
    entered(editor, "adhesion", organisation=organisation("fo").pk, text=signed.pk, on="2020")
    made = signed.signatures.get(mode="adhesion")
    assert (made.organisation.slug, made.on, made.precision) == ("fo", date(2020, 1, 1), "annee")


def test_an_adhesion_to_a_convention_and_all_its_avenants(editor, signed, field):
    given = {"organisation": organisation("fo").pk, "convention": field.pk, "reach": "avenants"}
    refused = editor.post(path("adhesion"), SOURCE | given | {"on": "juin 2020"})
    assert "elle lie de ce jour" in str(refused.context["form"].errors)
    review, answer = entered(editor, "adhesion", on="1er juin 2020", **given)
    assert "1\xa0texte au portail" in review.context["review"].done.told[0]
    party = ConventionParty.objects.get()
    assert (party.reach, party.mode, party.on) == ("avenants", "adhesion", date(2020, 6, 1))
    assert answer.redirect_chain[-1][0] == f"/admin/agreements/convention/{field.pk}/change/"


def test_nothing_is_written_before_it_was_looked_over(editor, signed):
    given = SOURCE | {"text": signed.pk, "on": "10/03/2020", "organisations": [organisation("cgt").pk]}
    for one in (given, given | {"enregistrer": "1"}, given | {"enregistrer": "1", "_relu": "autre"}):
        editor.post(path("signature"), one)
    assert signed.signatures.count() == 2
    assert not Source.objects.filter(title="Un communiqué").exists()


def test_what_changed_since_is_looked_over_again(editor, signed):
    given = {"text": signed.pk, "on": "10/03/2020", "organisations": [organisation("cgt").pk]}
    review = editor.post(path("signature"), hidden(editor.get(path("signature"))) | SOURCE | given)
    signature(signed, "cgt", on=date(2020, 3, 1))
    answer = editor.post(path("signature"), hidden(review) | {"enregistrer": "1"})
    assert answer.status_code == 200
    assert signed.signatures.count() == 3


def test_what_is_sent_twice_is_written_once(editor, signed):
    given = {"text": signed.pk, "on": "10/03/2020", "organisations": [organisation("cgt").pk]}
    review = editor.post(path("signature"), hidden(editor.get(path("signature"))) | SOURCE | given)
    sent = hidden(review) | {"enregistrer": "1"}
    editor.post(path("signature"), sent)
    answer = editor.post(path("signature"), sent, follow=True)
    assert "C’était déjà enregistré" in told(answer)[-1]
    assert signed.signatures.count() == 3


@pytest.mark.parametrize(
    ("name", "values", "fault"),
    [
        ("signature", {"on": "31/02/2020"}, "Ce n’est pas un jour"),
        ("signature", {"on": "04/06/2062"}, "n’est pas encore venue"),
        ("signature", {}, "Dites de quel texte il s’agit."),
        ("signature", {"source_title": ""}, "Indiquez au moins une source"),
        ("ouverture", {"opened_on": "04/06/2020"}, "Dites l’objet du texte."),
        ("avis", {"nature": "avis-cna"}, "Cochez ou cherchez au moins un texte."),
        ("adhesion", {"on": "04/06/2020"}, "Dites à quoi : un texte, ou une convention."),
    ],
)
def test_what_is_missing_is_said(editor, field, name, values, fault):
    answer = editor.post(path(name), SOURCE | values)
    assert fault in str(answer.context["form"].errors)
    assert not Entry.objects.exists()


def test_a_source_is_not_read_before_it_is_published(editor, signed):
    given = {"text": signed.pk, "organisations": [organisation("cgt").pk], "source_published_on": "6/6/2020"}
    answer = editor.post(path("signature"), SOURCE | given)
    assert "lue avant d’être publiée" in str(answer.context["form"].errors)


def test_the_date_of_a_text_is_not_changed_by_a_session(editor, signed):
    given = {"text": signed.pk, "organisations": [organisation("cgt").pk], "dated": "2/3/2020"}
    answer = editor.post(path("signature"), SOURCE | given)
    assert "Le portail le dit du 1er\xa0mars\xa02020" in str(answer.context["form"].errors)


def test_going_back_keeps_what_was_typed(editor, signed):
    given = {"text": signed.pk, "on": "10 mars 2020", "organisations": [organisation("cgt").pk]}
    review = editor.post(path("signature"), hidden(editor.get(path("signature"))) | SOURCE | given)
    form = editor.post(path("signature"), hidden(review) | {"corriger": "1"}).context["form"]
    assert (form["on"].value(), form["source_title"].value()) == ("10 mars 2020", "Un communiqué")


def test_a_source_of_the_same_address_is_the_same(editor, signed):
    held = Source.objects.create(title="Là", url="https://exemple.fr/a", consulted_on=date(2020, 1, 1))
    given = {"source_title": "Ici", "source_url": "https://exemple.fr/a"}
    entered(editor, "signature", text=signed.pk, organisations=[organisation("cgt").pk], **given)
    assert list(signed.signatures.get(organisation__slug="cgt").sources.all()) == [held]


@pytest.mark.parametrize("name", HAPPENINGS)
def test_each_takes_the_right_to_write(editors_process, client, db, name):
    reader = User.objects.create_user("lecteur", is_staff=True)
    client.force_login(reader)
    assert client.get(path(name)).status_code == 403
    assert path(name) not in client.get("/admin/").content.decode()
    rights = ["add_source", *HAPPENINGS[name].rights]
    reader.user_permissions.set(Permission.objects.filter(codename__in=rights))
    assert client.get(path(name)).status_code == 200
    assert path(name) in client.get("/admin/").content.decode()


def test_there_is_no_other(editor):
    assert editor.get(path("rien")).status_code == 404
