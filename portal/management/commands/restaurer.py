"""Restore a backup into an empty installation, and prove it is the same."""

import time
from pathlib import Path

from django.core.management.base import CommandError

from portal.copies.contents import CopyError
from portal.copies.restoring import restore
from portal.french.writing import grouped
from portal.management.command import PortalCommand
from portal.serving.progress import duration


class Command(PortalCommand):
    help = (
        "Restaure une sauvegarde dans une installation vide (ni base, ni éditions), et prouve qu’elle est la même : "
        "empreinte de la base, empreinte de l’édition servie."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "dossier", type=Path, metavar="DOSSIER", help="une sauvegarde, ou le dossier qui en contient"
        )

    def handle(self, *args, dossier, **options):
        started = time.monotonic()
        try:
            restored = restore(dossier)
        except CopyError as error:
            raise CommandError(str(error)) from error
        told, served = restored.contents, restored.served
        self.stdout.write(
            f"Base : {grouped(told.rows)} lignes, empreinte {told.facts}, celle de la sauvegarde."
        )
        if served:
            self.stdout.write(
                f"Édition servie : {served.number}, empreinte {served.checksum}, celle de son manifeste."
            )
        self.stdout.write(
            f"Sauvegarde du {told.made_at} restaurée de {restored.place}, "
            f"en {duration(time.monotonic() - started)}."
        )
