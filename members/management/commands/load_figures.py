"""Load regions, sectors, published figures and the field of texts from `fixtures/adherents/`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from agreements.management.commands.load_facts import READ_ON
from members.importers.figures import load
from portal.management.command import PortalCommand


class Command(PortalCommand):
    help = "Charge les chiffres publiés des adhérents depuis fixtures/adherents/ ; une seconde fois n’écrit rien."
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("dossier", nargs="?", type=Path, default=settings.FIXTURES_DIR / "adherents")

    def handle(self, *args, dossier, **options):
        with transaction.atomic():
            report = load(dossier, READ_ON)
            self.keep_trace(report, str(dossier))
        for line in report.lines():
            self.stdout.write(line)
        if report.rejections:
            raise CommandError(f"{len(report.rejections)} refus : rien n’a été écrit.")
