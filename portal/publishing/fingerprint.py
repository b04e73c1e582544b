"""What an edition was made from: the facts, and the code that compiled them.

Same facts and same code make the same edition: comparing this first spares compiling it to find that nothing
changed. The edition's own checksum remains what says that two files are one.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections

from portal.publishing.contents import PUBLISHED, READ
from portal.publishing.copying import reading

#: Where the code that makes an edition stands, and the libraries that decide of its bytes.
CODE = ("agreements", "members", "portal")
LIBRARIES = ("Django", "nh3", "PyStemmer", "pyroaring")


def fingerprint() -> str:
    """A digest of every row that an edition is made from, as the editing database has them, and of the code."""
    digest = hashlib.sha256(code().encode())
    with connections["default"].cursor() as cursor:
        for model in [*PUBLISHED, *READ]:
            cursor.execute(reading(model))
            while rows := cursor.fetchmany(500):
                digest.update(repr(rows).encode("utf-8", "backslashreplace"))
    return f"sha256:{digest.hexdigest()}"


@cache
def code() -> str:
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()
