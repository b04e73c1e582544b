"""The acts of the Journal officiel that may decide on an agreement, put together from the files of an archive.

An archive is read three times: the headers, to choose the acts; the structures of those chosen and of their sections
(the annexes stand in some), for the order of their articles; the articles. What is not wanted is passed without being
parsed, and what an archive lacks of an act is told.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from html import escape

from agreements.importers.arretes.grammar.fields import MARKS, keys_in
from agreements.importers.dila.archives import Archive
from agreements.importers.dila.documents import Broken, Document, day, read_document

_VERSION = re.compile(r"jorf/global/texte/version/.*/(?P<id>JORFTEXT\d{12})\.xml$")
_STRUCT = re.compile(r"jorf/global/texte/struct/.*/(?P<id>JORFTEXT\d{12})\.xml$")
_SECTION = re.compile(r"jorf/global/section_ta/.*/(?P<id>JORFSCTA\d{12})\.xml$")
_TEXT_OF = re.compile(rb'<TEXTE\b[^>]*\bcid="(JORFTEXT\d{12})"')
_ARTICLE = re.compile(r"jorf/global/article/.*/(?P<id>JORFARTI\d{12})\.xml$")
_SUPPRESSED = re.compile(r"liste_suppression_jorf\.dat$")
_NATURES = (b"<NATURE>ARRETE</NATURE>", b"<NATURE>AVIS</NATURE>")
#: No title is as long; what follows is not read.
MOST_OF_A_TITLE = 4_000
#: Titles of acts on many agreements, whatever their convention; then those wanted for a convention of the sector.
_ALWAYS = re.compile(
    r"agrément de certains accords|agrément d'accords.*but non lucratif|fusion (?:de|des) champs conventionnels",
    re.IGNORECASE,
)
_OF_THE_SECTOR = re.compile(
    r"extension|élargissement|organisations .*reconnues représentatives", re.IGNORECASE
)


@dataclass
class JorfAct:
    jorftext: str
    title: str
    nor: str
    on: date | None
    published_on: date | None
    words: str  # simple HTML: title, NOR, journal, visas
    links: set[str] = field(default_factory=set)  # the KALITEXT that it links to
    parts: list[str] = field(default_factory=list)  # identifiers of articles and sections, in their order
    sections: dict[str, Document] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)  # HTML, by identifier

    @property
    def name(self) -> str:
        return self.nor or self.jorftext

    @property
    def order(self) -> list[str]:
        """The identifiers of its articles and sections, those of a section after it; each of them once."""
        found: dict[str, None] = {}
        waiting = self.parts[::-1]
        while waiting:
            name = waiting.pop()
            if name not in found and name in self.sections:
                waiting += self.sections[name].parts[::-1]
            found[name] = None
        return list(found)

    @property
    def text(self) -> str:
        parts = (self.articles.get(name) or heading_of(self.sections.get(name)) for name in self.order)
        return self.words + "".join(parts)

    @property
    def missing(self) -> list[str]:
        return [name for name in self.order if name not in self.articles and name not in self.sections]


def acts_in(archive: Archive, summary, progress) -> list[JorfAct]:
    acts: dict[str, JorfAct] = {}
    for count, (name, raw) in enumerate(archive.files(is_header), 1):
        if raw is None:
            elsewhere = name.startswith("kali/") and archive.may_hold("kali")
            if not (elsewhere or any(one.search(name) for one in (_STRUCT, _SECTION, _ARTICLE))):
                summary.passed["/".join(name.split("/")[:3])] += 1
        elif _SUPPRESSED.search(name):
            suppressed(raw, summary)
        elif document := parsed(name, raw, summary):
            act = chosen(document)
            if act:
                acts[act.jorftext] = act
            else:
                summary.passed["arrêtés et avis sur autre chose"] += 1
        progress("choix des actes", count)
    if not acts:
        return []
    read_structures(archive, acts, summary)
    owners = {name: act for act in acts.values() for name in act.order if name.startswith("JORFARTI")}
    for name, raw in archive.files(among(_ARTICLE, owners)):
        document = raw is not None and read(name, raw, summary)
        if document:
            identifier = _ARTICLE.search(name)["id"]
            act = owners[identifier]
            act.articles[identifier] = words_of(document)
            act.links |= document.links
        progress("articles", len(owners))
    found = [acts[jorftext] for jorftext in sorted(acts)]
    if lacking := [f"{act.name} : {', '.join(act.missing)}" for act in found if act.missing]:
        summary.remarks["actes dont l’archive n’a pas tout"] = lacking
    return found


def read_structures(archive: Archive, acts: dict[str, JorfAct], summary) -> None:
    """The parts of each act; a section says of which text it is."""
    of_an_act = among(_STRUCT, acts)
    for name, raw in archive.files(lambda name: of_an_act(name) or bool(_SECTION.search(name))):
        if raw is None:
            continue
        if section := _SECTION.search(name):
            text = _TEXT_OF.search(raw)
            act = acts.get(text[1].decode()) if text else None
            if act and (document := read(name, raw, summary)):
                act.sections[section["id"]] = document
        elif document := read(name, raw, summary):
            acts[_STRUCT.search(name)["id"]].parts = document.parts


def is_header(name: str) -> bool:
    return bool(_VERSION.search(name) or _SUPPRESSED.search(name))


def among(pattern: re.Pattern, wanted: dict):
    def is_wanted(name: str) -> bool:
        found = pattern.search(name)
        return bool(found) and found["id"] in wanted

    return is_wanted


def parsed(name: str, raw: bytes, summary) -> Document | None:
    """A header, where its bytes show an arrêté or an avis; the others are passed."""
    if any(nature in raw for nature in _NATURES):
        return read(name, raw, summary)
    summary.passed["textes d’une autre nature"] += 1
    return None


def read(name: str, raw: bytes, summary) -> Document | None:
    try:
        document = read_document(raw)
    except Broken as reason:
        summary.report.reject("documents", name, str(reason))
        return None
    summary.unknown += document.unknown
    return document


def chosen(document: Document) -> JorfAct | None:
    """An act, if its title shows that it may decide on agreements of the sector."""
    chronicle, version = "META/META_SPEC/META_TEXTE_CHRONICLE/", "META/META_SPEC/META_TEXTE_VERSION/"
    told = document.get(f"{version}TITREFULL") or document.get(f"{version}TITRE")
    title = " ".join(told[:MOST_OF_A_TITLE].replace("’", "'").split())
    if not (_ALWAYS.search(title) or (_OF_THE_SECTOR.search(title) and keys_in(title) & MARKS.keys())):
        return None
    jorftext = document.get(f"{chronicle}CID") or document.get("META/META_COMMUN/ID")
    nor, published = document.get(f"{chronicle}NOR"), document.get(f"{chronicle}ORIGINE_PUBLI")
    parts = [escape(title, quote=False), f"NOR : {nor}" if nor else "", published]
    words = "".join(f"<p>{part}</p>" for part in parts if part) + f"<p>{document.get('VISAS/CONTENU')}</p>"
    return JorfAct(
        jorftext,
        title,
        nor,
        day(document.get(f"{chronicle}DATE_TEXTE")),
        day(document.get(f"{chronicle}DATE_PUBLI")),
        words,
        document.links,
    )


def heading_of(section: Document | None) -> str:
    """An annex opens with the title of its section, where its words do not say it."""
    title = section.get("TITRE_TA") if section else ""
    return f"<p>{escape(title, quote=False)}</p>" if title.lower().startswith("annexe") else ""


def words_of(article: Document) -> str:
    number = article.get("META/META_SPEC/META_ARTICLE/NUM")
    opened = number if number.lower().startswith("annexe") else f"Article {number}"
    return f"<p>{opened if number else ''}</p><p>{article.get('BLOC_TEXTUEL/CONTENU')}</p>"


def suppressed(raw: bytes, summary) -> None:
    """What the stream withdraws is told, and never erased."""
    names = [line.rpartition("/")[2].strip() for line in raw.decode("ascii", "replace").splitlines()]
    texts = [name for name in names if name.startswith("JORFTEXT")]
    if texts:
        summary.remarks["textes que le Journal officiel retire (rien n’est effacé)"] = texts
