"""Import the official corpus: every text of the KALI base, with its acts, its words and its links.

The archive is read twice, one convention at a time: first what each text is and says, which the whole corpus is
needed to understand; then its articles. All is written in one transaction, or nothing.

`archive` and `tree` read the files; `reading` and `corpus` say what they hold; `identities`, `merging` and
`decisions` say what the database should hold; `rows`, `facts_rows` and `articles` write what differs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from agreements.importers.kali import facts_rows, rows
from agreements.importers.kali.archive import Archive, Unreadable
from agreements.importers.kali.articles import sync_articles
from agreements.importers.kali.corpus import Corpus
from agreements.importers.kali.identities import Identities
from agreements.importers.kali.merging import merge
from agreements.importers.kali.reading import read_official
from agreements.importers.kali.recorded import PAGE, Recorded
from agreements.importers.kali.tree import read_convention
from agreements.importers.kali.wanted import Wanted
from agreements.importers.kali.writing import Writer
from agreements.importers.measures.official import OfficialValues, sync_measures
from agreements.importers.report import Outcome, Rejected, Report, enumerated
from agreements.models import OfficialPlace, OfficialText
from portal.french.writing import plural

__all__ = ["Options", "Summary", "Unreadable", "import_archive"]

#: A newer archive that lacks more than this share of the texts is refused, unless the loss is named.
LOSS = 0.05


@dataclass(frozen=True)
class Options:
    read_on: date  # the day of the reading
    dry_run: bool = False
    allow_rejected: bool = False
    accept_loss: int | None = None
    before: Callable[[], None] = lambda: None  # what must be recorded before, in the same transaction


@dataclass
class Summary:
    """What the import did, and what it could not read."""

    report: Report = field(default_factory=Report)
    texts: int = 0
    places: int = 0
    articles: int = 0
    citations: int = 0
    unread_titles: list[str] = field(default_factory=list)
    unread_citations: list[str] = field(default_factory=list)
    effects: int = 0  # texts whose own clause of effect is read in their articles
    unread_effects: list[str] = field(default_factory=list)
    measures: int = 0  # figures that a whole sentence of an article sets
    unread_measures: list[str] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    gone: int = 0
    written: bool = False

    def lines(self, most: int | None) -> Iterator[str]:
        """What was read, what was written, and the first of what was not read."""
        yield (
            f"{plural(self.texts, 'texte')} dans {plural(self.places, 'emplacement')}, "
            f"{plural(self.articles, 'article')}, "
            f"{plural(self.citations, 'citation distincte', 'citations distinctes')}."
        )
        yield (
            f"{plural(self.effects, 'clause')} d’effet lues dans les articles, "
            f"{plural(len(self.unread_effects), 'texte')} où elles laissent un doute."
        )
        yield (
            f"{plural(self.measures, 'valeur')} de mesure lues dans les articles, "
            f"{plural(len(self.unread_measures), 'phrase')} qui en parlent et restent non lues."
        )
        yield from self.report.lines()
        lists = {
            "titres lus en partie seulement": self.unread_titles,
            "citations lues en partie seulement": self.unread_citations,
            "textes dont la clause d’effet n’est pas lue": self.unread_effects,
            "phrases sur une mesure, non lues": self.unread_measures,
            **self.remarks,
        }
        yield from enumerated(lists, most)


def import_archive(path: Path, options: Options, progress: Callable[[str, int], None]) -> Summary:
    """Import the archive at `path`; `progress` is told each step and how many files it has read.

    `Unreadable` says why nothing could be read, `Rejected` why nothing was written.
    """
    archive, summary = Archive(path), Summary()
    corpus = read_corpus(archive, summary, progress)
    with transaction.atomic():
        options.before()
        recorded = Recorded.load()
        set_aside(corpus, recorded, summary)
        writer = Writer(summary.report)
        write(archive, corpus, recorded, writer, summary, options, progress)
        summary.report.conflicts = recorded.owned.keep_conflicts()
        refused = bool(summary.report.rejections) and not options.allow_rejected
        summary.written = not (options.dry_run or refused)
        if not summary.written:
            transaction.set_rollback(True)
    return summary


def set_aside(corpus: Corpus, recorded: Recorded, summary: Summary) -> None:
    """The texts that editors deleted stay deleted: what the archive says of them is left, and counted."""
    left = sorted(recorded.deleted_texts() & corpus.texts.keys())
    for kalitext in left:
        reading = corpus.texts.pop(kalitext)
        summary.texts -= 1
        summary.places -= len(reading.places)
        summary.articles -= reading.articles
    if left:
        summary.remarks["textes supprimés par un éditeur, laissés de côté"] = left
        kept = {place[0] for reading in corpus.texts.values() for place in reading.places}
        known = {row.kalicont for row in recorded.by_slug.values()}
        for kalicont in corpus.conventions.keys() - kept - known:
            del corpus.conventions[kalicont]  # nothing is left of it


def read_corpus(archive: Archive, summary: Summary, progress) -> Corpus:
    corpus = Corpus()
    for count, (name, tree) in enumerate(archive.conventions(), 1):
        corpus.add(read_convention(name, tree), read_official)
        progress("lecture", count)
    for kind, where, reason in corpus.rejections:
        summary.report.reject(kind, where, reason)
    summary.texts, summary.places = len(corpus.texts), corpus.places
    summary.articles = sum(reading.articles for reading in corpus.texts.values())
    summary.unread_titles = sorted(
        f"{reading.title} ({', '.join(reading.read.unread)})"
        for reading in corpus.texts.values()
        if reading.read.unread
    )
    summary.effects = sum(reading.effect.clause is not None for reading in corpus.texts.values())
    summary.unread_effects = sorted(
        f"{reading.kalitext} : {doubt}"
        for reading in corpus.texts.values()
        for doubt in reading.effect.doubts[:1]
    )
    summary.measures = sum(len(reading.measures.values) for reading in corpus.texts.values())
    summary.unread_measures = sorted(
        f"{reading.kalitext} : {sentence}"
        for reading in corpus.texts.values()
        for sentence in reading.measures.unread
    )
    return corpus


def write(
    archive, corpus: Corpus, recorded: Recorded, writer: Writer, summary: Summary, options, progress
) -> None:
    identities, wanted = record(writer, corpus, recorded, options.read_on)
    summary.citations = len(identities.citations)
    summary.unread_citations = identities.unread()
    summary.remarks |= dict(wanted.remarks)
    if recorded.renamed:
        summary.remarks["conventions que l’archive nomme autrement (le nom enregistré reste)"] = (
            recorded.renamed
        )
    if identities.ambiguous:
        summary.remarks["citations qui peuvent parler de plusieurs textes"] = sorted(
            set(identities.ambiguous)
        )
    told = values_set(corpus, wanted, recorded, identities.slugs)
    summary.remarks |= sync_measures(writer, told, recorded.owned)
    summary.gone = mark_gone(corpus, recorded, summary.report, options)
    seen: set[str] = set()
    for count, (name, tree) in enumerate(archive.conventions(), 1):
        sync_articles(writer, read_convention(name, tree), recorded, seen)
        progress("articles", count)
    check_all_accounted_for(summary, corpus)


def record(writer: Writer, corpus: Corpus, recorded: Recorded, read_on: date) -> tuple[Identities, Wanted]:
    """Make the database what the texts of a corpus ask for, beside their articles."""
    rows.sync_conventions(writer, corpus, recorded)
    recorded.complete = corpus.whole and is_complete(corpus, recorded)
    identities = Identities(corpus, recorded)
    identities.settle()
    wanted = merge(corpus, recorded, identities)
    rows.sync_acts(writer, wanted, recorded)
    rows.sync_sources(writer, corpus, wanted, recorded, read_on)
    rows.sync_agreements(writer, wanted, recorded)
    rows.sync_officials(writer, corpus, wanted, recorded, identities.slugs, read_on)
    rows.sync_pages(writer, wanted, recorded)
    facts_rows.sync_events(writer, wanted, recorded)
    facts_rows.sync_relations(writer, wanted, recorded)
    facts_rows.sync_signatures(writer, wanted, recorded)
    facts_rows.sync_divergences(writer, wanted, recorded)
    return identities, wanted


def values_set(
    corpus: Corpus, wanted: Wanted, recorded: Recorded, slugs: dict[str, str]
) -> Iterator[OfficialValues]:
    """What each text sets in figures; a local text sets nothing for the whole convention."""
    for kalitext, reading in corpus.texts.items():
        slug = slugs[kalitext]
        conventions = wanted.agreements[slug].conventions | recorded.fields.get(slug, set())
        yield OfficialValues(
            recorded.agreements[slug].pk,
            tuple(recorded.by_slug[convention].pk for convention in sorted(conventions)),
            recorded.sources[PAGE + kalitext].pk,
            () if recorded.agreements[slug].place else tuple(reading.measures.values),
        )


def is_complete(corpus: Corpus, recorded: Recorded) -> bool:
    """Whether the archive holds every convention in which texts are recorded."""
    here = {recorded.conventions[kalicont].pk for kalicont in corpus.conventions}
    held = OfficialPlace.objects.filter(gone_on=None)
    return set(held.values_list("convention_id", flat=True).distinct()) <= here


def mark_gone(corpus: Corpus, recorded: Recorded, report: Report, options: Options) -> int:
    """Mark the texts that the archive no longer holds, where it holds all the conventions they were in."""
    here = {recorded.conventions[kalicont].pk for kalicont in corpus.conventions}
    refused = {where for kind, where, _ in corpus.rejections if kind == "textes"}
    held = OfficialText.objects.filter(gone_on=None)
    places = OfficialPlace.objects.filter(gone_on=None)
    missing = held.exclude(kalitext__in=refused).exclude(pk__in=places.values("text"))
    elsewhere = set(places.exclude(convention__in=here).values_list("text_id", flat=True))
    gone = [row for row in missing if row.kalitext not in corpus.texts and row.pk not in elsewhere]
    total = held.count()
    if gone and len(gone) > LOSS * total and options.accept_loss != len(gone):
        raise Rejected(
            f"{len(gone)} textes sur {total} ne sont plus dans cette archive : rien n’est écrit. "
            f"Si c’est voulu, relancez avec --accept-loss {len(gone)}."
        )
    OfficialText.objects.filter(pk__in=[row.pk for row in gone]).update(gone_on=options.read_on)
    report.add("textes absents de la source", Outcome.UPDATED, len(gone))
    return len(gone)


def check_all_accounted_for(summary: Summary, corpus: Corpus) -> None:
    """Nothing is lost on the way: every text and every article that was read became something."""
    counts = summary.report.counts
    for kind, read in (
        ("textes", summary.texts),
        ("articles", summary.articles),
        ("emplacements", summary.places),
    ):
        count = counts.get(kind, {})
        told = sum(count.get(one, 0) for one in (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED))
        if told != read:
            raise Rejected(f"{kind} : {read} lus, {told} écrits ou inchangés. Rien n’est écrit.")
