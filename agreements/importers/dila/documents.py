"""One XML document of DILA, read strictly: its fields by the path of their tags, its words as simple HTML."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from xml.parsers.expat import ExpatError, ParserCreate

from agreements.importers.written_dates import ISO, possible
from portal.french.words import Word

#: The tags of the documents that are read here, beside the HTML that `CONTENU` holds.
KNOWN = frozenset(
    """
    TEXTE_VERSION TEXTELR ARTICLE META META_COMMUN ID ANCIEN_ID ID_ELI ID_ELI_ALIAS ID_ELIS ID_ALIAS ORIGINE URL NATURE
    META_SPEC META_TEXTE_CHRONICLE CID NUM NUM_SEQUENCE NOR DATE_PUBLI DATE_TEXTE DERNIERE_MODIFICATION VERSIONS_A_VENIR
    VERSION_A_VENIR ORIGINE_PUBLI PAGE_DEB_PUBLI PAGE_FIN_PUBLI META_TEXTE_VERSION TITRE TITREFULL ETAT DATE_DEBUT
    DATE_FIN AUTORITE MINISTERE LIENS LIEN MCS_TXT MC MCS_ART VISAS CONTENU NOTICE SM TP NOTA ABRO RECT ENTREPRISE
    VERSIONS VERSION STRUCT LIEN_ART LIEN_SECTION_TA LIEN_TXT META_ARTICLE TYPE CONTEXTE TEXTE TM TITRE_TXT TITRE_TM
    BLOC_TEXTUEL PREPARATION DOSSIER_LEGISLATIF DOSSIERS_LEGISLATIFS RESUME ELI_ALIAS NUM_PARUTION CALIPSOS CALIPSO
    SECTION_TA TITRE_TA COMMENTAIRE STRUCTURE_TA
    """.split()  # noqa: SIM905 - a list of tags reads as words
)
#: What names people is never read, whatever it holds.
CLOSED = frozenset({"SIGNATAIRES", "EXECUTION"})
#: What holds the parts of a text, or of a section, in their order.
STRUCTURES = ("STRUCT", "STRUCTURE_TA")
#: Other years stand for a day that is not known (« 2999-01-01 », « 2222-02-22 », « 0001-01-01 »).
YEARS = range(1900, 2200)
_DAY = re.compile(ISO, re.ASCII)
_DEEPEST = 100
_KALITEXT = re.compile(r"KALITEXT\d{12}")


class Broken(Exception):
    """A document is not what the form says: why, in a few words."""


class Reason(Word):
    ENTITIES = "entites", "le document déclare des entités"
    DEPTH = "niveaux", "trop de niveaux imbriqués"
    TAGS = "balises", "trop de balises"
    SIZE = "taille", "plus de 4 Mo"


@dataclass
class Document:
    root: str = ""
    fields: dict[str, str] = field(default_factory=dict)  # the first of each path
    parts: list[str] = field(default_factory=list)  # identifiers of articles and sections, in their order
    links: set[str] = field(default_factory=set)  # identifiers of agreements that the document links to
    unknown: Counter = field(default_factory=Counter)

    def get(self, path: str) -> str:
        return self.fields.get(f"{self.root}/{path}", "").strip()


def read_document(raw: bytes) -> Document:
    try:
        return Reader().read(raw)
    except ExpatError as error:
        raise Broken(f"ce n’est pas du XML entier ({error})") from error


def day(told: str) -> date | None:
    """A day, where the base knows one."""
    found = possible(*map(int, told.split("-"))) if _DAY.fullmatch(told) else None
    return found if found and found.year in YEARS else None


class Reader:
    def __init__(self):
        self.document = Document()
        self.path: list[str] = []
        self.words: list[list[str]] = []
        self.inner = 0  # how deep in the HTML of a content
        self.closed = 0  # how deep in what is never read

    def read(self, raw: bytes) -> Document:
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.data
        parser.EntityDeclHandler = self.refuse
        parser.Parse(raw, True)
        return self.document

    def refuse(self, *_) -> None:
        raise Broken(Reason.ENTITIES.label)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.path) + self.inner + self.closed > _DEEPEST:
            raise Broken(Reason.DEPTH.label)
        if self.closed or tag in CLOSED:
            self.closed += 1
        elif self.inner or (self.path and self.path[-1] == "CONTENU"):
            self.inner += 1
            self.words[-1].append(f"<{tag}>")
        else:
            self.open(tag, attributes)

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in KNOWN:
            self.document.unknown[tag] += 1
        self.document.root = self.document.root or tag
        if tag in ("LIEN_ART", "LIEN_SECTION_TA") and self.path[-1:] and self.path[-1] in STRUCTURES:
            self.document.parts += filter(None, [attributes.get("id")])
        elif tag == "LIEN":
            told = (attributes.get("id", ""), attributes.get("cidtexte", ""))
            self.document.links |= {name for name in told if _KALITEXT.fullmatch(name)}
        self.path.append(tag)
        self.words.append([])

    def end(self, tag: str) -> None:
        if self.closed:
            self.closed -= 1
        elif self.inner:
            self.inner -= 1
            self.words[-1].append(f"</{tag}>")
        else:
            self.document.fields.setdefault("/".join(self.path), "".join(self.words.pop()))
            self.path.pop()

    def data(self, words: str) -> None:
        if not self.closed and self.words:
            escaped = words.replace("&", "&amp;").replace("<", "&lt;") if self.in_content() else words
            self.words[-1].append(escaped)

    def in_content(self) -> bool:
        return bool(self.inner) or self.path[-1] == "CONTENU"
