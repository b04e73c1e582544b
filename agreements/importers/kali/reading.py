"""What one official text says: its title, the texts and the arrêtés that its articles name."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from agreements.importers.effect_articles import EffectReading, read_effect
from agreements.importers.kali.tree import OfficialArticle, OfficialTree, day, plain
from agreements.importers.measures.articles import MeasureReading, read_measures
from agreements.importers.signatories import SignatureBlock, read_signatories
from agreements.importers.term_articles import read_term
from agreements.importers.titles import Title, read_title
from agreements.law.vocabulary import AgreementKind, RelationKind

#: KALI names a link by a verb when the text is the one that acts, or is acted upon, in the sense that
#: `linkOrientation` gives; by a noun when it is the linked text whose side is given.
VERBS = {
    "MODIFIE": RelationKind.MODIFIE,
    "CREE": RelationKind.MODIFIE,
    "ABROGE": RelationKind.ABROGE,
    "PERIME": RelationKind.PERIME,
    "DENONCE": RelationKind.DENONCE,
}
NOUNS = {
    "MODIFICATION": RelationKind.MODIFIE,
    "CREATION": RelationKind.MODIFIE,
    "ABROGATION": RelationKind.ABROGE,
    "PEREMPTION": RelationKind.PERIME,
}
EXTENSIONS = ("ETEND", "EXTENSION")
RESERVES = re.compile(
    r"exclue?s?\s+de\s+l.extension|étendue?s?\s+sous\s+(?:la\s+|les\s+)?réserves?", re.IGNORECASE
)
TAG = re.compile(r"<[^>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Arrete:
    """An arrêté of extension that an article names."""

    jorftext: str
    title: str
    on: date | None
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Link:
    """What the text does to another one, held here or not."""

    kind: RelationKind
    kalitext: str
    title: str
    nature: str
    signed_on: date | None


@dataclass(slots=True)
class OfficialReading:
    kalitext: str
    title: str
    state: str
    modified_on: date | None
    read: Title
    citations: Counter = field(default_factory=Counter)
    made_by: set[str] = field(default_factory=set)  # the citations of what made articles that are in force
    own_arretes: Counter = field(
        default_factory=Counter
    )  # of articles that nothing has modified since: of how many
    other_arretes: Counter = field(default_factory=Counter)  # of articles in a modified wording
    acts_on: set[Link] = field(default_factory=set)
    acted_on_by: set[Link] = field(default_factory=set)
    reserves: bool = False
    effect: EffectReading = EffectReading()
    term: date | None = None
    measures: MeasureReading = field(default_factory=MeasureReading)
    signed: list[SignatureBlock] = field(default_factory=list)
    articles: int = 0
    places: list[tuple[str, str, int]] = field(default_factory=list)  # convention, heading, position


def read_official(text: OfficialTree) -> OfficialReading:
    reading = OfficialReading(
        kalitext=text.kalitext,
        title=text.title,
        state=text.state,
        modified_on=text.modified_on,
        read=read_title(text.title),
        articles=len(text.articles),
    )
    first_wording = [article for article in text.articles if not is_modified(article)]
    reading.effect = read_effect(
        reading.read.kind or AgreementKind.DOCUMENT,
        reading.read.dated,
        [(article.number, article.html) for article in first_wording],
    )
    reading.term = read_term(
        reading.read.kind or AgreementKind.DOCUMENT, [article.html for article in first_wording]
    )
    reading.measures = read_measures(
        reading.read.dated, [(article.kaliarti, article.html) for article in first_wording]
    )
    blocks = (read_signatories(article.html) for article in first_wording)
    reading.signed = [block for block in blocks if block and block.names]
    for article in text.articles:
        modified = is_modified(article)
        for link in article.links:
            read_link(reading, link, modified)
            if article.state.startswith("VIGUEUR") and is_made_by(link):
                reading.made_by.add(plain(link, "textTitle"))
        spoken = unescape(TAG.sub(" ", article.html))
        reading.reserves |= not modified and RESERVES.search(spoken) is not None
    reading.acts_on, reading.acted_on_by = whole(reading.acts_on), whole(reading.acted_on_by)
    return reading


def whole(links: set[Link]) -> set[Link]:
    """What is abrogated as a whole is not told modified too: its articles, one after the other, say no more."""
    abrogated = {link.kalitext for link in links if link.kind is RelationKind.ABROGE}
    return {link for link in links if link.kind is not RelationKind.MODIFIE or link.kalitext not in abrogated}


def read_link(reading: OfficialReading, link: dict, modified: bool) -> None:
    kind, target, title = plain(link, "linkType"), plain(link, "textCid"), plain(link, "textTitle")
    if not target:
        if title:
            reading.citations[title] += 1
    elif kind in EXTENSIONS and target.startswith("JORFTEXT"):
        named = title.split(",")[0].split(" - art.")[0].strip()
        arrete = Arrete(target, named, day(link, "dateSignaTexte"), day(link, "datePubliTexte"))
        (reading.other_arretes if modified else reading.own_arretes)[arrete] += 1
    elif target.startswith("KALITEXT") and target != reading.kalitext and (kind in VERBS or kind in NOUNS):
        relation = VERBS.get(kind) or NOUNS[kind]
        if relation is not RelationKind.MODIFIE and not plain(link, "articleId").startswith("KALITEXT"):
            relation = RelationKind.MODIFIE  # an article of the other text, and not the whole of it
        told = Link(
            relation,
            target,
            re.sub(r"\s+-\s+(?:art\.)?.*$|\s*\(\w{1,3}\)$", "", " ".join(title.split())),
            " ".join(plain(link, "natureText").split()),
            day(link, "dateSignaTexte"),
        )
        (reading.acts_on if acts(kind, link) else reading.acted_on_by).add(told)


def acts(kind: str, link: dict) -> bool:
    """Whether the text acts upon the linked one, or the other way round."""
    return link.get("linkOrientation") == ("source" if kind in VERBS else "cible")


def is_made_by(link: dict) -> bool:
    """Whether it names, in words, a text that made or amended the article: it has no page of its own."""
    made = link.get("linkType") in ("MODIFICATION", "CREATION") and link.get("linkOrientation") == "source"
    return made and not link.get("textCid")


def is_modified(article: OfficialArticle) -> bool:
    """Whether another text gave an article the wording that it has here."""
    return any(is_modified_by(link) for link in article.links)


def is_modified_by(link: dict) -> bool:
    kind = link.get("linkType")
    return bool(
        kind in ("MODIFIE", "CREE", "MODIFICATION", "CREATION")
        and str(link.get("textCid", "")).startswith("KALITEXT")
        and not acts(kind, link)
    )
