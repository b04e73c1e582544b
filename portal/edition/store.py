"""Where the editions of this version of the code are kept: a file and a manifest each, and a link to the current one.

    editions/<schema>/edition-000012.sqlite3   the edition, never touched again
    editions/<schema>/edition-000012.json      its manifest
    editions/<schema>/current -> edition-000012.sqlite3

Publishing is one rename of the link: a reader opens the old edition or the new one, never a mix. What is foul in
the folder is left aside and said; it stops neither a publication, nor the way back, nor a page.
"""

import logging
import os
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings

from portal.edition import announcement, numbers
from portal.edition.files import checksum, sync
from portal.edition.manifest import (
    EditionError,
    Manifest,
    as_written,
    folder,
    number_of,
    read_manifest,
    root,
    schema,
)
from portal.french import system

logger = logging.getLogger(__name__)
#: The link to the edition that is served.
CURRENT = "current"
MEND = "`publish --retour` le répare."


def read_only(path: Path) -> str:
    """An edition as SQLite opens what nobody writes."""
    return f"file:{path}?mode=ro&immutable=1"


def opened(path: Path):
    """A connection to an edition, closed at the end."""
    return closing(sqlite3.connect(read_only(path), uri=True))


# -- The current one -----------------------------------------------------------------------------------------


def link() -> Path:
    return folder() / CURRENT


def current(of: str = "") -> Manifest | None:
    """The manifest of the edition that is served, or None when there is none; of another schema, when it is named."""
    # Words are joined faster than paths are made.
    shelf = os.path.join(settings.EDITIONS_DIR, of or schema())
    try:
        return pointed(shelf)
    except FileNotFoundError:
        return None if of else flat_current()
    except OSError as error:
        raise EditionError(f"« {CURRENT} » n’est pas un lien vers une édition : {MEND}") from error


def pointed(shelf) -> Manifest:
    """The edition to which the link of a folder leads."""
    name = os.readlink(os.path.join(shelf, CURRENT))
    if number_of(name) is None:
        raise EditionError(f"« {CURRENT} » mène à « {name} », qui n’est pas une édition : {MEND}")
    try:
        return read_manifest(os.path.join(shelf, name))
    except EditionError as error:
        raise EditionError(f"{error} {MEND}") from error


def flat_current() -> Manifest | None:
    """The current edition of a folder from before each version had its own, when it is of this one."""
    try:
        found = pointed(settings.EDITIONS_DIR)
    except (OSError, EditionError):
        return None
    return found if found.schema == schema() else None


def sound_current() -> Manifest | None:
    """The current edition where it can be told."""
    try:
        return current()
    except EditionError as error:
        logger.warning("%s", error)
        return None


def named() -> int | None:
    """The number that the link names, whatever is there; None when it names none."""
    try:
        return number_of(os.readlink(link()))
    except OSError:
        return None


def point_to(manifest: Manifest) -> None:
    """Swap the current edition: a new link renamed over the old one."""
    fresh = folder() / f".current-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(manifest.path.name)
    set_aside_what_is_no_link()
    os.replace(fresh, link())
    sync(folder())
    announcement.announce(manifest)


def set_aside_what_is_no_link() -> None:
    """A file or a folder in the place of the link is nobody's edition; what it holds is not lost."""
    if link().is_symlink() or not link().exists():
        return
    aside = folder() / f".ecarte-{time.time_ns()}"
    os.rename(link(), aside)
    logger.warning("Ce qui était à la place du lien « %s » est dans %s.", CURRENT, aside)


# -- Those that are kept ---------------------------------------------------------------------------------------


def files(form: str) -> list[tuple[int, Path]]:
    """The files that bear the name of an edition, with their numbers, the newest first."""
    found = ((number_of(path.name), path) for path in root().glob(form))
    return sorted(((number, path) for number, path in found if number), reverse=True)


def editions(of: str = "") -> list[Manifest]:
    """Those that are kept, the newest first, of a schema (« * »: of any), without those whose manifest is foul."""
    manifests = []
    for _, path in files(f"{of or schema()}/edition-*.sqlite3"):
        try:
            manifests.append(read_manifest(path))
        except EditionError as error:
            if path.exists():  # or a publication removed it meanwhile
                logger.warning("%s L’édition est laissée de côté.", error)
    return manifests


def previous_edition(present: Manifest) -> Manifest | None:
    """The one published before, among those that are kept."""
    return next((kept for kept in editions() if kept.number < present.number), None)


def intact(manifest: Manifest) -> bool:
    """Whether the file is still the one that was published."""
    try:
        return manifest.path.is_file() and checksum(manifest.path) == manifest.checksum
    except OSError as error:
        logger.warning("%s ne peut pas être lu : %s", manifest.path, error)
        return False


# -- The next one ------------------------------------------------------------------------------------------------


def make_folder() -> None:
    try:
        folder().mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EditionError(
            f"Le dossier des éditions, {folder()}, ne peut pas être fait : {system.reason(error)}."
        ) from error


def install(built: Path, manifest: Manifest) -> None:
    """Make a checked file the current edition: manifest and file first, its number, the link last."""
    manifest_path = manifest.path.with_suffix(".json")
    manifest_path.write_text(as_written(manifest))
    sync(manifest_path)
    built.chmod(0o444)
    sync(built)
    os.replace(built, manifest.path)
    numbers.give(manifest.number)
    point_to(manifest)


@contextmanager
def temporary_file(place: Path | None = None, name: str = "edition"):
    """A file to write among the editions of this schema, or elsewhere, removed unless it was given its place."""
    handle, path = tempfile.mkstemp(prefix=f".{name}-", suffix=".sqlite3", dir=place or folder())
    os.close(handle)
    try:
        yield Path(path)
    finally:
        Path(path).unlink(missing_ok=True)


def remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("%s est de trop, et ne peut pas être retiré : %s", path, error)


# -- The way back ------------------------------------------------------------------------------------------------


def roll_back(number: int | None = None) -> Manifest:
    """Serve an earlier edition again: the given one, else the newest before the current that is whole.

    It asks nothing of the current one, which may be what went wrong.
    """
    candidates = [kept for kept in editions("*") if kept.number == number] if number else earlier()
    if not candidates:
        before = f"avant la {named()}" if named() else "qui se lise"
        wanted = f"L’édition {number}" if number else f"Une édition {before}"
        raise EditionError(
            f"{wanted} n’est pas conservée." if editions() else "Aucune édition n’est publiée."
        )
    refused = []
    for target in candidates:
        reason = fault(target)
        if not reason:
            serve(target)
            return target
        refused.append(f"L’édition {target.number} {reason}")
        logger.warning(refused[-1])
    raise EditionError(" ".join(refused))


def earlier() -> list[Manifest]:
    """Those before the one that the link names, the newest first; when that one is foul, those after it come last."""
    number = named()
    others = [kept for kept in editions() if kept.number != number]
    before = [kept for kept in others if number is None or kept.number < number]
    return before if sound_current() else [*before, *(kept for kept in others if kept not in before)]


def fault(manifest: Manifest) -> str:
    """Why an edition cannot be served, or nothing."""
    if manifest.schema != schema():
        return "est d’une autre version du portail."
    return "" if intact(manifest) else "est abîmée : son empreinte n’est plus la sienne."


def serve(manifest: Manifest) -> None:
    try:
        point_to(manifest)
    except OSError as error:
        raise EditionError(
            f"Le lien « {CURRENT} » ne peut pas être changé : {system.reason(error)}."
        ) from error
