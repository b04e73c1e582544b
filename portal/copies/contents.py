"""What a backup holds, as its manifest says it: each file with its size and its sum.

    sauvegarde-20261122T090000/
        MANIFESTE.json                what follows, and what a restoration must give back
        base.sqlite3 | base.pgdump    the editing database at one moment: facts, accounts, journal
        editions/…                    the editions, what is told of each, the ledger of what was learned
        editions.number               the last number given to an edition
        secret_key                    the key of this installation, where it has a file of its own

A folder without its manifest is no backup: it is written last.
"""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from portal.edition.store import sync

MANIFEST = "MANIFESTE.json"
FORMAT = 1
NAME = re.compile(r"sauvegarde-\d{8}T\d{6}(-\d+)?")
#: Bytes of a manifest at most.
LONGEST = 1 << 24
PIECE = 1 << 20
DIGEST = re.compile(r"[0-9a-f]{64}")


class CopyError(Exception):
    """What stops a backup, a restoration or the taking of an edition, in a sentence to show."""


@dataclass(frozen=True)
class Held:
    """One file of a backup."""

    size: int  # bytes
    sum: str  # SHA-256, in hexadecimal


@dataclass(frozen=True)
class Contents:
    """The manifest of a backup."""

    made_at: str  # ISO 8601, Paris time
    engine: str  # « sqlite » or « postgresql »
    database: str  # the name of its file in the backup
    facts: str  # the digest of every row of the database
    rows: int
    files: dict[str, Held]
    links: dict[str, str] = field(
        default_factory=dict
    )  # those of the current editions, to the names of files
    format: int = FORMAT

    def written(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read(backup: Path) -> Contents:
    """The manifest of a backup; `CopyError` when there is none, or none to trust."""
    try:
        with (backup / MANIFEST).open(encoding="utf-8") as file:
            told = json.loads(file.read(LONGEST))
        files = {name: Held(**held) for name, held in told.pop("files").items()}
        contents = Contents(files=files, **told)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise CopyError(
            f"{backup} n’est pas une sauvegarde : son manifeste manque ou ne se lit pas."
        ) from error
    if contents.format != FORMAT:
        raise CopyError(f"{backup} a été faite par une autre version du portail (forme {contents.format}).")
    if not is_sound(contents):
        raise CopyError(f"{backup} n’est pas une sauvegarde : son manifeste se contredit.")
    return contents


def is_sound(contents: Contents) -> bool:
    """Whether nothing that it names is outside of it."""
    named = [*contents.files, *contents.links, contents.database]
    return (
        all(isinstance(name, str) and stays_inside(name) for name in named)
        and all(isinstance(name, str) and "/" not in name for name in contents.links.values())
        and all(
            type(held.size) is int and DIGEST.fullmatch(str(held.sum)) for held in contents.files.values()
        )
        and contents.database in contents.files
    )


def stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def backups(folder: Path) -> list[Path]:
    """The whole backups of a folder, the newest first."""
    found = [path for path in folder.iterdir() if NAME.fullmatch(path.name) and (path / MANIFEST).is_file()]
    return sorted(found, key=lambda path: path.name, reverse=True)


# -- Files ---------------------------------------------------------------------------------------------------


def copied(source: Path, target: Path) -> Held:
    """Copy a file, and sum what was copied; it is on the disk when this ends."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read_from, target.open("wb") as written:
        while piece := read_from.read(PIECE):
            digest.update(piece)
            size += written.write(piece)
        written.flush()
        os.fsync(written.fileno())
    return Held(size, digest.hexdigest())


def summed(path: Path) -> Held:
    with path.open("rb") as file:
        return Held(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def is_as_told(path: Path, held: Held) -> bool:
    """Whether a file is the one of a manifest."""
    try:
        return path.stat().st_size == held.size and summed(path) == held
    except OSError:
        return False


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    sync(path)
