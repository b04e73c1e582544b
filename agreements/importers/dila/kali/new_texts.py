"""Texts that only the archives hold: those of the sector that are no longer in force, and those of today.

They become agreements as those of the package do: the same reader of titles, articles and links, the same identifiers.
The package has none of their articles; theirs are the versions that the archives give.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from agreements.importers.dila.kali.files import Container, Head, Version
from agreements.importers.kali import record
from agreements.importers.kali.corpus import Corpus
from agreements.importers.kali.reading import read_official
from agreements.importers.kali.recorded import Recorded
from agreements.importers.kali.tree import OfficialArticle, OfficialConvention, OfficialTree
from agreements.importers.kali.writing import Writer
from agreements.importers.report import Rejected, Report
from agreements.models import OfficialPlace


def take_in(
    heads: dict[str, tuple[str, Head]],
    versions: Iterable[Version],
    containers: Iterable[Container],
    read_on: date,
    summary,
) -> None:
    """Make agreements of these texts, each given with the name of its file."""
    articles = defaultdict(list)
    for version in versions:
        articles[version.kalitext].append(version)
    report = Report()
    corpus = Corpus(whole=False)
    for convention in conventions_of(heads, articles, containers):
        for text in list(convention.texts):
            try:
                read_official(text)
            except Rejected as reason:
                convention.texts.remove(text)
                report.reject("textes", heads[text.kalitext][0], str(reason))
        corpus.add(convention, read_official)
    for kalitext in heads.keys() - corpus.texts.keys():
        report.reject("textes", heads[kalitext][0], "l’archive ne dit pas de quelle convention est ce texte")
    if corpus.texts:
        recorded = Recorded.load()
        _, wanted = record(Writer(report), corpus, recorded, read_on)
        report.conflicts = recorded.owned.keep_conflicts()
        for kind, told in wanted.remarks.items():
            summary.remarks.setdefault(kind, []).extend(told)
    for kind, counts in report.counts.items():
        for outcome, times in counts.items():
            summary.report.add(kind, outcome, times)
    summary.report.rejections += report.rejections
    summary.report.conflicts += report.conflicts


def conventions_of(heads, articles, containers: Iterable[Container]) -> list[OfficialConvention]:
    """The conventions of these texts, as the archive places them, else as they were placed before."""
    found: dict[str, OfficialConvention] = {}
    for container in containers:
        placed = {text: place for text, place in container.texts.items() if text in heads}
        if placed:
            found[container.kalicont] = OfficialConvention(
                container.kalicont, container.idcc, container.title, container.title
            )
        for kalitext, (heading, position) in placed.items():
            found[container.kalicont].texts.append(
                tree(heads[kalitext][1], articles[kalitext], heading, position)
            )
    elsewhere = heads.keys() - {text.kalitext for one in found.values() for text in one.texts}
    places = OfficialPlace.objects.filter(text__kalitext__in=elsewhere, gone_on=None)
    for place in places.select_related("text", "convention").order_by("convention", "position"):
        row, kalitext = place.convention, place.text.kalitext
        key = row.kalicont or row.slug
        convention = found.setdefault(key, OfficialConvention(key, row.idcc, row.full_name, row.name))
        convention.texts.append(tree(heads[kalitext][1], articles[kalitext], place.heading, place.position))
    return list(found.values())


def tree(head: Head, versions: list[Version], heading: str, position: int) -> OfficialTree:
    """A text with its articles in their last words, as the tree of a convention holds them."""
    last = {
        one.article: one
        for one in sorted(versions, key=lambda one: (one.starts_on or date.max, one.kaliarti))
    }
    articles = [
        OfficialArticle(
            one.kaliarti,
            rank,
            one.section,
            one.number,
            one.heading,
            one.state,
            one.html,
            one.nota,
            "",
            one.links,
        )
        for rank, one in enumerate(last.values())
    ]
    return OfficialTree(head.kalitext, head.title, head.state, head.modified_on, heading, position, articles)
