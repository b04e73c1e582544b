"""Import DILA's official streams: the acts of the Journal officiel that decide on agreements, and KALI's texts.

`archives` and `documents` read the files, one at a time; `jorf` chooses the acts and puts their words together, and
`recording` writes what they decide; `kali` reads and writes the texts. There is one transaction for each archive.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from agreements.importers.dila.archives import Archive, Unreadable, in_order
from agreements.importers.dila.jorf import acts_in
from agreements.importers.dila.kali import TEXTS, import_kali_archive
from agreements.importers.dila.kali.versions import KIND as VERSIONS
from agreements.importers.dila.recording import DECISIONS, UNREAD, Recorder
from agreements.importers.report import Outcome, Report, enumerated
from portal.journal.owned import Owned

#: What these imports are called where they say otherwise than an editor.
ORIGIN = "archives de la DILA"

__all__ = ["Summary", "Unreadable", "import_archives"]

#: What an archive is read for: the rest of a report tells what was written of it.
READ = (DECISIONS, TEXTS, VERSIONS)


@dataclass
class Summary:
    """What one archive held, and what became of it."""

    name: str
    report: Report = field(default_factory=Report)
    passed: Counter = field(default_factory=Counter)  # files of no use here, by folder
    unknown: Counter = field(default_factory=Counter)  # tags that the form does not have
    remarks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def unread(self) -> float:
        """The share, from 0 to 1, of what is of use here that was not read: lines of acts, files that are broken."""
        lost = len(self.remarks.get(UNREAD, ())) + len(self.report.rejections)
        read = sum(
            times
            for kind in READ
            for outcome, times in self.report.counts.get(kind, {}).items()
            if outcome != Outcome.REJECTED
        )
        return lost / (lost + read) if lost else 0.0

    def lines(self, most: int | None) -> Iterator[str]:
        """What was written, what was passed, and the first of what was not read."""
        yield f"— {self.name}"
        yield from self.report.lines()
        for name, counts in (("fichiers passés", self.passed), ("balises inconnues", self.unknown)):
            told = ", ".join(f"{word} : {count}" for word, count in sorted(counts.items()) if count)
            if told:
                yield f"{name} ({told})"
        yield from enumerated(self.remarks, most)


def import_archives(
    paths: Iterable[Path],
    read_on: date,
    dry_run: bool,
    progress: Callable[[str, int], None],
    done: list[Summary] | None = None,
) -> tuple[list[Summary], list[str]]:
    """Import the archives in the order of their names, and the names of those that a newer stock replaces.

    `done` is given each summary once its archive is written: what was done before one that cannot be.
    """
    archives, replaced = in_order(paths)
    done = [] if done is None else done
    for archive in archives:
        done.append(import_archive(archive, read_on, dry_run, progress))
    return done, replaced


def import_archive(archive: Archive, read_on: date, dry_run: bool, progress) -> Summary:
    summary = Summary(archive.name)
    with transaction.atomic():
        owned = Owned(ORIGIN)
        if archive.may_hold("jorf"):
            Recorder(summary, read_on, owned).record(acts_in(archive, summary, progress))
        if archive.may_hold("kali"):
            import_kali_archive(archive, read_on, summary, progress, owned)
        summary.report.conflicts += owned.keep_conflicts()
        if not archive.holds_something:
            raise Unreadable(f"{archive.name} ne contient aucun fichier de KALI ni du Journal officiel.")
        if dry_run:
            transaction.set_rollback(True)
    return summary
