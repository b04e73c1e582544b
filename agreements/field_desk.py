"""What the page of a convention adds: its texts in force by theme, its series of numbers, who may sign."""

from datetime import date
from functools import cached_property

from agreements.chains import Series, numbered_series
from agreements.detail import KnownMeasure, measures_of
from agreements.edition import Situation
from agreements.models import Convention, Organisation, Theme
from agreements.rows import Card
from agreements.validity import measure_for
from agreements.vocabulary import EffectState


class FieldDesk:
    def __init__(self, convention: Convention, day: date, edition: str):
        self.convention, self.day, self.edition = convention, day, edition

    @cached_property
    def series(self) -> list[Series]:
        return numbered_series(self.convention)

    @cached_property
    def in_force(self) -> list[tuple[Theme | None, list[tuple[Situation, Card]]]]:
        """The texts in force on the day, by theme; one of two themes is in both, one without theme at the end."""
        there = Situation.objects.as_of(self.day).filter(
            effet=EffectState.EN_VIGUEUR, agreement__conventions=self.convention
        )
        rows = there.select_related("agreement").prefetch_related(
            "agreement__conventions", "agreement__themes"
        )
        themes: dict[Theme | None, list] = {}
        for row in rows.order_by("agreement_id"):
            for theme in list(row.agreement.themes.all()) or [None]:
                themes.setdefault(theme, []).append((row, Card.of(row.agreement)))
        return sorted(themes.items(), key=lambda item: (item[0] is None, str(item[0])))

    @property
    def in_force_count(self) -> int:
        return len({row.agreement_id for _, rows in self.in_force for row, _ in rows})

    @cached_property
    def measure(self) -> KnownMeasure | None:
        known = measures_of(self.edition)
        chosen = measure_for(
            [each.measure for each in known.values()], frozenset({self.convention.slug}), self.day
        )
        return known[chosen.key] if chosen else None

    @cached_property
    def unions(self) -> list[tuple[str, object, list[Organisation]]]:
        """The confederations that are representative in the field on the day, each with its unions held here."""
        if self.measure is None:
            return []
        shares = self.measure.measure.shares
        held = Organisation.objects.filter(confederation__in=shares).order_by("name")
        return [
            (name, share, [union for union in held if union.confederation == name])
            for name, share in shares.items()
        ]
