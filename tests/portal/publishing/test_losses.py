"""A publication that would lose more than one fact in twenty, or that reads another database, asks first."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement, Event, Signature
from portal.edition import places, store
from portal.edition.manifest import EditionError
from portal.publishing import build
from tests.builders import agreement, event, signature
from tests.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forty(publish):
    """Forty texts, each with a signature and an event, published."""
    for number in range(40):
        text = agreement(f"avenant-{number}")
        signature(text)
        event(text, "depot", date(2020, 2, 2))
    return publish()


def texts(count):
    Agreement.objects.filter(pk__in=list(Agreement.objects.values_list("pk", flat=True)[:count])).delete()


def signatures(count):
    Signature.objects.filter(pk__in=list(Signature.objects.values_list("pk", flat=True)[:count])).delete()


def events(count):
    Event.objects.filter(pk__in=list(Event.objects.values_list("pk", flat=True)[:count])).delete()


def renamed(count):
    """As many texts as before, of which some are others."""
    for text in Agreement.objects.order_by("pk")[:count]:
        text.slug = f"autre-{text.pk}"
        text.save()


@pytest.mark.parametrize("lose", [texts, signatures, events, renamed])
def test_one_in_twenty_may_go_without_a_word(forty, publish, lose):
    lose(2)
    assert publish().number == 2


@pytest.mark.parametrize(
    ("lose", "count", "said", "total"),
    [
        (texts, 3, "3 textes sur 40, 3 signatures sur 40, 3 événements sur 40", 9),
        (texts, 40, "40 textes sur 40, 40 signatures sur 40, 40 événements sur 40", 120),
        (signatures, 3, "3 signatures sur 40", 3),
        (events, 3, "3 événements sur 40", 3),
        (renamed, 3, "3 textes sur 40", 3),
    ],
)
def test_more_stops_and_asks_for_the_exact_number(forty, publish, lose, count, said, total):
    lose(count)
    with pytest.raises(CommandError) as refused:
        call_command("publish", stdout=StringIO())
    assert f"Elle perd {said}." in str(refused.value)
    assert f"--accepter-perte {total}" in str(refused.value)
    for wrong in (total - 1, total + 1, 0):
        with pytest.raises(CommandError, match=f"--accepter-perte {total}"):
            call_command("publish", "--accepter-perte", str(wrong), stdout=StringIO())
    assert store.current() == forty
    call_command("publish", "--accepter-perte", str(total), stdout=StringIO())
    assert store.current().number == 2


def test_what_is_lost_of_one_kind_is_not_made_up_for_by_another(forty, publish):
    texts(3)
    for text in Agreement.objects.all():
        event(text, "avis-favorable", date(2020, 3, 3))
    with pytest.raises(EditionError, match="3 textes sur 40, 3 signatures sur 40."):
        publish()


def test_the_first_publication_loses_nothing(publish):
    agreement()
    assert publish().number == 1


def test_an_edition_that_cannot_be_opened_is_counted_by_its_manifest(forty, publish):
    texts(3)
    forty.path.chmod(0o644)
    forty.path.write_bytes(b"")
    with pytest.raises(EditionError, match="3 textes sur 40"):
        publish()


# -- Another database ------------------------------------------------------------------------------------------


def test_another_database_is_named_and_asked_for(forty, publish, monkeypatch):
    """From a shell that does not know where the facts are edited."""
    monkeypatch.setattr(places, "database", lambda: "SQLite, ailleurs.sqlite3")
    Agreement.objects.all().delete()
    agreement("seul")
    with pytest.raises(EditionError) as refused:
        publish()
    said = str(refused.value)
    assert "Elle vient d’une autre base (SQLite, ailleurs.sqlite3) que l’édition 1 (" in said
    assert "40 textes sur 40" in said
    assert "--accepter-perte 120" in said
    assert store.current() == forty


def test_another_database_that_loses_nothing_is_asked_for_too(forty, publish, monkeypatch):
    monkeypatch.setattr(places, "database", lambda: "PostgreSQL, accords sur base.example")
    agreement("un-de-plus")
    with pytest.raises(EditionError, match="--accepter-perte 0"):
        publish()
    assert build.publish(NOW, accepted=0)[0].number == 2
    agreement("encore-un")
    assert publish().number == 3  # it is now the one of the last time


def test_another_database_of_the_same_facts_changes_nothing(forty, publish, monkeypatch):
    monkeypatch.setattr(places, "database", lambda: "PostgreSQL, accords sur base.example")
    assert publish() == forty


def test_an_edition_that_does_not_name_its_database_asks_nothing(forty, publish, monkeypatch):
    monkeypatch.setattr(places, "database", lambda: "SQLite, ailleurs.sqlite3")
    path = forty.path.with_suffix(".json")
    path.write_text(path.read_text().replace(forty.database, ""))
    agreement("un-de-plus")
    assert publish().number == 2


@pytest.mark.parametrize(
    ("settings_of_it", "told"),
    [
        ({"ENGINE": "django.db.backends.sqlite3", "NAME": "VAR/editing.sqlite3"}, "SQLite, editing.sqlite3"),
        ({"ENGINE": "django.db.backends.sqlite3", "NAME": "/ailleurs/a.sqlite3"}, "SQLite, /ailleurs/a.sqlite3"),
        (
            {"ENGINE": "django.db.backends.postgresql", "NAME": "accords", "HOST": "base.example", "PORT": "5433",
             "USER": "moi", "PASSWORD": "secret"},
            "PostgreSQL, accords sur base.example:5433",
        ),
        ({"ENGINE": "django.db.backends.postgresql", "NAME": "accords"}, "PostgreSQL, accords"),
    ],
)  # fmt: skip
def test_a_database_is_named_without_what_opens_it(settings, settings_of_it, told):
    name = settings_of_it["NAME"].replace("VAR", str(settings.VAR_DIR))
    assert places.named(settings_of_it | {"NAME": name}) == told
