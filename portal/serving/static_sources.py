"""The static files are collected again only when one of their sources changed since the last time."""

import filecmp
import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def collect_if_changed():
    """The fingerprint is kept last: an interrupted collection is made again. Those of an image are there already."""
    if not os.access(settings.STATIC_ROOT, os.W_OK) and settings.STATIC_ROOT.is_dir() and not missing():
        return
    kept = settings.VAR_DIR / "static.fingerprint"
    found = fingerprint()
    if kept.is_file() and kept.read_text() == found:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    kept.write_text(found)


def missing() -> str:
    """The first static file of this version that is not prepared as it is now, or nothing."""
    prepared = getattr(staticfiles_storage, "hashed_files", None)
    if prepared is None:  # they are given as they are
        return ""
    for finder in get_finders():
        for path, storage in finder.list([]):
            copy = settings.STATIC_ROOT / path
            if path not in prepared or not (settings.STATIC_ROOT / prepared[path]).is_file():
                return path
            if not copy.is_file() or not filecmp.cmp(storage.path(path), copy, shallow=False):
                return path
    return ""


def fingerprint():
    """Of the path, size and time of every source, the admin's included: a fraction of reading them."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = storage.path(path)
            digest.update(f"{source}\0{storage.size(path)}\0{storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
