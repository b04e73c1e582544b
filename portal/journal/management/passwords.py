"""A password asked for twice, on a terminal, until it can be one."""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

TRIES = 3


def asked(user, say) -> str:
    """The password chosen for an account; `CommandError` after three tries that were not one."""
    for _ in range(TRIES):
        first = getpass.getpass("Mot de passe : ")
        if first != getpass.getpass("Le même, encore : "):
            say("Les deux ne sont pas les mêmes.")
            continue
        try:
            validate_password(first, user)
        except ValidationError as refused:
            for reason in refused.messages:
                say(reason)
            continue
        return first
    raise CommandError(f"{TRIES} essais n’ont pas donné de mot de passe : rien n’a été changé.")
