"""From what was read to the rows wanted: agreements, acts, events, relations, adhesions, divergences."""

from datetime import date

from agreements.importers.kali.corpus import Corpus, Name
from agreements.importers.kali.decisions import Decisions
from agreements.importers.kali.identities import Identities
from agreements.importers.kali.reading import Link, OfficialReading
from agreements.importers.kali.recorded import Recorded
from agreements.importers.kali.wanted import Wanted, WantedAgreement, WantedDivergence
from agreements.importers.titles import TextName
from agreements.law.vocabulary import AgreementKind as Kind
from agreements.law.vocabulary import Mode, Nature, RelationKind
from portal.french.analyser import fold
from portal.french.dates import Precision
from portal.french.writing import date_fr

SEEN = "titre, état, arrêtés et articles (DILA, base KALI, Licence Ouverte 2.0)"
CITED = "nommé dans l’historique des articles (DILA, base KALI, Licence Ouverte 2.0)"
ONLY_CITED = "Connu seulement par les citations d’autres textes dans KALI : son texte n’y est pas."
NO_EFFECT = (Nature.REFUS_AGREMENT, Nature.ANNULATION_AGREMENT)
NO_RULE = {"rule": "", "rule_date": None, "rule_text": ""}
#: What a kind of text does to the one its title names.
BOUND_BY = {
    Kind.AVENANT: RelationKind.AVENANT_A,
    Kind.ADDITIF: RelationKind.AVENANT_A,
    Kind.ANNEXE: RelationKind.ANNEXE_A,
    Kind.ADHESION: RelationKind.ADHERE,
    Kind.DENONCIATION: RelationKind.DENONCE,
    Kind.RECTIFICATIF: RelationKind.RECTIFIE,
}


def merge(corpus: Corpus, recorded: Recorded, identities: Identities) -> Wanted:
    return Merger(corpus, recorded, identities).merge()


class Merger:
    def __init__(self, corpus: Corpus, recorded: Recorded, identities: Identities):
        self.corpus, self.recorded, self.identities = corpus, recorded, identities
        self.wanted = Wanted()
        self.decisions = Decisions(corpus, recorded, identities, self.wanted)

    def merge(self) -> Wanted:
        for kalitext, reading in sorted(self.corpus.texts.items()):
            self.want_text(kalitext, reading)
        for slug, told in sorted(self.identities.cited.items()):
            self.want_cited(slug, told)
        for slug, said in sorted(self.identities.speaks_of.items()):
            self.want_recorded(slug)
            self.add_pages(slug, said)
        for slug in sorted(self.wanted.agreements):
            self.decisions.decide(self.wanted.agreements[slug])
        for kalitext, reading in sorted(self.corpus.texts.items()):
            self.relate(self.identities.slugs[kalitext], reading)
            self.sign(self.identities.slugs[kalitext], reading)
        for kalitext, slug in sorted(self.identities.slugs.items()):
            self.contradict(self.wanted.agreements[slug], self.corpus.texts[kalitext])
        return self.wanted

    # -- Agreements ----------------------------------------------------------------------------------------

    def want_text(self, kalitext: str, reading: OfficialReading) -> None:
        kind, dated = self.identities.kind(reading), self.identities.dated(reading)
        effect = self.effect_of(kalitext)
        slug = self.identities.slugs[kalitext]
        self.wanted.agreements[slug] = WantedAgreement(
            slug=slug,
            conventions=set(self.identities.conventions(reading)),
            kalitext=kalitext,
            pages={kalitext: SEEN},
            values={
                "kind": kind.value,
                "number": reading.read.number[:60],
                "title": title_of(reading, kind),
                "dated": dated,
                "dated_precision": Precision.JOUR.value,
                "place": reading.read.place[:200],
                "kalitext": kalitext,
                "kali_state": reading.state,
                "kali_modified_on": reading.modified_on,
                "note": "",
                "term": reading.term,
                **effect,
            },
        )

    def effect_of(self, kalitext: str) -> dict:
        """The rule that citations give to the whole text, where they all give the same; else its own clause."""
        slug = self.identities.slugs.get(kalitext, kalitext)
        clauses = {
            effect
            for _, text in self.identities.speaks_of.get(slug, ())
            for effect in self.identities.citations[text].effects
            if not self.identities.citations[text].articles
        }
        if not clauses and kalitext in self.corpus.texts:
            return self.own_effect(kalitext)
        if len({(clause.rule, clause.on) for clause in clauses}) != 1:
            return NO_RULE
        clause = min(clauses, key=lambda clause: clause.text)
        return {"rule": clause.rule.value, "rule_date": clause.on, "rule_text": f"en vigueur {clause.text}"}

    def own_effect(self, kalitext: str) -> dict:
        """The clause that the articles of the text hold, in their words, with the article where it stands."""
        effect = self.corpus.texts[kalitext].effect
        if not effect.clause:
            return NO_RULE
        where = f"article {effect.article}" if effect.article else "article sans numéro"
        words = effect.clause.text.replace("'", "’")
        return {
            "rule": effect.clause.rule.value,
            "rule_date": effect.clause.on,
            "rule_text": f"{words} ({where})",
        }

    def want_cited(self, slug: str, told: dict) -> None:
        kind, number, dated = told["kind"], told["number"], told["dated"]
        named = f"{kind.label} n° {number}" if number else kind.label
        self.wanted.agreements[slug] = WantedAgreement(
            slug=slug,
            conventions=told["conventions"],
            values={
                "kind": kind.value,
                "number": number[:60],
                "title": f"{named.capitalize()} du {date_fr(dated)}".replace("\u00a0", " "),
                "dated": dated,
                "dated_precision": Precision.JOUR.value,
                "note": ONLY_CITED,
                **self.effect_of(slug),
            },
        )

    def want_recorded(self, slug: str) -> WantedAgreement:
        """An agreement recorded before, which the archive only names: nothing is asked of its own columns."""
        if slug not in self.wanted.agreements:
            conventions = set(self.recorded.fields[slug])
            self.wanted.agreements[slug] = WantedAgreement(slug=slug, conventions=conventions, values={})
        return self.wanted.agreements[slug]

    def add_pages(self, slug: str, said: list[tuple[str, str]]) -> None:
        wanted = self.wanted.agreements[slug]
        if not wanted.kalitext:
            for kalitext in sorted({kalitext for kalitext, _ in said})[:3]:
                wanted.pages.setdefault(kalitext, CITED)

    # -- Relations -----------------------------------------------------------------------------------------

    def relate(self, slug: str, reading: OfficialReading) -> None:
        self.relate_by_title(slug, reading)
        for link in sorted(reading.acts_on, key=lambda link: (link.kalitext, link.kind, link.title)):
            other = self.identities.slugs.get(link.kalitext) or self.recorded_as(link, reading)
            self.add_relation(slug, link.kind, other, link_title(link), reading)
        for link in sorted(reading.acted_on_by, key=lambda link: (link.kalitext, link.kind)):
            if other := self.identities.slugs.get(link.kalitext):
                self.add_relation(other, link.kind, slug, "", reading)

    def recorded_as(self, link: Link, reading: OfficialReading) -> str:
        """The agreement that people recorded under the kind, the day and the title of a text KALI does not hold."""
        kind = fold(link.nature).replace(" ", "-")
        if kind not in Kind.slugs() or not link.signed_on:
            return ""
        conventions = set(self.identities.conventions(reading))
        found = self.identities.directory.find(conventions, Name.of(kind, "", link.signed_on))
        rows = {slug: self.recorded.agreements[slug] for slug in found & self.recorded.agreements.keys()}
        same = [
            slug for slug, row in rows.items() if not row.kalitext and fold(row.title) == fold(link.title)
        ]
        return same[0] if len(same) == 1 else ""

    def relate_by_title(self, slug: str, reading: OfficialReading) -> None:
        """What the title names: the text that is amended, adhered to, denounced. It is never a younger one."""
        kind, target = reading.read.kind, reading.read.target
        dated = self.identities.dated(reading)
        if kind not in BOUND_BY or not target or is_younger(target.dated, dated):
            return
        found = {
            other for other in self.named(reading, target) - {slug} if self.may_name(target, other, dated)
        }
        other = found.pop() if len(found) == 1 else ""
        self.add_relation(slug, BOUND_BY[kind], other, spoken_name(target), reading)
        if (
            kind is Kind.ADHESION
            and other
            and self.identities.in_sector(self.want_recorded(other).conventions)
        ):
            self.adhere(other, reading)

    def named(self, reading: OfficialReading, target: TextName) -> set[str]:
        conventions = set(self.identities.conventions(reading))
        if target.kind is Kind.CONVENTION and not target.number:
            bases = self.identities.directory.base
            return {bases[one] for one in conventions if one in bases}
        return self.identities.directory.find(conventions, Name.of(target.kind, target.number, target.dated))

    def may_name(self, target: TextName, other: str, dated: date | None) -> bool:
        """Whether a text may be the one that another, dated, names: an undated one only by its number."""
        row, wanted = self.recorded.agreements.get(other), self.wanted.agreements.get(other)
        day = (row.dated if row else None) or (wanted.values.get("dated") if wanted else None)
        if day is None:
            return bool(target.number) or target.kind is Kind.CONVENTION
        return not is_younger(day, dated)

    def add_relation(self, slug: str, kind: RelationKind, other: str, title: str, reading) -> None:
        if other == slug or slug not in self.wanted.agreements:
            return
        key = (kind, other, "" if other else title[:500])
        if other or title:
            self.wanted.agreements[slug].relations.setdefault(key, reading.kalitext)

    def adhere(self, slug: str, reading: OfficialReading) -> None:
        """A signature on the text adhered to, where the organisation is one of ours."""
        by = organisation_named(reading.read.by, self.recorded.organisations)
        if by:
            made = (reading.read.dated, reading.kalitext)
            self.wanted.agreements[slug].commitments.setdefault((by, Mode.ADHESION), made)
        else:
            self.wanted.remarks["adhésions d’une organisation non reconnue"].append(reading.title)

    def sign(self, slug: str, reading: OfficialReading) -> None:
        """The signatures that the text lists, where all are of organisations of ours, and of the text's own day.

        Beyond the sector the same names are those of other federations: nothing is attached to ours.
        """
        if not self.identities.in_sector(set(self.identities.conventions(reading))):
            return
        for block in reading.signed:
            by = [organisation_named(name, self.recorded.organisations) for name in block.names]
            if all(by) and block.on in (None, self.identities.dated(reading)):
                for organisation in by:
                    made = (None, reading.kalitext)
                    self.wanted.agreements[slug].commitments.setdefault((organisation, Mode.SIGNATURE), made)
            else:
                told = " ; ".join(name for name, known in zip(block.names, by, strict=True) if not known)
                day = f"signé le {date_fr(block.on)}" if block.on else ""
                self.wanted.remarks["listes de signataires non retenues"].append(
                    f"{slug} : {', '.join(filter(None, (day, told)))}"
                )

    # -- Contradictions ------------------------------------------------------------------------------------

    def contradict(self, wanted: WantedAgreement, reading: OfficialReading) -> None:
        """Where people's facts, or KALI's own, say otherwise than KALI."""
        row = self.recorded.agreements.get(wanted.slug)
        if row and row.note != ONLY_CITED:
            self.compare(wanted, row)
        if row and reading.state.startswith("VIGUEUR"):
            told = [event for event in self.recorded.told[row.pk] if event.kind.track.value == "agrement"]
            refused = [event for event in told if event.kind in NO_EFFECT]
            granted = [event for event in told if event.kind is Nature.AGREE]
            if refused and not granted and "VIGUEUR" not in self.recorded.contested.get(row.pk, ""):
                wanted.divergences.append(
                    WantedDivergence(
                        "état",
                        ((str(refused[-1]), "faits saisis dans le portail"), (reading.state, "KALI")),
                        "L’état selon KALI ne prouve ni l’agrément ni l’effet.",
                    )
                )

    def compare(self, wanted: WantedAgreement, row) -> None:
        subjects = {"kind": "type de texte", "number": "numéro", "dated": "date du texte"}
        official = self.recorded.officials.get(wanted.kalitext)
        for column, subject in subjects.items():
            ours, theirs = getattr(row, column), wanted.values.get(column)
            if not ours or not theirs or same(column, ours, theirs):
                continue
            if official and str(ours) == str(official.read.get(column)):
                continue  # what KALI said before, and corrects
            if str(theirs) in self.recorded.contested.get(row.pk, ""):
                continue  # people have recorded it already
            values = ((str(ours), "faits saisis dans le portail"), (str(theirs), "KALI"))
            wanted.divergences.append(WantedDivergence(subject, values))


def is_younger(day: date | None, than: date | None) -> bool:
    return bool(day and than and day > than)


def same(column: str, ours, theirs) -> bool:
    if column == "number":
        return Name.of(Kind.AVENANT, ours, None) == Name.of(Kind.AVENANT, theirs, None)
    return str(ours) == str(theirs)


def title_of(reading: OfficialReading, kind: Kind) -> str:
    """The object, with its place; the official title where no object is read in it."""
    told = reading.read
    if told.subject and kind not in (Kind.ADHESION, Kind.DENONCIATION, Kind.RECTIFICATIF):
        title = f"{told.subject} ({told.place})" if told.place else told.subject
    else:
        title = reading.title.removeprefix("Texte de base :").strip()
    return title if len(title) <= 500 else f"{title[:499]}…"


def link_title(link: Link) -> str:
    """« Accord du 2 octobre 2019 : Régime de prévoyance », as KALI names a text it does not hold."""
    dated = f" du {date_fr(link.signed_on)}".replace("\u00a0", " ") if link.signed_on else ""
    nature = f"{link.nature.capitalize()}{dated}" if link.nature else ""
    return " : ".join(part for part in (nature, link.title) if part)


def spoken_name(target: TextName) -> str:
    """« avenant n° 328 du 1er septembre 2014 »; nothing when neither number nor date is known."""
    if not (target.number or target.dated):
        return ""
    number = f" n° {target.number}" if target.number else ""
    dated = f" du {date_fr(target.dated)}".replace("\u00a0", " ") if target.dated else ""
    return f"{target.kind.label}{number}{dated}"


def organisation_named(by: str, organisations: dict) -> str:
    """Its identifier, if the whole name, or the acronym that ends it in brackets, is known."""
    names = [by, by.rpartition("(")[2].rstrip(")")] if "(" in by else [by]
    found = {organisations[fold(name)].slug for name in names if fold(name) in organisations}
    return found.pop() if len(found) == 1 else ""
