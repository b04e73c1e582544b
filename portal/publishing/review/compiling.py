"""Compile what is looked over: at once when it is little, else beside the page, which says how far it is."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

from django.db import connections

from agreements.models import Agreement
from portal.edition import store
from portal.edition.manifest import EditionError
from portal.french.writing import plural
from portal.publishing import build
from portal.publishing.fingerprint import fingerprint
from portal.publishing.origins import Wordless
from portal.publishing.review import drafts
from portal.publishing.review.drafts import Draft

#: Fewer texts are compiled while one waits.
AT_ONCE = 500
#: The edition being built is known by one name in this process: two requests cannot build at once.
building = Lock()


@dataclass
class Work:
    """The compilation that goes on beside the pages; `told`, once it is known, is already all that changes."""

    thread: Thread | None = None
    since: float = 0
    error: str = ""
    told: dict | None = None

    @property
    def lasted(self) -> str:
        """« 12 secondes », « 2 minutes »."""
        seconds = int(monotonic() - self.since)
        return plural(seconds, "seconde") if seconds < 90 else plural(round(seconds / 60), "minute")

    @property
    def goes_on(self) -> bool:
        return self.thread is not None and self.thread.is_alive()


work = Work()


def reviewed(
    today: date, tell: Callable[[Path], dict], facts: Callable[[], str], written: datetime | None = None
) -> Draft | None:
    """The draft of the facts as they stand; none while it is being compiled. `EditionError` says what refuses it.

    `tell` gives what a file changes; it is asked once of a large corpus, before the words of its articles are read.
    `facts` gives their fingerprint. A draft of before what was last `written` is not of these facts: they are not
    gone through to know it.
    """
    if work.goes_on:
        return None
    if work.error:
        error, work.error = work.error, ""
        raise EditionError(error)
    is_little = Agreement.objects.count() <= AT_ONCE
    if (is_little or not drafts.is_before(written)) and (found := drafts.kept(facts())):
        return found
    if is_little:
        return compiled(today)
    work.thread = Thread(target=aside, args=[lambda: compiled_in_two(today, tell)], daemon=True)
    work.since, work.told = monotonic(), None
    work.thread.start()
    return None


def compiled(today: date) -> Draft:
    """Compile and check the facts as they are at one moment."""
    with one_at_a_time(), build.snapshot_of_the_facts(), store.temporary_file() as built:
        facts = fingerprint()
        counts = build.build(built, today)
        return drafts.keep(built, facts, counts)


def compiled_in_two(today: date, tell: Callable[[Path], dict]) -> None:
    """First what changes, then what is published: the words of the articles take most of the time."""
    with one_at_a_time(), build.snapshot_of_the_facts(), store.temporary_file() as built:
        build.build(built, today, Wordless())
        work.told = tell(built)
    compiled(today)


@contextmanager
def one_at_a_time():
    if not building.acquire(blocking=False):
        raise EditionError("Une autre publication est en cours : réessayez dans un instant.")
    try:
        yield
    finally:
        building.release()


def aside(compile_it: Callable[[], Draft]) -> None:
    """In a thread of its own: what refuses it is said by the next page."""
    try:
        compile_it()
    except EditionError as error:
        work.error = str(error)
    finally:
        connections.close_all()
