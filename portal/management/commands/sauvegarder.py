"""Back up the editing database, the editions, what was learned, the counters and the key, while all is running."""

import time
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from portal.copies.contents import CopyError
from portal.copies.saving import save
from portal.edition.places import KINDS
from portal.french.writing import grouped
from portal.management.command import PortalCommand
from portal.serving.progress import duration


def how_many(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"« {text} » n’est pas un nombre de sauvegardes, d’au moins 1")
    return int(text)


class Command(PortalCommand):
    help = (
        "Sauvegarde la base d’édition, les éditions, le journal des nouveautés, les compteurs et la clé "
        "dans un dossier daté de DOSSIER, sans rien arrêter."
    )

    def add_arguments(self, parser):
        parser.add_argument("dossier", type=Path, metavar="DOSSIER", help="où la sauvegarde est écrite")
        parser.add_argument(
            "--garder",
            type=how_many,
            metavar="N",
            help="ne garder que les N dernières sauvegardes du dossier",
        )

    def handle(self, *args, dossier, garder, **options):
        started = time.monotonic()
        try:
            saved = save(dossier, timezone.localtime(), garder, self.stdout.write)
        except CopyError as error:
            raise CommandError(str(error)) from error
        told = saved.contents
        size = sum(held.size for held in told.files.values())
        editions = sum(name.endswith(".sqlite3") and "/edition-" in name for name in told.files)
        self.stdout.write(
            f"Base {KINDS[told.engine]}, {grouped(told.rows)} lignes, empreinte {told.facts} ; éditions : {editions}."
        )
        if saved.removed:
            self.stdout.write(f"Sauvegardes plus anciennes retirées : {len(saved.removed)}.")
        megabytes = f"{size / 1e6:.1f}".replace(".", ",")
        self.stdout.write(
            f"Sauvegarde faite dans {saved.place} ({megabytes} Mo), en {duration(time.monotonic() - started)}."
        )
