"""`python3 manage.py serve`: from an empty folder to the portal in a browser, each step said with its time.

The public site and the admin are two processes of gunicorn. They share the code and nothing else: the public
one reads the published edition and is never told where the editing database is.
"""

import os
import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections

from agreements.models import Agreement
from members.models import Association, Table
from portal.edition import announcement, numbers, store, versions
from portal.management.command import PortalCommand
from portal.options.reading import in_force
from portal.publishing.chronicle import keeping
from portal.serving import alone
from portal.serving.ports import port_number, refuse_taken_port
from portal.serving.progress import refuse, step, taking_turns
from portal.serving.servers import RENEW_SIGNAL, Died, Server, name_the_site, running
from portal.serving.static_sources import collect_if_changed
from portal.serving.watching.measures import measuring

#: What is said, and not done: taking them in is for who edits.
NEWS = (
    "Les fiches du secteur ont changé depuis qu’elles ont été chargées : « python3 manage.py load_facts --dry-run » "
    "dit ce qu’elles apportent, « load_facts » le prend."
)
#: What makes, in a process of its own, all that the code that is there now needs.
PREPARATION = [sys.executable, settings.BASE_DIR / "manage.py", "serve", "--preparer"]


class Command(PortalCommand):
    help = "Prépare tout ce qui manque, puis sert le site public et l’administration."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
        parser.add_argument(
            "--port", type=port_number, help="port du site public (8000) ; seule, l’administration prend 8001"
        )
        parser.add_argument("--no-admin", action="store_true", help="ne pas servir l’administration")
        parser.add_argument(
            "--preparer", action="store_true", help="préparer ce qui manque à cette version, sans rien servir"
        )
        one = parser.add_mutually_exclusive_group()
        one.add_argument(
            "--public",
            action="store_true",
            help="le site public seul : il n’écrit rien, et ne lit que les éditions",
        )
        one.add_argument("--admin", action="store_true", help="l’administration seule")
        parser.add_argument(
            "--processus", type=int, choices=range(1, 65), metavar="N",
            help="processus d’un serveur seul (2 pour le site public, 1 pour l’administration)",
        )  # fmt: skip

    def execute(self, *args, **options):
        if options.get("public") or options.get("admin"):  # a log has no use for what each line is about
            options["verbosity"] = 0
        return super().execute(*args, **options)

    def handle(self, *, host, port, no_admin, preparer, public, admin, processus, **options):
        if public:
            return alone.public(host, port or 8000, processus or 2, preparer)
        if settings.ROLE == "public":
            refuse("Le réglage « role » vaut « public » : python3 manage.py serve --public sert ce site.")
        if preparer:
            return prepare()
        if admin:
            return alone.admin(host, port or 8001, processus or 1, prepare)
        return both(host, port or 8000, no_admin)


def both(host, port, no_admin):
    """The public site and the admin, for who tries the portal or works on it."""
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


def prepare():
    """What the first start does at length and the next ones only check."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / ".preparation").open("w") as lock, taking_turns(lock):
        make_what_is_missing()


def make_what_is_missing():
    from portal.journal.files import hold_news  # of the editing side: a public machine has no journal

    refuse_a_forgotten_database()
    with step("Base d’édition"):
        call_command("migrate", interactive=False, verbosity=0)
    if not Agreement.objects.exists():
        run("Faits du secteur", "load_facts")
    elif hold_news(settings.FIXTURES_DIR):
        print(NEWS, flush=True)
    if not Table.objects.exists():
        run("Chiffres publiés des adhérents", "load_figures")
        if not Association.objects.exists():  # no list is published: the totals are, and these have them
            run("Jeu de démonstration des adhérents", "demonstration")
    edition_of_this_version()
    with step("Fichiers statiques"):
        collect_if_changed()


def refuse_a_forgotten_database():
    """A new file, where what is online came from PostgreSQL, is a forgotten setting: nothing is begun in it."""
    present, kept = store.sound_current(), connections["default"].settings_dict["NAME"]
    if not present or not present.database.startswith("PostgreSQL") or in_force().is_given("DATABASE_URL"):
        return
    if not Path(kept).exists():
        refuse(
            f"L’édition {present.number} vient d’une autre base ({present.database}), et DATABASE_URL n’est pas "
            "donné : est-il oublié ? Donnez-le, ou « sqlite:///… » pour une base nouvelle."
        )


def edition_of_this_version():
    """An edition that this code reads; what editors have entered is theirs to review and to publish.

    The very first time, what was just loaded is published. Then, after an upgrade of the code, the facts of the
    edition that is published are compiled anew; a current one that cannot be told is left for the one before.
    """
    store.make_folder()
    versions.adopt()
    present = store.sound_current()
    if present and not versions.is_behind(present):
        keeping.keep_up(present)
        announcement.keep_up(present)
        return
    if not numbers.last_given() and not numbers.there():
        run("Publication d’une édition", "publish")
        return
    anew = ("Édition publiée, compilée pour cette version", "--recompiler")
    before = ("Édition précédente", "--retour")
    foul = os.path.lexists(store.link()) and not present
    refusals = []
    for label, option in [before, anew] if foul else [anew] if present else [anew, before]:
        try:
            run(label, "publish", option)
            return
        except CommandError as error:
            refusals.append(str(error))
    print(*dict.fromkeys(refusals), sep="\n", flush=True)


def run(label, command, *words):
    """One line for the step and one for the command's conclusion; all it said where it refused."""
    report = StringIO()
    try:
        with step(label):
            call_command(command, *words, stdout=report)
    except CommandError:
        print(report.getvalue(), end="", flush=True)
        raise
    print(*report.getvalue().splitlines()[-1:], sep="\n", flush=True)


def serve(servers):
    """Until Ctrl-C, SIGTERM, or the death of one of them, which is everyone's."""
    with measuring(), running(servers, PREPARATION) as wait:
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
    if settings.PUBLIC_URL.startswith("https://") and not settings.SECURE_COOKIES:
        print("PORTAL_URL est en https : PORTAL_HTTPS=1 le dira aux navigateurs (HSTS, cookies).")
    print(
        f"Pour servir une nouvelle version du code sans rien couper : kill -{RENEW_SIGNAL.name[3:]} {os.getpid()}"
    )
    print("Ctrl-C arrête tout.", flush=True)
