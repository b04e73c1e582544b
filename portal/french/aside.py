"""What partials draw waits aside, in bytes, and the page keeps its place until it is put together.

Templates put texts into texts: the rows of a list would be copied from one to the next, ten times before they leave.
A partial that is drawn leaves a number between two signs instead, which no text has; the page, once it is whole, is
filled in one pass. Outside a page (`waiting`), a text is given as it is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: A place: start and end of text, in ASCII, around the number of what goes there.
PLACE = re.compile(rb"\x02(\d+)\x03")

_waiting: ContextVar[list[bytes] | None] = ContextVar("waiting", default=None)


@contextmanager
def waiting() -> Iterator[list[bytes]]:
    """Where the texts of one page wait."""
    held: list[bytes] = []
    token = _waiting.set(held)
    try:
        yield held
    finally:
        _waiting.reset(token)


def set_aside(text: bytes) -> str:
    """The place of a text that is drawn already, or the text itself where none waits."""
    held = _waiting.get()
    if held is None:
        return text.decode()
    held.append(text)
    return f"\x02{len(held) - 1}\x03"


def put_together(content: bytes, held: list[bytes], words: Callable[[bytes], bytes]) -> bytes:
    """The page, with what waited in its place; `words` is how its own are set, and theirs are left alone."""
    return b"".join(filled(content, held, len(held), words))


def filled(
    content: bytes, held: list[bytes], known: int, words: Callable[[bytes], bytes] = bytes
) -> Iterator[bytes]:
    """A text with those that it holds, which were drawn before it: they are among the `known` first."""
    for place, piece in enumerate(PLACE.split(content)):
        if place % 2 == 0:
            yield words(piece)
        elif (number := int(piece)) < known:
            yield from filled(held[number], held, number)
