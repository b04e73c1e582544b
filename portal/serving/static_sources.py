"""The static files are collected again only when one of their sources changed since the last time."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed():
    """The fingerprint is kept last: an interrupted collection is made again."""
    kept = settings.VAR_DIR / "static.fingerprint"
    found = fingerprint()
    if kept.is_file() and kept.read_text() == found:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    kept.write_text(found)


def fingerprint():
    """Of the path, size and time of every source, the admin's included: a fraction of reading them."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = storage.path(path)
            digest.update(f"{source}\0{storage.size(path)}\0{storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
