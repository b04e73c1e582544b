"""Make the demonstration set, or remove it."""

from django.core.management.base import CommandError

from members.importers import demonstration
from portal.french.writing import plural
from portal.management.command import PortalCommand


class Command(PortalCommand):
    help = "Crée le jeu de démonstration : des associations fictives aux totaux publiés. --retirer l’enlève."
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("--retirer", action="store_true", help="enlever le jeu, et lui seul")

    def handle(self, *args, retirer, **options):
        if retirer:
            count = demonstration.remove()
            self.conclude(f"Jeu de démonstration retiré : {plural(count, 'association')}.", count)
            return
        try:
            count = demonstration.create()
        except demonstration.NotPossible as error:
            raise CommandError(str(error)) from error
        made = plural(count, "association fictive", "associations fictives")
        self.conclude(f"Jeu de démonstration créé : {made}.", count)

    def conclude(self, told: str, count: int) -> None:
        self.keep_trace_of(told, count)
        self.stdout.write(told)
