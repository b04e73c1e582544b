"""Django's `changepassword`, in French."""

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from portal.journal.management.passwords import asked
from portal.management.command import PortalCommand


class Command(PortalCommand):
    help = "Change le mot de passe d’un compte."
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("compte", help="le nom du compte")

    def handle(self, *args, compte, **options):
        accounts = get_user_model()
        try:
            user = accounts.objects.get(username=compte)
        except accounts.DoesNotExist:
            raise CommandError(f"Aucun compte ne s’appelle « {compte} ».") from None
        try:
            user.set_password(asked(user, self.stderr.write))
        except (KeyboardInterrupt, EOFError):
            raise CommandError("Abandonné : rien n’a été changé.") from None
        user.save()
        self.stdout.write(f"Le mot de passe de « {compte} » est changé.")
