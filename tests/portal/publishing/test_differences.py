"""What differs between two editions, told agreement by agreement, whatever their rows are numbered."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from agreements.models import Agreement
from portal.publishing.differences import Changes, changes
from tests.builders import agreement, convention, divergence, event, relation, signature, source, theme
from tests.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(publish):
    """What a change makes differ from the edition of three agreements."""
    one, two = agreement("un"), agreement("deux")
    agreement("trois")
    event(one, "agree", jo=date(2020, 5, 1))
    event(two, "depot", date(2020, 2, 2))
    signature(two, "nexem")
    relation(two, "modifie", one)
    divergence(two, "date", [("2020", "KALI"), ("2021", "un syndicat")])
    before = publish()

    def after(change, accepted=None):
        change()
        return changes(before, publish(NOW + timedelta(hours=1), accepted))

    return after


def of(slug) -> Agreement:
    return Agreement.objects.get(slug=slug)


def test_an_agreement_added(told):
    found = told(lambda: agreement("quatre"))
    assert found == Changes(added=["quatre"])
    assert list(found.lines()) == ["1 accord ajouté : quatre"]


def test_an_agreement_withdrawn(told):
    assert told(lambda: of("trois").delete()[0], 1) == Changes(withdrawn=["trois"])


CHANGED = {
    "a title": (lambda: Agreement.objects.filter(slug="trois").update(title="Autre"), "trois", ["le texte"]),
    "a convention": (lambda: of("trois").conventions.add(convention("chrs")), "trois", ["ses conventions"]),
    "a theme": (lambda: of("trois").themes.add(theme("conges")), "trois", ["ses thèmes"]),
    "an act": (lambda: of("un").events.get().act.__class__.objects.update(nor="ABCD"), "un", ["ses événements"]),
    "an event": (lambda: event(of("trois"), "depot", date(2020, 3, 3)), "trois", ["ses événements"]),
    "a decision": (
        lambda: event(of("trois"), "agree", jo=date(2020, 3, 3)),
        "trois",
        ["ses situations", "ses événements"],
    ),
    "a signatory": (lambda: signature(of("un"), "cfdt"), "un", ["ses parties"]),
    "a relation": (lambda: relation(of("trois"), "complete", "un texte d’ailleurs"), "trois", ["ses relations"]),
    "a source": (
        lambda: of("un").citations.create(source=source("Une autre"), position=2), "un", ["ses sources"]
    ),
    "a divergence": (
        lambda: of("deux").divergences.get().values.filter(value="2021").update(value="2022"),
        "deux",
        ["ses divergences"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_what_is_told_anew_of_an_agreement(told, what):
    change, slug, names = CHANGED[what]
    assert told(change) == Changes(changed={slug: names})


def test_numbers_are_not_changes(told):
    """An agreement that sorts before all others gives every row another number."""
    found = told(lambda: agreement("aaa", dated=date(2026, 1, 1), number="999"))
    assert found == Changes(added=["aaa"])


def test_all_is_added_to_the_first_edition(publish):
    agreement("un")
    agreement("deux")
    assert changes(None, publish()) == Changes(added=["deux", "un"])


def test_nothing_is_said_in_words(publish):
    agreement("un")
    made = publish()
    assert list(changes(made, made).lines()) == ["Aucun accord ne change."]


def test_many_changes_are_counted(publish):
    first = agreement("a00")
    before = publish()
    for number in range(1, 26):
        agreement(f"a{number:02}")
    Agreement.objects.filter(pk=first.pk).update(note="x")
    lines = list(changes(before, publish()).lines())
    assert lines[0].startswith("25 accords ajoutés : a01, a02,") and lines[0].endswith("a20 … et 5 autres")
    assert lines[1:] == ["1 accord modifié :", "  a00 : le texte"]


def test_the_command_tells_them(publish):
    agreement("un")
    publish()
    agreement("deux")
    Agreement.objects.filter(slug="un").update(title="Autre")
    said = StringIO()
    call_command("publish", stdout=said)
    assert "1 accord ajouté : deux" in said.getvalue()
    assert "un : le texte" in said.getvalue()
    assert "Édition 2 publiée" in said.getvalue()
    again = StringIO()
    call_command("publish", stdout=again)
    assert "Rien n’a changé : l’édition 2 reste en ligne" in again.getvalue()
