"""Take the edition in force from another place: what a reader's machine does, as often as its timer asks.

What arrives is kept apart, taken up again where it stopped, and put in place only once each file is the one that was
announced; then the link is swapped, as a publication does, and the processes that serve follow by themselves.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from portal.copies import downloads
from portal.copies.contents import CopyError
from portal.copies.downloads import Incomplete, Unreachable
from portal.edition import announcement, numbers, store, versions
from portal.edition.announcement import Announcement, Offered
from portal.edition.files import checksum, sync
from portal.edition.ledger import path as ledger_path
from portal.edition.manifest import EditionError, Manifest, root, schema
from portal.french import system
from portal.french.writing import grouped
from portal.publishing.build import only_one_at_a_time

#: Where what is coming is kept, from one time to the next.
ARRIVALS = ".arrivee"


class Unfinished(Exception):
    """The source did not answer, or not to the end: the next time goes on from there."""


def fetch(source: str, say: Callable[[str], object] = print) -> Manifest:
    """Put the edition in force at a source in place; give it, whether or not it was already here.

    `Unfinished` when the source does not answer whole, `CopyError` when what it has is not to be installed: in both,
    what was served still is.
    """
    source = source.rstrip("/")
    try:
        store.make_folder()
        with only_one_at_a_time():
            offered = announced(source)
            refuse_another_schema(offered.manifest)
            if is_here(offered):
                say(f"L’édition {offered.manifest.number} est déjà servie : rien de plus récent.")
            else:
                install(offered, arrived(source, offered))
            return offered.manifest
    except EditionError as error:
        raise CopyError(str(error)) from error
    except (Unreachable, Incomplete) as error:
        raise Unfinished(f"{str(error).rstrip('.')}. L’édition servie reste la même.") from error
    except OSError as error:
        raise CopyError(f"L’édition n’a pas pu être prise : {system.reason(error)}.") from error


def announced(source: str) -> Announcement:
    return announcement.read(downloads.read_index(f"{source}/{announcement.FILE}"))


def refuse_another_schema(offered: Manifest) -> None:
    if offered.schema != schema():
        raise CopyError(
            f"L’édition {offered.number} de cette source est d’une autre version du portail (tables {offered.schema}, "
            f"celles d’ici : {schema()}) : rien n’est changé."
        )


def is_here(offered: Announcement) -> bool:
    """Whether it is served already, whole, with all that is offered of it."""
    present = store.sound_current()
    if present is None or present.checksum != offered.manifest.checksum or present != offered.manifest:
        return False
    beside = [present.path.with_suffix(suffix) for suffix in offered.files if suffix != ".sqlite3"]
    return store.intact(present) and all(path.is_file() for path in beside)


# -- What comes ------------------------------------------------------------------------------------------------


def arrived(source: str, offered: Announcement) -> dict[str, Path]:
    """Each file that is offered, whole, by the end of its name."""
    arrivals = root() / ARRIVALS
    arrivals.mkdir(exist_ok=True)
    refuse_without_room(arrivals, offered)
    manifest, found = offered.manifest, {}
    name = manifest.name.removesuffix(".sqlite3")
    wanted = {f"{name}-{one.checksum[-16:]}{suffix}" for suffix, one in offered.files.items()}
    for left in arrivals.iterdir():  # of an edition that is in force no more
        if left.name.removesuffix(".part") not in wanted:
            left.unlink()
    for suffix, one in offered.files.items():
        place = arrivals / f"{name}-{one.checksum[-16:]}{suffix}"
        downloads.download(f"{source}/{manifest.schema}/{name}{suffix}", place)
        found[suffix] = verified(place, one)
    return found


def refuse_without_room(arrivals: Path, offered: Announcement) -> None:
    here = sum(path.stat().st_size for path in arrivals.iterdir())
    needed = sum(one.size for one in offered.files.values()) - here
    if needed > shutil.disk_usage(arrivals).free:
        raise CopyError(
            f"Il manque de la place dans {root()} : cette édition demande {grouped(needed // 10**6 + 1)} Mo de plus."
        )


def verified(path: Path, offered: Offered) -> Path:
    """A file that is the one that was announced; another one is removed, and nothing is installed."""
    if path.stat().st_size != offered.size or checksum(path) != offered.checksum:
        path.unlink()
        raise CopyError(
            f"{path.name} n’a pas l’empreinte annoncée : il est effacé, et l’édition servie reste la même."
        )
    return path


# -- What is put in place --------------------------------------------------------------------------------------


def install(offered: Announcement, found: dict[str, Path]) -> None:
    """The files beside the edition, the ledger, then the edition and the link to it, last."""
    edition = root() / offered.manifest.schema / offered.manifest.name
    for suffix in found.keys() - {".sqlite3"}:
        found[suffix].chmod(0o444)
        sync(found[suffix])
        os.replace(found[suffix], edition.with_suffix(suffix))
    if ".journal" in found:
        fresh = ledger_path().with_name(f".{ledger_path().name}-{os.getpid()}")
        shutil.copyfile(announcement.journal_of(edition), fresh)
        sync(fresh)
        os.replace(fresh, ledger_path())
    last = numbers.last_given()
    store.install(found[".sqlite3"], offered.manifest)
    if last > offered.manifest.number:  # the source went back: no number is given twice
        numbers.give(last)
    versions.prune()
