"""Compile the published facts anew for this version of the code: what was reviewed, and nothing entered since."""

from datetime import datetime

from portal.edition import store, versions
from portal.edition.manifest import EditionError, Manifest
from portal.publishing.build import build, only_one_at_a_time, put_online
from portal.publishing.origins import facts_of

REVIEW = "relisez les faits dans l’administration, puis publiez (python3 manage.py publish)."


def recompile(now: datetime) -> Manifest:
    """Make an edition for this code of the facts of the one that is published."""
    store.make_folder()
    versions.adopt()
    try:
        before = published()
        with only_one_at_a_time(), store.temporary_file() as built, facts_of(before) as origin:
            counts = build(built, now.date(), origin)
            origin = {"database": before.database, "made_from": before.checksum}
            return put_online(built, now, counts, store.checksum(built), **origin)
    except EditionError as error:
        raise EditionError(f"{error}\nRien n’est publié à votre place : {REVIEW}") from error


def published() -> Manifest:
    """The edition that was last put online, by any version; else the newest before it whose file is whole."""
    present = versions.last_online()
    kept = [one for one in store.editions("*") if present is None or one.number <= present.number]
    if not kept:
        raise EditionError("Aucune édition n’est conservée.")
    for edition in kept:
        if store.intact(edition):
            return edition
    raise EditionError(f"L’édition {kept[0].number} est abîmée, et aucune autre avant elle n’est conservée.")
