"""What is read once for an edition and kept while it is the one being read.

An edition never changes, so neither does what is computed from it. There is one memory, of one edition, known by
its checksum: the first question about another edition empties it.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any, TypeVar

from portal.edition.manifest import Manifest

Value = TypeVar("Value")


class Memory:
    """Values of one edition, each computed once."""

    def __init__(self):
        self.checksum = ""
        self.values: dict[Callable, Any] = {}
        self.lock = RLock()  # what is computed may need something else that is remembered

    def recall(self, edition: Manifest, compute: Callable[[], Value]) -> Value:
        with self.lock:
            if edition.checksum != self.checksum:
                self.checksum, self.values = edition.checksum, {}
            if compute not in self.values:
                self.values[compute] = compute()
            return self.values[compute]

    def forget(self) -> None:
        """Let go of what was computed from a file that is not served any more."""
        with self.lock:
            self.checksum, self.values = "", {}


memory = Memory()


def of_edition(compute: Callable[[], Value]) -> Callable[[Manifest], Value]:
    """Compute once for an edition: the decorated function is called with the edition being read."""

    @wraps(compute)
    def recall(edition: Manifest) -> Value:
        return memory.recall(edition, compute)

    return recall
