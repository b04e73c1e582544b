"""Who is who: which texts of the archive are agreements recorded here already, and what the others are called."""

from collections import defaultdict
from datetime import date

from agreements.importers.citations import Citation, read_citation
from agreements.importers.kali.corpus import Corpus, Directory, Name
from agreements.importers.kali.identifiers import candidates, give
from agreements.importers.kali.reading import OfficialReading
from agreements.importers.kali.recorded import Recorded
from agreements.importers.numbers import number_key
from agreements.importers.written_dates import dates_in
from agreements.law.vocabulary import AgreementKind as Kind
from agreements.models import Agreement

#: What a citation may name that is an agreement of its own.
CITABLE = {
    Kind.AVENANT,
    Kind.ACCORD,
    Kind.ACCORD_CADRE,
    Kind.PROTOCOLE,
    Kind.ADDITIF,
    Kind.AVIS,
    Kind.DELIBERATION,
    Kind.ADHESION,
    Kind.DENONCIATION,
    Kind.RECTIFICATIF,
}


class Identities:
    def __init__(self, corpus: Corpus, recorded: Recorded):
        self.corpus, self.recorded = corpus, recorded
        self.citations: dict[str, Citation] = {}
        self.directory = Directory()
        self.slugs: dict[str, str] = {}  # KALITEXT → identifier
        self.matched: set[str] = set()  # identifiers recorded before, now recognised by their name
        self.cited: dict[str, dict] = {}  # identifier → kind, number, date, conventions of one only cited
        self.speaks_of: dict[str, list[tuple[str, str]]] = defaultdict(
            list
        )  # identifier → (KALITEXT, citation)
        self.ambiguous: list[str] = []
        self.dates = self.signature_dates()

    def settle(self) -> None:
        self.read_citations()
        self.recognise()
        self.name_the_new()
        self.fill_directory()
        self.follow_citations()

    # -- What a text is ------------------------------------------------------------------------------------

    def signature_dates(self) -> dict[str, date]:
        """The dates of signature that links give to the texts they name, where they all give the same."""
        told = defaultdict(set)
        for reading in self.corpus.texts.values():
            for link in (*reading.acts_on, *reading.acted_on_by):
                if link.signed_on:
                    told[link.kalitext].add(link.signed_on)
        return {kalitext: days.pop() for kalitext, days in told.items() if len(days) == 1}

    def read_citations(self) -> None:
        for reading in self.corpus.texts.values():
            for text in reading.citations:
                if text not in self.citations:
                    self.citations[text] = read_citation(text)

    def kind(self, reading: OfficialReading) -> Kind:
        return reading.read.kind or Kind.DOCUMENT

    def dated(self, reading: OfficialReading) -> date | None:
        """The date of its title; else the one that other texts give to its signature."""
        return reading.read.dated or self.dates.get(reading.kalitext)

    def name(self, reading: OfficialReading) -> Name:
        return Name.of(self.kind(reading), reading.read.number, self.dated(reading))

    def conventions(self, reading: OfficialReading) -> list[str]:
        """Its conventions, the sector's first, then by IDCC."""
        rows = [self.recorded.conventions[kalicont] for kalicont, _, _ in reading.places]
        rows.sort(key=lambda row: (not row.in_sector, row.idcc or 99_999, row.slug))
        return [row.slug for row in rows]

    # -- Texts recorded already ----------------------------------------------------------------------------

    def recognise(self) -> None:
        """By official number; else by convention, kind, number and date."""
        by_number = {row.kalitext: slug for slug, row in self.recorded.agreements.items() if row.kalitext}
        taken = set(by_number.values()) | {row.agreement.slug for row in self.recorded.officials.values()}
        unheld = Directory()
        for slug, row in self.recorded.agreements.items():
            if slug not in taken:
                name = Name.of(row.kind, row.number, row.dated)
                unheld.add(slug, self.recorded.fields[slug], name, row.place)
        for kalitext, reading in sorted(self.corpus.texts.items()):
            official = self.recorded.officials.get(kalitext)
            if official:
                self.slugs[kalitext] = official.agreement.slug
            elif kalitext in by_number:
                self.slugs[kalitext] = by_number[kalitext]
                self.matched.add(by_number[kalitext])
            elif found := self.same_name(unheld, reading):
                self.slugs[kalitext] = found
                self.matched.add(found)

    def same_name(self, unheld: Directory, reading: OfficialReading) -> str:
        conventions, name = set(self.conventions(reading)), self.name(reading)
        if not (name.number or name.dated):
            return ""
        found = unheld.find(conventions, name) or (
            unheld.of_number(conventions, name) if self.in_sector(conventions) else set()
        )
        same = {
            slug
            for slug in found - self.matched
            if self.recorded.agreements[slug].place == reading.read.place
            and number_key(self.recorded.agreements[slug].number) == name.number
        }
        return same.pop() if len(same) == 1 else ""

    def in_sector(self, conventions: set[str]) -> bool:
        return any(self.recorded.by_slug[slug].in_sector for slug in conventions)

    def name_the_new(self) -> None:
        wishes = {
            kalitext: candidates(
                self.conventions(reading)[0], self.kind(reading).value, reading, self.dated(reading)
            )
            for kalitext, reading in self.corpus.texts.items()
            if kalitext not in self.slugs
        }
        self.slugs |= give(wishes, self.recorded.agreements.keys() | self.recorded.former.keys())

    def fill_directory(self) -> None:
        held = set(self.slugs.values())
        for slug, row in self.recorded.agreements.items():
            if slug not in held:
                name = Name.of(row.kind, row.number, row.dated)
                self.directory.add(slug, self.recorded.fields[slug], name, row.place)
        for kalitext, reading in self.corpus.texts.items():
            slug, name = self.slugs[kalitext], self.name(reading)
            conventions = set(self.conventions(reading)) | self.recorded.fields.get(slug, set())
            base = reading.title.startswith("Texte de base")
            self.directory.add(slug, conventions, name, reading.read.place, base)
            row = self.recorded.agreements.get(slug)
            if row:  # under the name that people gave it, too
                self.directory.add(slug, conventions, Name.of(row.kind, row.number, row.dated), row.place)
        for row in self.recorded.owned.rows(Agreement):  # and under the one that it had before
            kind, number, dated = (
                self.recorded.owned.before_editors(row, name) for name in ("kind", "number", "dated")
            )
            name = Name.of(kind, number, date.fromisoformat(dated) if dated else None)
            self.directory.add(row.slug, self.recorded.fields[row.slug], name, row.place)

    # -- Citations -----------------------------------------------------------------------------------------

    def follow_citations(self) -> None:
        """Say of which agreement each citation speaks; those that are held nowhere become agreements.

        The plainest names first: a citation without number may then speak of a text that only another one names,
        and a second import, which finds all of them recorded, understands the same.
        """
        for names in (self.is_full, self.is_unnumbered, self.is_undated):
            wishes: dict[tuple, dict] = {}
            shared: dict[tuple, tuple] = {}
            for reading, text, citation in self.citing(names):
                found = self.cited_by(reading, citation)
                own = self.slugs[reading.kalitext]
                if self.is_brought_by(reading, citation) and own not in (found or ()):
                    self.speaks_of[own].append((reading.kalitext, text))
                if found is None:
                    self.ambiguous.append(f"{reading.kalitext} : {text}")
                elif found:
                    for slug in found:
                        self.speaks_of[slug].append((reading.kalitext, text))
                elif citation.dated and citation.kind in CITABLE:
                    self.want_cited(wishes, shared, reading, citation, text)
            self.name_the_cited(wishes)

    def citing(self, names):
        for _, reading in sorted(self.corpus.texts.items()):
            for text in sorted(reading.citations):
                citation = self.citations[text]
                if (
                    citation.kind
                    and citation.kind is not Kind.ARRETE
                    and not citation.held
                    and names(citation)
                ):
                    yield reading, text, citation

    @staticmethod
    def is_full(citation: Citation) -> bool:
        return bool(citation.number and citation.dated)

    @staticmethod
    def is_unnumbered(citation: Citation) -> bool:
        return bool(citation.dated and not citation.number)

    @staticmethod
    def is_undated(citation: Citation) -> bool:
        return not citation.dated

    def cited_by(self, reading: OfficialReading, citation: Citation) -> set[str] | None:
        """The agreements that a citation in this text speaks of; None when it could be of several."""
        own = self.slugs[reading.kalitext]
        name = Name.of(citation.kind, citation.number, citation.dated)
        mine = self.name(reading)
        if (mine.kind, mine.number) == (name.kind, name.number) and mine.dated in (None, name.dated):
            return {own}
        conventions = set(self.conventions(reading))
        found = self.directory.find(conventions, name)
        if not found and self.in_sector(conventions):
            found = self.directory.of_number(conventions, name)
        if len(found) > 1 and name.kind is Kind.CONVENTION:  # annexes are dated as the base text is
            found = found & set(self.directory.base.values()) or found
        if len(found) > 1:
            return {own} if own in found else None
        return found

    def is_brought_by(self, reading: OfficialReading, citation: Citation) -> bool:
        """An annex is decided upon with the text that brings it: it has no date of its own, or the same one."""
        told = reading.read
        target, name = told.target, Name.of(citation.kind, citation.number, citation.dated)
        named = target and Name.of(target.kind, target.number, target.dated)
        of_the_base = citation.kind is Kind.CONVENTION and told.kind in (Kind.AVENANT, Kind.ANNEXE)
        same_day = told.dated in (None, citation.dated) and citation.dated in dates_in(reading.title)
        return (named == name and not told.dated) or (of_the_base and same_day and not told.number)

    def want_cited(self, wishes, shared, reading: OfficialReading, citation: Citation, text: str) -> None:
        conventions = self.conventions(reading)
        name = Name.of(citation.kind, citation.number, citation.dated)
        key = next(
            (shared[one, name] for one in conventions if (one, name) in shared), (conventions[0], name)
        )
        wish = wishes.setdefault(key, {"citation": citation, "conventions": set(), "said": []})
        for one in conventions:
            shared.setdefault((one, name), key)
        wish["conventions"] |= set(conventions)
        wish["said"].append((reading.kalitext, text))

    def name_the_cited(self, wishes: dict[tuple, dict]) -> None:
        forms = {}
        for convention, name in wishes:
            number = name.number.replace(" ", "-")
            day = name.dated.isoformat()
            plain = "-".join(filter(None, (convention, name.kind.value, number or day)))
            longer = f"{plain}-{day}" if number else f"{plain}-cite"
            forms[f"{convention} {name}"] = [plain, longer, f"{longer}-kali"]
        keys = {f"{convention} {name}": (convention, name) for convention, name in wishes}
        taken = set(self.recorded.agreements) | set(self.slugs.values()) | set(self.cited)
        given = give(forms, taken)
        there = taken.union(given.values())
        became = {label: now for label, named in forms.items() if (now := self.became(named)) in there}
        deleted = self.recorded.deleted_slugs()
        for label, slug in sorted(given.items()):
            if label in became or slug in deleted:
                continue
            wish, name = wishes[keys[label]], keys[label][1]
            citation = wish["citation"]
            self.cited[slug] = {
                "kind": citation.kind,
                "number": citation.number,
                "dated": citation.dated,
                "conventions": wish["conventions"],
            }
            self.speaks_of[slug] += wish["said"]
            self.directory.add(slug, wish["conventions"], name)
        for label, slug in sorted(became.items()):
            self.speaks_of[slug] += wishes[keys[label]]["said"]

    def became(self, named: list[str]) -> str:
        """The identifier that one of these was found to be the same text as."""
        return next((self.recorded.former[one] for one in named if one in self.recorded.former), "")

    def unread(self) -> list[str]:
        """The citations of which something could not be read."""
        return [text for text, citation in sorted(self.citations.items()) if citation.unread]
