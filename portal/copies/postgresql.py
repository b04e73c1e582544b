"""The editing database on PostgreSQL: dumped by its own client, at the moment of one snapshot."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from portal.copies.contents import CopyError
from portal.copies.digest import Facts, facts_of, in_batches
from portal.edition.store import sync
from portal.french import system
from portal.publishing.build import snapshot_of_the_facts

FILE = "base.pgdump"
#: What belongs to a server and not to the facts: whom its tables belong to, who may read them.
WITHOUT_ITS_SERVER = ("--no-owner", "--no-privileges")


def save(folder: Path) -> Facts:
    """Dump the database as it is at one moment to `folder`; give what it held then."""
    target = folder / FILE
    with snapshot_of_the_facts():
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            [(snapshot,)] = cursor.fetchall()
        words = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}", *WITHOUT_ITS_SERVER]
        run("pg_dump", *words, last=[database()])
        facts = held()
    sync(target)
    return facts


def held() -> Facts:
    connection = connections["default"]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)

    def read(table: str) -> Iterator[tuple]:
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - as the database names it
            yield from in_batches(cursor)

    return facts_of(tables, read)


def is_empty() -> bool:
    connection = connections["default"]
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor, include_views=True)


def restore(saved: Path) -> None:
    """Restore a dump in one transaction: all of it, or nothing."""
    run(
        "pg_restore", "--single-transaction", "--exit-on-error", *WITHOUT_ITS_SERVER, f"--dbname={database()}",
        last=[saved],
    )  # fmt: skip


def present() -> Facts:
    """What the database in place holds."""
    with snapshot_of_the_facts():
        return held()


# -- The client ----------------------------------------------------------------------------------------------


def database() -> str:
    return str(connections["default"].settings_dict["NAME"])


def run(program: str, *words: str, last: list) -> None:
    """Run a program of PostgreSQL's client on this database; the password goes by the environment."""
    if shutil.which(program) is None:
        raise CopyError(
            f"Il manque à ce système {program}, du client de PostgreSQL (paquet postgresql-client)."
        )
    connection = connections["default"]
    asked, added = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *asked[1:-1], *words, *last]
    environment = {**os.environ, **(added or {}), "LC_MESSAGES": "C"}
    if wanted := connection.settings_dict["OPTIONS"].get(
        "target_session_attrs"
    ):  # of several servers, the same one
        environment["PGTARGETSESSIONATTRS"] = wanted
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise CopyError(f"{program} s’est arrêté : {reason(program, done.stderr)}.")


def reason(program: str, said: str) -> str:
    if "server version mismatch" in said:
        return "le client installé est plus ancien que le serveur ; installez celui de la même version"
    if "unsupported version" in said:
        return "le client installé est plus ancien que celui qui a fait la sauvegarde"
    told = [line for line in said.splitlines() if line.strip()]
    return system.reason_of_the_database(RuntimeError(said)) or (told[-1].rstrip(".") if told else program)
