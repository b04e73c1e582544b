"""The lives of texts, remembered from one page to the next until something is written.

What is derived is kept in no table. A list of states would be worked out at each of its pages: it is remembered
in this process, until a person writes (the journal says so), or for a minute.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from time import monotonic

from django.db.models import Max

from agreements.admin.state import Life, lives
from portal.journal.models import Entry

SECONDS = 60


@dataclass
class Memory:
    marker: tuple = ()
    since: float = 0.0
    lives: dict[int, Life] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def forget(self) -> None:
        self.marker, self.lives = (), {}


memory = Memory()


def written_last(day: date) -> tuple:
    """What changes as soon as anyone writes, on whichever page: the last entry of the journal."""
    return day, Entry.objects.aggregate(last=Max("pk"))["last"]


def lives_now(pks: Iterable[int], day: date) -> dict[int, Life]:
    """The lives of these agreements, of which those not remembered are worked out."""
    pks, marker = list(pks), written_last(day)
    with memory.lock:
        if memory.marker != marker or monotonic() - memory.since > SECONDS:
            memory.marker, memory.since, memory.lives = marker, monotonic(), {}
        held = memory.lives
    missing = [pk for pk in pks if pk not in held]
    if missing:
        held |= lives(missing, day)
    return {pk: held[pk] for pk in pks if pk in held}
