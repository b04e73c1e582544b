"""Where editions are kept: one file and one manifest each, and a link to the current one.

    editions/edition-000012.sqlite3   the edition, never touched again
    editions/edition-000012.json      its manifest
    editions/current -> edition-000012.sqlite3

Publishing is one rename of the link: a reader opens the old edition or the new one, never a mix.
"""

import hashlib
import json
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

#: The link to the edition that is served.
CURRENT = "current"
#: Seconds after which a file that is still being written was abandoned.
STRAY_AFTER = 3600


class EditionError(Exception):
    """What went wrong with an edition, in a sentence to show."""


@dataclass(frozen=True)
class Manifest:
    """What an edition says of itself."""

    number: int
    published_at: str  # ISO 8601, Paris time
    checksum: str  # « sha256:… » of the file
    size: int  # bytes
    schema: str  # names the tables it holds: code that expects others does not open it
    counts: dict
    facts: str = ""  # « sha256:… » of the facts and of the code that it was made from

    @cached_property
    def path(self) -> Path:
        return path_of(self.number)

    @cached_property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.published_at)

    def as_json(self) -> dict:
        return {"numero": self.number, "publiee_le": self.published_at, "empreinte": self.checksum}


def folder() -> Path:
    return Path(settings.EDITIONS_DIR)


def path_of(number: int) -> Path:
    return folder() / f"edition-{number:06d}.sqlite3"


def read_only(path: Path) -> str:
    """An edition as SQLite opens what nobody writes."""
    return f"file:{path}?mode=ro&immutable=1"


def opened(path: Path):
    """A connection to an edition, closed at the end."""
    return closing(sqlite3.connect(read_only(path), uri=True))


def link() -> Path:
    return folder() / CURRENT


def current() -> Manifest | None:
    """The manifest of the edition that is served, or None when there is none."""
    try:
        # Every request asks: words are joined faster than paths are made.
        name = os.readlink(os.path.join(settings.EDITIONS_DIR, CURRENT))
    except FileNotFoundError:
        return None
    return read_manifest(os.path.join(settings.EDITIONS_DIR, name))


@lru_cache(maxsize=64)
def read_manifest(edition: Path | str) -> Manifest:
    path = Path(edition)
    try:
        return Manifest(**json.loads(path.with_suffix(".json").read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise EditionError(f"Le manifeste de {path.name} est illisible : {error}") from error


def editions() -> list[Manifest]:
    """The editions that are kept, the newest first; without one that a publication removes meanwhile."""
    manifests = []
    for path in sorted(folder().glob("edition-*.sqlite3"), reverse=True):
        try:
            manifests.append(read_manifest(path))
        except EditionError:
            if path.exists():
                raise
    return manifests


def intact(manifest: Manifest) -> bool:
    """Whether the file is still the one that was published."""
    return manifest.path.is_file() and checksum(manifest.path) == manifest.checksum


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def next_number() -> int:
    return max((manifest.number for manifest in editions()), default=0) + 1


def install(built: Path, manifest: Manifest) -> None:
    """Make a checked file the current edition: manifest and file first, the link last."""
    manifest_path = manifest.path.with_suffix(".json")
    manifest_path.write_text(json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n")
    sync(manifest_path)
    built.chmod(0o444)
    sync(built)
    os.replace(built, manifest.path)
    point_to(manifest)
    prune()


def point_to(manifest: Manifest) -> None:
    """Swap the current edition: a new link renamed over the old one."""
    fresh = folder() / f".current-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(manifest.path.name)
    os.replace(fresh, link())
    sync(folder())


def roll_back(number: int | None = None) -> Manifest:
    """Serve an earlier edition again: the given one, else the one before the current."""
    present = current()
    if present is None:
        raise EditionError("Aucune édition n’est publiée.")
    candidates = [
        kept for kept in editions() if (kept.number == number if number else kept.number < present.number)
    ]
    if not candidates:
        wanted = f"L’édition {number}" if number else f"Une édition avant la {present.number}"
        raise EditionError(f"{wanted} n’est pas conservée.")
    target = candidates[0]
    if target.schema != present.schema:
        raise EditionError(f"L’édition {target.number} est d’une autre version du portail.")
    if not intact(target):
        raise EditionError(f"L’édition {target.number} est abîmée : son empreinte n’est plus la sienne.")
    point_to(target)
    return target


def prune() -> None:
    """Keep the last editions, and always the current one."""
    present = current()
    for old in editions()[settings.EDITIONS_KEPT :]:
        if old != present:
            old.path.unlink(missing_ok=True)
            old.path.with_suffix(".json").unlink(missing_ok=True)
    for stray in folder().glob(".edition-*"):  # what a publication left that was killed
        if time.time() - stray.stat().st_mtime > STRAY_AFTER:
            stray.unlink(missing_ok=True)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def previous_edition(present: Manifest) -> Manifest | None:
    """The one published before, among those that are kept."""
    return next((kept for kept in editions() if kept.number < present.number), None)
