"""What the parts of a query name in an edition: pages, texts, and what is told of them when it is not quite so.

Several answers are an answer: the texts that bear a number, a day, an arrêté are a list, those of the sector first. A
part that nothing answers to is told, and does not empty the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from pyroaring import BitMap

from agreements.compiled.articles import ArticleText
from agreements.compiled.situations import one_of
from agreements.finding.index import EMPTY, Index
from agreements.finding.queries.numbering import Numbering
from agreements.finding.queries.query import Numbered, Query
from agreements.law.vocabulary import AgreementKind
from agreements.models import Act, Agreement, Convention, Event, Organisation, Relation
from portal.french.dates import Precision
from portal.french.typed_dates import Period
from portal.french.writing import listed, of_date

MODELS = {"agreement": Agreement, "convention": Convention, "organisation": Organisation, "act": Act}


@dataclass(frozen=True)
class Reference:
    """One thing named: the name of its page, the identifier that its address takes, its place on the page."""

    page: str
    slug: str
    anchor: str = ""


@dataclass
class Named:
    """What a query names."""

    #: What is pasted, then conventions and organisations.
    pages: list[Reference] = field(default_factory=list)
    #: The acts of a day, where acts are asked for.
    acts: list[Reference] = field(default_factory=list)
    #: Sets of texts named one by one, wherever they are; those to show first come first.
    texts: list[BitMap] = field(default_factory=list)
    #: The texts of the conventions and organisations named.
    fields: BitMap | None = None
    #: Whether the texts are only those of a day, a month or a year.
    by_date: bool = False
    #: What the reader should know: a part that nothing answers to.
    notes: list[str] = field(default_factory=list)

    @property
    def all_texts(self) -> BitMap:
        return BitMap.union(EMPTY, *self.texts)


class Naming:
    """Look for what a query names, on a day; beyond the sector where it is asked for, or where nothing else is."""

    def __init__(self, query: Query, index: Index, day: date, *, everywhere: bool):
        self.query, self.index, self.day = query, index, day
        self.sector = None if everywhere else index.members("perimetre", "secteur", day)
        self.conventions = self.union("convention", query.conventions)
        self.signed = self.union("signataire", query.organisations)
        self.named = Named()

    def read(self) -> Named:
        named, query = self.named, self.query
        named.notes += [f"Aucune convention recensée ne porte ce numéro : {told}." for told in query.unknown]
        self.pasted()
        named.pages += [Reference("convention", slug) for slug in query.conventions]
        named.pages += [Reference("organisation", slug) for slug in query.organisations]
        named.fields = self.in_fields()
        if query.references:
            self.numbered()
        elif query.periods:
            self.dated()
        elif query.kinds and named.fields is not None:
            named.texts.append(named.fields & self.of_kinds)
        return named

    def union(self, dimension: str, values: Iterable[str]) -> BitMap | None:
        """The texts that have one of these values; None where none is asked."""
        sets = [self.index.members(dimension, value, self.day) for value in values]
        return BitMap.union(EMPTY, *sets) if sets else None

    @property
    def of_kinds(self) -> BitMap:
        return self.union("type", (kind.value for kind in self.query.kinds)) or EMPTY

    def in_fields(self) -> BitMap | None:
        """The texts of the conventions named that the organisations named signed, or of either."""
        if self.conventions is None or self.signed is None:
            return self.signed if self.conventions is None else self.conventions
        return self.conventions & self.signed or self.conventions | self.signed

    def sector_first(self, texts: BitMap) -> list[BitMap]:
        return [texts] if self.sector is None else [texts & self.sector, texts - self.sector]

    # -- What is pasted ------------------------------------------------------------------------------------

    def pasted(self) -> None:
        for page, slug in self.query.pages:
            if MODELS[page].objects.filter(slug=slug).exists():
                self.lead_to(Reference(page, slug))
            else:
                self.named.notes.append(f"Aucune page ne porte l’identifiant « {slug} ».")
        for identifiers in self.query.pasted:
            if not any(map(self.identified, identifiers)):
                self.named.notes.append(
                    f"Rien de ce qui est recensé ne porte l’identifiant {identifiers[0]}."
                )

    def identified(self, identifier: str) -> bool:
        """Name what bears an official identifier, if something does: a page, or an act and the texts it decides."""
        if page := page_of(identifier):
            self.lead_to(page)
            return True
        acts = Act.objects.filter(Q(nor=identifier) | Q(url__contains=identifier))
        self.named.pages += pages_of(acts)
        self.named.texts.append(decided_by(acts))
        return acts.exists()

    def lead_to(self, page: Reference) -> None:
        """Name a page; that of a text is in the list as well."""
        self.named.pages.append(page)
        if page.page == "agreement":
            self.named.texts.append(
                BitMap(Agreement.objects.filter(slug=page.slug).values_list("pk", flat=True))
            )

    # -- Numbers -------------------------------------------------------------------------------------------

    def numbered(self) -> None:
        """The texts of these numbers, in the conventions, of the days and by the signatories that are named."""
        numbering, asked = Numbering(self.index.sets), self.query.references
        texts = numbering.attached(asked)
        each = {} if texts else {one: numbering.of(one, self.conventions) for one in asked}
        if each and not (texts := changing(each)):
            missing = [f"« {said(one)} »" for one, found in each.items() if not found]
            if missing:
                self.named.notes.append(f"Aucun texte recensé ne porte la référence {listed(missing, 'ni')}.")
            texts = BitMap.union(EMPTY, *each.values())
        texts = self.narrowed(texts, self.conventions, "Aucun texte de cette convention ne porte ce numéro.")
        if self.conventions is None and self.sector is not None:
            texts = texts & self.sector or texts
        if self.query.periods:
            told = listed((of_date(period.first, period.precision) for period in self.query.periods), "ou")
            texts = self.narrowed(texts, self.of_periods(), f"Aucun texte de ce numéro n’est daté {told}.")
        texts = self.narrowed(
            texts, self.signed, "Aucun texte de ce numéro n’est signé par cette organisation."
        )
        self.named.texts.append(texts)

    def narrowed(self, texts: BitMap, members: BitMap | None, note: str) -> BitMap:
        """Those of the texts that are among others; all of them where none is, which is told."""
        if members is None or not texts:
            return texts
        closer = texts & members
        if not closer:
            self.named.notes.append(note)
        return closer or texts

    # -- Dates ---------------------------------------------------------------------------------------------

    def of_periods(self) -> BitMap:
        days = (self.index.dated_between(period.first, period.last) for period in self.query.periods)
        return BitMap.union(EMPTY, *days)

    def dated(self) -> None:
        """The texts of a day, wherever they are, and those that its acts decide; of a longer time, some."""
        periods = self.query.periods
        texts = self.of_periods()
        by_day = all(period.precision == Precision.JOUR for period in periods)
        acts = acts_on(periods) if by_day else Act.objects.none()
        decided = decided_by(acts)
        if self.query.acts or not texts:
            self.named.acts = pages_of(acts)
        arretes = texts & self.index.sets.get("type", {}).get("arrete", EMPTY)
        if self.query.acts and (named := decided | arretes):
            self.named.texts += self.sector_first(named)
            return
        self.named.by_date = True
        for kept in (self.union("type", (kind.value for kind in self.query.kinds)), self.named.fields):
            texts = texts & kept if kept is not None else texts
        if not by_day and self.sector is not None and self.named.fields is None:
            texts = texts & self.sector
        self.named.texts += [*self.sector_first(texts), decided]
        if not texts and not decided:
            told = listed((of_date(period.first, period.precision) for period in periods), "ou")
            self.named.notes.append(f"Aucun texte recensé ici n’est daté {told}.")


def changing(each: dict[Numbered, BitMap]) -> BitMap:
    """« avenant 1 accord 2019-02 »: the avenant of that number that changes the accord of the other."""
    if len(each) != 2 or len({one.kind for one in each} - {None}) != 2:
        return EMPTY
    change, main = (each[one] for one in sorted(each, key=lambda one: one.kind != AgreementKind.AVENANT))
    made = Relation.objects.filter(agreement__in=one_of(change), target__in=one_of(main))
    return BitMap(made.values_list("agreement", flat=True))


def said(asked: Numbered) -> str:
    return f"{asked.kind.label} n° {asked.number}" if asked.kind else f"n° {asked.number}"


def page_of(identifier: str) -> Reference | None:
    """The page of a convention, of a text or of an article, by its identifier in the official base."""
    if identifier.startswith("KALICONT"):
        slug = Convention.objects.filter(kalicont=identifier).values_list("slug", flat=True).first()
        return Reference("convention", slug) if slug else None
    if identifier.startswith("KALITEXT"):
        bearing = Q(kalitext=identifier) | Q(official__kalitext=identifier)
        slug = Agreement.objects.filter(bearing).order_by("pk").values_list("slug", flat=True).first()
        return Reference("agreement", slug) if slug else None
    if identifier.startswith("KALIARTI"):
        article = (
            ArticleText.objects.filter(kaliarti=identifier).values_list("agreement__slug", "anchor").first()
        )
        return Reference("agreement", *article) if article else None
    return None


def acts_on(periods: Iterable[Period]) -> QuerySet[Act]:
    """The acts of some days, by their date or by the Journal officiel's."""
    days = [period.first for period in periods]
    return Act.objects.filter(Q(on__in=days) | Q(published_on__in=days))


def pages_of(acts: QuerySet[Act]) -> list[Reference]:
    return [Reference("act", slug) for slug in acts.order_by("pk").values_list("slug", flat=True)]


def decided_by(acts: QuerySet[Act]) -> BitMap:
    """The texts that these acts decide."""
    decided = Event.objects.filter(act__in=acts.values("pk"))
    return BitMap(decided.values_list("agreement", flat=True))
