"""Take its second factor from an account, whose telephone is lost."""

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from portal.admin.second_factor import forget
from portal.journal.entries import write_entry
from portal.management.command import PortalCommand


class Command(PortalCommand):
    help = "Oublie le second facteur d’un compte : sa prochaine connexion lui donnera une nouvelle clé."

    def add_arguments(self, parser):
        parser.add_argument("compte")

    def handle(self, *, compte, **options):
        user = get_user_model().objects.filter(username=compte).first()
        if user is None:
            raise CommandError(f"Aucun compte ne s’appelle « {compte} ».")
        if not forget(user):
            self.stdout.write("Ce compte n’avait pas de second facteur.")
            return
        write_entry(None, user, before={}, after={"second facteur": "oublié"}, by=f"commande {self.name}")
        self.stdout.write("Oublié.")
