"""Write `docs/parametres.md`: what each address reads, as its page declares it.

.venv/bin/python -m tests.portal.web.parameter_table
"""

import os

import django

HEAD = """\
# Les paramètres de chaque adresse

Chaque page déclare une fois ce qu’elle lit (`@reads`, dans `portal/web/parameters.py`). La clé sous laquelle sa
réponse est gardée, ses liens, son adresse canonique et le refus des valeurs répétées en viennent, comme ce tableau,
qu’écrit `tests/portal/web/parameter_table.py`, qui dit comment, et que tient un essai. Un paramètre marqué * accepte
plusieurs valeurs, dont une suffit ; les autres n’en prennent qu’une. Toutes les adresses lisent aussi `date` et
`edition`, et rien d’autre quand elles ne sont pas ici.

| paramètres | adresses |
|---|---|
"""


def table() -> str:
    from portal.web.declarations import routes

    addresses: dict[str, list[str]] = {}
    for address, view in routes():
        if view.parameters.fields:
            addresses.setdefault(told(view.parameters), []).append(f"`{address}`")
    return HEAD + "".join(f"| {names} | {', '.join(of_them)} |\n" for names, of_them in addresses.items())


def told(parameters) -> str:
    """« `q`, `convention`* »."""
    return ", ".join(f"`{name}`{'*' if name in parameters.several else ''}" for name in parameters.fields)


def main() -> None:
    from django.conf import settings

    os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", PORTAL_ROLE="public")
    django.setup()
    (settings.BASE_DIR / "docs" / "parametres.md").write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
