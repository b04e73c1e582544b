"""The whole archive once read, and the names by which its texts are recognised, here and there."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from agreements.importers.kali.reading import OfficialReading
from agreements.importers.kali.tree import OfficialConvention
from agreements.importers.numbers import number_key
from agreements.law.vocabulary import AgreementKind as Kind


@dataclass
class Corpus:
    conventions: dict[str, OfficialConvention] = field(
        default_factory=dict
    )  # by KALICONT, without their texts
    texts: dict[str, OfficialReading] = field(default_factory=dict)  # by KALITEXT
    rejections: list[tuple[str, str, str]] = field(default_factory=list)
    places: int = 0
    whole: bool = True  # each of its conventions comes with all its texts

    def add(self, convention: OfficialConvention, read) -> None:
        """Take in one convention; `read` reads a text seen for the first time."""
        if convention.kalicont in self.conventions:
            self.rejections.append(("conventions", convention.kalicont, "présente deux fois dans l’archive"))
            return
        for text in convention.texts:
            reading = self.texts.get(text.kalitext)
            if reading is None:
                reading = self.texts[text.kalitext] = read(text)
            elif (reading.title, reading.state) != (text.title, text.state):
                where = f"{text.kalitext} dans {convention.kalicont}"
                self.rejections.append(
                    ("emplacements", where, "titre ou état autre que dans une autre convention")
                )
                continue
            self.places += 1
            reading.places.append((convention.kalicont, text.heading, text.position))
        self.rejections += convention.rejections
        convention.texts, convention.rejections = [], []
        self.conventions[convention.kalicont] = convention


@dataclass(frozen=True)
class Name:
    """What tells an agreement from the others of its convention."""

    kind: Kind
    number: str
    dated: date | None

    @classmethod
    def of(cls, kind: str, number: str, dated: date | None) -> "Name":
        return cls(Kind(kind), number_key(number), dated)


class Directory:
    """The agreements of each convention, by name: those recorded here and those of the archive."""

    def __init__(self):
        self.exact = defaultdict(set)
        self.numbered = defaultdict(set)
        self.dated = defaultdict(set)
        self.base = {}
        self.local = set()

    def add(self, key: str, conventions: set[str], name: Name, place: str = "", base: bool = False) -> None:
        if place:
            self.local.add(key)
        for convention in conventions:
            if base:
                self.base.setdefault(convention, key)
            self.exact[convention, name].add(key)
            if name.number:
                self.numbered[convention, name.kind, name.number].add(key)
            if name.dated:
                self.dated[convention, name.kind, name.dated].add(key)

    def find(self, conventions: set[str], name: Name) -> set[str]:
        """Those that a name can mean, in one of these conventions."""
        exact = self.union(self.exact, [(one, name) for one in conventions])
        if exact or (name.number and name.dated):
            return exact
        if name.number:
            return self.union(self.numbered, [(one, name.kind, name.number) for one in conventions])
        if name.dated:
            return self.union(self.dated, [(one, name.kind, name.dated) for one in conventions])
        return set()

    def of_number(self, conventions: set[str], name: Name) -> set[str]:
        """Those of this kind and number, whatever their date; never a local one."""
        found = self.union(self.numbered, [(one, name.kind, name.number) for one in conventions])
        return found - self.local if name.number else set()

    @staticmethod
    def union(index: dict, keys: list) -> set[str]:
        return {found for key in keys if key in index for found in index[key]}
