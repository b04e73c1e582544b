"""The groups of the admin, each with its rights: made, or put right, as often as one likes."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission

from portal.management.command import PortalCommand

FACTS = ("agreements", "members")
#: Each group has the rights of the one before it, and these.
LADDER = {
    "lecture": [("view", (*FACTS, "journal", "admin"))],
    "saisie": [("add", FACTS), ("change", FACTS), ("delete", FACTS)],
    "publication": [("publish", ("journal",))],
    "administration": [
        ("empty", ("journal",)),
        *((verb, ("auth",)) for verb in ("view", "add", "change", "delete")),
    ],
}
#: The rights that are not on a kind of fact.
OWN_RIGHTS = {"publish": ["publish_edition"], "empty": ["empty_bin"]}


def rights(steps) -> list[Permission]:
    found = []
    for verb, labels in steps:
        models = [
            model._meta.model_name for label in labels for model in apps.get_app_config(label).get_models()
        ]
        names = OWN_RIGHTS.get(verb) or [f"{verb}_{name}" for name in models]
        found += Permission.objects.filter(content_type__app_label__in=labels, codename__in=names)
    return found


class Command(PortalCommand):
    help = "Crée les groupes lecture, saisie, publication et administration, ou leur rend leurs droits."
    needs_tables = True

    def handle(self, *args, **options):
        held: list[Permission] = []
        for name, steps in LADDER.items():
            held = [*held, *rights(steps)]
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.set(held)
            self.stdout.write(f"{name} : {len(held)} droits")
