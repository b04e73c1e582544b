"""Import DILA's official archives: what the Journal officiel decides on agreements, and the texts of KALI."""

import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from agreements.importers.dila import Summary, Unreadable, import_archives
from portal.journal.entries import write_command
from portal.management.command import PortalCommand
from portal.web.as_of import today

#: As many lines of one list as a reader will look through; the whole is given with « --verbosity 2 ».
SHOWN = 20
#: A bar is drawn once for so many files.
STEP = 20_000


class Command(PortalCommand):
    help = (
        "Importe les archives officielles de la DILA, KALI et Journal officiel : des .tar.gz ou des dossiers, dans "
        "l’ordre de leurs noms. Chaque archive est écrite en entier ou pas du tout ; une seconde fois n’écrit rien."
    )
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("chemins", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="tout lire, sans rien écrire")

    def handle(self, *args, chemins, dry_run, verbosity, **options):
        started = time.monotonic()
        done: list[Summary] = []
        try:
            summaries, replaced = import_archives(chemins, today(), dry_run, self.show, done)
        except (Unreadable, ValidationError) as reason:
            raise CommandError(f"{reason} L’archive n’a pas été écrite.") from reason
        finally:
            if done and not dry_run:
                self.keep_summaries(done)
        for name in replaced:
            self.stdout.write(f"{name} : remplacée par une archive complète plus récente, non lue.")
        for summary in summaries:
            for line in summary.lines(None if verbosity > 1 else SHOWN):
                self.stdout.write(line)
        self.stdout.write(f"En {time.monotonic() - started:.1f} s.".replace(".", ",", 1))
        if dry_run:
            self.stdout.write("Essai : rien n’a été écrit.")

    def keep_summaries(self, done: list[Summary]) -> None:
        """One entry for all the archives that were written, also when the next one could not be."""
        lines = [line for summary in done for line in summary.lines(SHOWN)]
        names = " ".join(summary.name for summary in done)
        write_command(self.name, sum(one.report.written for one in done), lines, what=f"{self.name} {names}")

    def show(self, step: str, count: int) -> None:
        if count % STEP == 0:
            self.stderr.write(f"{step} : {count}…")
