"""The edition that this process serves: the current one once its file is verified, else the one before it.

The checksum is computed when an edition is opened, when anything of its file changes, and at intervals. In a process
that `watch`es this is done apart: a request never waits for it, and a new edition is announced once it is verified.
Elsewhere each request looks for itself.
"""

import logging
import os
import time
from threading import Event, RLock, Thread

from django.conf import settings

from portal.edition import store
from portal.edition.manifest import EditionError, Manifest
from portal.edition.memory import memory
from portal.edition.store import intact

logger = logging.getLogger(__name__)
#: Seconds between two looks at which edition is the current one.
LOOKS_EVERY = 0.2


class Served:
    def __init__(self):
        self.manifest: Manifest | None = None
        self.file: tuple | None = None  # where it is, and in which state it was verified
        self.opening = 0  # how many times a file was opened: what is kept of one opening is not for another
        self.error: EditionError | None = None  # why the current edition cannot even be told
        self.fallback = ""  # why another edition than the current one is served
        self.verified: dict[str, tuple] = {}
        self.verified_at = 0.0
        self.last_verified = 0.0  # seconds of the clock, for who asks when it was
        self.lock, self.watching, self.stopped = RLock(), False, Event()

    def present(self) -> Manifest | None:
        """The edition to read, None when there is none; `EditionError` says why none can be told."""
        if not self.watching:
            self.look()
        if self.error:
            raise self.error
        return self.manifest

    def sound(self) -> Manifest | None:
        """The same, its file being still in the state in which it was verified: else it is looked at again, at once."""
        if self.watching and self.file and state_of(self.file[0]) != self.file[1][1]:
            self.look()
        return self.present()

    def look(self) -> None:
        """Open what is to be served now, if it is not what is open."""
        with self.lock:
            if time.monotonic() - self.verified_at >= settings.EDITION_VERIFIED_EVERY:
                self.verified, self.verified_at = {}, time.monotonic()
            try:
                named = store.current()
            except EditionError as error:
                return self.open(None, error=error)
            if named is None or named.schema != store.schema():
                return self.open(None)
            if self.is_sound(named):
                return self.open(named)
            return self.fall_back(named)

    def open(self, manifest: Manifest | None, error=None, fallback="") -> None:
        file = manifest and (manifest, self.verified[manifest.checksum][0])
        if file != self.file:
            memory.forget()
            self.manifest, self.file, self.opening = manifest, file, self.opening + 1
        if fallback and fallback != self.fallback:
            logger.error(fallback)
        self.error, self.fallback = error, fallback

    def is_sound(self, manifest: Manifest) -> bool:
        """Whether the file is still the one that was published; computed once for each state of it."""
        state = state_of(manifest)
        known = self.verified.get(manifest.checksum)
        if known is None or known[0] != (manifest.path, state):
            known = (manifest.path, state), intact(manifest)
            self.verified[manifest.checksum] = known
            self.last_verified = time.time()
        return known[1]

    def fall_back(self, named: Manifest) -> None:
        """Serve the one that was served, else the newest before; never one after, from which someone went back."""
        others = [kept for kept in store.editions() if kept != named and kept.schema == named.schema]
        tried = [kept for kept in others if kept == self.manifest]
        tried += [kept for kept in others if kept.number < named.number and kept not in tried]
        found = next(filter(self.is_sound, tried), None)
        why = f"L’édition {named.number} n’est pas servie : son fichier n’est plus celui qui a été publié. "
        instead = (
            f"L’édition {found.number} est servie à sa place." if found else "Aucune autre ne peut l’être."
        )
        self.open(found, fallback=why + instead)

    # -- Apart from the requests ---------------------------------------------------------------------------

    def watch(self) -> None:
        """Look before the first request, then without end, in a thread of its own."""
        self.look()
        self.watching = True
        Thread(target=self.keep_looking, name="edition", daemon=True).start()

    def keep_looking(self) -> None:
        while not self.stopped.wait(LOOKS_EVERY):
            try:
                self.look()
            except Exception:  # whatever it is, the next look may find all well
                logger.exception("L’édition courante n’a pas pu être regardée.")

    def stop(self) -> None:
        self.stopped.set()


def state_of(manifest: Manifest) -> tuple | None:
    """What the system says of a file: any writing changes it, though not what rots on the disk."""
    try:
        state = os.stat(manifest.path)
    except OSError:
        return None  # gone, or out of reach
    return state.st_dev, state.st_ino, state.st_mtime_ns, state.st_ctime_ns, state.st_size


#: That of this process.
served = Served()
