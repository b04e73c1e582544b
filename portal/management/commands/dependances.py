"""Say what the portal is made of: packages, licences, a bill of materials, and, on demand, their known faults."""

import json
import subprocess

from django.core.management.base import CommandError

from portal.management.command import PortalCommand
from portal.serving import supply


class Command(PortalCommand):
    help = "Dit de quels paquets le portail est fait, sous quelles licences ; leurs failles connues, si on le demande."

    def add_arguments(self, parser):
        parser.add_argument("--nomenclature", action="store_true", help="en JSON, au format CycloneDX")
        parser.add_argument(
            "--failles",
            action="store_true",
            help="interroger la liste publique des failles, par pip-audit, installé pour cela et retiré",
        )

    def execute(self, *args, **options):
        if options.get("nomenclature"):  # a document, with nothing before it
            options["verbosity"] = 0
        return super().execute(*args, **options)

    def handle(self, *, nomenclature, failles, **options):
        found = supply.packages()
        if failles:
            return self.ask()
        if nomenclature:
            self.stdout.write(json.dumps(supply.bill(found), indent=2, ensure_ascii=False))
            return None
        for package in found:
            self.stdout.write(f"{package.name} {package.version} : {package.licence or 'absent d’ici'}")
        return None

    def ask(self):
        try:
            for line in supply.known_faults():
                self.stdout.write(line)
        except subprocess.CalledProcessError as error:
            raise CommandError("Des failles sont connues, ou leur liste n’a pas pu être lue.") from error
