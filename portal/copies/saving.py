"""Back an installation up while it is running: all that cannot be made again, at one moment.

The editions are copied first, the database after: what is saved has at least the facts that its editions tell, as an
installation always does. Until all is on the disk, what is written bears a hidden name; a backup that was killed
leaves nothing that looks like one, and the next takes it away.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connections

from portal.copies import contents, postgresql, sqlite
from portal.copies.contents import Contents, CopyError, Held
from portal.edition import numbers
from portal.edition.manifest import EditionError, Manifest, number_of, read_manifest, root
from portal.edition.store import sync
from portal.french import system

UNFINISHED = ".sauvegarde-"
EDITIONS = "editions"
COUNTER = "editions.number"
KEY = "secret_key"
ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


class Saved(NamedTuple):
    place: Path
    contents: Contents
    removed: list[Path]


def engine() -> str:
    return connections["default"].vendor


def save(folder: Path, now: datetime, kept: int | None = None, say: Callable[[str], object] = print) -> Saved:
    """Back up to a new folder of `folder`, of which the `kept` last are kept; `CopyError` says what stopped it."""
    if engine() not in ENGINES:
        raise CopyError("Ce processus n’a pas de base d’édition : il n’y a rien à sauvegarder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone_in(folder), unfinished(folder) as work:
            made = fill(work, now, latest(folder), say)
            place = free_name(folder, now)
            os.rename(work, place)
            sync(folder)
            return Saved(place, made, forget_all_but(folder, kept))
    except OSError as error:
        raise CopyError(
            f"La sauvegarde n’a pas pu être écrite dans {folder} : {system.reason(error)}."
        ) from error


def fill(work: Path, now: datetime, before: Path | None, say: Callable[[str], object]) -> Contents:
    files, links = {}, dict(links_of_editions())
    known = contents.read(before).files if before else {}
    for name, source in files_of_editions(say):
        with suppress(FileNotFoundError):  # a publication removed it meanwhile
            files[name] = shared(before, name, work, known, source) or contents.copied(source, work / name)
    for name, source in ((COUNTER, numbers.kept()), (KEY, settings.VAR_DIR / KEY)):
        if source.is_file():
            files[name] = contents.copied(source, work / name)
            (work / name).chmod(0o600)
    links = {name: target for name, target in links.items() if f"{Path(name).parent}/{target}" in files}
    database = ENGINES[engine()]
    facts = database.save(work)
    files[database.FILE] = contents.summed(work / database.FILE)
    made = Contents(
        made_at=now.isoformat(timespec="seconds"),
        engine=engine(),
        database=database.FILE,
        facts=facts.digest,
        rows=facts.rows,
        files=files,
        links=links,
    )
    contents.write(work / contents.MANIFEST, made.written())
    return made


# -- The editions --------------------------------------------------------------------------------------------


def links_of_editions() -> Iterator[tuple[str, str]]:
    """Which edition is the current one, for each version of the code."""
    for link in [*root().glob("current"), *root().glob("*/current")]:
        with suppress(OSError):
            yield f"{EDITIONS}/{link.relative_to(root())}", os.readlink(link)


def files_of_editions(say: Callable[[str], object]) -> Iterator[tuple[str, Path]]:
    """What is kept of each edition, and the ledger; not what is being written, nor an edition that is damaged."""
    for path in sorted([*root().glob("*"), *root().glob("*/*")]):
        hidden = any(part.startswith(".") for part in path.relative_to(root()).parts)
        if hidden or path.is_symlink() or not path.is_file():
            continue
        if number_of(path.name) and (reason := damage(path)):
            say(f"Laissée de côté : {reason}")
            continue
        yield f"{EDITIONS}/{path.relative_to(root())}", path


def damage(path: Path) -> str:
    """Why an edition is not worth saving, or nothing."""
    try:
        manifest = read_manifest(path)
    except EditionError as error:
        return str(error)
    return "" if contents.is_as_told(path, told(manifest)) else f"l’édition {manifest.number} est abîmée."


def told(manifest: Manifest) -> Held:
    return Held(manifest.size, manifest.checksum.removeprefix("sha256:"))


def shared(before: Path | None, name: str, work: Path, known: dict[str, Held], source: Path) -> Held | None:
    """What the backup before holds already is the same file under two names, where the disk can."""
    held = known.get(name)
    if not before or not held or not contents.is_as_told(source, held):
        return None
    if not contents.is_as_told(before / name, held):
        return None
    (work / name).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(before / name, work / name)
    except OSError:
        return None
    return held


# -- The folder ----------------------------------------------------------------------------------------------


@contextmanager
def alone_in(folder: Path):
    """Two backups at once in one folder: the second is refused. What a killed one left goes."""
    with (folder / ".verrou").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CopyError(f"Une autre sauvegarde est en cours dans {folder}.") from error
        for stray in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(stray, ignore_errors=True)
        yield


@contextmanager
def unfinished(folder: Path):
    """A folder of this account alone, which is gone at the end unless it was given its name."""
    work = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def latest(folder: Path) -> Path | None:
    for found in contents.backups(folder):
        with suppress(CopyError):
            contents.read(found)
            return found
    return None


def free_name(folder: Path, now: datetime) -> Path:
    name = f"sauvegarde-{now:%Y%m%dT%H%M%S}"
    names = (folder / (name if number == 1 else f"{name}-{number}") for number in range(1, 1000))
    return next(place for place in names if not place.exists())


def forget_all_but(folder: Path, kept: int | None) -> list[Path]:
    """Remove the oldest backups; each loses its name first, so that none is ever seen half removed."""
    removed = contents.backups(folder)[kept:] if kept else []
    for place in removed:
        hidden = place.with_name(f"{UNFINISHED}{place.name}")
        os.rename(place, hidden)
        shutil.rmtree(hidden, ignore_errors=True)
    return removed
