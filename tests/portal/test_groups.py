"""The groups that a command makes, and the passwords that the admin refuses."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command

from portal.web.admin_site import may_publish

RIGHTS = {
    "lecture": (True, False, False, False),
    "saisie": (True, True, False, False),
    "publication": (True, True, True, False),
    "administration": (True, True, True, True),
}


@pytest.mark.parametrize("name", RIGHTS)
def test_each_group_has_its_rights(db, name):
    call_command("groupes", verbosity=0)
    call_command("groupes", verbosity=0)
    assert Group.objects.count() == len(RIGHTS)
    user = User.objects.create_user("quelqu-un", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    user = User.objects.get(pk=user.pk)
    held = (
        user.has_perm("agreements.view_agreement"),
        user.has_perm("agreements.change_agreement"),
        may_publish(user),
        user.has_perm("auth.change_user"),
    )
    assert held == RIGHTS[name]
    assert not user.has_perm("journal.change_entry")


@pytest.mark.parametrize(
    "password", ["federation", "lecteur2026", "Nexem-2026-Nexem", "accord123456789", "court", "motdepasse"]
)
def test_what_comes_to_mind_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_several_words_are_taken():
    validate_password("une grue cendrée au bord de l’eau")
