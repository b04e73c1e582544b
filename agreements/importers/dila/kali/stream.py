"""An archive of KALI, read twice: which texts each convention has and in which order; then heads and articles.

Articles come first in an archive, and there are hundreds of thousands of them: they are given one at a time, and what
is kept between the two readings is the order of the parts of texts.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import count

from agreements.importers.dila.archives import Archive
from agreements.importers.dila.documents import Broken
from agreements.importers.dila.kali.documents import Document
from agreements.importers.dila.kali.files import (
    ARTICLE,
    CONTAINER,
    HEAD,
    SECTION,
    STRUCTURE,
    SUPPRESSED,
    TEXT_OF,
    Container,
    Head,
    Version,
    children_of,
    named,
    read_container,
    read_head,
    read_version,
)

#: How many sections a text may have above one of its articles.
DEEPEST = 40


@dataclass
class Structures:
    containers: dict[str, Container] = field(default_factory=dict)  # of the sector, by KALICONT
    brochures: list[Container] = field(default_factory=list)  # those, of any convention, that have some
    children: dict[str, str] = field(default_factory=dict)  # of each text and section, in their order
    suppressed: set[str] = field(default_factory=set)  # identifiers that the base withdraws
    elsewhere: set[str] = field(default_factory=set)  # texts of conventions that are not kept
    ordered: tuple[str, dict[str, int]] = ("", {})  # the last text whose articles were placed

    def place(self, kalitext: str, kaliarti: str) -> int | None:
        """The place of an article in its text, where the archive holds the structure of the whole text."""
        if kalitext != self.ordered[0]:
            self.ordered = kalitext, self.order(kalitext)
        return self.ordered[1].get(kaliarti)

    def order(self, kalitext: str) -> dict[str, int]:
        places: dict[str, int] = {}
        waiting, number = [(kalitext, 0)], count()
        while waiting:
            name, depth = waiting.pop()
            if name.startswith("KALIARTI"):
                places.setdefault(name, next(number))
            elif name not in self.children or depth > DEEPEST:
                return {}
            else:
                waiting += [(child, depth + 1) for child in reversed(self.children[name].split())]
        return places


class Stream:
    """The files of one archive; `held` are the texts recorded, `keeps` the conventions whose new texts will be."""

    def __init__(
        self, archive: Archive, summary, progress, held: Collection[str], keeps: Callable[[Container], bool]
    ):
        self.archive, self.summary, self.progress = archive, summary, progress
        self.held, self.keeps = held, keeps

    def structures(self) -> Structures:
        found = Structures()
        for number, (name, raw) in enumerate(self.archive.files(is_structure), 1):
            self.progress("conventions et plans", number)
            if raw is None:
                continue
            if name.endswith(SUPPRESSED):
                found.suppressed |= suppressed_in(raw)
            elif self.is_useful(name, raw, found) and (document := self.document(name, raw)):
                self.place(name, document, found)
        return found

    def is_useful(self, name: str, raw: bytes, found: Structures) -> bool:
        """Whether it is about a text that may be kept; a convention may be read after its texts."""
        if named(name, CONTAINER):
            return True
        of_text = TEXT_OF.search(raw)
        kalitext = named(name, STRUCTURE) or (of_text[1].decode() if of_text else "")
        return kalitext in self.held or kalitext not in found.elsewhere

    def place(self, name: str, document: Document, found: Structures) -> None:
        if of := named(name, SECTION) or named(name, STRUCTURE):
            found.children[of] = " ".join(children_of(document))
        elif container := self.reading(name, read_container, document):
            if container.brochures:
                found.brochures.append(container)
            if self.keeps(container):
                found.containers[container.kalicont] = container
            else:
                found.elsewhere |= container.texts.keys()

    def parts(self, wanted: Collection[str]) -> Iterator[tuple[str, Head | Version]]:
        """The heads and the articles of these texts, with the name of their file; the other files are counted."""
        passed, ours = self.summary.passed, {name.encode() for name in wanted}
        for number, (name, raw) in enumerate(self.archive.files(is_part), 1):
            self.progress("textes et articles", number)
            if raw is None:
                if not is_structure(name) and not self.is_of_another_reader(name):
                    passed["/".join(name.split("/")[:3])] += 1
                continue
            if head := named(name, HEAD):
                kept, read, kind = head in wanted, read_head, "textes"
            else:
                of_text = TEXT_OF.search(raw)
                kept, read, kind = of_text is None or of_text[1] in ours, read_version, "versions d’articles"
            if not kept:
                passed[f"{kind} que le portail ne tient pas"] += 1
            elif (document := self.document(name, raw, kind)) and (
                part := self.reading(name, read, document, kind)
            ):
                yield name, part

    def is_of_another_reader(self, name: str) -> bool:
        """Whether it is read elsewhere: an archive without a name of DILA's may hold both streams."""
        return name.startswith("jorf/") and self.archive.may_hold("jorf")

    def document(self, name: str, raw: bytes, kind: str = "documents") -> Document | None:
        try:
            document = Document(raw)
        except Broken as reason:
            self.summary.report.reject(kind, name, str(reason))
            return None
        self.summary.unknown += document.unknown()
        return document

    def reading(self, name: str, read: Callable, document: Document, kind: str = "documents"):
        try:
            return read(document)
        except Broken as reason:
            self.summary.report.reject(kind, name, str(reason))
            return None


def is_structure(name: str) -> bool:
    return name.endswith(SUPPRESSED) or any(named(name, kind) for kind in (CONTAINER, STRUCTURE, SECTION))


def is_part(name: str) -> bool:
    return bool(named(name, ARTICLE) or named(name, HEAD))


def suppressed_in(raw: bytes) -> set[str]:
    """The identifiers of the paths that a list names, one a line."""
    return {line.rpartition("/")[2].strip() for line in raw.decode("ascii", "replace").splitlines()} - {""}
