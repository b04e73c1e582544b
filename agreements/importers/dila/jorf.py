"""The acts of the Journal officiel that may decide on an agreement, put together from the files of an archive.

An archive is read three times: the headers, to choose the acts; the structures of those chosen, for the order of
their articles; the articles. What is not wanted is passed without being parsed.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from html import escape

from agreements.importers.arretes.grammar.fields import MARKS, keys_in
from agreements.importers.dila.archives import Archive
from agreements.importers.dila.documents import Broken, Document, read_document

_VERSION = re.compile(r"jorf/global/texte/version/.*/(?P<id>JORFTEXT\d{12})\.xml$")
_STRUCT = re.compile(r"jorf/global/texte/struct/.*/(?P<id>JORFTEXT\d{12})\.xml$")
_ARTICLE = re.compile(r"jorf/global/article/.*/(?P<id>JORFARTI\d{12})\.xml$")
_SUPPRESSED = re.compile(r"liste_suppression_jorf\.dat$")
_NATURES = (b"<NATURE>ARRETE</NATURE>", b"<NATURE>AVIS</NATURE>")
#: Titles of acts on many agreements, whatever their convention; then those wanted for a convention of the sector.
_ALWAYS = re.compile(
    r"agrément de certains accords|agrément d'accords.*but non lucratif|fusion (?:de|des) champs conventionnels",
    re.IGNORECASE,
)
_OF_THE_SECTOR = re.compile(
    r"extension|élargissement|organisations .*reconnues représentatives", re.IGNORECASE
)
_NO_DATE = "2999-01-01"


@dataclass
class JorfAct:
    jorftext: str
    title: str
    nor: str
    on: date | None
    published_on: date | None
    words: str  # simple HTML: title, NOR, journal, visas
    articles: dict[str, str] = field(default_factory=dict)  # by identifier, in the order of the structure

    @property
    def text(self) -> str:
        return self.words + "".join(self.articles.values())


def acts_in(archive: Archive, summary, progress) -> list[JorfAct]:
    acts: dict[str, JorfAct] = {}
    for count, (name, raw) in enumerate(archive.files(is_header), 1):
        if raw is None:
            if not (_STRUCT.search(name) or _ARTICLE.search(name)):
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
    owners: dict[str, JorfAct] = {}
    for name, raw in archive.files(among(_STRUCT, acts)):
        document = raw is not None and read(name, raw, summary)
        if document:
            act = acts[_STRUCT.search(name)["id"]]
            act.articles = dict.fromkeys(document.articles, "")
            owners |= dict.fromkeys(document.articles, act)
    for name, raw in archive.files(among(_ARTICLE, owners)):
        document = raw is not None and read(name, raw, summary)
        if document:
            identifier = _ARTICLE.search(name)["id"]
            owners[identifier].articles[identifier] = words_of(document)
        progress("articles", len(owners))
    return [acts[jorftext] for jorftext in sorted(acts)]


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
    title = " ".join(
        (document.get(f"{version}TITREFULL") or document.get(f"{version}TITRE")).replace("’", "'").split()
    )
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
    )


def words_of(article: Document) -> str:
    number = article.get("META/META_SPEC/META_ARTICLE/NUM")
    opened = number if number.lower().startswith("annexe") else f"Article {number}"
    return f"<p>{opened if number else ''}</p><p>{article.get('BLOC_TEXTUEL/CONTENU')}</p>"


def day(told: str) -> date | None:
    return date.fromisoformat(told) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", told) and told != _NO_DATE else None


def suppressed(raw: bytes, summary) -> None:
    """What the stream withdraws is told, and never erased."""
    names = [line.rpartition("/")[2].strip() for line in raw.decode("ascii", "replace").splitlines()]
    texts = [name for name in names if name.startswith("JORFTEXT")]
    if texts:
        summary.remarks["textes que le Journal officiel retire (rien n’est effacé)"] = texts
