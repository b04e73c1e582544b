"""Restore a backup into an empty installation, and prove that what is there is what was saved."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from portal.copies import contents
from portal.copies.contents import Contents, CopyError
from portal.copies.saving import COUNTER, EDITIONS, ENGINES, KEY, engine
from portal.edition import numbers, places, store, versions
from portal.edition.manifest import Manifest, root
from portal.french import system


class Restored(NamedTuple):
    place: Path  # the backup
    contents: Contents
    served: Manifest | None  # the edition that is served, verified


def restore(folder: Path) -> Restored:
    """Restore a backup, or the last of a folder of backups; `CopyError` says why not."""
    place = chosen(folder)
    told = contents.read(place)
    if told.engine != engine():
        raise CopyError(
            f"Cette sauvegarde est celle d’une base {places.KINDS[told.engine]} ; "
            f"celle de cette installation est {places.database()}."
        )
    refuse_unless_empty()
    verify(place, told)
    database = ENGINES[engine()]
    try:
        with editions_aside(place, told) as aside:
            database.restore(place / told.database)
            prove_the_facts(told)
            put_in_place(place, told, aside)
    except OSError as error:
        raise CopyError(f"La sauvegarde n’a pas pu être restaurée : {system.reason(error)}.") from error
    return Restored(place, told, served())


def chosen(folder: Path) -> Path:
    """The backup that a folder is, else the last one that it holds."""
    if (folder / contents.MANIFEST).is_file():
        return folder
    found = contents.backups(folder) if folder.is_dir() else []
    if not found:
        raise CopyError(f"{folder} n’est pas une sauvegarde, et n’en contient pas.")
    return found[0]


def refuse_unless_empty() -> None:
    """What is there is never written over."""
    if not ENGINES[engine()].is_empty():
        raise CopyError(f"La base d’édition ({places.database()}) n’est pas vide : rien n’est restauré.")
    if numbers.there() or numbers.kept().exists():
        raise CopyError(f"Le dossier des éditions ({root()}) n’est pas vide : rien n’est restauré.")


def verify(place: Path, told: Contents) -> None:
    """Every file, before one is written."""
    for name, held in told.files.items():
        if not contents.is_as_told(place / name, held):
            raise CopyError(
                f"{place / name} n’est plus le fichier qui a été sauvegardé : rien n’est restauré."
            )


@contextmanager
def editions_aside(place: Path, told: Contents):
    """The editions of a backup, copied beside their place; what another restoration left there goes."""
    aside = root().with_name(f".{root().name}-restauration")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        for name in told.files:
            if name.startswith(f"{EDITIONS}/"):
                contents.copied(place / name, aside / name.removeprefix(f"{EDITIONS}/"))
        for path in aside.rglob("edition-*.sqlite3"):
            path.chmod(0o444)
        for name, target in told.links.items():
            (aside / name.removeprefix(f"{EDITIONS}/")).symlink_to(target)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def prove_the_facts(told: Contents) -> None:
    present = ENGINES[engine()].present()
    if (present.digest, present.rows) != (told.facts, told.rows):
        raise CopyError(
            "La base restaurée n’est pas celle qui a été sauvegardée : ses lignes n’ont pas la même empreinte."
        )


def put_in_place(place: Path, told: Contents, aside: Path) -> None:
    if root().exists():
        shutil.rmtree(root())  # it holds no edition: that was looked at first
    os.rename(aside, root())
    store.sync(root().parent)
    for name, target in ((COUNTER, numbers.kept()), (KEY, settings.VAR_DIR / KEY)):
        if name in told.files:
            fresh = target.with_name(f".{target.name}-restauration")
            contents.copied(place / name, fresh)
            fresh.chmod(0o600 if name == KEY else 0o644)
            os.replace(fresh, target)


def served() -> Manifest | None:
    """The edition that was last online, whatever version of the code made it; its file is the one of its manifest."""
    present = store.sound_current() or versions.last_online()
    if present and not store.intact(present):
        raise CopyError(f"L’édition restaurée, la {present.number}, n’a pas l’empreinte de son manifeste.")
    return present
