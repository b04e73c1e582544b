"""Compile the facts into a new edition and serve it."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.edition import store
from portal.edition.store import EditionError
from portal.publishing.build import publish
from portal.publishing.differences import changes


class Command(BaseCommand):
    help = "Compile les faits en une nouvelle édition, la contrôle et la met en ligne."

    def add_arguments(self, parser):
        parser.add_argument(
            "--retour",
            nargs="?",
            const=0,
            type=int,
            metavar="N",
            help="revenir à l’édition N (sans N : à la précédente), sans rien compiler",
        )

    def handle(self, *args, retour, **options):
        started = time.monotonic()
        try:
            if retour is not None:
                manifest = store.roll_back(retour or None)
                self.stdout.write(f"L’édition {manifest.number} est de nouveau servie.")
                return
            manifest, before = publish(timezone.localtime())
        except EditionError as error:
            raise CommandError(str(error)) from error
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        if manifest == before:
            self.stdout.write(f"Rien n’a changé : l’édition {manifest.number} reste en ligne ({seconds} s).")
            return
        for line in changes(before, manifest).lines():
            self.stdout.write(line)
        for table, count in manifest.counts.items():
            self.stdout.write(f"  {table} : {count}")
        self.stdout.write(
            f"Édition {manifest.number} publiée, {manifest.size / 1e6:.1f} Mo, en {seconds} s.".replace(
                ".", ",", 1
            )
        )
