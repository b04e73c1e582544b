"""Take the edition in force from a portal, a web server or an object store, and serve it."""

import sys
import time

from django.core.management.base import CommandError

from portal.copies.contents import CopyError
from portal.copies.fetching import Unfinished, fetch
from portal.management.command import PortalCommand
from portal.serving.progress import duration


class Command(PortalCommand):
    help = (
        "Prend l’édition en vigueur à une adresse (/donnees/ d’un portail, ou un dossier d’éditions), vérifie "
        "son empreinte et la sert. Se termine par 0 (fait, ou rien de plus récent), 1 (à regarder) ou 2 (la source n’a "
        "pas répondu en entier : la prochaine fois reprendra)."
    )

    def add_arguments(self, parser):
        parser.add_argument("adresse", metavar="URL", help="par exemple https://accords.exemple.fr/donnees/")

    def handle(self, *args, adresse, **options):
        started = time.monotonic()
        try:
            manifest = fetch(adresse, self.stdout.write)
        except CopyError as error:
            raise CommandError(str(error)) from error
        except Unfinished as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(
            f"Édition {manifest.number} servie, empreinte {manifest.checksum}, "
            f"en {duration(time.monotonic() - started)}."
        )
