"""Ask the official sources for what is newer, import it, judge it, and publish it within the guard rails; else stop.

All is imported and compiled in one transaction, that only a verdict ends: where something forbids publishing, nothing
is written, and the edition in line stays. A second time takes nothing again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction

from agreements.compiled.audit import audit
from agreements.importers import dila, kali
from agreements.importers.report import Rejected
from agreements.models import Convention, Source
from agreements.models.official import OFFICIAL_BASE
from portal.copies.downloads import Incomplete, Unreachable, download
from portal.edition import places, store
from portal.edition.manifest import EditionError, Manifest
from portal.french.writing import listed
from portal.importers import guards, marks
from portal.importers.report import Report
from portal.importers.sources import DILA, NPM, Release, configured
from portal.journal.entries import EDITION, write_command
from portal.publishing import build
from portal.publishing.differences import Changes, compare
from portal.publishing.fingerprint import fingerprint
from portal.publishing.losses import refuse_a_large_loss

#: As many lines of one list as a report holds.
SHOWN = 5
REFUSALS = (dila.Unreadable, kali.Unreadable, Rejected, ValidationError, EditionError)


class Status(IntEnum):
    """How a refresh ends, for the timer that started it."""

    DONE = 0  # published, or nothing newer
    STOPPED = 1  # a person has to look at it
    LATER = 2  # a source did not answer, or not in full: the next time will do


class Stopped(Exception):
    """What was fetched is not published by itself: why, line by line."""


@dataclass
class Refresh:
    """One refresh, on a day; `dry_run` does all but write."""

    now: datetime
    day: date
    dry_run: bool
    report: Report
    late: bool = False  # whether a source did not answer in full
    unread: dict[str, float] = field(default_factory=dict)
    wrote: int = 0  # rows changed by what was imported

    def run(self) -> Status:
        releases = self.ask()
        if releases is None:
            return Status.LATER
        files = list(self.fetch(releases))
        if files:
            try:
                self.take(files)
            except (Stopped, EditionError) as stopped:
                for line in str(stopped).splitlines():
                    self.report.tell(line)
                self.report.tell("Rien n’est publié ni écrit : l’édition en ligne reste.")
                return Status.STOPPED
        return Status.LATER if self.late else Status.DONE

    # -- What is newer -------------------------------------------------------------------------------------

    def ask(self) -> list[Release] | None:
        """What the sources have that is newer, said; None when none of them answers."""
        taken, found, silent = marks.taken(), [], []
        sources = configured()
        for source in sources:
            try:
                newer = source.newer(taken.get(source.name, ""))
            except Unreachable as error:
                silent.append(f"{source.name} ({error})")
                continue
            found += newer
            if not newer:
                self.report.tell(f"{source.name} : rien de plus récent que {taken.get(source.name, 'rien')}.")
        if not sources:
            self.report.tell("Aucune source n’est réglée : voir PORTAL_NPM_REGISTRY et PORTAL_DILA_STREAMS.")
        elif len(silent) == len(sources):
            self.report.tell(f"Sans réseau : aucune source ne répond, {listed(silent)}.")
            return None
        for told in silent:
            self.report.tell(f"Ne répond pas : {told}.")
        self.late = bool(silent)
        return found

    def fetch(self, releases: list[Release]) -> Iterator[tuple[Release, Path]]:
        """The files of what is newer; those of a source that come after one that is not whole wait for it."""
        self.forget_others({release.name for release in releases})
        for source, several in groupby(releases, key=lambda release: release.source):
            for release in several:
                path = marks.folder() / "telechargements" / release.name
                try:
                    yield release, download(release.address, path, release.integrity)
                except Incomplete as error:
                    self.report.tell(f"{source} : {error}")
                    self.late = True
                    break
                self.report.tell(f"{source} : {release.name} est téléchargé.")

    def forget_others(self, names: set[str]) -> None:
        """Remove what was begun of files that the sources have no more, or that newer ones replace."""
        for path in (marks.folder() / "telechargements").glob("*"):
            if path.name.removesuffix(".part") not in names:
                path.unlink()

    # -- Taking it in --------------------------------------------------------------------------------------

    def take(self, files: list[tuple[Release, Path]]) -> None:
        """Import, judge, publish; nothing is written unless all of it is."""
        if not Convention.objects.exists():
            raise Stopped("La base d’édition est vide : « serve » ou « import_kali » la remplit d’abord.")
        store.make_folder()
        before = store.sound_current()
        self.refuse_what_people_wrote(before)
        with build.only_one_at_a_time(), store.temporary_file() as built:
            with transaction.atomic(), frozen_in_time():
                origin = self.rehearse(files, before, built)
                if self.dry_run:
                    transaction.set_rollback(True)
            if self.dry_run:
                self.report.tell("Essai : rien n’a été écrit ni publié.")
                return
            self.publish(before, built, origin)
        marks.take({release.source: release.mark for release, _ in files})
        for _, path in files:
            path.unlink(missing_ok=True)

    def refuse_what_people_wrote(self, before: Manifest | None) -> None:
        """Facts that people wrote since the last edition are theirs to publish."""
        if before is None or before.facts == fingerprint():
            return
        with store.temporary_file() as present:
            build.build(present, self.day)
            if store.checksum(present) == before.checksum:
                return
            told = compare(before.path, present).lines(SHOWN)
        first = f"Des faits saisis depuis l’édition {before.number} ne sont pas publiés :"
        raise Stopped("\n".join([first, *told, "Relisez-les, publiez, puis relancez."]))

    def rehearse(self, files: list[tuple[Release, Path]], before: Manifest | None, built: Path) -> dict:
        """Import and compile; what forbids publishing stops it, and undoes all."""
        try:
            held = self.failing()
            for release, path in files:
                self.import_file(release, path)
            self.refuse_failures(held)
            database = places.database()
            refuse_a_large_loss(before, database, None)
            counts = build.build(built, self.day)
        except REFUSALS as error:
            told = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise Stopped(told) from error
        except OperationalError as error:
            raise Stopped(
                "La base d’édition était occupée, ou a changé pendant l’importation : relancez."
            ) from error
        changes = compare(before.path if before else None, built)
        for line in changes.lines(SHOWN):
            self.report.tell(line)
        self.judge(changes, before, built)
        write_command("refresh", self.wrote, self.report.lines)
        return {"counts": counts, "facts": fingerprint(), "database": database}

    def import_file(self, release: Release, path: Path) -> None:
        if release.source == NPM:
            summary = kali.import_archive(path, kali.Options(self.day), no_progress)
            told = list(summary.lines(SHOWN))
            self.wrote += summary.report.written
            if not summary.written:
                raise Stopped(f"{release.name} : {len(summary.report.rejections)} refus. {told[0]}")
            self.unread[release.name] = share(len(summary.unread_titles), summary.texts)
        else:
            [summary], _ = dila.import_archives([path], self.day, False, no_progress)
            told = list(summary.lines(SHOWN))
            self.unread[release.name] = summary.unread
            self.wrote += summary.report.written
        for line in told:
            self.report.tell(f"  {line}")
        if release.source != f"{DILA} JORF":
            self.record_the_reading()

    def record_the_reading(self) -> None:
        """The official base was read whole on this day, even where none of its texts changed."""
        base, made = Source.objects.get_or_create(**OFFICIAL_BASE, defaults={"consulted_on": self.day})
        if not made and base.consulted_on < self.day:
            base.consulted_on = self.day
            base.save(update_fields=["consulted_on"])

    def failing(self) -> dict[str, str]:
        """The rules of deduction that do not hold on what is known, each with why."""
        return {failure.partition(" : ")[0]: failure for failure in audit("default", self.day).failures}

    def refuse_failures(self, before: dict[str, str]) -> None:
        """A rule that held, and does not hold on what was fetched, would tell readers what is not so."""
        now = self.failing()
        if broken := [told for rule, told in now.items() if rule not in before]:
            raise Stopped("\n".join(["Des règles de déduction ne tiennent plus :", *broken]))
        self.report.tell("Les règles de déduction tiennent comme avant (« audit » les mesure).")

    def judge(self, changes: Changes, before: Manifest | None, built: Path) -> None:
        bound = settings.REFRESH_MOST_UNREAD
        if before and (found := list(guards.reasons(changes, before.path, built, self.unread, bound))):
            raise Stopped(
                "\n".join(["Ce qui a été lu n’est pas publié :", *(f"- {reason}" for reason in found)])
            )

    def publish(self, before: Manifest | None, built: Path, origin: dict) -> None:
        checksum = store.checksum(built)
        if before and before.checksum == checksum:
            self.report.tell(f"Rien ne change pour les lecteurs : l’édition {before.number} reste en ligne.")
            return
        counts = origin.pop("counts")
        made = build.put_online(built, self.now, counts, checksum, **origin)
        told = f"Édition {made.number} publiée."
        write_command("refresh", 0, [told], kind=EDITION, what=f"Édition {made.number}")
        self.report.tell(told)


@contextmanager
def frozen_in_time():
    """In a transaction that has just begun: what others write meanwhile is not seen, so that tables agree."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    yield


def no_progress(step: str, count: int) -> None:
    """What an import says as it goes is for who watches it."""


def share(some: int, whole: int) -> float:
    return some / whole if whole else 0.0


def refresh(now: datetime, day: date, dry_run: bool, say: Callable[[str], None]) -> Status:
    """Refresh, and report: said, kept in a file, sent."""
    report = Report(now, say)
    status = Refresh(now, day, dry_run, report).run()
    if status is Status.STOPPED and not dry_run:
        write_command("refresh", 0, report.lines)
    kept = report.keep()
    report.send(f"Actualisation du portail : {TITLES[status]}")
    say(f"Rapport : {kept}")
    return status


TITLES = {
    Status.DONE: "faite",
    Status.STOPPED: "arrêtée, à regarder",
    Status.LATER: "une source n’a pas répondu en entier",
}
