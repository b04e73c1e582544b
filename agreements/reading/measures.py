"""The measures of conventions on a day: the present value of each, since when, by which text, and all the others.

They are few and an edition never changes: what is recorded is read once for it, and a day is told of it in memory.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agreements.compiled.situations import Situation
from agreements.law.measures import Course, Effect, Told, Unit, Value, course
from agreements.law.vocabulary import Certainty, EffectState
from agreements.models import Agreement, Convention, Measure, MeasureValue
from agreements.models.facts_of import rule_of
from agreements.reading.step_geometry import Held, Steps, steps
from portal.edition.manifest import Manifest
from portal.edition.memory import of_edition
from portal.french.dates import ONE_DAY
from portal.french.writing import exact, figure


@dataclass(frozen=True)
class RecordedMeasure:
    """A measure as the edition holds it, whatever the day; one that follows another has its values."""

    measure: Measure
    rows: tuple[MeasureValue, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Line:
    """One value on the day, with what replaced it."""

    row: MeasureValue
    told: Told
    by: "Line | None" = None
    for_all: "Line | None" = None  # what replaced it for all that it bound, and not for some members only

    @property
    def written(self) -> str:
        return figure(self.row.amount, Unit(self.row.unit).label)

    @property
    def exact(self) -> str:
        return exact(self.row.amount)

    @property
    def since(self) -> date:
        """The first day for which it counts, which the rule of its text may put after the one it gives."""
        return self.told.value.since

    @property
    def agreement(self) -> Agreement | None:
        return self.row.agreement


class MeasureOnDay:
    """A measure on one day."""

    def __init__(self, recorded: RecordedMeasure, day: date):
        self.recorded, self.measure, self.day = recorded, recorded.measure, day
        self.course: Course = course(recorded.values, day)

    @property
    def label(self) -> str:
        return self.measure.label

    @property
    def spoken_label(self) -> str:
        """As it stands within a sentence."""
        return self.label[:1].lower() + self.label[1:]

    @cached_property
    def by_key(self) -> dict[int, Line]:
        rows = {row.pk: row for row in self.recorded.rows}
        lines: dict[int, Line] = {}
        for told in reversed(self.course.told):
            by, for_all = (
                lines[other.value.key] if other else None
                for other in (told.replaced_by, told.replaced_for_all)
            )
            lines[told.value.key] = Line(rows[told.value.key], told, by, for_all)
        return lines

    @cached_property
    def lines(self) -> list[Line]:
        """Every value known of on the day, the most recent first."""
        return [self.line(told) for told in reversed(self.course.told)]

    def line(self, told: Told | None) -> Line | None:
        return self.by_key[told.value.key] if told else None

    @cached_property
    def present(self) -> Line | None:
        return self.line(self.course.present)

    @cached_property
    def for_others(self) -> Line | None:
        """What holds for those whom the present value does not bind."""
        return self.line(self.course.for_others)

    @cached_property
    def last(self) -> Line | None:
        return self.line(self.course.last)

    @cached_property
    def firm(self) -> Line | None:
        """Where the present value is only probable: the one that is sure, and holds if it is not."""
        return self.line(self.course.firm)

    @cached_property
    def doubts(self) -> list[Line]:
        return [self.by_key[told.value.key] for told in self.course.doubts]

    @cached_property
    def awaited(self) -> list[Line]:
        return [self.by_key[told.value.key] for told in self.course.awaited]

    @property
    def certainty(self) -> Certainty | None:
        return self.course.certainty

    @property
    def known_since(self) -> date | None:
        """The first day of the series."""
        return min((line.since for line in self.lines), default=None)

    @cached_property
    def applied(self) -> list[Line]:
        """Those that took effect, in order of time."""
        return [self.by_key[told.value.key] for told in self.course.applied]

    @cached_property
    def chart(self) -> Steps | None:
        return steps([held(line, self.day) for line in self.applied])

    @property
    def for_members(self) -> bool:
        """Whether one of those bound only the members of an organisation."""
        return any(line.row.members_of for line in self.applied)


def held(line: Line, day: date) -> Held:
    """A value as a step: until the day on which another took its place, or until its term."""
    until = line.told.until
    end = min(day, until + ONE_DAY) if until else day
    kind = "members" if line.row.members_of else ""
    return Held(line.since, max(end, line.since), line.row.amount, line.written, kind)


# -- What an edition holds -----------------------------------------------------------------------------------


@of_edition
def recorded_measures() -> dict[str, list[RecordedMeasure]]:
    """The measures of each convention of the edition being read, in order."""
    rows = MeasureValue.objects.select_related("agreement", "members_of").prefetch_related("sources")
    values: dict[int, list[MeasureValue]] = defaultdict(list)
    for row in rows:
        values[row.measure_id].append(row)
    effects = effects_of({row.agreement_id for own in values.values() for row in own if row.agreement_id})
    measures = list(Measure.objects.select_related("convention", "follows").prefetch_related("sources"))
    named = {(measure.convention_id, measure.slug): measure.pk for measure in measures}
    found: dict[str, list[RecordedMeasure]] = {}
    for measure in measures:
        own = measure.pk
        if measure.follows_id:
            own = named.get((measure.follows_id, measure.slug), measure.pk)
        told = tuple(values[own])
        recorded = RecordedMeasure(measure, told, tuple(value_of(row, effects) for row in told))
        found.setdefault(measure.convention.slug, []).append(recorded)
    return found


def effects_of(agreements: set[int]) -> dict[int, tuple[Effect, ...]]:
    """How long each of these texts has had which effect, and how that is known."""
    found = defaultdict(list)
    rows = Situation.objects.filter(agreement__in=agreements).order_by("agreement", "starts_on")
    columns = ("agreement", "starts_on", "ends_on", "effet", "effet_certainty", "effective_on")
    for agreement, starts_on, ends_on, word, known, effective_on in rows.values_list(*columns):
        certainty = Certainty(known) if known else None
        found[agreement].append(Effect(starts_on, ends_on, EffectState(word), certainty, effective_on))
    return {agreement: tuple(told) for agreement, told in found.items()}


def value_of(row: MeasureValue, effects: dict[int, tuple[Effect, ...]]) -> Value:
    told = effects.get(row.agreement_id, ())
    return Value(
        key=row.pk,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        written_on=row.agreement.dated if row.agreement else None,
        members_only=row.members_of_id is not None,
        attested=row.attested,
        effects=told,
        looks_back=row.agreement is None or rule_of(row.agreement).looks_back,
    )


def measures_of(convention: str, day: date, edition: Manifest) -> list[MeasureOnDay]:
    """The measures of a convention on a day, in order; none where none is recorded."""
    return [MeasureOnDay(recorded, day) for recorded in recorded_measures(edition).get(convention, ())]


def every_measure(conventions: dict[str, Convention], day: date, edition: Manifest):
    """Each convention that has measures, in the order of conventions, with them."""
    recorded = recorded_measures(edition)
    return [
        (convention, measures_of(slug, day, edition))
        for slug, convention in conventions.items()
        if slug in recorded
    ]


# -- What a text sets ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SetByText:
    """A value that a text sets, in its measure, on the day."""

    measure: MeasureOnDay
    line: Line


def set_by(agreement: int, day: date, edition: Manifest) -> list[SetByText]:
    """What a text sets, by its number; where a measure follows another, it is told once, in its own convention."""
    return [
        SetByText(measure, line)
        for recorded in own_measures(edition)
        if any(row.agreement_id == agreement for row in recorded.rows)
        for measure in (MeasureOnDay(recorded, day),)
        for line in reversed(measure.lines)
        if line.row.agreement_id == agreement
    ]


def replaced_by(agreement: int, day: date, edition: Manifest) -> list[SetByText]:
    """The values of a text that others have replaced by the day; `line.by` is the one that took its place."""
    return [told for told in set_by(agreement, day, edition) if told.line.by]


def replaced_values(told: list[SetByText]) -> list[SetByText]:
    """The values of a text, where others have replaced them all; `line.for_all` took the place of each.

    A text may set more than figures: that it is replaced is said of its values, and of nothing else. What replaces a
    value for the members of an organisation only leaves it to the others. Of its own steps, the last is told.
    """
    if not all(each.line.for_all for each in told):
        return []
    return [each for each in told if each.line.for_all.agreement != each.line.agreement]


def replaced_texts(day: date, edition: Manifest) -> dict[int, list[SetByText]]:
    """By its number, each text all of whose values others have replaced by the day."""
    found = defaultdict(list)
    for recorded in own_measures(edition):
        measure = MeasureOnDay(recorded, day)
        for line in measure.lines:
            if line.agreement:
                found[line.agreement.pk].append(SetByText(measure, line))
    return {text: replaced for text, told in found.items() if (replaced := replaced_values(told))}


def own_measures(edition: Manifest) -> Iterator[RecordedMeasure]:
    """The measures that have values of their own."""
    for measures in recorded_measures(edition).values():
        yield from (recorded for recorded in measures if recorded.measure.follows_id is None)
