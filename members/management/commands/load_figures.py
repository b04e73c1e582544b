"""Load regions, sectors, published figures and the field of texts from `fixtures/adherents/`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agreements.management.commands.load_facts import READ_ON
from members.importers.figures import load


class Command(BaseCommand):
    help = "Charge les chiffres publiés des adhérents depuis fixtures/adherents/ ; une seconde fois n’écrit rien."

    def add_arguments(self, parser):
        parser.add_argument("dossier", nargs="?", type=Path, default=settings.FIXTURES_DIR / "adherents")

    def handle(self, *args, dossier, **options):
        report = load(dossier, READ_ON)
        for line in report.lines():
            self.stdout.write(line)
        if report.rejections:
            raise CommandError(f"{len(report.rejections)} refus : rien n’a été écrit.")
