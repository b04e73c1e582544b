"""What the folder of editions tells to other machines: which edition is in force, and what to take of it.

    editions/edition.json                       the edition in force: its manifest, its files, their sizes and sums
    editions/<schema>/edition-000012.sqlite3    the edition
    editions/<schema>/edition-000012.zip        its open data
    editions/<schema>/edition-000012.journal    the ledger of what was learned, as it was when it came into force

Any web server or object store that holds this folder is a source of editions; the portal serves the same under
`/donnees/`. Only the first of these files ever changes: a name that has a number is that of the same bytes for ever.
"""

import json
import logging
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.edition.files import checksum, sync
from portal.edition.ledger import path as ledger_path
from portal.edition.manifest import CHECKSUM, LONGEST, EditionError, Manifest, archive_of, root, understood

logger = logging.getLogger(__name__)
FILE = "edition.json"
#: What may be taken of an edition, by the end of its name.
SUFFIXES = (".sqlite3", ".zip", ".journal")


@dataclass(frozen=True)
class Offered:
    """One file of an edition."""

    size: int  # bytes
    checksum: str  # « sha256:… »


@dataclass(frozen=True)
class Announcement:
    manifest: Manifest
    files: dict[str, Offered]  # by the ends of their names


def place() -> Path:
    return root() / FILE


def journal_of(edition: Path) -> Path:
    """The ledger as it was when an edition came into force, beside its file."""
    return edition.with_suffix(".journal")


def announce(manifest: Manifest) -> None:
    """Say that an edition is in force. It is never what stops a publication."""
    fresh = place().with_name(f".{FILE}-{os.getpid()}")
    try:
        keep_the_ledger_of(manifest)
        files = {manifest.path.suffix: Offered(manifest.size, manifest.checksum)}
        for path in (archive_of(manifest.path), journal_of(manifest.path)):
            with suppress(FileNotFoundError):
                files[path.suffix] = Offered(path.stat().st_size, checksum(path))
        fresh.write_text(as_written(Announcement(manifest, files)), encoding="utf-8")
        sync(fresh)
        os.replace(fresh, place())
    except OSError as error:
        fresh.unlink(missing_ok=True)
        logger.warning("L’édition %s n’a pas pu être annoncée : %s", manifest.number, error)


def keep_up(present: Manifest) -> None:
    """Announce the edition in force where nothing was announced yet, as by code from before announcements."""
    if not place().exists():
        announce(present)


def keep_the_ledger_of(manifest: Manifest) -> None:
    """The ledger is replaced and never changed: a second name costs no room, where the disk knows two."""
    kept = journal_of(manifest.path)
    if kept.exists() or not ledger_path().is_file():
        return
    try:
        os.link(ledger_path(), kept)
    except OSError:
        shutil.copyfile(ledger_path(), kept)


def as_written(announced: Announcement) -> str:
    told = {"manifeste": asdict(announced.manifest), "fichiers": {}}
    for suffix, offered in announced.files.items():
        told["fichiers"][suffix] = {"octets": offered.size, "empreinte": offered.checksum}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def read(written: bytes) -> Announcement:
    """What an announcement says; `EditionError` when it is none."""
    try:
        told = json.loads(written[:LONGEST])
        manifest = understood(told["manifeste"])
        if isinstance(manifest, str):
            raise EditionError(f"Cette annonce d’édition ne se lit pas : {manifest}")
        files = {
            suffix: Offered(one["octets"], one["empreinte"])
            for suffix, one in told["fichiers"].items()
            if suffix in SUFFIXES  # a later version may offer more
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EditionError("Cette annonce d’édition ne se lit pas.") from error
    if files.get(".sqlite3") != Offered(manifest.size, manifest.checksum) or not all(
        map(sound, files.values())
    ):
        raise EditionError("Cette annonce d’édition se contredit.")
    return Announcement(manifest, files)


def sound(offered: Offered) -> bool:
    return (
        type(offered.size) is int
        and offered.size >= 0
        and isinstance(offered.checksum, str)
        and bool(CHECKSUM.fullmatch(offered.checksum))
    )
