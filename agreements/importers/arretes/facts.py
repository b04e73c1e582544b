"""What an arrêté says, once read."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from agreements.importers.titles import TextName
from agreements.law.names.acts import Formula
from agreements.law.vocabulary import ActKind, AgreementKind, College, Nature
from portal.french.words import Word


class Form(Word):
    """The form of an act: what it decides, and so how its articles are written."""

    AGREMENT = "agrement", "arrêté d’agrément"
    EXTENSION = "extension", "arrêté d’extension"
    ELARGISSEMENT = "elargissement", "arrêté d’élargissement"
    AVIS = "avis", "avis relatif à l’extension"
    REPRESENTATIVITE = "representativite", "arrêté de représentativité"
    FUSION = "fusion", "arrêté de fusion"

    @property
    def act_kind(self) -> ActKind:
        kinds = {
            Form.AGREMENT: ActKind.ARRETE_AGREMENT,
            Form.EXTENSION: ActKind.ARRETE_EXTENSION,
            Form.AVIS: ActKind.AVIS,
        }
        return kinds.get(self, ActKind.ARRETE)


class Scope(Word):
    """Of whom a heading speaks."""

    BRANCHE = "branche", "convention ou branche"
    ASSOCIATION = "association", "association"
    INCONNU = "inconnu", "titre non reconnu"


@dataclass(frozen=True)
class Field:
    """The convention or the branch that a heading names: its words, and the keys that tell it from the others.

    A key is an IDCC, or the identifier of a branch that has none.
    """

    words: str = ""
    scope: Scope = Scope.INCONNU
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CitedText:
    """A text as one line of an act names it."""

    kind: AgreementKind
    number: str = ""
    dated: date | None = None
    subject: str = ""
    target: TextName | None = None  # what it amends


@dataclass(frozen=True)
class Restriction:
    """What an arrêté takes out of the extension, or the condition that it sets."""

    excludes: bool
    words: str
    articles: tuple[str, ...] = ()  # of the code, that it calls upon


@dataclass(frozen=True)
class Decision:
    nature: Nature
    text: CitedText
    field: Field
    line: int
    article: str = ""
    session: date | None = None  # of the commission, where the line itself gives it
    restrictions: tuple[Restriction, ...] = ()


@dataclass(frozen=True)
class Weight:
    organisation: str
    confederation: str = ""  # in brackets, beside the name
    share: Decimal | None = None


@dataclass(frozen=True)
class Audience:
    """The organisations that an arrêté recognises in a field, with the weight of each where it gives it."""

    college: College
    field: Field
    weights: tuple[Weight, ...]
    line: int


@dataclass(frozen=True)
class Merger:
    """The field of one convention joins that of another."""

    joining: Field
    joined: Field
    line: int


@dataclass(frozen=True)
class Unread:
    line: int
    words: str
    why: str


@dataclass
class Heading:
    """What an act says of itself before and after its articles."""

    form: Form | None = None
    title: str = ""
    on: date | None = None
    nor: str = ""
    published_on: date | None = None
    bulletin: str = ""
    sessions: tuple[date, ...] = ()
    notified_on: tuple[date, ...] = ()
    notices_on: tuple[date, ...] = ()  # the JO of the avis that came before an extension


@dataclass
class ReadAct:
    heading: Heading
    formula: Formula | None = None
    decisions: list[Decision] = field(default_factory=list)
    associations: dict[Nature, int] = field(default_factory=dict)  # how many, by what was decided of them
    audiences: list[Audience] = field(default_factory=list)
    mergers: list[Merger] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def leave(self, line: int, words: str, why: str) -> None:
        self.unread.append(Unread(line, words, why))
