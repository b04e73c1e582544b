"""Whether the files of the sector are those that were loaded last: known by their digest, which the journal keeps."""

from hashlib import sha256
from pathlib import Path

from portal.journal.entries import COMMAND, DIGEST
from portal.journal.models import Entry


def digest_of(folder: Path) -> str:
    """Of the names and the words of every file that is loaded, those of members apart."""
    whole = sha256()
    for path in sorted(folder.rglob("*.toml")):
        if path.relative_to(folder).parts[0] != "adherents":
            whole.update(f"{path.relative_to(folder)}\n".encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def hold_news(folder: Path) -> bool:
    """Whether these files have changed since they were loaded last."""
    loaded = Entry.objects.filter(kind=COMMAND, by="commande load_facts", what=f"load_facts {folder}")
    last = loaded.values_list("after", flat=True).first()
    return (last or {}).get(DIGEST) != digest_of(folder)
