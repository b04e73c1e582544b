"""Two texts side by side, or one text on two days: what each is, and where they differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from agreements.law.vocabulary import AgreementKind, EffectRuleKind, Mode, Track
from agreements.reading.agreement.on_day import AgreementOnDay
from agreements.reading.agreement.tracks import TrackLine
from agreements.reading.measures import SetByText
from portal.french.writing import date_fr, upper_first


@dataclass(frozen=True)
class Side:
    """One text on one day, with what it sets in figures."""

    record: AgreementOnDay
    values: list[SetByText]

    @cached_property
    def tracks(self) -> dict[Track, TrackLine]:
        """Its states, none before it is known of."""
        return {line.track: line for line in self.record.tracks}


@dataclass(frozen=True)
class Line:
    """One point on which two texts are compared, in words; what no source says is said so."""

    name: str
    label: str
    told: tuple[list[str], list[str]]

    @property
    def differs(self) -> bool:
        return self.told[0] != self.told[1]


@dataclass(frozen=True)
class TrackPair:
    """The states of one track, on each side."""

    track: Track
    lines: tuple[TrackLine | None, TrackLine | None]

    @property
    def differs(self) -> bool:
        one, other = ((line.state, line.probable) if line else None for line in self.lines)
        return one != other


class Comparison:
    """What two sides have in common, and where they part."""

    def __init__(self, one: Side, other: Side):
        self.sides = (one, other)

    @property
    def same_text(self) -> bool:
        return self.sides[0].record.agreement == self.sides[1].record.agreement

    @property
    def same_day(self) -> bool:
        return self.sides[0].record.day == self.sides[1].record.day

    @cached_property
    def tracks(self) -> list[TrackPair]:
        one, other = (side.tracks for side in self.sides)
        return [
            TrackPair(track, (one.get(track), other.get(track))) for track in Track if track != Track.AUTRE
        ]

    @cached_property
    def lines(self) -> list[Line]:
        one, other = self.sides
        return [Line(name, label, (tell(one), tell(other))) for name, (label, tell) in POINTS.items()]

    @property
    def differences(self) -> Iterator[str]:
        """The names of what differs: tracks, then points."""
        yield from (pair.track.value for pair in self.tracks if pair.differs)
        yield from (line.name for line in self.lines if line.differs)


def parties_of(side: Side) -> list[str]:
    """Who did what, those who signed first."""
    told = [
        party.organisation.name + ("" if mode == Mode.SIGNATURE else f" ({mode.label})")
        for mode in Mode
        for party in side.record.parties_who(mode)
    ]
    return told or ["aucune source lue ne les nomme"]


def clause_of(side: Side) -> list[str]:
    text = side.record.agreement
    if not text.rule:
        return ["clause non lue"]
    day = f" ({date_fr(text.rule_date)})" if text.rule_date else ""
    return [f"{EffectRuleKind.label_of(text.rule)}{day}"]


def term_of(side: Side) -> list[str]:
    term = side.record.agreement.term
    return [date_fr(term)] if term else ["aucun terme lu"]


def figures_of(side: Side) -> list[str]:
    told = [
        f"{each.measure.label} : {each.line.written} au {date_fr(each.line.since)}" for each in side.values
    ]
    return told or ["aucun chiffre recensé"]


def day_of(side: Side) -> list[str]:
    text = side.record.agreement
    return [date_fr(text.dated, text.dated_precision) or "inconnue"]


#: What is compared beside the states, by its name in JSON: its label, and how one side tells it.
POINTS: dict[str, tuple[str, Callable[[Side], list[str]]]] = {
    "phrase": ("En une phrase", lambda side: [side.record.sentence]),
    "conventions": ("Conventions", lambda side: [each.name for each in side.record.conventions]),
    "type": ("Type", lambda side: [upper_first(AgreementKind.label_of(side.record.agreement.kind))]),
    "objet": ("Objet", lambda side: [side.record.subject or "inconnu"]),
    "date_texte": ("Date du texte", day_of),
    "themes": ("Thèmes", lambda side: [each.name for each in side.record.themes] or ["aucun"]),
    "signataires": ("Signataires", parties_of),
    "regle_effet": ("Clause d’effet", clause_of),
    "terme": ("Dernier jour", term_of),
    "mesures": ("Ce qu’il fixe en chiffres", figures_of),
}
