"""Pages come first: who writes a long file waits while a page is being made.

Python runs one thread at a time: without this, a page of a few milliseconds waits several times for a file of minutes.
A file still goes on when pages never stop coming: it waits no longer than `LONGEST`, then writes for `SLICE`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds: how long a file waits at the most, how long it then writes before it waits again, and between two looks.
LONGEST, SLICE, LOOK = 0.02, 0.01, 0.001


class Turns:
    """How many pages are being made, or wait to be; told by the one event loop, looked at by those who write files."""

    def __init__(self):
        self.pages = 0
        self.writing_until = 0.0

    @contextmanager
    def page(self) -> Iterator[None]:
        """While a page is made."""
        self.pages += 1
        try:
            yield
        finally:
            self.pages -= 1

    def give_way(self) -> None:
        """Wait for the pages that are being made; called line after line, by the one thread that writes files."""
        if not self.pages or time.monotonic() < self.writing_until:
            return
        end = time.monotonic() + LONGEST
        while self.pages and time.monotonic() < end:
            time.sleep(LOOK)
        self.writing_until = time.monotonic() + SLICE


turns = Turns()
