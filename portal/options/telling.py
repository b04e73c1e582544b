"""The settings in words: what is in force and where from, and the page of documentation. Standard library only."""

from collections.abc import Iterator

from portal.options.reading import BY_DEFAULT, IN_FILE, InForce
from portal.options.table import TABLE, Option

HEAD = """\
# Les réglages

Un réglage est pris dans l’environnement ; sinon dans le fichier `portail.toml`, à côté de `manage.py`
(`PORTAL_SETTINGS` en désigne un autre) ; sinon il a sa valeur par défaut. Toutes les commandes et les deux processus
lisent de même. Ce qui n’est pas un réglage, ou ne peut pas valoir ce qu’il dit, arrête tout d’une phrase. Une valeur
vide dans l’environnement n’est pas donnée. Un chemin se lit depuis le dossier du fichier où il est écrit.

`python3 manage.py settings` dit ce qui est en vigueur, et d’où cela vient. Ce tableau est écrit par
`python3 manage.py settings --tableau > docs/reglages.md` ; un essai le tient.

```toml
# portail.toml
url = "https://accords.exemple.fr"
admin_url = "https://saisie.exemple.fr"
https = true
var = "/var/lib/portail"
publisher = "Une fédération, 1 rue de l’Exemple, 75000 Paris"
```

| clé du fichier | environnement | ce qu’elle prend | par défaut | ce qu’elle règle | qui la lit |
|---|---|---|---|---|---|
"""
TAIL = """
Le processus public ne reçoit ni la base d’édition ni la clé : ce que seule l’administration lit n’entre pas dans son
environnement. Le fichier, lui, est lu par tous ceux qui ont le droit de l’ouvrir : sur une machine qui sert les deux,
les secrets vont dans l’environnement de l’administration.
"""


def table() -> str:
    return HEAD + "".join(map(row, TABLE)) + TAIL


def row(option: Option) -> str:
    key = f"`{option.name}`" if option.is_in_file else ""
    default = option.by_default or (f"`{option.default}`" if option.default else "rien")
    cells = (
        key, f"`{option.variable}`", option.kind.accepted, default, option.meaning, ", ".join(option.readers),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |\n"


def lines(in_force: InForce) -> Iterator[str]:
    """Each setting, what it is worth and where that was said; secrets are masked."""
    there = "lu" if in_force.path.is_file() else "absent"
    yield f"Fichier de réglages : {in_force.path} ({there})."
    for setting in in_force.settings.values():
        option = setting.option
        name = option.variable if not option.is_in_file else f"{option.name} ({option.variable})"
        words = setting.shown if setting.origin != BY_DEFAULT else (option.by_default or setting.shown)
        where = f"{setting.origin}, {in_force.path.name}" if setting.origin == IN_FILE else setting.origin
        yield f"{name} = {words or '(rien)'}  [{where}]"
