"""Fetch what is newer at the official sources, import it, and publish it within the guard rails."""

import sys

from django.utils import timezone

from portal.importers.refreshing import Status, refresh
from portal.management.command import PortalCommand
from portal.web.as_of import today


class Command(PortalCommand):
    help = (
        "Demande aux sources officielles ce qui est plus récent, le télécharge, l’importe, le mesure et le publie s’il "
        "n’efface ni ne contredit rien ; sinon s’arrête et le dit. Se termine par 0 (fait, ou rien de plus récent), "
        "1 (à regarder) ou 2 (une source n’a pas répondu en entier : la prochaine fois suffira)."
    )
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="tout faire, sans rien écrire ni publier")

    def handle(self, *args, dry_run, **options):
        status = refresh(timezone.localtime(), today(), dry_run, self.stdout.write)
        if status is not Status.DONE:
            sys.exit(status.value)
