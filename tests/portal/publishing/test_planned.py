"""A publication at an hour: what was looked over, if the facts are still those, and nothing before its time."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from portal.edition import store
from portal.journal.models import Entry
from portal.publishing.review import planned
from tests.agreements.admin.admin_fixtures import told
from tests.builders import agreement

pytestmark = pytest.mark.slow
PATH = "/admin/publier/"


@pytest.fixture(autouse=True)
def committed(transactional_db):
    """A publication reads what other connections have committed."""


def plan_for(editor, hour: str):
    shown = editor.get(PATH)
    sent = {"prevoir": "1", "faits": shown.context["draft"].facts, "heure": hour, "note": "Un essai"}
    return editor.post(PATH, sent, follow=True)


def its_hour_comes():
    found = planned.planned()
    planned.keep(
        planned.Planned(
            found.facts, (timezone.localtime() - timedelta(minutes=1)).isoformat(), found.by, found.note
        )
    )


@pytest.mark.parametrize(
    ("hour", "at"),
    [("18:30", "2020-10-29 18:30"), ("18 h 30", "2020-10-29 18:30"), ("8h", "2020-10-30 08:00")],
)
def test_the_hour_is_the_next_one(hour, at, tmp_path, settings):
    settings.EDITIONS_DIR = tmp_path
    now = datetime(2020, 10, 29, 9, 0).astimezone()
    assert f"{planned.plan('sha256:x', hour, now, 'chef', '').moment:%Y-%m-%d %H:%M}" == at


def test_nothing_is_published_before_its_hour(editor, capsys):
    agreement("a-354")
    answer = plan_for(editor, (timezone.localtime() + timedelta(hours=2)).strftime("%H:%M"))
    assert "sera publiée le" in told(answer)[-1]
    assert "Une publication est prévue" in answer.content.decode()
    call_command("publish", "--prevu")
    assert store.current() is None


def test_what_was_looked_over_is_published_at_its_hour(editor):
    agreement("a-354")
    plan_for(editor, "18:30")
    its_hour_comes()
    call_command("publish", "--prevu", verbosity=0)
    assert (store.current().number, store.current().note) == (1, "Un essai")
    assert Entry.objects.get(kind="edition").by == "chef"
    assert planned.planned() is None
    call_command("publish", "--prevu", verbosity=0)
    assert store.current().number == 1


def test_what_changed_since_is_not_published(editor):
    agreement("a-354")
    plan_for(editor, "18:30")
    agreement("a-355")
    its_hour_comes()
    with pytest.raises(CommandError, match="Les faits ont changé"):
        call_command("publish", "--prevu")
    assert store.current() is None
    assert "n’a pas été faite" in editor.get(PATH).content.decode()
    call_command("publish", "--prevu", verbosity=0)  # it is said once
    editor.post(PATH, {"annuler": "1"})
    assert planned.planned() is None


@pytest.mark.parametrize("hour", ["", "25:00", "bientôt", "18:75"])
def test_what_is_no_hour_is_said(editor, hour):
    agreement("a-354")
    assert "Écrivez l’heure" in told(plan_for(editor, hour))[-1]
    assert planned.planned() is None


def test_what_is_not_published_is_counted_on_every_page(editor):
    """Since the edition online, by hand; nothing once it is published."""
    for path in ("/admin/", "/admin/agreements/agreement/", PATH):
        assert "non publiée" not in editor.get(path).content.decode()
    sent = {"name": "Un thème", "slug": "un-theme"}
    editor.post("/admin/agreements/theme/add/", sent)
    for path in ("/admin/", "/admin/agreements/agreement/", "/admin/agreements/theme/add/"):
        assert "(1 modification non publiée)" in " ".join(editor.get(path).content.decode().split())
    Entry.objects.update(at=F("at") - timedelta(seconds=1))  # the moment of an edition is told by the second
    editor.post(PATH, {"publier": "1"})
    assert "non publiée" not in editor.get("/admin/").content.decode()
