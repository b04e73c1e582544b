"""What each file of KALI says: a convention and its texts, the head of a text, the order of its parts, an article.

Every version of an article is a file of its own; `VERSIONS` names them all, so that the first of them stands for the
article whatever its version.
"""

import re
from dataclasses import dataclass
from datetime import date

from agreements.importers.dila.documents import Broken, day
from agreements.importers.dila.kali.documents import Document, words_of

#: The folder of each kind of file, with the identifier that names the file.
CONTAINER = "kali/global/conteneur/", "KALICONT"
HEAD = "kali/global/texte/version/", "KALITEXT"
STRUCTURE = "kali/global/texte/struct/", "KALITEXT"
SECTION = "kali/global/section_ta/", "KALISCTA"
ARTICLE = "kali/global/article/", "KALIARTI"
SUPPRESSED = "liste_suppression_kali.dat"
TEXT_OF = re.compile(rb'<TEXTE\b[^>]*\bcid="(KALITEXT\d{12})"')
#: The organisations of a text, by what they did.
PARTIES = ("SIGNPATRON", "SIGNSYNDIC", "ORGADHERE", "ORGDENONCE")
#: Where the arrêtés that decide on a text are named.
DECIDED = ("NOTA", "SIGNEXT")
BULLETIN = re.compile(
    r"\bBO(?:CC)?\s*(?:n\s*[°ºo]\s*)?(?P<number>\d{2,4}-\d+(?:/\d+)?(?:\s*bis)?)", re.IGNORECASE
)
_CHRONICLE, _VERSION = "META/META_SPEC/META_TEXTE_CHRONICLE", "META/META_SPEC/META_TEXTE_VERSION"
_ARTICLE, _CONTAINER = "META/META_SPEC/META_ARTICLE", "META/META_SPEC/META_CONTENEUR"


def named(name: str, kind: tuple[str, str]) -> str:
    """The identifier of a file of this kind, from its path; nothing where it is of another kind.

    >>> named("kali/global/article/KALI/ARTI/00/00/00/00/00/KALIARTI000000000009.xml", ARTICLE)
    'KALIARTI000000000009'
    """
    folder, prefix = kind
    identifier = name[-24:-4]
    fits = name.startswith(folder) and name.endswith(".xml") and identifier.startswith(prefix)
    return identifier if fits and identifier[8:].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Container:
    kalicont: str
    idcc: int | None
    title: str
    brochures: str
    texts: dict[str, tuple[str, int]]  # KALITEXT → the heading it stands under, its place


@dataclass(frozen=True, slots=True)
class Head:
    """What the base says of a text beside its articles."""

    kalitext: str
    title: str
    state: str
    nor: str
    bulletin: str
    published_on: date | None
    modified_on: date | None
    starts_on: date | None
    ends_on: date | None
    parties: dict[str, str]  # HTML, by tag
    decided: dict[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one article."""

    kaliarti: str
    kalitext: str
    article: str  # the first of its versions
    section: str  # titles, from the outermost, one a line
    number: str
    heading: str
    state: str
    starts_on: date | None
    ends_on: date | None
    html: str
    nota: str
    links: list[dict]


def read_container(document: Document) -> Container:
    meta = document.part(_CONTAINER)
    number = meta.get("NUM", "")
    brochures = [words_of(found) for found in document.root.iterfind("NUMS_BROCH/NUM_BROCH")]
    return Container(
        identifier(document, "KALICONT"),
        int(number) if number.isdecimal() and len(number) <= 5 else None,
        meta.get("TITRE", ""),
        ", ".join(dict.fromkeys(filter(None, brochures)))[:100],
        texts_under(document.root.find("STRUCTURE_TXT")),
    )


def texts_under(structure) -> dict[str, tuple[str, int]]:
    """The texts of a convention in their order, each with the heading above it."""
    found: dict[str, tuple[str, int]] = {}
    waiting = [(structure, "")] if structure is not None else []
    while waiting:
        element, heading = waiting.pop()
        if element.tag == "LIEN_TXT" and element.get("idtxt"):
            found.setdefault(element.get("idtxt"), (heading, len(found)))
        title = element.find("TITRE_TM")
        below = words_of(title)[:200] if title is not None else heading
        waiting += [(child, below) for child in reversed(element)]
    return found


def read_head(document: Document) -> Head:
    contents = document.contents()
    chronicle, version = document.part(_CHRONICLE), document.part(_VERSION)
    title = version.get("TITREFULL") or version.get("TITRE")
    if not title:
        raise Broken("le texte n’a pas de titre")
    bulletin = BULLETIN.search(chronicle.get("ORIGINE_PUBLI", ""))
    return Head(
        identifier(document, "KALITEXT"),
        title[:1000],
        version.get("ETAT", "")[:30],
        chronicle.get("NOR", "")[:20],
        " ".join(bulletin["number"].split()) if bulletin else "",
        day(chronicle.get("DATE_PUBLI", "")),
        day(chronicle.get("DERNIERE_MODIFICATION", "")),
        day(version.get("DATE_DEBUT", "")),
        day(version.get("DATE_FIN", "")),
        {tag: contents[tag] for tag in PARTIES if contents.get(tag)},
        {tag: contents[tag] for tag in DECIDED if contents.get(tag)},
    )


def children_of(document: Document) -> list[str]:
    """The sections and articles of a text, or of a section, in their order."""
    found = document.root.find("STRUCT" if document.root.tag == "TEXTEKALI" else "STRUCTURE_TA")
    return [] if found is None else [child.get("id", "") for child in found]


def read_version(document: Document) -> Version:
    contents, meta = document.contents(), document.part(_ARTICLE)
    kaliarti, text = identifier(document, "KALIARTI"), document.root.find("CONTEXTE/TEXTE")
    if text is None or not text.get("cid"):
        raise Broken("l’article ne dit pas de quel texte il est")
    starts_on, ends_on = day(meta.get("DATE_DEBUT", "")), day(meta.get("DATE_FIN", ""))
    if starts_on and ends_on and ends_on < starts_on:
        raise Broken(f"la version finit ({ends_on}) avant de commencer ({starts_on})")
    return Version(
        kaliarti,
        text.get("cid"),
        first_version(document, kaliarti),
        section_of(text, starts_on),
        meta.get("NUM", "")[:200],
        meta.get("TITRE", ""),
        meta.get("ETAT", "")[:30],
        starts_on,
        ends_on,
        contents.get("BLOC_TEXTUEL", ""),
        contents.get("NOTA", ""),
        [link_of(link) for link in document.root.iterfind("LIENS/LIEN")],
    )


def section_of(text, on: date | None) -> str:
    """The titles that an article stands under; of those that a section had in time, the one of that day."""
    titles, level = [], text.find("TM")
    while level is not None:
        named = level.findall("TITRE_TM")
        of_the_day = [
            one
            for one in named
            if on and (day(one.get("debut", "")) or on) <= on < (day(one.get("fin", "")) or date.max)
        ]
        titles += [words_of(one) for one in (of_the_day or named)[:1]]
        level = level.find("TM")
    return "\n".join(filter(None, titles))


def first_version(document: Document, kaliarti: str) -> str:
    """The version that stands for the article: the first of those that the file names."""
    links = document.root.iterfind("VERSIONS/VERSION/LIEN_ART")
    named = [(day(link.get("debut", "")) or date.max, link.get("id", "")) for link in links]
    return min(((on, name) for on, name in named if name.startswith("KALIARTI")), default=(None, kaliarti))[1]


def link_of(link) -> dict:
    """A link in the words of the tree that `import_kali` reads: one reader for both."""
    told = {
        "linkType": link.get("typelien"),
        "linkOrientation": link.get("sens"),
        "textCid": link.get("cidtexte"),
        "articleId": link.get("id"),
        "textTitle": words_of(link),
        "natureText": link.get("naturetexte"),
        "dateSignaTexte": link.get("datesignatexte"),
    }
    return {name: value for name, value in told.items() if value}


def identifier(document: Document, kind: str) -> str:
    """The identifier that a document gives itself: nothing is recorded under another one."""
    found = document.words("META/META_COMMUN/ID")
    if not re.fullmatch(rf"{kind}\d{{12}}", found):
        raise Broken(f"« {found[:40]} » n’est pas un identifiant {kind}")
    return found
