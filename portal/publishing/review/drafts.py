"""The edition that was compiled to be looked over, kept until it is published or the facts change."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from portal.edition import store
from portal.edition.manifest import folder

FILE, ABOUT = ".relecture", ".relecture.json"


@dataclass(frozen=True)
class Draft:
    facts: str  # « sha256:… » of the facts and of the code that it was made from
    checksum: str
    counts: dict

    @property
    def path(self) -> Path:
        return folder() / FILE


def kept(facts: str) -> Draft | None:
    """The draft of these facts, whole; none when there is none, or when it is of others."""
    try:
        draft = Draft(**json.loads((folder() / ABOUT).read_text(encoding="utf-8")))
        sound = draft.facts == facts and store.checksum(draft.path) == draft.checksum
    except (OSError, ValueError, TypeError):  # none, or one that an earlier version wrote
        return None
    return draft if sound else None


def is_before(moment: datetime | None) -> bool:
    """Whether something was written at this moment, and no draft is more recent."""
    try:
        return moment is not None and (folder() / FILE).stat().st_mtime < moment.timestamp()
    except OSError:  # there is none
        return True


def keep(built: Path, facts: str, counts: dict) -> Draft:
    draft = Draft(facts, store.checksum(built), counts)
    forget()
    os.replace(built, draft.path)
    (folder() / ABOUT).write_text(json.dumps(asdict(draft)), encoding="utf-8")
    return draft


def take(built: Path, facts: str) -> dict | None:
    """Make of the draft of these facts the file that is published; the number of rows of each of its tables."""
    draft = kept(facts)
    if draft is None:
        return None
    os.replace(draft.path, built)
    forget()
    return draft.counts


def forget() -> None:
    for name in (ABOUT, FILE):
        (folder() / name).unlink(missing_ok=True)
