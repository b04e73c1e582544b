"""What every command of the portal says first: which database, and which editions."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from portal.edition import places
from portal.management.command import PortalCommand

OURS = sorted(name for name, app in get_commands().items() if app in ("agreements", "members", "portal"))
#: What works on an installation of its own.
APART = {"tests"}


def test_every_command_says_it():
    silent = [
        name for name in OURS if not isinstance(load_command_class(get_commands()[name], name), PortalCommand)
    ]
    assert set(silent) == APART


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "words", [["publish"], ["publish", "--retour"], ["audit"], ["import_kali", "/nulle-part"],
              ["import_dila", "/nulle-part"], ["import_members", "/nulle-part"], ["demonstration", "--retirer"]]
)  # fmt: skip
def test_it_is_the_first_line(words):
    said = StringIO()
    try:
        call_command(*words, stdout=said)
    except CommandError as error:
        assert str(error)
    assert said.getvalue().splitlines()[0] == places.told()


@pytest.mark.django_db
def test_it_names_both(settings):
    assert places.told().startswith("Base d’édition : ")
    assert places.told().endswith(f" Éditions : {settings.EDITIONS_DIR}.")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_said_to_who_asked_for_nothing():
    said = StringIO()
    call_command("publish", stdout=said, verbosity=0)
    assert "Base d’édition" not in said.getvalue()
