"""Compile the facts into a new edition and serve it."""

import time

from django.core.management.base import CommandError
from django.utils import timezone

from portal.edition import store
from portal.edition.manifest import EditionError, Manifest
from portal.journal.entries import EDITION, write_timed_publication
from portal.management.command import PortalCommand
from portal.publishing.build import publish
from portal.publishing.differences import changes
from portal.publishing.recompiling import recompile
from portal.publishing.review.planned import publish_planned


class Command(PortalCommand):
    help = "Compile les faits en une nouvelle édition, la contrôle et la met en ligne."
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument(
            "--retour",
            nargs="?",
            const=0,
            type=int,
            metavar="N",
            help="revenir à l’édition N (sans N : à la précédente), sans rien compiler",
        )

        parser.add_argument(
            "--accepter-perte",
            type=int,
            metavar="N",
            help="publier même si N textes, signatures et événements sont perdus : le nombre exact",
        )

        parser.add_argument(
            "--recompiler",
            action="store_true",
            help="compiler de nouveau les faits publiés, pour cette version du portail, sans rien de saisi depuis",
        )

        parser.add_argument(
            "--prevu",
            action="store_true",
            help="publier ce qu’un éditeur a relu et prévu, si son heure est venue ; pour une minuterie",
        )

    def reads_editions_alone(self, options):
        return options["retour"] is not None or options["recompiler"]

    def handle(self, *args, retour, accepter_perte, recompiler, prevu, **options):
        started = time.monotonic()
        try:
            if retour is not None:
                manifest = store.roll_back(retour or None)
                self.conclude(manifest, f"L’édition {manifest.number} est de nouveau servie.")
                return
            if recompiler:
                manifest = recompile(timezone.localtime())
                self.conclude(manifest, f"Édition {manifest.number} publiée, des mêmes faits.")
                return
            if prevu:
                self.planned()
                return
            manifest, before = publish(timezone.localtime(), accepter_perte)
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
        told = f"Édition {manifest.number} publiée, {manifest.size / 1e6:.1f} Mo, en {seconds} s."
        self.conclude(manifest, told.replace(".", ",", 1))

    def conclude(self, manifest: Manifest, told: str) -> None:
        """Said last, and in the journal: what is online is so already."""
        self.keep_trace_of(told, kind=EDITION, what=f"Édition {manifest.number}")
        self.stdout.write(told)

    def planned(self) -> None:
        """What was looked over for this hour; nothing before it."""
        found = publish_planned(timezone.localtime())
        if found is None:
            self.stdout.write("Rien n’est prévu pour à présent.")
            return
        asked, manifest, before = found
        if manifest != before:
            told = f"Édition {manifest.number} publiée à l’heure prévue, empreinte {manifest.checksum}."
            write_timed_publication(asked.by, f"Édition {manifest.number}", told, asked.note)
        self.stdout.write(f"Édition {manifest.number} en ligne, comme l’avait relue {asked.by}.")
