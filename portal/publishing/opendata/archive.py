"""The open data of an edition: one archive beside its file, made when it is published.

    editions/edition-000012.zip   accords.csv, accords.jsonl…, datapackage.json, LICENCE.txt, SHA256SUMS

It follows from the edition alone, to the byte. It is never what stops a publication: without it, the portal says so.
"""

import csv
import hashlib
import io
import json
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from portal.edition import store
from portal.edition.manifest import Manifest, archive_of
from portal.publishing.opendata.resources import RESOURCES, SEVERAL, Field, Resource

logger = logging.getLogger(__name__)
#: A zip has no earlier day; it is that of every file, so that the same edition gives the same bytes.
PACKED_ON = (1980, 1, 1, 0, 0, 0)
LICENCE = """Données des accords du secteur social et médico-social privé non lucratif

Elles peuvent être réutilisées librement, sous la Licence Ouverte, version 2.0 (Etalab) :
https://www.etalab.gouv.fr/licence-ouverte-open-licence/
en citant « Les accords du secteur » et le jour de l’édition. Les textes officiels viennent de la base KALI (DILA), sous
la même licence. Chaque fait porte les numéros de ses sources ; ce qui n’est pas connu est vide, et rien n’est deviné.
"""
LICENCES = [
    {
        "name": "etalab-2.0",
        "title": "Licence Ouverte 2.0",
        "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    }
]


def record(manifest: Manifest, built: Path) -> None:
    """Make the archive of an edition, whose file is at `built` until it is put in its place."""
    place = archive_of(manifest.path)
    fresh = place.with_name(f".{place.name}-{os.getpid()}")
    try:
        with store.opened(built) as edition, ZipFile(fresh, "w", ZIP_DEFLATED, compresslevel=6) as archive:
            write(edition, manifest, archive)
        fresh.chmod(0o444)
        store.sync(fresh)
        os.replace(fresh, place)
    except (OSError, sqlite3.Error) as error:
        logger.warning(
            "Les données ouvertes de l’édition %s n’ont pas pu être faites : %s", manifest.number, error
        )
    finally:
        fresh.unlink(missing_ok=True)


def write(edition: sqlite3.Connection, manifest: Manifest, archive: ZipFile) -> None:
    sums, told = [], []
    for resource in RESOURCES:
        for form, lines in (("csv", csv_lines), ("jsonl", json_lines)):
            name = f"{resource.name}.{form}"
            digest, size = pack(archive, name, lines(resource, edition.execute(resource.query)))
            sums.append((digest, name))
            if form == "csv":
                told.append(described(resource, digest, size))
    package = json.dumps(package_of(manifest, told), ensure_ascii=False, indent=2) + "\n"
    for name, text in (("datapackage.json", package), ("LICENCE.txt", LICENCE)):
        sums.append((pack(archive, name, [text])[0], name))
    pack(archive, "SHA256SUMS", (f"{digest}  {name}\n" for digest, name in sums))


def pack(archive: ZipFile, name: str, lines: Iterable[str]) -> tuple[str, int]:
    """Write one file as its lines come; give its SHA-256 and its size."""
    digest, size, entry = hashlib.sha256(), 0, ZipInfo(name, PACKED_ON)
    entry.compress_type = ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as file:
        for line in lines:
            part = line.encode()
            digest.update(part)
            size += len(part)
            file.write(part)
    return digest.hexdigest(), size


# -- Forms -----------------------------------------------------------------------------------------------------


def csv_lines(resource: Resource, rows: Iterable[tuple]) -> Iterator[str]:
    """As RFC 4180 has it: commas, and nothing for what is not known."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in chain([[field.name for field in resource.fields]], rows):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def json_lines(resource: Resource, rows: Iterable[tuple]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for row in rows:
        told = zip(resource.fields, row, strict=True)
        yield encode({field.name: as_json(field, value) for field, value in told}) + "\n"


def as_json(field: Field, value):
    if field.several:
        parts = str(value).split(SEVERAL) if value is not None else []
        return [int(part) for part in parts] if field.name == "sources" else parts
    if field.type == "boolean" and value is not None:
        return bool(value)
    return value


# -- Package ---------------------------------------------------------------------------------------------------


def package_of(manifest: Manifest, resources: list[dict]) -> dict:
    """The description of the whole (Data Package); nothing in it depends on the day of the publication."""
    return {
        "profile": "tabular-data-package",
        "name": "accords-du-secteur",
        "title": "Les accords collectifs du secteur social et médico-social privé non lucratif",
        "version": manifest.checksum,
        "licenses": LICENCES,
        "resources": resources,
    }


def described(resource: Resource, digest: str, size: int) -> dict:
    schema = {"fields": [field_of(field) for field in resource.fields], "missingValues": [""]}
    if resource.key:
        schema["primaryKey"] = resource.key
    if resource.links:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": "identifiant"}}
            for column, other in resource.links
        ]
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.title,
        "path": f"{resource.name}.csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "hash": f"sha256:{digest}",
        "schema": schema,
    }


def field_of(field: Field) -> dict:
    told = {"name": field.name, "type": field.type, "description": field.meaning}
    if field.several:
        told["description"] = f"{field.meaning[:-1]}, séparés par « {SEVERAL} »."
    if field.type == "boolean":
        told |= {"trueValues": ["1"], "falseValues": ["0"]}
    limits = {"required": True} if field.required else {}
    if field.words:
        limits["enum"] = list(field.words)
    return told | ({"constraints": limits} if limits else {})
