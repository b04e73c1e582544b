"""Files of any length, written as they are read: whole when they are short, else piece by piece.

A long one is never whole in memory. Its pieces are made apart from the threads of the pages, one at a time whatever
the number of its readers, and none is made before its reader has taken the one before (`portal.web.handler`).
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from django.http import HttpResponse, StreamingHttpResponse

from portal.edition.manifest import Manifest
from portal.edition.reader import reading
from portal.web.files.turns import turns

#: Rows of a file that is written at once.
AT_ONCE = 500
#: Bytes of a piece, at the least; seconds that it takes, at the most: another file may be waiting to begin.
PIECE, LONGEST = 1 << 16, 0.05


class Steps:
    """Pieces that are made from an edition after the request that asked for them is over."""

    def __init__(self, pieces: Iterator[bytes], edition: Manifest):
        self.pieces, self.edition = pieces, edition

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        with reading(self.edition):
            return next(self.pieces)

    def close(self) -> None:
        """Leave what a reader did not take, while the edition that it is read from is open."""
        self.pieces = iter(())


def file_page(
    request,
    name: str,
    content_type: str,
    rows: Iterable,
    write: Callable[[Iterable], Iterator[bytes]],
    length: int | None = None,
) -> HttpResponse:
    """A file to take away, of the rows that `write` puts into bytes; one known to be long begins before any.

    `length` is how many there are at the least, where that is known. What has no name is read where it is.
    """
    told, is_long = iter(rows), bool(length) and length > AT_ONCE
    first = [] if is_long else list(islice(told, AT_ONCE + 1))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    if len(first) <= AT_ONCE and not is_long:
        return HttpResponse(b"".join(write(first)), content_type=content_type, headers=headers)
    pieces = Steps(write(chain(first, told)), request.edition)
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def in_pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, in pieces that are worth sending; the first part at once, so that its reader sees it begin.

    A piece may be empty: what takes long to come leaves its turn to others.
    """
    told = iter(parts)
    yield next(told, b"")
    piece, end = bytearray(), time.monotonic() + LONGEST
    for part in told:
        turns.give_way()
        piece += part
        if len(piece) >= PIECE or time.monotonic() > end:
            yield bytes(piece)
            piece.clear()
            end = time.monotonic() + LONGEST
    if piece:
        yield bytes(piece)
