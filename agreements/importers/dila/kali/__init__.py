"""Import the archives of KALI: heads of texts, every version of every article, and the texts that they alone hold.

`documents` and `files` read one file, `stream` an archive; `new_texts`, `heads` and `versions` write what it says.
Texts that the package for npm holds stay as it tells them: the archives add to them. Those of the sector that it does
not hold are made agreements; those of other conventions are counted, and left.
"""

from collections.abc import Iterator
from datetime import date

from agreements.importers.dila.archives import Archive
from agreements.importers.dila.kali.files import Container, Head, Version
from agreements.importers.dila.kali.heads import Heads
from agreements.importers.dila.kali.new_texts import take_in
from agreements.importers.dila.kali.stream import Stream, Structures
from agreements.importers.dila.kali.versions import Versions
from agreements.importers.report import Outcome
from agreements.models import Agreement, ArticleVersion, Convention, OfficialText
from portal.journal.owned import Owned

#: Heads that are written at once.
BATCH = 200
TEXTS = "textes"
WITHDRAWN = "retirés de la base officielle (marqués, rien n’est effacé)"


def import_kali_archive(archive: Archive, read_on: date, summary, progress, owned: Owned) -> None:
    """Record what one archive says, within the transaction of the caller."""
    KaliImport(archive, read_on, summary, owned).run(progress)


class KaliImport:
    """One archive: the texts that are held already are written as they come, the new ones put apart to be named."""

    def __init__(self, archive: Archive, read_on: date, summary, owned: Owned):
        self.archive, self.read_on, self.summary = archive, read_on, summary
        self.report = summary.report
        self.conventions = list(Convention.objects.all())
        self.rows = dict(OfficialText.objects.values_list("kalitext", "pk"))
        self.heads = Heads(summary, archive.stamp, read_on, owned)
        self.owned = owned
        self.new: set[str] = set()
        self.new_heads: dict[str, tuple[str, Head]] = {}  # with the name of their file
        self.new_versions: list[Version] = []
        self.given: set[str] = set()  # of the parts that the archive withdraws too, those that it gives again

    def run(self, progress) -> None:
        stream = Stream(self.archive, self.summary, progress, self.rows.keys(), self.keeps)
        structures = stream.structures()
        self.tell_brochures(structures)
        self.new = {text for one in structures.containers.values() for text in one.texts} - self.rows.keys()
        self.new -= {trace.last.get("kalitext") for _, trace in self.owned.gone(OfficialText)}
        versions = Versions(self.report, self.rows, self.archive.stamp, structures)
        versions.record(self.held_versions(stream, structures))
        if self.new_heads:
            take_in(
                self.new_heads, self.new_versions, structures.containers.values(), self.read_on, self.summary
            )
        self.record_new(versions)
        self.withdraw(structures.suppressed - self.given)

    # -- Texts ---------------------------------------------------------------------------------------------

    def keeps(self, container: Container) -> bool:
        """Whether the new texts of a convention are recorded: those of the sector."""
        row = self.convention(container)
        return bool(row and row.in_sector)

    def convention(self, container: Container) -> Convention | None:
        return next(
            (
                row
                for row in self.conventions
                if row.kalicont == container.kalicont or (row.idcc and row.idcc == container.idcc)
            ),
            None,
        )

    def held_versions(self, stream: Stream, structures: Structures) -> Iterator[Version]:
        """The articles of texts that are held; their heads are recorded on the way, and new texts are put apart."""
        waiting: dict[str, Head] = {}
        for name, part in stream.parts(self.rows.keys() | self.new):
            identifier = part.kalitext if isinstance(part, Head) else part.kaliarti
            if identifier in structures.suppressed:
                self.given.add(identifier)
            if isinstance(part, Version):
                if part.kalitext not in self.new:
                    yield part
                else:
                    self.new_versions.append(part)
            elif part.kalitext in waiting or part.kalitext in self.new_heads:
                self.report.reject(TEXTS, name, "présent deux fois dans l’archive")
            elif part.kalitext in self.new:
                self.new_heads[part.kalitext] = (name, part)
            else:
                waiting[part.kalitext] = part
            if len(waiting) == BATCH:
                self.record_heads(waiting, counted=True)
                waiting = {}
        self.record_heads(waiting, counted=True)

    def record_heads(self, heads: dict[str, Head], counted: bool) -> None:
        """Write these heads; texts that were counted as they were created are not counted again."""
        texts = (
            OfficialText.objects.filter(kalitext__in=heads).select_related("agreement").order_by("kalitext")
        )
        through = Agreement.conventions.through.objects
        sector = {row.pk for row in self.conventions if row.in_sector}
        links = through.filter(agreement__in=[text.agreement_id for text in texts], convention__in=sector)
        in_sector = set(links.values_list("agreement_id", flat=True))
        for text in texts:
            changed = self.heads.record(heads[text.kalitext], text, text.agreement_id in in_sector)
            if counted:
                self.report.add(TEXTS, Outcome.UPDATED if changed else Outcome.UNCHANGED)

    def record_new(self, versions: Versions) -> None:
        """The heads and articles of the texts that are held from now on; a rejected text leaves its articles out."""
        self.rows |= OfficialText.objects.filter(kalitext__in=self.new).values_list("kalitext", "pk")
        self.record_heads({kalitext: head for kalitext, (_, head) in self.new_heads.items()}, counted=False)
        kept = [version for version in self.new_versions if version.kalitext in self.rows]
        versions.record(kept)
        if left := len(self.new_versions) - len(kept):
            self.summary.passed["versions d’articles de textes refusés ou sans en-tête"] += left

    # -- Conventions, and what is withdrawn ------------------------------------------------------------------

    def tell_brochures(self, structures: Structures) -> None:
        """The numbers of brochure of each convention, where nobody recorded them."""
        for container in structures.brochures:
            row = self.convention(container)
            if row and not row.brochures and self.owned.may_write(row, "brochures", container.brochures):
                row.brochures = container.brochures
                row.save(update_fields=["brochures"])
                self.report.add("conventions", Outcome.UPDATED)
            elif row and row.brochures != container.brochures:
                told = f"{row.slug} : {row.brochures} / {container.brochures}"
                self.summary.remarks.setdefault("brochures que le portail dit autrement", []).append(told)

    def withdraw(self, identifiers: set[str]) -> None:
        """Mark what the archive withdraws with the day of the archive."""
        day, stamp = self.archive.day(self.read_on), self.archive.stamp
        kinds = (
            (TEXTS, OfficialText, {"kalitext__in": identifiers}),
            ("versions d’articles", ArticleVersion, {"kaliarti__in": identifiers}),
        )
        for kind, model, those in kinds:
            rows = model.objects.filter(**those, said_in__lte=stamp or "9")
            names = sorted(str(row) for row in rows)
            marked = rows.filter(gone_on=None).update(gone_on=day, said_in=stamp)
            self.report.add(f"{kind} {WITHDRAWN}", Outcome.UPDATED, marked)
            if names:
                self.summary.remarks[f"{kind} {WITHDRAWN}"] = names
