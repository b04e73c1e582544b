"""Say which settings are in force, and where each comes from."""

from portal.management.command import PortalCommand
from portal.options import telling
from portal.options.reading import in_force


class Command(PortalCommand):
    help = "Dit les réglages en vigueur et d’où chacun vient ; les secrets sont masqués."

    def add_arguments(self, parser):
        parser.add_argument(
            "--tableau", action="store_true", help="écrire plutôt le tableau de docs/reglages.md"
        )

    def execute(self, *args, **options):
        if options.get("tableau"):  # a document, with nothing before it
            options["verbosity"] = 0
        return super().execute(*args, **options)

    def handle(self, *, tableau, **options):
        if tableau:
            self.stdout.write(telling.table(), ending="")
            return
        for line in telling.lines(in_force()):
            self.stdout.write(line)
