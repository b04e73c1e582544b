"""One XML document of DILA, read strictly: its fields by the path of their tags, its words as simple HTML."""

from collections import Counter
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from portal.french.words import Word

#: The tags of the documents that are read here, beside the HTML that `CONTENU` holds.
KNOWN = frozenset(
    """
    TEXTE_VERSION TEXTELR ARTICLE META META_COMMUN ID ANCIEN_ID ID_ELI ID_ELI_ALIAS ID_ELIS ID_ALIAS ORIGINE URL NATURE
    META_SPEC META_TEXTE_CHRONICLE CID NUM NUM_SEQUENCE NOR DATE_PUBLI DATE_TEXTE DERNIERE_MODIFICATION VERSIONS_A_VENIR
    VERSION_A_VENIR ORIGINE_PUBLI PAGE_DEB_PUBLI PAGE_FIN_PUBLI META_TEXTE_VERSION TITRE TITREFULL ETAT DATE_DEBUT
    DATE_FIN AUTORITE MINISTERE LIENS LIEN MCS_TXT MC MCS_ART VISAS CONTENU NOTICE SM TP NOTA ABRO RECT ENTREPRISE
    VERSIONS VERSION STRUCT LIEN_ART LIEN_SECTION_TA LIEN_TXT META_ARTICLE TYPE CONTEXTE TEXTE TM TITRE_TXT TITRE_TM
    BLOC_TEXTUEL PREPARATION DOSSIER_LEGISLATIF DOSSIERS_LEGISLATIFS RESUME
    """.split()  # noqa: SIM905 - a list of tags reads as words
)
#: What names people is never read, whatever it holds.
CLOSED = frozenset({"SIGNATAIRES", "EXECUTION"})
_DEEPEST = 100


class Broken(Exception):
    """A document is not what the form says: why, in a few words."""


class Reason(Word):
    ENTITIES = "entites", "le document déclare des entités"
    DEPTH = "niveaux", "trop de niveaux imbriqués"


@dataclass
class Document:
    root: str = ""
    fields: dict[str, str] = field(default_factory=dict)  # the first of each path
    articles: list[str] = field(default_factory=list)  # identifiers, in the order of the structure
    unknown: Counter = field(default_factory=Counter)

    def get(self, path: str) -> str:
        return self.fields.get(f"{self.root}/{path}", "").strip()


def read_document(raw: bytes) -> Document:
    try:
        return Reader().read(raw)
    except ExpatError as error:
        raise Broken(f"ce n’est pas du XML entier ({error})") from error


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
        self.path.append(tag)
        self.words.append([])
        if tag == "LIEN_ART" and attributes.get("id"):
            self.document.articles.append(attributes["id"])

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
