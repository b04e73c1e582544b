"""The import in the admin: a trial that writes nothing, then its confirmation, and nothing else."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Association, Region
from portal.journal.models import Entry
from tests.members.importers.test_import_members import (
    GOOD,
    known,  # noqa: F401
)

ADDRESS = "/admin/members/association/importer/"


def sent(browser, content: str | bytes = GOOD, **more):
    content = content if isinstance(content, bytes) else content.encode()
    return browser.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", content), **more})


def confirmation(page) -> dict:
    result = page.context["trial"]["result"]
    return {"confirm": "oui", "digest": result.digest, "fingerprint": result.fingerprint}


def test_the_list_leads_to_the_import(editor):
    page = editor.get(reverse("admin:members_association_changelist")).content.decode()
    assert ADDRESS in page
    assert "Un CSV en UTF-8" in editor.get(ADDRESS).content.decode()


def test_a_trial_shows_what_would_be_written_and_writes_nothing(editor):
    page = sent(editor)
    assert "2 créés" in page.content.decode() and "+ Association du Léon (ligne 2)" in page.content.decode()
    assert not Association.objects.exists()


def test_a_confirmation_writes_what_was_shown_and_is_in_the_journal(editor):
    answer = editor.post(ADDRESS, confirmation(sent(editor)), follow=True)
    assert "C’est écrit" in answer.content.decode()
    assert Association.objects.count() == 2
    assert "2 lus, 2 créés" in Entry.objects.get().after["rapport"]


def test_a_file_already_imported_has_nothing_to_write(editor):
    editor.post(ADDRESS, confirmation(sent(editor)))
    assert "il n’y a rien à écrire" in sent(editor).content.decode()


def test_bad_lines_are_shown_and_cannot_be_confirmed(editor):
    page = sent(editor, GOOD + ";trois;X;mars;;;;\n")
    assert "Ligne 4 : région : « mars »" in page.content.decode()
    assert 'name="confirm"' not in page.content.decode()
    editor.post(ADDRESS, confirmation(page))
    assert not Association.objects.exists()


def test_what_has_changed_since_the_trial_is_not_written(editor):
    shown = confirmation(sent(editor))
    Association.objects.create(name="X", slug="exemple-deux", region=Region.objects.first())
    answer = editor.post(ADDRESS, shown, follow=True)
    assert "n’est plus ce qui a été montré" in answer.content.decode()
    assert Association.objects.count() == 1


@pytest.mark.parametrize("digest", ["", "../../secret_key", "0" * 64])
def test_only_a_file_that_waits_can_be_confirmed(editor, digest):
    answer = editor.post(ADDRESS, {"confirm": "oui", "digest": digest, "fingerprint": "x"}, follow=True)
    assert "Le fichier n’attend plus" in answer.content.decode()


def test_the_demonstration_set_is_replaced_only_on_demand(editor):
    Association.objects.create(
        name="F", slug="demonstration-1", region=Region.objects.first(), demonstration=True
    )
    assert "ne se mêle pas" in sent(editor).content.decode()
    page = sent(editor, replace="on")
    editor.post(ADDRESS, confirmation(page) | {"replace": "oui"})
    assert not Association.objects.filter(demonstration=True).exists()
    assert Association.objects.count() == 2


def test_who_may_not_write_associations_may_not_import(editors_process, client, db):
    client.force_login(User.objects.create_user("lecteur", is_staff=True))
    assert client.get(ADDRESS).status_code == 403


@pytest.mark.parametrize("model", [
    "association", "region", "sector", "table", "figure", "anomaly", "affiliation", "branchfield", "scope",
])  # fmt: skip
def test_every_page_of_the_admin_opens(editor, model):
    for page in ("changelist", "add"):
        assert editor.get(reverse(f"admin:members_{model}_{page}")).status_code == 200
    assert editor.get(reverse(f"admin:members_{model}_changelist") + "?q=bret").status_code == 200
