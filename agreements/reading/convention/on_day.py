"""What the page of a convention tells: its texts of a day, its series of numbers, who may sign."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pyroaring import BitMap

from agreements.compiled.situations import CERTAINTIES, situations_of
from agreements.finding.index import EMPTY, Index
from agreements.law.sentence_words import of_which_probable
from agreements.law.validity import YEARS_OF_A_CYCLE, cycles_until
from agreements.law.vocabulary import STATES, Certainty, College, EffectState, Track
from agreements.models import Agreement, Convention, Organisation, Theme
from agreements.reading.agreement.audiences import KnownAudience, audiences_of, in_force
from agreements.reading.chains import Series, numbered_series
from agreements.reading.directory import Directory
from agreements.reading.list_rows import Card, Row, cards_of, rows_of
from agreements.reading.measures import SetByText, replaced_texts
from portal.edition.manifest import Manifest
from portal.french.words import Word
from portal.french.writing import plural

LATEST = 10


def agreements_of(index: Index, convention: str, day: date) -> BitMap:
    """The agreements of a convention that are known of on the day."""
    return index.known(day) & index.members("convention", convention, day)


class TextInForce(NamedTuple):
    """A text in force, since when; what took the place of all its values, where others did."""

    card: Card
    since: date | None
    replaced: Sequence[SetByText] = ()
    probable: bool = False  # whether its effect is only probable


class ConventionOnDay:
    def __init__(
        self, convention: Convention, day: date, index: Index, directory: Directory, edition: Manifest
    ):
        self.convention, self.day, self.edition = convention, day, edition
        self.index, self.directory = index, directory

    @cached_property
    def agreements(self) -> BitMap:
        return agreements_of(self.index, self.convention.slug, self.day)

    @property
    def count(self) -> int:
        return len(self.agreements)

    @property
    def states(self) -> dict[Track, list[tuple[Word, int, str]]]:
        """How many of its texts are in each state, track by track, and of how many it is only probable, in words."""
        return {track: list(self.counts(track)) for track in STATES}

    def counts(self, track: Track) -> Iterator[tuple[Word, int, str]]:
        probable = self.agreements & self.probable(track)
        for state in STATES[track]:
            members = self.among(track.value, state)
            if count := members.intersection_cardinality(self.agreements):
                yield state, count, of_which_probable(count, members.intersection_cardinality(probable))

    def probable(self, track: Track) -> BitMap:
        """The texts whose state is only probable on one track."""
        return self.among(CERTAINTIES[track], Certainty.PROBABLE)

    def among(self, dimension: str, value: str) -> BitMap:
        return self.index.members(dimension, value, self.day)

    @cached_property
    def latest(self) -> list[Row]:
        return rows_of(list(self.agreements[:LATEST]), self.day, self.index)

    # -- In force ------------------------------------------------------------------------------------------

    @cached_property
    def binding(self) -> BitMap:
        return self.agreements & self.among("effet", EffectState.EN_VIGUEUR)

    @property
    def in_force_count(self) -> str:
        """« 30 textes, dont 12 probables »."""
        count, probable = len(self.binding), len(self.binding & self.probable(Track.EFFET))
        return ", ".join(filter(None, (plural(count, "texte"), of_which_probable(count, probable))))

    @cached_property
    def in_force(self) -> list[tuple[Theme | None, list[TextInForce]]]:
        """The texts in force, by theme; one of two themes is in both, one without at the end."""
        cards = cards_of(list(self.binding), self.index)
        since = dict(
            situations_of(self.binding, self.day).order_by().values_list("agreement", "effective_on")
        )
        replaced, probable = replaced_texts(self.day, self.edition), self.probable(Track.EFFET)
        told = {
            text: TextInForce(cards[text], since[text], replaced.get(text, ()), text in probable)
            for text in self.binding
        }
        themes = {
            theme: self.binding & self.among("theme", slug) for slug, theme in self.directory.themes.items()
        }
        parts = sorted(themes.items(), key=lambda item: item[0].name)
        rest = self.binding - BitMap.union(EMPTY, *themes.values())
        return [(theme, [told[text] for text in texts]) for theme, texts in [*parts, (None, rest)] if texts]

    # -- Numbers and unions --------------------------------------------------------------------------------

    @cached_property
    def series(self) -> list[Series]:
        texts = Agreement.objects.filter(conventions=self.convention).order_by("slug")
        return numbered_series(self.convention.slug, texts.values_list("slug", "kind", "number"))

    @cached_property
    def measure(self) -> KnownAudience | None:
        """The audience of unions on the day."""
        return in_force(audiences_of(self.edition), [self.convention.slug], self.day)

    @cached_property
    def employers(self) -> KnownAudience | None:
        """The employers' organisations recognised on the day."""
        return in_force(audiences_of(self.edition, College.EMPLOYEUR), [self.convention.slug], self.day)

    @cached_property
    def cycles(self) -> list[tuple[int, KnownAudience | None]]:
        """The audience of unions, cycle after cycle until the day; None for one that was not read."""
        told = [(cycle, self.of_cycle(cycle)) for cycle in cycles_until(self.day)]
        return told if any(known for _, known in told) else []

    def of_cycle(self, cycle: int) -> KnownAudience | None:
        """The measure of a cycle that counts by the day, of the narrowest perimeter."""
        there = {
            key: known
            for key, known in audiences_of(self.edition).items()
            if known.measure.cycle == cycle and known.measure.counts_from <= self.day
        }
        return in_force(there, [self.convention.slug], min(self.day, date(cycle + YEARS_OF_A_CYCLE, 12, 31)))

    @cached_property
    def unions(self) -> list[tuple[str, object, list[Organisation]]]:
        """The confederations that are representative in the field on the day, each with its unions held here."""
        if self.measure is None:
            return []
        held = sorted(self.directory.organisations.values(), key=lambda union: union.name)
        return [
            (name, share, [union for union in held if union.confederation == name])
            for name, share in self.measure.measure.shares.items()
        ]
