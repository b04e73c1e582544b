"""Make the demonstration set, or remove it."""

from django.core.management.base import BaseCommand, CommandError

from members.importers import demonstration
from portal.french.writing import plural


class Command(BaseCommand):
    help = "Crée le jeu de démonstration : des associations fictives aux totaux publiés. --retirer l’enlève."

    def add_arguments(self, parser):
        parser.add_argument("--retirer", action="store_true", help="enlever le jeu, et lui seul")

    def handle(self, *args, retirer, **options):
        if retirer:
            count = demonstration.remove()
            self.stdout.write(f"Jeu de démonstration retiré : {plural(count, 'association')}.")
            return
        try:
            count = demonstration.create()
        except demonstration.NotPossible as error:
            raise CommandError(str(error)) from error
        made = plural(count, "association fictive", "associations fictives")
        self.stdout.write(f"Jeu de démonstration créé : {made}.")
