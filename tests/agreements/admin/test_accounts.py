"""The accounts: who holds them gives the rights of the groups, and never those of a superuser."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from tests.agreements.admin.admin_fixtures import editors_process, page  # noqa: F401

LIST = "/admin/auth/user/"


@pytest.fixture
def holder(editors_process, settings, client, db):  # noqa: F811
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


def test_a_superuser_does_both(holder, client):
    chief = User.objects.create_superuser("cheffe", password="un bon mot de passe")
    client.force_login(chief)
    assert "tenante" in client.get(LIST).content.decode()
    assert client.post(f"{LIST}{holder.pk}/change/", given(holder, is_superuser="on")).status_code == 302
    assert User.objects.get(pk=holder.pk).is_superuser
