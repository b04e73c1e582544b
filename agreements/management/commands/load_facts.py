"""Load the sector's facts from `fixtures/`."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agreements.importers.facts import load

#: The day by which the sources named in the fixtures had all been read.
READ_ON = date(2026, 11, 22)


class Command(BaseCommand):
    help = "Charge les faits du secteur depuis fixtures/ ; une seconde fois n’écrit rien."

    def add_arguments(self, parser):
        parser.add_argument("dossier", nargs="?", type=Path, default=settings.FIXTURES_DIR)

    def handle(self, *args, dossier, **options):
        report = load(dossier, READ_ON)
        for line in report.lines():
            self.stdout.write(line)
        if report.rejections:
            raise CommandError(f"{len(report.rejections)} refus : rien n’a été écrit.")
