"""Keep the ledger of what was learned: before an edition is served, what it brings is written there.

It is never what stops a publication: what could not be written then comes with the next edition.
"""

import logging
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from agreements.compiled.told import account_of
from portal.edition import ledger, numbers, store
from portal.edition.manifest import Manifest, root
from portal.publishing.chronicle.news import extend, forget

logger = logging.getLogger(__name__)
LOST = "Le journal des nouveautés est écrit de nouveau, d’après les éditions conservées : %s"


def record(manifest: Manifest, built: Path | None = None) -> None:
    """Write what an edition brings; its file is at `built` until it is put in its place."""
    try:
        with store.temporary_file(root(), "nouveautes") as fresh:
            with closing(sqlite3.connect(fresh, isolation_level=None)) as written:
                for each, path in missing(manifest, built, fresh):
                    forget(written, min(each.number, last_online() + 1))
                    add(written, each, path)
            fresh.chmod(0o444)
            store.sync(fresh)
            os.replace(fresh, ledger.path())
    except (OSError, sqlite3.Error) as error:
        logger.warning("Le journal des nouveautés n’a pas pu être tenu : %s", error)


def last_online() -> int:
    """The last edition that was put online, as far as the numbers and the folder tell."""
    return max(numbers.last_given(), *(number for number, _ in store.files("*/edition-*.sqlite3")), 0)


def keep_up(present: Manifest) -> None:
    """See to it that what the edition that is served brings is written, as it is when it was published."""
    try:
        if ledger.last_recorded() >= present.number:
            return
    except ledger.LedgerError as error:
        logger.warning("%s", error)
    record(present)


def missing(manifest: Manifest, built: Path | None, fresh: Path):
    """The editions to add to a copy of the ledger: this one, after all that are kept where the ledger is lost."""
    try:
        ledger.last_recorded()
        shutil.copyfile(ledger.path(), fresh)
    except ledger.LedgerError as error:
        earlier = [kept for kept in reversed(store.editions("*")) if kept.number < manifest.number]
        if earlier:
            logger.warning(LOST, error)
        with closing(sqlite3.connect(fresh)) as empty:
            empty.executescript(f"{ledger.TABLES}; PRAGMA user_version = {ledger.VERSION}")
        yield from ((kept, kept.path) for kept in earlier)
    yield manifest, built or manifest.path


def add(written: sqlite3.Connection, manifest: Manifest, path: Path) -> None:
    """Add what one edition brings, or nothing of it; one that is damaged or of other tables is passed over."""
    with store.opened(path) as edition:
        written.execute("BEGIN")
        try:
            extend(written, manifest.number, manifest.moment, account_of(edition))
            written.execute("COMMIT")
        except sqlite3.Error as error:
            written.execute("ROLLBACK")
            logger.warning("Ce que l’édition %s apporte n’a pas pu être lu : %s", manifest.number, error)
