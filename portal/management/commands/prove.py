"""Measure what the site promises, as a table: goal, what it asks, what was measured, whether it holds."""

from django.conf import settings
from django.core.management.base import CommandError

from portal.edition import store
from portal.management.command import PortalCommand
from portal.web.as_of import today

HEAD = "| but | demandé | mesuré | tenu | durée |\n|---|---|---|---|---:|"


class Command(PortalCommand):
    help = "Mesure ce que le site promet, sur un site qui tourne ou sur une copie de cette installation."

    def add_arguments(self, parser):
        parser.add_argument(
            "--url", help="le site à mesurer, déjà servi ; sinon une copie est servie pour cela"
        )
        parser.add_argument(
            "--long", action="store_true", help="l’épreuve entière, des heures, sur des copies"
        )
        parser.add_argument(
            "--part",
            type=float,
            default=1,
            metavar="P",
            help="cette part seulement de l’épreuve longue (0.1)",
        )
        parser.add_argument(
            "--buts", default="", metavar="G1,G8", help="ces buts de l’épreuve longue seulement"
        )

    def handle(self, **options):
        try:
            self.measure(**options)
        except ModuleNotFoundError as missing:
            raise CommandError(absent(missing.name or "")) from missing

    def measure(self, *, url, long, part, buts, **options):
        from tests.proofs import sets

        if url and long:
            raise CommandError(
                "L’épreuve longue abîme ce qu’elle mesure : elle se fait sur des copies, sans --url."
            )
        if not url and store.sound_current() is None:
            raise CommandError("Aucune édition n’est publiée : il n’y a rien à mesurer.")
        self.stdout.write(f"Mesuré le {today().isoformat()} : {sets.machine()}.\n\n{HEAD}")
        held = [
            self.told(finding, seconds)
            for finding, seconds in sets.timed(self.findings(url, long, part, buts))
        ]
        for goal, where in sets.HELD.items():
            self.stdout.write(f"| {goal} | tenu par les tests, à chaque fois | {where} | | |")
        if not all(held):
            raise CommandError(f"{held.count(False)} but(s) ne sont pas tenus.")

    def findings(self, url, long, part, buts):
        from tests.proofs import sets
        from tests.proofs.site import copied, site_at, started

        if long:
            wanted = [goal.strip() for goal in buts.split(",") if goal.strip()]
            yield from sets.long(settings.VAR_DIR, part, lambda goal: not wanted or goal in wanted)
        elif url:
            yield from sets.quick(site_at(url))
        else:
            with copied(settings.VAR_DIR) as copy, started(copy) as site:
                yield from sets.quick(site)

    def told(self, finding, seconds: float) -> bool:
        self.stdout.write(f"| {' | '.join(finding.cells())} | {seconds:.0f} s |")
        self.stdout.flush()
        return finding.holds


def absent(name: str) -> str:
    if name.partition(".")[0] == "tests":
        return "Le dossier tests/, qui a les épreuves, n’est pas ici : mesurez ce site d’une machine qui l’a (--url)."
    return f"Cette épreuve demande les outils des tests ({name}) : « python3 manage.py tests --version » les installe."
