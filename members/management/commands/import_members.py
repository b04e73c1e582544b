"""Import associations from a CSV file; `--dry-run` says what it would do."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from members.importers.associations import load
from members.importers.csv_file import LARGEST
from members.models.file_columns import COLUMNS, REQUIRED
from portal.french import system
from portal.journal.entries import write_command
from portal.management.command import PortalCommand

SHOWN = 200


class Command(PortalCommand):
    help = (
        "Importe des associations depuis un CSV (UTF-8 ou Windows-1252), séparé par « ; » ou « , ». Colonnes : "
        + " ".join(f"{name} ({meaning})" for name, meaning in COLUMNS.items())
        + f" Sont obligatoires : {', '.join(REQUIRED)}, et siren ou code. Modèle : "
        "fixtures/adherents/modele.csv."
    )
    needs_tables = True

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="dire ce qui serait fait, sans rien écrire"
        )
        parser.add_argument(
            "--remplacer-demonstration",
            action="store_true",
            help="retirer d’abord le jeu de démonstration, dans la même transaction",
        )

    def handle(self, *args, fichier, dry_run, remplacer_demonstration, **options):
        content = content_of(fichier)
        with transaction.atomic():
            result = load(content, dry_run=dry_run, replace_demonstration=remplacer_demonstration)
            lines = list(result.lines())
            if not dry_run:
                wrote = result.report.written if result.accepted else 0
                write_command(self.name, wrote, lines, what=f"{self.name} {fichier.name}")
        for line in lines[:SHOWN]:
            self.stdout.write(line)
        if len(lines) > SHOWN:
            self.stdout.write(f"… et {len(lines) - SHOWN} autres lignes.")
        if result.refusal:
            raise CommandError("Rien n’a été écrit.")
        if result.report.rejections:
            raise CommandError(f"{len(result.report.rejections)} lignes refusées : rien n’a été écrit.")
        if dry_run:
            self.stdout.write("Essai seulement : rien n’a été écrit.")
        self.stdout.write(f"Empreinte du fichier : sha256:{result.digest}")


def content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{path} ne peut pas être lu : {system.reason(error)}.") from error
