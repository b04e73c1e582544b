"""The accounts: who holds them gives the rights of the groups, and never those of a superuser."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.journal.entries import entries_since
from portal.journal.models import Entry
from portal.journal.spoken import spoken

LIST = "/admin/auth/user/"


@pytest.fixture
def holder(editors_process, settings, client, db):
    settings.SECOND_FACTOR = False
    call_command("groupes", verbosity=0)
    made = User.objects.create_user("tenante", password="un bon mot de passe", is_staff=True)
    made.groups.add(Group.objects.get(name="administration"))
    client.force_login(made)
    return made


def given(user: User, **more) -> dict:
    """What the page of an account sends."""
    return {"username": user.username, "is_active": "on", "is_staff": "on",
            "date_joined_0": "01/01/2026", "date_joined_1": "00:00:00", **more}  # fmt: skip


def test_who_holds_the_accounts_makes_no_superuser(holder, client):
    colleague = User.objects.create_user("collegue", password="un bon mot de passe")
    shown = client.get(f"{LIST}{colleague.pk}/change/").content.decode()
    assert 'name="is_staff"' in shown and 'name="is_superuser"' not in shown
    for user in (colleague, holder):
        answer = client.post(f"{LIST}{user.pk}/change/", given(user, is_superuser="on"))
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        user.refresh_from_db()
        assert user.is_staff and not user.is_superuser
    assert Entry.objects.count() == 2 and not LogEntry.objects.exists(), "one journal"


@pytest.mark.parametrize("way", ["change/", "delete/", "password/", "history/"])
def test_nor_touches_the_account_of_one(holder, client, way):
    chief = User.objects.create_superuser("cheffe", password="un bon mot de passe")
    assert "cheffe" not in client.get(LIST).content.decode()
    answer = client.post(
        f"{LIST}{chief.pk}/{way}", given(chief, password1="autre mot", password2="autre mot")
    )
    assert answer.status_code in (302, 403, 404)
    kept = User.objects.get(pk=chief.pk)
    assert kept.password == chief.password and kept.is_superuser


def test_the_journal_says_who_gave_which_rights(holder, client):
    """And nothing of a password: only that it was changed."""
    colleague = User.objects.create_user("collegue", password="un bon mot de passe")
    path, before = f"{LIST}{colleague.pk}/", entries_since(None).count()
    editors = Group.objects.get(name="saisie")
    assert client.post(f"{path}change/", given(colleague, groups=[editors.pk])).status_code == 302
    words = {"password1": "deux chats verts dehors", "password2": "deux chats verts dehors"}
    assert client.post(f"{path}password/", {"usable_password": "true", **words}).status_code == 302
    TOTPDevice.objects.create(user=colleague, confirmed=True)
    client.post(LIST, {"action": "forget_second_factor", "_selected_action": [colleague.pk]})
    client.post(f"{path}delete/", {"post": "yes"})
    written = Entry.objects.filter(kind="auth.user").order_by("pk")
    assert {entry.by for entry in written} == {"tenante"} and {entry.what for entry in written} == {
        "collegue"
    }
    told = [said for entry in written for said in spoken([entry])[entry.pk]]
    assert ("Groupes", "(vide)", "saisie") in told
    assert [said.name for said in told].count("Mot de passe") == 1
    assert "Second facteur" in [said.name for said in told]
    assert "verts" not in str(told) and "md5" not in str([(entry.before, entry.after) for entry in written])
    assert written.last().after == {} and written.last().before["username"] == "collegue"
    assert entries_since(None).count() == before, "nothing that readers would see"
    assert "saisie" in client.get("/admin/journal/entry/").content.decode()


def test_a_superuser_does_both(holder, client):
    chief = User.objects.create_superuser("cheffe", password="un bon mot de passe")
    client.force_login(chief)
    assert "tenante" in client.get(LIST).content.decode()
    assert client.post(f"{LIST}{holder.pk}/change/", given(holder, is_superuser="on")).status_code == 302
    assert User.objects.get(pk=holder.pk).is_superuser
