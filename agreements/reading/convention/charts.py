"""The charts of a convention and of an organisation: which counts of the day they draw, and what is not known.

Counts come from the index, durations from one question to the edition. Every figure has the address of the list
that it counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pyroaring import BitMap

from agreements.compiled.situations import CERTAINTIES, Party, situations_of
from agreements.finding.index import EMPTY, Index
from agreements.law.sentence_words import of_which_probable
from agreements.law.vocabulary import AgrementState, Certainty, College, ExtensionState, Mode, Track
from agreements.models import Organisation
from agreements.reading.directory import Directory
from agreements.reading.list_rows import Card, cards_of
from agreements.reading.organisation import Commitments
from portal.french.dates import Precision
from portal.web.chart_geometry import (
    Columns,
    Distribution,
    Spread,
    columns,
    distribution,
    share,
    spread,
)

UNDATED = "inconnue"
#: The states of a track as a chart groups them: what they have in common, and their words.
FAMILIES = {
    Track.AGREMENT: {
        "agree": ("agréés", (AgrementState.AGREE,)),
        "attendu": (
            "en cours, ou dont l’avis est rendu",
            (AgrementState.EN_COURS, AgrementState.AVIS_FAVORABLE, AgrementState.AVIS_DEFAVORABLE),
        ),
        "refuse": (
            "refusés, annulés ou classés",
            (AgrementState.REFUSE, AgrementState.ANNULE, AgrementState.SANS_SUITE),
        ),
        "sans-objet": ("sans objet", (AgrementState.SANS_OBJET,)),
        "inconnu": ("inconnus", (AgrementState.INCONNU,)),
    },
    Track.EXTENSION: {
        "etendu": ("étendus", (ExtensionState.ETENDU, ExtensionState.ETENDU_AVEC_RESERVES)),
        "attendu": ("en cours", (ExtensionState.EN_COURS,)),
        "refuse": ("refusés", (ExtensionState.REFUSE,)),
        "non-etendu": ("non étendus", (ExtensionState.NON_ETENDU,)),
        "sans-objet": ("sans objet", (ExtensionState.SANS_OBJET,)),
        "inconnu": ("inconnus", (ExtensionState.INCONNU,)),
    },
}
DECIDED = {
    Track.AGREMENT: (AgrementState.AGREE,),
    Track.EXTENSION: (ExtensionState.ETENDU, ExtensionState.ETENDU_AVEC_RESERVES),
}


@dataclass(frozen=True)
class Family:
    """Some states of a track, counted together."""

    key: str
    label: str
    words: list[str]
    count: int
    of_which: str = ""  # of how many it is only probable, in words


@dataclass(frozen=True)
class Years:
    """The texts of each year by the state of one track on the day."""

    track: Track
    chart: Columns
    families: list[Family]
    rows: list[tuple[int, list[tuple[Family, int, str]], int]]  # year, the count of each family, in all
    undated: int

    @property
    def first(self) -> str:
        return self.chart.columns[0].label

    @property
    def last(self) -> str:
        return self.chart.columns[-1].label


@dataclass(frozen=True)
class Delay:
    """How long the texts of a track waited, from the day that they bear to the Journal officiel."""

    track: Track
    states: list[str]
    decided: int
    of_which: str  # of how many it is only probable, in words
    spread: Spread | None
    chart: Distribution | None
    shortest: tuple[int, Card] | None
    longest: tuple[int, Card] | None

    @property
    def unknown(self) -> int:
        return self.decided - (self.spread.count if self.spread else 0)


@dataclass(frozen=True)
class Signatory:
    organisation: Organisation
    bound: int
    opposed: int
    width: str
    opposed_width: str


class ConventionCharts:
    """The charts of one convention on a day."""

    def __init__(
        self, agreements: BitMap, day: date, index: Index, directory: Directory, subject: bool | None
    ):
        self.agreements, self.day = agreements, day
        self.index, self.directory = index, directory
        self.track = Track.AGREMENT if subject else Track.EXTENSION

    def among(self, dimension: str, words) -> BitMap:
        return self.agreements & BitMap.union(
            EMPTY, *(self.index.members(dimension, word, self.day) for word in words)
        )

    def of_which(self, track: Track, texts: BitMap) -> str:
        """« dont 20 probables »: of how many of these texts the state of a track is only probable."""
        probable = self.among(CERTAINTIES[track], [Certainty.PROBABLE])
        return of_which_probable(len(texts), texts.intersection_cardinality(probable))

    # -- By year -------------------------------------------------------------------------------------------

    @cached_property
    def years(self) -> Years | None:
        """Every year from the first to the last, the empty ones too."""
        families = {key: self.among(self.track, words) for key, (_, words) in self.families.items()}
        dated = {
            int(year): self.agreements & members
            for year, members in self.index.values("annee", self.day).items()
            if year != UNDATED and not self.agreements.isdisjoint(members)
        }
        if not dated:
            return None
        years = {year: dated.get(year, EMPTY) for year in range(min(dated), max(dated) + 1)}
        probable = self.among(CERTAINTIES[self.track], [Certainty.PROBABLE])
        counts = [(year, drawn(families, texts, probable)) for year, texts in years.items()]
        chart = columns(counts, dict(self.parts))
        told = [
            Family(
                key,
                label,
                [word.value for word in words],
                len(families[key]),
                self.of_which(self.track, families[key]),
            )
            for key, (label, words) in self.families.items()
            if families[key]
        ]
        rows = [
            (year, [self.counted(family, families[family.key] & texts) for family in told], len(texts))
            for year, texts in reversed(years.items())
            if texts
        ]
        return Years(self.track, chart, told, rows, len(self.among("annee", [UNDATED])))

    @property
    def families(self):
        return FAMILIES[self.track]

    @property
    def parts(self) -> Iterator[tuple[str, str]]:
        """What a column is made of, from the bottom up: of each family, what is sure, then what is only probable."""
        for key, (label, _) in self.families.items():
            yield key, label
            yield f"{key} {Certainty.PROBABLE}", f"{label}, probablement"

    def counted(self, family: Family, texts: BitMap) -> tuple[Family, int, str]:
        return family, len(texts), self.of_which(self.track, texts)

    # -- Delays --------------------------------------------------------------------------------------------

    @cached_property
    def delays(self) -> list[Delay]:
        """Of the tracks on which something was decided."""
        texts = {track: self.among(track, words) for track, words in DECIDED.items()}
        known = list(self.durations(texts)) if any(texts.values()) else []
        lasting = {
            track: sorted((days, agreement) for told, days, agreement in known if told == track)
            for track in texts
        }
        ends = {rows[end][1] for rows in lasting.values() if rows for end in (0, -1)}
        cards = cards_of(sorted(ends), self.index) if ends else {}
        return [self.delay(track, texts[track], lasting[track], cards) for track in texts if texts[track]]

    def delay(self, track: Track, decided: BitMap, lasting: list[tuple[int, int]], cards) -> Delay:
        days = [length for length, _ in lasting]
        ends = [(length, cards[agreement]) for length, agreement in (lasting[:1] + lasting[-1:])]
        states = [word.value for word in DECIDED[track]]
        return Delay(
            track,
            states,
            len(decided),
            self.of_which(track, decided),
            spread(days),
            distribution(days),
            *(ends if ends else (None, None)),
        )

    def durations(self, texts: dict[Track, BitMap]) -> Iterator[tuple[Track, int, int]]:
        """Of the texts whose own day and whose publication at the Journal officiel are both known, to the day."""
        either = BitMap.union(*texts.values())
        rows = situations_of(either, self.day).order_by().filter(agreement__dated_precision=Precision.JOUR)
        fields = [f"{track}_cause__act__published_on" for track in texts]
        for agreement, dated, *published in rows.values_list("agreement", "agreement__dated", *fields):
            for track, on in zip(texts, published, strict=True):
                if dated and on and agreement in texts[track]:
                    yield track, (on - dated).days, agreement

    # -- Signatories ---------------------------------------------------------------------------------------

    @cached_property
    def signed(self) -> BitMap:
        """The texts of which one signatory at least is known."""
        return self.among("signataire", self.index.values("signataire", self.day))

    @cached_property
    def signatories(self) -> list[tuple[College, list[Signatory]]]:
        """Who signed or joined how many, who opposed how many, each college from the most often."""
        opposed = self.opposed
        told = [
            self.signatory(organisation, opposed.get(organisation.pk, 0))
            for organisation in self.directory.organisations.values()
        ]
        found = sorted(
            (each for each in told if each.bound or each.opposed),
            key=lambda each: (-each.bound, -each.opposed, each.organisation.name),
        )
        colleges = [(college, [s for s in found if s.organisation.college == college]) for college in College]
        return [(college, rows) for college, rows in colleges if rows]

    def signatory(self, organisation: Organisation, opposed: int) -> Signatory:
        bound = len(self.among("signataire", [organisation.slug]))
        whole = len(self.signed)
        return Signatory(organisation, bound, opposed, share(bound, whole), share(opposed, whole))

    @cached_property
    def opposed(self) -> dict[int, int]:
        """By organisation, the texts of the convention that it opposed."""
        acts = Party.objects.as_of(self.day).filter(mode=Mode.OPPOSITION).order_by()
        rows = acts.values_list("organisation", "agreement").distinct()
        counted: dict[int, int] = {}
        for organisation, agreement in rows:
            if agreement in self.agreements:
                counted[organisation] = counted.get(organisation, 0) + 1
        return counted


def drawn(families: dict[str, BitMap], texts: BitMap, probable: BitMap) -> dict[str, int]:
    """How many of the texts of a year each part of its column counts."""
    found = {}
    for key, members in families.items():
        told = members & texts
        found[f"{key} {Certainty.PROBABLE}"] = told.intersection_cardinality(probable)
        found[key] = len(told) - found[f"{key} {Certainty.PROBABLE}"]
    return found


def acts_by_year(acts: Commitments) -> Columns | None:
    """The acts of an organisation by year of the text; nothing when no text has a date."""
    counted = {year: dict(counts) for year, counts in acts.years if year}
    if not counted:
        return None
    span = range(min(counted), max(counted) + 1)
    return columns(
        [(year, {mode.value: count for mode, count in counted.get(year, {}).items()}) for year in span],
        {mode.value: mode.label for mode in Mode},
    )
