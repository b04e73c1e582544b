"""Import associations: a trial that writes nothing, then the same file, confirmed, in one transaction.

An association is known by its SIREN, else by its code. A second import of the same file writes nothing. One
refused line and nothing is written; every line is accounted for. Associations that the file does not name stay,
and so does what a column that the file does not have would say.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from django.db import IntegrityError, transaction

from agreements.importers.report import Outcome, Rejected, Report
from members.importers import csv_file, demonstration
from members.importers.reading import Reader, Wanted
from members.importers.recorded import Recorded, slug_of
from members.models import Application, Association, Membership, Presence

ROWS = "associations"
BATCH = 2000


@dataclass
class Result:
    """What an import did, or what it would do; `refusal` when the file as a whole cannot be taken."""

    report: Report = field(default_factory=Report)
    refusal: str = ""
    read: int = 0
    blank: int = 0
    untouched: int = 0  # recorded, and not named by the file
    changes: list[str] = field(default_factory=list)
    digest: str = ""
    removed_demonstration: int = 0
    of_windows: bool = False

    @property
    def accepted(self) -> bool:
        return not (self.refusal or self.report.rejections)

    def count(self, outcome: Outcome) -> int:
        return self.report.counts.get(ROWS, {}).get(outcome, 0)

    @property
    def fingerprint(self) -> str:
        """Of the file and of what it would do: a confirmation is of this trial, and of no other."""
        told = (self.digest, self.read, self.untouched, self.removed_demonstration, self.changes)
        return sha256(repr(told).encode()).hexdigest()

    def lines(self):
        if self.refusal:
            yield f"Fichier refusé : {self.refusal}."
            return
        yield from self.report.lines()
        if self.of_windows:
            yield "Fichier lu en Windows-1252, comme Excel l’enregistre : vérifiez les accents."
        if self.blank:
            yield f"{self.blank} lignes vides, ignorées."
        if self.removed_demonstration:
            yield f"Jeu de démonstration retiré : {self.removed_demonstration} associations."
        if self.untouched:
            yield f"{self.untouched} associations enregistrées ne sont pas dans le fichier : elles restent."


class NotWritten(Exception):
    """Undo everything: it was a trial, or something is refused."""


def load(
    content: bytes, *, dry_run: bool = False, replace_demonstration: bool = False, expected: str = ""
) -> Result:
    """Import a file; with `dry_run`, do all of it and undo it.

    `expected` is the fingerprint of the trial that was shown: nothing is written when it would do otherwise.
    """
    result = Result(digest=sha256(content).hexdigest())
    try:
        file = csv_file.read(content)
        result.of_windows = file.of_windows
        with transaction.atomic():
            make_room(result, replace_demonstration)
            Importer(file, result).run()
            if expected and result.fingerprint != expected:
                raise csv_file.Refused("ce que l’import ferait n’est plus ce qui a été montré : recommencez")
            if dry_run or not result.accepted:
                raise NotWritten
    except csv_file.Refused as error:
        result.refusal = str(error)
    except IntegrityError:
        result.refusal = "quelqu’un vient d’enregistrer l’une de ces associations : recommencez"
    except NotWritten:
        pass
    return result


def make_room(result: Result, replace_demonstration: bool) -> None:
    """Real associations never stand beside the demonstration set."""
    if not Association.objects.filter(demonstration=True).exists():
        return
    if not replace_demonstration:
        raise csv_file.Refused(
            "le jeu de démonstration est chargé, et ne se mêle pas à des associations réelles : demandez à le "
            "remplacer"
        )
    result.removed_demonstration = demonstration.remove()


class Importer:
    def __init__(self, file: csv_file.CsvFile, result: Result):
        self.file, self.result, self.reader = file, result, Reader(file)
        self.recorded = Recorded()
        self.seen: dict[str, int] = {}
        self.new: list[Wanted] = []
        self.changed: list[tuple[Association, Wanted]] = []

    def run(self) -> None:
        for record in self.file.records:
            self.result.read += 1
            try:
                self.take(self.reader.read(record))
            except Rejected as error:
                self.result.report.reject(ROWS, f"ligne {record.line}", str(error))
        self.result.blank = self.file.blank
        self.account()
        if self.result.accepted:
            self.write()

    def account(self) -> None:
        """Every line that was read is created, updated, unchanged or refused."""
        counted = sum(self.result.report.counts.get(ROWS, {}).values())
        if counted != self.result.read:
            raise RuntimeError(f"{self.result.read} lignes lues, {counted} comptées : rien n’est écrit.")
        named = self.result.count(Outcome.UPDATED) + self.result.count(Outcome.UNCHANGED)
        self.result.untouched = len(self.recorded.rows) - named

    def take(self, wanted: Wanted) -> None:
        self.once(wanted)
        row = self.recorded.known(wanted)
        if row is None:
            self.new.append(wanted)
            self.add(Outcome.CREATED, wanted)
        elif self.recorded.differs(row, wanted):
            self.changed.append((row, wanted))
            self.add(Outcome.UPDATED, wanted)
        else:
            self.add(Outcome.UNCHANGED, wanted)

    def add(self, outcome: Outcome, wanted: Wanted) -> None:
        self.result.report.add(ROWS, outcome)
        if outcome != Outcome.UNCHANGED:
            sign = "+" if outcome == Outcome.CREATED else "~"
            self.result.changes.append(f"{sign} {wanted.name} (ligne {wanted.line})")

    def once(self, wanted: Wanted) -> None:
        for what, key in (("SIREN", wanted.siren), ("code", slug_of(wanted))):
            if key and key in self.seen:
                raise Rejected(f"le {what} {key} figure déjà à la ligne {self.seen[key]}")
        self.seen |= {key: wanted.line for key in (wanted.siren, slug_of(wanted)) if key}

    # -- Writing -------------------------------------------------------------------------------------------

    def write(self) -> None:
        rows = [filled(Association(slug=slug_of(wanted)), wanted) for wanted in self.new]
        Association.objects.bulk_create(rows, BATCH)
        changed = [filled(row, wanted) for row, wanted in self.changed]
        Association.objects.bulk_update(changed, ["name", "slug", "siren", "region", "headcount"], BATCH)
        pairs = [*zip(rows, self.new, strict=True), *self.changed]
        self.replace(Presence, pairs, "presences", ("sector_id", "establishments"))
        self.replace(Application, pairs, "applications", ("convention_id", "since", "until"))
        self.replace(Membership, pairs, "memberships", ("organisation_id", "since", "until"))

    def replace(self, model, pairs, name: str, fields: tuple[str, ...]) -> None:
        """What the file says of these associations, in the place of what was recorded of them."""
        given = [(row, getattr(wanted, name)) for row, wanted in pairs if getattr(wanted, name) is not None]
        stale = [row.pk for row, wanted in self.changed if getattr(wanted, name) is not None]
        for start in range(0, len(stale), BATCH):
            model.objects.filter(association__in=stale[start : start + BATCH]).delete()
        model.objects.bulk_create(
            [
                model(association=row, **dict(zip(fields, values, strict=True)))
                for row, several in given
                for values in sorted(several, key=repr)
            ],
            BATCH,
        )


def filled(row: Association, wanted: Wanted) -> Association:
    row.name, row.region_id = wanted.name, wanted.region
    row.headcount = wanted.headcount if wanted.sized else row.headcount
    row.siren = wanted.siren or row.siren
    row.slug = wanted.code or row.slug
    return row
