"""Measure the list page against what it is compared with, at the size of the corpus or at any other."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from portal.edition import store
from portal.management.command import PortalCommand


class Command(PortalCommand):
    help = "Compare la page de liste à Datasette, à une page constante et au SQL seul, sur cette machine."

    def add_arguments(self, parser):
        parser.add_argument("--size", type=int, default=7_000, help="nombre d’accords (7 000 par défaut)")
        parser.add_argument("--rounds", type=int, default=5, help="tours alternés (5 par défaut)")
        parser.add_argument(
            "--requetes",
            action="store_true",
            help="poser à l’édition en ligne les recherches écrites, et rien d’autre",
        )
        parser.add_argument(
            "--affichage",
            action="store_true",
            help="mesurer dans un navigateur ralenti quand les pages de l’édition en ligne s’affichent",
        )
        parser.add_argument(
            "--croissance",
            action="store_true",
            help="mesurer comment le coût croît de 10 000 accords à 1 000 000",
        )
        parser.add_argument(
            "--exports",
            action="store_true",
            help="mesurer ce que quatre tableaux entiers coûtent à ceux qui lisent pendant ce temps",
        )
        parser.add_argument(
            "--secondes", type=float, default=120, help="durée de cette mesure, au plus (120 par défaut)"
        )
        parser.add_argument(
            "--archive",
            type=int,
            metavar="FICHIERS",
            help="mesurer la lecture d’une archive de KALI de tant de fichiers, et rien d’autre",
        )
        parser.add_argument(
            "--installation", type=Path, help="dossier d’une installation publiée, au lieu d’un corpus répété"
        )
        parser.add_argument("--dossier", type=Path, default=settings.BASE_DIR / "var" / "bench")

    def handle(
        self, *args, size, rounds, dossier, installation, requetes, affichage, croissance, archive, **options
    ):
        if requetes:
            from tests.benchmarks.queries import check

            if store.sound_current() is None:
                raise CommandError("Aucune édition n’est publiée : les recherches se posent à une édition.")
            if check(self.stdout.write):
                raise CommandError("Des recherches donnent un autre texte en premier.")
            return
        if archive:
            from tests.benchmarks import kali_archive

            kali_archive.measure(dossier / "archive", archive, self.stdout.write)
            return
        if affichage:
            from tests.benchmarks import paint

            paint.compare(installation or settings.VAR_DIR, rounds, self.stdout.write)
            return
        if croissance:
            from tests.benchmarks import growth

            growth.compare(dossier, rounds, self.stdout.write)
            return
        from tests.benchmarks import corpus, exports, run

        started = time.perf_counter()
        var = installation or corpus.make(dossier, size)
        self.stdout.write(f"Corpus prêt en {time.perf_counter() - started:.0f} s.")
        if options["exports"]:
            exports.compare(var, options["secondes"], self.stdout.write)
            return
        run.compare(var, rounds, self.stdout.write)
