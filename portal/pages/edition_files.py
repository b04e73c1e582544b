"""`/donnees/edition.json` and the files that it names: what other machines take to serve the same edition.

See `portal.edition.announcement`. A file is asked for by its number, which is that of the same bytes for ever; a part
of it may be asked for, by who takes up again where it stopped.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import http_date

from portal.edition import announcement
from portal.edition.manifest import NAME, SCHEMA, EditionError, folder
from portal.web.files.streams import PIECE
from portal.web.parameters import reads

ABSENT = "Cette édition n’est pas annoncée."
#: Of a file whose name will never be that of other bytes.
FOR_EVER = "public, max-age=31536000, immutable"
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")


@reads()
def announced(request):
    """The edition in force, for other machines: the one that is served here, and no other."""
    try:
        written = announcement.place().read_bytes()
        told = announcement.read(written)
    except (OSError, EditionError) as error:
        raise Http404(ABSENT) from error
    if told.manifest.checksum != request.edition.checksum:
        raise Http404(ABSENT)
    return HttpResponse(written, content_type="application/json")


@reads()
def edition_file(request, schema: str, name: str):
    """One file of an edition that is kept, or the part of it that is asked for."""
    place = place_of(schema, name)
    if place is None or not place.is_file():
        raise Http404("Cette édition n’est pas conservée ici.")
    state = place.stat()
    whole = {
        "ETag": f'"{state.st_mtime_ns:x}-{state.st_size:x}"',
        "Last-Modified": http_date(state.st_mtime),
        "Accept-Ranges": "bytes",
        "Cache-Control": FOR_EVER,
    }
    if whole["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=whole)
    start, end = 0, state.st_size
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and request.headers.get("If-Range", whole["ETag"]) in (whole["ETag"], whole["Last-Modified"]):
        start, end = int(asked[1]), min(int(asked[2] or end) + 1, end)
        if start >= end:
            told = {"Content-Range": f"bytes */{state.st_size}"}
            return HttpResponse(status=416, headers=whole | told)
        whole["Content-Range"] = f"bytes {start}-{end - 1}/{state.st_size}"
    whole["Content-Length"] = str(end - start)
    return StreamingHttpResponse(
        part_of(place, start, end),
        status=206 if asked and "Content-Range" in whole else 200,
        content_type="application/octet-stream",
        headers=whole,
    )


def place_of(schema: str, name: str) -> Path | None:
    """Where a file of an edition is kept; nothing for a name that is not that of one."""
    stem, dot, end = name.partition(".")
    named = NAME.fullmatch(f"{stem}.sqlite3") and f"{dot}{end}" in announcement.SUFFIXES
    return folder(schema) / name if named and SCHEMA.fullmatch(schema) else None


def part_of(place: Path, start: int, end: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece
