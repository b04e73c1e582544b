"""What is known of one agreement, in the form that the life-cycle reads: plain and immutable."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps
from typing import NamedTuple

from agreements.law.effect_rules import EffectRule
from agreements.law.names.acts import Formula
from agreements.law.vocabulary import (
    FIRM,
    AgreementKind,
    AgrementState,
    Certainty,
    College,
    EffectState,
    ExtensionState,
    Mode,
    Nature,
    SignatureState,
    StateWord,
    Track,
    rank,
)
from portal.french.dates import PartialDate, Precision

#: The end of what has not ended, so that « on day D » is one condition.
STILL_SO = date.max


@dataclass(frozen=True)
class Fact:
    """One event of an agreement, as its sources tell it."""

    nature: Nature
    reported_on: date  # the day of the earliest source that tells it: its own, else that on which it was read
    on: PartialDate | None = None  # the day of the act
    published_on: date | None = None  # its publication at the JO
    convention: str = ""  # the only field it concerns, for a text of several conventions
    key: int = 0  # names the event on the page; takes no part in any rule
    written_on: date | None = None  # for an effect: the date of the text that takes it
    partial: bool = False  # of a part of the articles: another one may be older
    read_only: bool = False  # no source that tells it has a date of its own: it is known since we read it
    formula: Formula | None = None  # of its act: from when a text that gives no day has effect
    notified_on: date | None = None  # of its act: the day on which those who signed were told

    @cached_property
    def counts_from(self) -> date:
        """Its JO, else its day, else its source's; an effect, neither before its day nor before its text."""
        last_day = self.on.at_the_latest if self.on else None
        day = self.published_on or last_day or self.reported_on
        if self.nature.track == Track.EFFET:
            return max(day, last_day or day, self.written_on or day)
        return day

    @property
    def dated(self) -> bool:
        """Whether a day of the act is known, as far as it may be."""
        return bool(self.on or self.published_on)

    @property
    def learned(self) -> bool:
        """Whether the day it counts from is only that of our reading."""
        return self.read_only and not self.dated

    @property
    def not_before(self) -> date | None:
        """The first day on which it can have happened; none where only a last one is known."""
        if self.published_on or not self.on:
            return self.published_on
        return None if self.on.precision == Precision.AU_PLUS_TARD else self.on.day

    @property
    def retroactive(self) -> bool:
        return bool(self.on and self.written_on and self.on.day < self.written_on)

    @property
    def exact(self) -> bool:
        """Whether the day it counts from is the day it happened, and not a bound."""
        return bool(self.published_on or (self.on and self.on.exact))

    @cached_property
    def order(self) -> tuple:
        """Its place in time; on one day, the order in which things can happen."""
        known = (not self.published_on, not self.exact)  # the best known first
        return (self.counts_from, rank(self.nature.state), self.nature.value, *known, self.key)


@dataclass(frozen=True)
class Commitment:
    """What one organisation did: signed, adhered, opposed, withdrew."""

    organisation: str
    college: College
    mode: Mode
    reported_on: date
    on: PartialDate | None = None
    key: int = 0  # names the signature on the page; takes no part in any rule


def memoised(function):
    """Facts never change: what follows from them and from its arguments alone is worked out once."""

    @wraps(function)
    def remembered(facts, *others):
        key = (function, *others)
        if key not in facts.memory:
            facts.memory[key] = function(facts, *others)
        return facts.memory[key]

    return remembered


@dataclass(frozen=True)
class Held:
    """What the official base says of a text: in force or not, extended or not, and since which day."""

    state: str
    since: date | None = None

    @property
    def in_force(self) -> bool:
        return self.state.startswith("VIGUEUR")

    @property
    def not_extended(self) -> bool:
        return self.state == "VIGUEUR_NON_ETEN"


@dataclass(frozen=True)
class Facts:
    """All that is known of one agreement.

    `subject_to_agrement` is None when no source tells. `mirrors` are the texts without which it does not
    apply; `replacers` those which say that they replace it. Their own mirrors and replacers are not followed.
    """

    recorded_on: date  # the day the earliest source speaks of it
    kind: AgreementKind | None = None
    subject_to_agrement: bool | None = True
    dated: PartialDate | None = None  # the date its title bears
    opened_on: date | None = None  # the day it was put to signature, where its row tells it
    conventions: frozenset[str] = frozenset()
    indivisible: bool = False
    rule: EffectRule = EffectRule()
    term: date | None = None  # its last day (CT L2222-4)
    term_is_a_bound: bool = False  # whether it may have ended before
    events: tuple[Fact, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    mirrors: tuple["Facts", ...] = ()
    replacers: tuple["Facts", ...] = ()
    held: Held | None = None  # what the official base says of it
    base_not_extended: bool = False  # whether its conventions are not extended

    def __post_init__(self):
        if self.dated and self.dated.exact:
            object.__setattr__(self, "events", tuple(written(event, self.dated.day) for event in self.events))

    @property
    def dated_by_signature(self) -> bool:
        """Whether the date of the title may be that of a signature: nobody signs before the opening."""
        return bool(self.dated) and not (self.opened_on and self.dated.at_the_latest < self.opened_on)

    @property
    def exists_since(self) -> date:
        """The first day of the text itself: the one its title bears, else that of the official base, else our news."""
        if self.dated:
            return self.dated.at_the_latest
        return self.held.since if self.held and self.held.since else self.recorded_on

    @cached_property
    def reading(self) -> Fact | None:
        """What was read in the official base, on its day."""
        return self.first(Nature.CONSTAT_EN_VIGUEUR)

    @property
    def is_held_in_force(self) -> bool:
        """Whether the official base holds in force the text, or, where it does not hold it, articles that it made."""
        return self.held.in_force if self.held else self.reading is not None

    @cached_property
    def in_order(self) -> list[Fact]:
        return sorted(self.events, key=lambda event: event.order)

    @cached_property
    def memory(self) -> dict[tuple, object]:
        """What was worked out of these facts, kept by `memoised`."""
        return {}

    @memoised
    def known(self, day: date) -> "Facts":
        """The same agreement, as far as the facts that count on that day."""
        dated = self.dated if self.dated and self.dated.at_the_latest <= day else None
        events = tuple(event for event in self.in_order if event.counts_from <= day)
        whole = dated is self.dated and len(events) == len(self.events)
        return self if whole else replace(self, dated=dated, events=events)

    def last(self, *natures: Nature) -> Fact | None:
        return next((event for event in reversed(self.in_order) if event.nature in natures), None)

    def first(self, *natures: Nature) -> Fact | None:
        return next((event for event in self.in_order if event.nature in natures), None)

    def event(self, key: int | None, *natures: Nature) -> Fact | None:
        return next((event for event in self.events if event.key == key and event.nature in natures), None)


def written(event: Fact, day: date) -> Fact:
    """An effect, knowing the date of its text."""
    if event.nature.track != Track.EFFET or event.written_on == day:
        return event
    return replace(event, written_on=day)


class State(NamedTuple):
    """A word of one track, the event that says so (its key), the article that makes it so, and how it is known."""

    word: StateWord
    cause: int | None = None
    article: str = ""
    certainty: Certainty | None = None  # none where the word is « inconnu »
    rule: str = ""  # the key of the rule that gives it, where no source says it as it is

    @property
    def firm(self) -> bool:
        """Established or deduced: what may be told as it is."""
        return self.certainty in FIRM

    @property
    def told(self) -> str:
        """Its word, as it is shown."""
        return self.word.shown(self.certainty == Certainty.PROBABLE)


def established(word: StateWord, cause: int | None = None, article: str = "") -> State:
    """What a source says."""
    return State(word, cause, article, Certainty.ETABLI)


class Situation(NamedTuple):
    """What the four tracks say from `starts_on` (included) to `ends_on` (excluded; None: still so)."""

    starts_on: date
    ends_on: date | None = None
    signature: State = State(SignatureState.INCONNU)
    agrement: State = State(AgrementState.INCONNU)
    extension: State = State(ExtensionState.INCONNU)
    effet: State = State(EffectState.INCONNU)
    effective_on: date | None = None  # the day it takes or took effect, once that day is sure

    @property
    def states(self) -> tuple[State, State, State, State]:
        return (self.signature, self.agrement, self.extension, self.effet)

    @property
    def words(self) -> tuple[StateWord, StateWord, StateWord, StateWord]:
        return (self.signature.word, self.agrement.word, self.extension.word, self.effet.word)
