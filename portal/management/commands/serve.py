"""`python3 manage.py serve`: from an empty folder to the portal in a browser, each step said with its time.

The public site and the admin are two processes of gunicorn. They share the code and nothing else: the public
one reads the published edition and is never told where the editing database is.
"""

import errno
import os
import socket
from argparse import ArgumentTypeError
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from agreements.models import Agreement
from members.models import Association, Table
from portal.edition import store
from portal.publishing import build
from portal.serving.progress import refuse, step
from portal.serving.servers import Died, Server, running
from portal.serving.static_sources import collect_if_changed

PORT_REFUSALS = {
    errno.EADDRINUSE: "ce port est déjà pris, choisissez-en un autre avec --port",
    errno.EACCES: "ce port est réservé au système, choisissez-en un au-dessus de 1023 avec --port",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
}


class Command(BaseCommand):
    help = "Prépare tout ce qui manque, puis sert le site public et l’administration."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
        parser.add_argument("--port", default=8000, type=port_number, help="port du site public (8000)")
        parser.add_argument("--no-admin", action="store_true", help="ne pas servir l’administration")

    def handle(self, *, host, port, no_admin, **options):
        servers = [Server("Le site public", "public", host, port, workers=2)]
        if not no_admin:
            servers.append(Server("L’administration", "admin", host, port + 1, workers=1, home="/admin/"))
        for server in servers:
            refuse_taken_port(server)
        prepare()
        name_the_site(*servers)
        try:
            serve(servers)
        except Died as reason:
            refuse(f"{reason} ; tout a été arrêté.")


def port_number(text):
    if not text.isdecimal() or not 1 <= int(text) <= 65534:
        raise ArgumentTypeError(f"« {text} » n’est pas un port, de 1 à 65534")
    return int(text)


def refuse_taken_port(server):
    """Before any work; in the words of the system where the reason is a rare one."""
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as error:
            reason = PORT_REFUSALS.get(error.errno, error.strerror)
            refuse(f"{server.name} ne peut pas s’ouvrir sur {server.address} : {reason}.")


def prepare():
    """What the first start does at length and the next ones only check."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with step("Base d’édition"):
        call_command("migrate", interactive=False, verbosity=0)
    if not Agreement.objects.exists():
        run("Faits du secteur", "load_facts")
    if not Table.objects.exists():
        run("Chiffres publiés des adhérents", "load_figures")
        if not Association.objects.exists():  # no list is published: the totals are, and these have them
            run("Jeu de démonstration des adhérents", "demonstration")
    present = store.current()
    if present is None or present.schema != build.schema():  # the latter after an upgrade of the code
        run("Publication d’une édition", "publish")
    with step("Fichiers statiques"):
        collect_if_changed()


def run(label, command):
    """One line for the step and one for the command's conclusion; all it said where it refused."""
    report = StringIO()
    try:
        with step(label):
            call_command(command, stdout=report)
    except CommandError:
        print(report.getvalue(), end="", flush=True)
        raise
    print(*report.getvalue().splitlines()[-1:], sep="\n", flush=True)


def name_the_site(public, editors=None):
    """Unless the environment says otherwise, the site is known by the address it listens on."""
    os.environ.setdefault("PORTAL_URL", public.origin)
    if editors:
        os.environ.setdefault("PORTAL_ADMIN_URL", editors.origin)
    os.environ.setdefault("PORTAL_HOSTS", ",".join(dict.fromkeys([*settings.ALLOWED_HOSTS, public.host])))


def serve(servers):
    """Until Ctrl-C, SIGTERM, or the death of one of them, which is everyone's."""
    with running(servers) as wait:
        with step("Ouverture"):
            for server in servers:
                wait(until=server.answers)
        announce(servers)
        wait()


def announce(servers):
    for server in servers:
        print(f"{server.name} : {server.origin}{server.home}")
    if len(servers) > 1 and not get_user_model().objects.exists():
        print("Pour créer le premier compte d’édition : python3 manage.py createsuperuser")
    print("Ctrl-C arrête tout.", flush=True)
