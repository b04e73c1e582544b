"""Import what DILA's official archives of the Journal officiel decide on recorded agreements."""

import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from agreements.importers.dila import Summary, Unreadable, import_archives
from portal.web.as_of import today

#: As many lines of one list as a reader will look through; the whole is given with « --verbosity 2 ».
SHOWN = 20
#: A bar is drawn once for so many files.
STEP = 20_000


class Command(BaseCommand):
    help = (
        "Importe les archives officielles du Journal officiel (DILA) : des .tar.gz ou des dossiers, dans l’ordre de "
        "leurs noms. Chaque archive est écrite en entier ou pas du tout ; une seconde fois n’écrit rien."
    )

    def add_arguments(self, parser):
        parser.add_argument("chemins", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="tout lire, sans rien écrire")

    def handle(self, *args, chemins, dry_run, verbosity, **options):
        started = time.monotonic()
        try:
            summaries, replaced = import_archives(chemins, today(), dry_run, self.show)
        except (Unreadable, ValidationError) as reason:
            raise CommandError(f"{reason} L’archive n’a pas été écrite.") from reason
        for name in replaced:
            self.stdout.write(f"{name} : remplacée par une archive complète plus récente, non lue.")
        for summary in summaries:
            for line in lines(summary, None if verbosity > 1 else SHOWN):
                self.stdout.write(line)
        self.stdout.write(f"En {time.monotonic() - started:.1f} s.".replace(".", ",", 1))
        if dry_run:
            self.stdout.write("Essai : rien n’a été écrit.")

    def show(self, step: str, count: int) -> None:
        if count % STEP == 0:
            self.stderr.write(f"{step} : {count}…")


def lines(summary: Summary, most: int | None):
    yield f"— {summary.name}"
    yield from summary.report.lines()
    for name, counts in (("fichiers passés", summary.passed), ("balises inconnues", summary.unknown)):
        told = ", ".join(f"{word} : {count}" for word, count in sorted(counts.items()) if count)
        if told:
            yield f"{name} ({told})"
    for name, items in summary.remarks.items():
        yield f"{len(items)} {name} :"
        yield from (f"  {item}" for item in items[:most])
        if most and len(items) > most:
            yield f"  … et {len(items) - most} autres"
