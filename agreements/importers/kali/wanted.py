"""The rows that the archive asks for: what the database should hold once it is imported."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from agreements.law.vocabulary import ActKind, Mode, Nature, RelationKind


@dataclass(frozen=True)
class WantedAct:
    kind: ActKind
    on: date | None
    published_on: date | None
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class WantedEvent:
    nature: Nature
    act: str = ""  # the identifier of its act
    label: str = ""
    reference: str = ""
    note: str = ""
    page: str = ""  # the KALITEXT of the text where it was read


@dataclass(frozen=True)
class WantedDivergence:
    subject: str
    values: tuple[tuple[str, str], ...]  # value, who says it
    comment: str = ""


@dataclass
class WantedAgreement:
    """An agreement of the archive, held as a text or only cited."""

    slug: str
    conventions: set[str]
    values: dict  # the columns of Agreement, as KALI has them
    kalitext: str = ""
    pages: dict[str, str] = field(default_factory=dict)  # KALITEXT of the page → what is read in it
    events: list[WantedEvent] = field(default_factory=list)
    divergences: list[WantedDivergence] = field(default_factory=list)
    relations: dict[tuple[RelationKind, str, str], str] = field(default_factory=dict)  # → page
    #: organisation, what it did → date, page
    commitments: dict[tuple[str, Mode], tuple[date | None, str]] = field(default_factory=dict)


@dataclass
class Wanted:
    agreements: dict[str, WantedAgreement] = field(default_factory=dict)
    acts: dict[str, WantedAct] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # what the report lists
