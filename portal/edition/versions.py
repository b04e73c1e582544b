"""The editions of every version of the code, each under the schema of its tables, with a current one of its own.

So an upgrade takes nothing from the code that is still running, nor from the one to which it is gone back.
"""

import logging
import os
import shutil
import time
from pathlib import Path

from django.conf import settings

from portal.edition import store
from portal.edition.manifest import EditionError, Manifest, folder, number_of, read_manifest, root

logger = logging.getLogger(__name__)
#: Seconds after which a file that is still being written was abandoned.
STRAY_AFTER = 3600


def last_online() -> Manifest | None:
    """The newest of the editions that are current, each for its version of the code."""
    found = []
    for shelf in root().glob(f"*/{store.CURRENT}"):
        try:
            found.append(store.current(shelf.parent.name))
        except EditionError as error:
            logger.warning("%s", error)
    return max(filter(None, found), key=lambda edition: edition.number, default=None)


def is_behind(present: Manifest) -> bool:
    """Whether another version of the code has put newer facts online since."""
    last = last_online()
    return last is not None and last.number > present.number and last.made_from != present.checksum


# -- A folder from before they stood side by side --------------------------------------------------------------


def adopt() -> None:
    """Give each edition its place under its schema; the code that knows the former place still finds it there."""
    for _, path in store.files("edition-*.sqlite3"):
        try:
            manifest = read_manifest(path)
        except EditionError as error:
            logger.warning("%s L’édition est laissée de côté.", error)
            continue
        place = folder(manifest.schema)
        place.mkdir(exist_ok=True)
        for one in (path.with_suffix(".json"), path):
            same_file(one, place / one.name)
    try:
        present = store.pointed(root())
    except (OSError, EditionError):
        return
    link = folder(present.schema) / store.CURRENT
    if not link.is_symlink():
        link.symlink_to(present.name)


def same_file(path: Path, other: Path) -> None:
    """One file under two names, where the disk can; else a copy, which nobody sees before it is whole."""
    if other.exists():
        return
    try:
        os.link(path, other)
    except OSError:
        fresh = other.with_name(f".{other.name}-{os.getpid()}")
        shutil.copy2(path, fresh)
        os.replace(fresh, other)


# -- What is kept ----------------------------------------------------------------------------------------------


def prune() -> None:
    """Keep the last editions that can be read, and the current one; what is older goes, whatever version made it."""
    last = [manifest.number for manifest in store.editions()[: settings.EDITIONS_KEPT]]
    kept, oldest = {*last, store.named()}, last[-1] if len(last) == settings.EDITIONS_KEPT else 0
    for path in (
        *root().glob("edition-*"),
        *root().glob("*/edition-*"),
    ):  # with manifests that lost their file
        number = number_of(f"{path.stem}.sqlite3")
        if number and number < oldest and not (number in kept and path.parent == folder()):
            store.remove(path)
    for shelf in [root(), *root().iterdir()]:
        link = shelf / store.CURRENT
        if link.is_symlink() and not link.exists() and shelf != folder():
            store.remove(link)
    for stray in root().glob("*/.edition-*"):  # what a publication left that was killed
        if time.time() - stray.stat().st_mtime > STRAY_AFTER:
            store.remove(stray)
