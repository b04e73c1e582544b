"""Load the sector's facts from `fixtures/`."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from agreements.importers.facts import load
from portal.journal.files import digest_of
from portal.management.command import PortalCommand

#: The day by which the sources named in the fixtures had all been read.
READ_ON = date(2026, 11, 22)


class Command(PortalCommand):
    help = "Charge les faits du secteur depuis fixtures/ ; une seconde fois n’écrit rien."
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("dossier", nargs="?", type=Path, default=settings.FIXTURES_DIR)
        parser.add_argument(
            "--dry-run", action="store_true", help="dire ce qui serait fait, sans rien écrire"
        )

    def handle(self, *args, dossier, dry_run, **options):
        with transaction.atomic():
            report = load(dossier, READ_ON, dry_run)
            if not dry_run:
                self.keep_trace(report, str(dossier), digest_of(dossier))
        for line in report.lines():
            self.stdout.write(line)
        if report.rejections:
            raise CommandError(f"{len(report.rejections)} refus : rien n’a été écrit.")
        if dry_run:
            self.stdout.write("Essai seulement : rien n’a été écrit.")
