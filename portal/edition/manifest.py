"""What an edition says of itself, written beside its file, and read without trusting what is found there."""

import json
import os
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

NAME = re.compile(r"edition-(\d{6,9})\.sqlite3")
SCHEMA = re.compile(r"[0-9a-z]{1,40}")
CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}")
#: Bytes of a manifest at most: one that is longer is none of ours.
LONGEST = 1 << 20


class EditionError(Exception):
    """What went wrong with an edition, in a sentence to show."""


@dataclass(frozen=True)
class Manifest:
    """An edition: its number for people, its checksum for whatever is kept of it."""

    number: int
    published_at: str  # ISO 8601, Paris time
    checksum: str  # « sha256:… » of the file
    size: int  # bytes
    schema: str  # names the tables it holds: code that expects others does not open it
    counts: dict
    facts: str = ""  # « sha256:… » of the facts and of the code that it was made from
    database: str = ""  # where its facts were edited, in words
    note: str = ""  # what was said of it when it was published
    made_from: str = ""  # checksum of the edition of another version whose facts these are

    @cached_property
    def path(self) -> Path:
        own, flat = folder(self.schema) / self.name, root() / self.name
        return flat if flat.exists() and not own.exists() else own

    @property
    def name(self) -> str:
        return f"edition-{self.number:06d}.sqlite3"

    @cached_property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.published_at)

    def as_json(self) -> dict:
        return {"numero": self.number, "publiee_le": self.published_at, "empreinte": self.checksum}

    def faults(self) -> list[str]:
        """The names of what cannot be so."""
        sound = {
            "number": is_count(self.number) and self.number > 0,
            "published_at": is_moment(self.published_at),
            "checksum": isinstance(self.checksum, str) and bool(CHECKSUM.fullmatch(self.checksum)),
            "size": is_count(self.size),
            "schema": isinstance(self.schema, str) and bool(SCHEMA.fullmatch(self.schema)),
            "counts": isinstance(self.counts, dict) and all(map(is_count, self.counts.values())),
            "facts": isinstance(self.facts, str),
            "database": isinstance(self.database, str),
            "note": isinstance(self.note, str),
            "made_from": isinstance(self.made_from, str),
        }
        return [name for name, well in sound.items() if not well]


def is_count(value) -> bool:
    return type(value) is int and value >= 0


def is_moment(value) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def schema() -> str:
    """The name of the tables that this code reads, as what publishes them says it."""
    return import_string(settings.EDITION_SCHEMA)()


def root() -> Path:
    return Path(settings.EDITIONS_DIR)


def folder(of: str = "") -> Path:
    """Where the editions of a schema are; of the one that this code reads, when none is named."""
    return root() / (of or schema())


def archive_of(edition: Path) -> Path:
    """The open data of an edition, beside its file."""
    return edition.with_suffix(".zip")


def number_of(name: str) -> int | None:
    """The number that the name of a file gives, or None when it is not the name of an edition."""
    found = NAME.fullmatch(name)
    return int(found[1]) if found else None


def read_manifest(edition: Path | str) -> Manifest:
    """The manifest of the edition at a path, as it is now: the same path may have been given to another."""
    written = f"{os.fspath(edition).removesuffix('.sqlite3')}.json"
    try:
        state = os.stat(written)
    except (OSError, ValueError) as error:
        raise unreadable(edition, error) from error
    read = parsed(os.fspath(edition), written, (state.st_ino, state.st_mtime_ns, state.st_size))
    if isinstance(read, str):
        raise unreadable(edition, read)
    return read


def unreadable(edition: Path | str, reason) -> EditionError:
    return EditionError(f"Le manifeste de {os.path.basename(edition)} est illisible : {reason}")


@lru_cache(maxsize=256)
def parsed(edition: str, written: str, state: tuple) -> Manifest | str:
    """What a manifest says, or why it says nothing; each state of its file is read once."""
    try:
        with open(written, encoding="utf-8") as file:
            content = json.loads(file.read(LONGEST))
    except (OSError, ValueError, RecursionError) as error:
        return f"{error}"
    manifest = understood(content)
    if isinstance(manifest, str):
        return manifest
    if number_of(os.path.basename(edition)) != manifest.number:
        return f"il est celui de l’édition {manifest.number}."
    if os.path.basename(os.path.dirname(edition)) not in (manifest.schema, root().name):
        return "il est celui d’une autre version du portail."
    return manifest


def understood(content) -> Manifest | str:
    """A manifest, or why what was read is none."""
    if not isinstance(content, dict):
        return "il n’est pas un objet JSON."
    known = {field.name for field in fields(Manifest)}  # a later version may have added to it
    try:
        manifest = Manifest(**{name: value for name, value in content.items() if name in known})
    except TypeError as error:
        return f"{error}"
    faults = manifest.faults()
    return f"{', '.join(faults)} n’est pas de la bonne nature." if faults else manifest


def as_written(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n"
