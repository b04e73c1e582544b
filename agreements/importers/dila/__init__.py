"""Import DILA's official streams: the arrêtés and avis of the Journal officiel that decide on agreements.

`archives` and `documents` read the files, one at a time; `jorf` chooses the acts and puts their words together;
`recording` writes what they decide, one transaction for each archive. KALI's own files are counted and passed.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from agreements.importers.dila.archives import Archive, Unreadable, in_order
from agreements.importers.dila.jorf import acts_in
from agreements.importers.dila.recording import Recorder
from agreements.importers.report import Report

__all__ = ["Summary", "Unreadable", "import_archives"]


@dataclass
class Summary:
    """What one archive held, and what became of it."""

    name: str
    report: Report = field(default_factory=Report)
    passed: Counter = field(default_factory=Counter)  # files of no use here, by folder
    unknown: Counter = field(default_factory=Counter)  # tags that the form does not have
    remarks: dict[str, list[str]] = field(default_factory=dict)


def import_archives(
    paths: Iterable[Path], read_on: date, dry_run: bool, progress: Callable[[str, int], None]
) -> tuple[list[Summary], list[str]]:
    """Import the archives in the order of their names, and the names of those that a newer stock replaces."""
    archives, replaced = in_order(paths)
    return [import_archive(archive, read_on, dry_run, progress) for archive in archives], replaced


def import_archive(archive: Archive, read_on: date, dry_run: bool, progress) -> Summary:
    summary = Summary(archive.name)
    acts = acts_in(archive, summary, progress)
    with transaction.atomic():
        Recorder(summary, read_on).record(acts)
        if dry_run:
            transaction.set_rollback(True)
    return summary
