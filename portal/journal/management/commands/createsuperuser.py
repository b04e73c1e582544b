"""Django's `createsuperuser`, in French: the name, the password, and nothing else."""

import getpass

from django.contrib.auth.management.commands import createsuperuser
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from portal.journal.management.passwords import asked
from portal.management.command import PortalCommand

KEY = "username"


class Command(PortalCommand, createsuperuser.Command):
    help = "Crée un compte qui a tous les droits dans l’administration."
    needs_tables = True
    requires_migrations_checks = False

    def handle(self, *args, **options):
        """Without a terminal (`--noinput`), as Django does: DJANGO_SUPERUSER_PASSWORD has the password."""
        if not options["interactive"]:
            super().handle(*args, **{**options, "verbosity": 0})
            self.stdout.write("Le compte est créé.")
            return
        if not self.stdin_is_a_terminal(options):
            raise CommandError("Il faut un terminal pour demander le mot de passe, ou --noinput.")
        try:
            self.create(options[KEY] or input(f"Nom du compte ({getpass.getuser()}) : ") or getpass.getuser())
        except (KeyboardInterrupt, EOFError):
            raise CommandError("Abandonné : aucun compte n’est créé.") from None

    def stdin_is_a_terminal(self, options) -> bool:
        stdin = options.get("stdin")
        return stdin is None or not hasattr(stdin, "isatty") or stdin.isatty()

    def create(self, name: str) -> None:
        user = self.UserModel(**{KEY: name}, is_staff=True, is_superuser=True)
        try:
            user.clean_fields(exclude=["password"])
            user.validate_unique()
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        user.set_password(asked(user, self.stderr.write))
        user.save()
        self.stdout.write(f"Le compte « {name} » est créé.")
