"""One role alone, as in production: a line for each event, and nothing of a terminal.

The public site needs two folders, the code's and the editions', and writes to neither; it has no database, no secret.
"""

import sys
import tempfile

from django.conf import settings

from portal.edition import store
from portal.edition.manifest import root
from portal.serving.ports import refuse_taken_port
from portal.serving.progress import refuse
from portal.serving.servers import Died, Server, name_the_site, running
from portal.serving.static_sources import missing
from portal.serving.watching.measures import measuring

SERVE = [sys.executable, settings.BASE_DIR / "manage.py", "serve"]


def public(host: str, port: int, workers: int, only_look: bool) -> None:
    """Serve the editions that are there; with `only_look`, say whether this version of the code could."""
    server = Server("Le site public", "public", host, port, workers)
    refuse_what_is_not_prepared()
    if only_look:
        return
    refuse_taken_port(server)
    name_the_site(server)
    present = store.sound_current()
    told = (
        f"édition {present.number}" if present else f"aucune édition dans {root()} : 503 jusqu’à la première"
    )
    until_stopped(server, [*SERVE, "--public", "--preparer"], told)


def admin(host: str, port: int, workers: int, prepare) -> None:
    """Prepare what this version needs, then serve the admin."""
    server = Server("L’administration", "admin", host, port, workers, home="/admin/")
    refuse_taken_port(server)
    prepare()
    name_the_site(server)
    until_stopped(server, [*SERVE, "--admin", "--preparer"], "prête")


def refuse_what_is_not_prepared() -> None:
    if name := missing():
        refuse(
            f"Les fichiers statiques de cette version ne sont pas dans {settings.STATIC_ROOT} ({name} y manque, ou est "
            "d’une autre) : python3 manage.py collectstatic --noinput les y met."
        )
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        refuse(
            "Aucun dossier temporaire ne peut être écrit : il en faut un, fût-il en mémoire (TMPDIR le désigne)."
        )


def until_stopped(server: Server, preparation: list, told: str) -> None:
    try:
        with measuring(), running([server], preparation) as wait:
            wait(until=server.answers)
            say(
                f"{server.name} répond sur {server.origin}{server.home} ({told} ; processus : {server.workers})."
            )
            wait()
            say(f"{server.name} s’arrête : c’est demandé.")
    except Died as reason:
        refuse(f"{reason}.")


def say(line: str) -> None:
    print(line, flush=True)
