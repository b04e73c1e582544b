"""`/donnees/`: an edition as files that others build on, each with its size and its sum."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from django.http import Http404, StreamingHttpResponse

from portal.edition.manifest import Manifest, archive_of
from portal.publishing.opendata.resources import RESOURCES
from portal.web.addresses import absolute, page
from portal.web.answers import json_page, page_of
from portal.web.files.streams import PIECE
from portal.web.parameters import reads

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
    "sqlite3": "application/vnd.sqlite3",
}
#: What is served beside what the archive holds: the whole of it, and the edition itself.
WHOLE, EDITION = "donnees.zip", "edition.sqlite3"
SUMS = "SHA256SUMS"
SUM = re.compile(r"([0-9a-f]{64})  (\S+)")
TITLES = {f"{resource.name}.{form}": resource.title for resource in RESOURCES for form in ("csv", "jsonl")}
TITLES |= {
    "datapackage.json": "La description de chaque table et de chaque colonne (Data Package)",
    "LICENCE.txt": "La licence",
    SUMS: "L’empreinte SHA-256 de chaque fichier",
    WHOLE: "Tous ces fichiers, en une archive",
    EDITION: "L’édition elle-même, telle que le portail la lit (SQLite)",
}


class OpenFile(NamedTuple):
    name: str
    title: str
    size: int  # bytes
    sum: str  # SHA-256, in hexadecimal; none of what holds the sums

    @property
    def url(self) -> str:
        return page("open-data-file", self.name)


def files_of(edition: Manifest) -> list[OpenFile]:
    """What is given of an edition; the edition alone where its archive was not made."""
    whole = [OpenFile(EDITION, TITLES[EDITION], edition.size, edition.checksum.removeprefix("sha256:"))]
    place = archive_of(edition.path)
    try:
        with ZipFile(place) as archive:
            sums = {name: digest for digest, name in SUM.findall(archive.read(SUMS).decode())}
            held = [(entry.filename, entry.file_size) for entry in archive.infolist()]
    except (OSError, BadZipFile, KeyError):
        return whole
    packed = OpenFile(WHOLE, TITLES[WHOLE], place.stat().st_size, "")
    return [*(OpenFile(name, TITLES[name], size, sums.get(name, "")) for name, size in held), packed, *whole]


@reads()
def open_data(request):
    return page_of(request, "pages/open_data.html", "data", files=files_of(request.edition))


@reads()
def open_data_json(request):
    told = [
        {
            "nom": file.name,
            "titre": file.title,
            "url": absolute(file.url),
            "octets": file.size,
            "sha256": file.sum or None,
        }
        for file in files_of(request.edition)
    ]
    return json_page(request, {"licence": "etalab-2.0", "fichiers": told})


@reads()
def open_data_file(request, name: str):
    """One of the files, as it was made when the edition was published."""
    if name not in TITLES:
        raise Http404("Aucun fichier de données ne porte ce nom.")
    place = request.edition.path if name == EDITION else archive_of(request.edition.path)
    if not place.is_file():
        raise Http404("Ce fichier n’a pas été fait pour cette édition ; l’édition elle-même s’emporte.")
    pieces = pieces_of(place, None if name in (WHOLE, EDITION) else name)
    kind = TYPES.get(name.rpartition(".")[2], TYPES["txt"])
    return StreamingHttpResponse(pieces, content_type=kind)


def pieces_of(place: Path, member: str | None) -> Iterator[bytes]:
    """A file, or one of those that an archive holds, piece by piece."""
    if member is None:
        with place.open("rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")
        return
    with ZipFile(place) as archive, archive.open(member) as file:
        yield from iter(lambda: file.read(PIECE), b"")
