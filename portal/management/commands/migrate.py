"""Django's `migrate`, which says in French what it did."""

from django.core.management.commands import migrate

from portal.french.writing import plural
from portal.management.command import PortalCommand
from portal.serving.watching.tables import steps_behind


class Command(PortalCommand, migrate.Command):
    help = "Donne à la base d’édition les tables de cette version."

    def handle(self, *args, **options):
        told = options["verbosity"] > 0 and not any(options[word] for word in ("plan", "check_unapplied"))
        if not told or options["app_label"] or options["database"] != "default":
            return super().handle(*args, **options)
        behind = [f"{migration.app_label} {migration.name}" for migration, _ in steps_behind()]
        super().handle(*args, **{**options, "verbosity": 0})
        for name in behind:
            self.stdout.write(f"  {name}")
        made = plural(len(behind), "changement fait", "changements faits")
        self.stdout.write(f"Tables de cette version : {made}." if behind else "Les tables y étaient déjà.")
        return None
