"""Import the official corpus from the npm package `@socialgouv/kali-data`."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from agreements.importers.facts import load
from agreements.importers.kali import Options, Unreadable, import_archive
from agreements.importers.report import Rejected
from agreements.management.commands.load_facts import READ_ON
from agreements.models import Convention
from portal.french.writing import plural
from portal.journal.entries import write_command
from portal.journal.files import digest_of
from portal.management.command import PortalCommand
from portal.web.as_of import today

#: As many lines of one list as a reader will look through; the whole is given with « --verbosity 2 ».
SHOWN = 20
#: The conventions of the whole base, for the length of the bar.
WHOLE = 393


class Command(PortalCommand):
    help = (
        "Importe les textes officiels (KALI) : un dossier, un .tgz ou un fichier JSON du paquet npm "
        "@socialgouv/kali-data. Une seconde fois n’écrit rien ; si un texte est refusé, rien n’est écrit."
    )
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("chemin", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="tout lire et tout vérifier, sans rien écrire"
        )
        parser.add_argument(
            "--allow-rejected", action="store_true", help="écrire le reste quand un texte est refusé"
        )
        parser.add_argument(
            "--accept-loss", type=int, metavar="N", help="accepter que N textes ne soient plus dans l’archive"
        )

    def handle(self, *args, chemin, dry_run, allow_rejected, accept_loss, verbosity, **options):
        started, self.bar = time.monotonic(), Bar(self.stderr)
        wanted = Options(today(), dry_run, allow_rejected, accept_loss, self.load_the_sector)
        try:
            with transaction.atomic():
                summary = import_archive(chemin, wanted, self.bar.show)
                if not dry_run:
                    self.keep_summary(chemin, summary)
        except (Unreadable, Rejected) as reason:
            raise CommandError(f"{reason} Rien n’a été écrit.") from reason
        finally:
            self.bar.end()
        for line in summary.lines(None if verbosity > 1 else SHOWN):
            self.stdout.write(line)
        self.stdout.write(f"En {time.monotonic() - started:.1f} s.".replace(".", ",", 1))
        if dry_run:
            self.stdout.write("Essai : rien n’a été écrit.")
        elif not summary.written:
            raise CommandError(
                f"{plural(len(summary.report.rejections), 'refus', 'refus')} : rien n’a été écrit."
            )

    def keep_summary(self, path: Path, summary) -> None:
        wrote = summary.report.written if summary.written else 0
        write_command(self.name, wrote, summary.lines(SHOWN), what=f"{self.name} {path.name}")

    def load_the_sector(self) -> None:
        """On an empty base, the facts of the sector come first: it is they that name its conventions and texts."""
        if Convention.objects.exists():
            return
        self.stdout.write("La base est vide : les faits du secteur sont chargés d’abord.")
        folder = settings.FIXTURES_DIR
        report = load(folder, READ_ON)
        if report.rejections:
            raise Rejected(f"Les faits du secteur ne se chargent pas : {report.rejections[0]}.")
        told = {"what": f"load_facts {folder}", "digest": digest_of(folder)}
        write_command("load_facts", report.written, report.lines(), **told)


class Bar:
    """A bar on a terminal; elsewhere, one line for each step."""

    def __init__(self, stream):
        self.stream, self.step = stream, ""
        self.live = hasattr(stream, "isatty") and stream.isatty()

    def show(self, step: str, count: int) -> None:
        if self.live:
            done = min(30, 30 * count // WHOLE)
            self.stream.write(
                f"\r{step:<10} [{'█' * done}{' ' * (30 - done)}] {count:>3} fichiers ", ending=""
            )
            self.stream.flush()
        elif step != self.step:
            self.stream.write(f"{step}…")
        self.step = step

    def end(self) -> None:
        if self.live:
            self.stream.write("")
