"""What the rule « who is bound, when » reads: plain, immutable, without database and without clock."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    Certainty,
    EffectState,
    ExtensionState,
    Mode,
    Reach,
    SignatureState,
)


@dataclass(frozen=True)
class Decision:
    """A decision, by the day it counts from: its publication, else its own date, else a bound."""

    day: date
    published: bool = True
    exact: bool = True


@dataclass(frozen=True)
class Commitment:
    """An employers' organisation that signed or adhered, on its day or by then."""

    organisation: str
    on: date
    mode: Mode = Mode.SIGNATURE


@dataclass(frozen=True)
class Limit:
    """A text says that it holds only in a region, or only for some headcounts (both included)."""

    region: str = ""
    region_name: str = ""
    fewest: int | None = None
    most: int | None = None


class Certainties(NamedTuple):
    """How the state of each track is known; None where it is not."""

    signature: Certainty | None = Certainty.ETABLI
    agrement: Certainty | None = Certainty.ETABLI
    extension: Certainty | None = Certainty.ETABLI
    effet: Certainty | None = Certainty.ETABLI


@dataclass(frozen=True)
class Text:
    """One agreement on the day: the words of its four tracks, when they began, who committed to it."""

    slug: str
    kind: AgreementKind
    conventions: tuple[str, ...]
    signature: SignatureState = SignatureState.INCONNU
    agrement: AgrementState = AgrementState.INCONNU
    extension: ExtensionState = ExtensionState.INCONNU
    effet: EffectState = EffectState.INCONNU
    decided: Decision | None = None  # the last step of the agrément
    extended: Decision | None = None  # the last step of the extension
    struck: Decision | None = None  # the opposition that strikes it
    effective_on: date | None = None  # the day of effect, once it is sure
    effect_since: date | None = None  # else a day by which the present effect is sure
    ended: date | None = None  # the day it ceased, where that is known
    ended_by: str = ""  # why it has no effect, or no longer: the article
    awaits_extension: bool = False  # its own clause does
    not_extended: bool = False  # the official database says that it is not
    commitments: tuple[Commitment, ...] = ()
    limits: tuple[Limit, ...] = ()
    regions: tuple[str, ...] = ()  # of a local text, those of its territory, where they are all known
    dated: date | None = None  # the date it bears, at the latest
    certainties: Certainties = Certainties()

    @property
    def is_over(self) -> bool:
        """In force no longer, or without effect from the start."""
        return self.effet in (EffectState.PLUS_EN_VIGUEUR, EffectState.SANS_EFFET)

    @property
    def is_extended(self) -> bool:
        return self.extension in (ExtensionState.ETENDU, ExtensionState.ETENDU_AVEC_RESERVES)

    @property
    def is_released(self) -> bool:
        """Approved, or in no need of it."""
        return self.agrement in (AgrementState.AGREE, AgrementState.SANS_OBJET)

    @property
    def starts_on(self) -> date | None:
        return self.effective_on or self.effect_since


@dataclass(frozen=True)
class Membership:
    """From `since` (None: not known) to `until`, the first day on which it is no longer so."""

    organisation: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (not self.since or self.since <= day) and (not self.until or day < self.until)


@dataclass(frozen=True)
class Employer:
    """The conventions it applies, each with the day since when, and the organisations it joined."""

    conventions: dict[str, date | None]
    memberships: tuple[Membership, ...] = ()
    region: str = ""
    headcount: int | None = None
    payslip: bool | None = (
        None  # whether its payslips name the convention (CT R. 3243-1); None where not said
    )


@dataclass(frozen=True)
class Affiliation:
    """An organisation is a member of a confederation; not certain where that was not read as such."""

    organisation: str
    confederation: str
    since: date | None = None
    until: date | None = None
    certain: bool = True

    def begun(self, day: date) -> bool:
        return not self.since or self.since <= day

    def covers(self, day: date) -> bool:
        return self.begun(day) and (not self.until or day < self.until)


@dataclass(frozen=True)
class Succession:
    predecessor: str
    successor: str
    on: date | None = None
    certain: bool = True

    def sure_on(self, day: date) -> bool:
        return bool(self.certain and self.on and self.on <= day)


@dataclass(frozen=True)
class Party:
    """An employers' organisation that is party to a whole convention, and how far that binds."""

    convention: str
    organisation: str
    on: date
    mode: Mode = Mode.SIGNATURE
    reach: Reach = Reach.CONVENTION


@dataclass(frozen=True)
class Negotiator:
    """An employers' organisation that negotiates a field, from a day to another, excluded."""

    convention: str
    organisation: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (not self.since or self.since <= day) and (not self.until or day < self.until)


@dataclass(frozen=True)
class Attachment:
    """A convention attached to another; after `term`, the stipulations of the other one may apply."""

    convention: str
    to: str
    on: date
    term: date


@dataclass(frozen=True)
class Replacer:
    """A text that says that it replaces another."""

    slug: str
    reference: str


@dataclass(frozen=True)
class Links:
    """What ties employers to texts beyond a convention and a membership, and the names to say it with."""

    names: dict[str, str] = field(default_factory=dict)
    branches: dict[str, frozenset[str]] = field(default_factory=dict)  # a branch → the conventions in it
    attachments: tuple[Attachment, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    successions: tuple[Succession, ...] = ()
    overseas: frozenset[str] = frozenset()
    outside: dict[str, frozenset[str]] = field(default_factory=dict)  # a branch → the conventions not in it
    parties: tuple[Party, ...] = ()
    negotiators: tuple[Negotiator, ...] = ()
    lesser: frozenset[str] = frozenset()  # the avenants and annexes of another text than their convention
    replacers: dict[str, Replacer] = field(default_factory=dict)  # a text → the one that replaces it

    def name(self, slug: str) -> str:
        return self.names.get(slug, slug)
