"""Where the facts are edited and where editions go, as every command says it: names, and nothing that opens them."""

from pathlib import Path

from django.conf import settings
from django.db import connections

from portal.edition.manifest import root

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def database() -> str:
    """The editing database, as the manifest of an edition keeps it."""
    return named(connections["default"].settings_dict)


def named(database: dict) -> str:
    """A database in words; a file of the folder of data is named from there, which may be moved whole."""
    kind = KINDS.get(database["ENGINE"].rpartition(".")[2].removesuffix("3"), database["ENGINE"])
    name = str(database["NAME"])
    if kind == "SQLite":
        path = Path(name)
        return (
            f"{kind}, {path.relative_to(settings.VAR_DIR) if path.is_relative_to(settings.VAR_DIR) else path}"
        )
    where = ":".join(filter(None, (database.get("HOST", ""), str(database.get("PORT") or ""))))
    return f"{kind}, {name} sur {where}" if where else f"{kind}, {name}"


def told() -> str:
    """The first line of every command."""
    full = connections["default"].settings_dict
    name = str(full["NAME"]) if full["ENGINE"].endswith("sqlite3") else ""
    return f"Base d’édition : {f'SQLite, {name}' if name else database()}. Éditions : {root()}."
