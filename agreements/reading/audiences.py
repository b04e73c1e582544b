"""The measures of audience that apply to an agreement."""

from dataclasses import dataclass

from agreements.law.validity import Measure
from agreements.models import Audience, Source
from portal.edition.memory import of_edition


@dataclass(frozen=True)
class KnownMeasure:
    """A measure with what the page tells of where it comes from."""

    measure: Measure
    sources: tuple[Source, ...]
    note: str
    nor: str
    published: str  # « au JO du… » is left to the page: only how exactly it is known


@of_edition
def measures_of() -> dict[int, KnownMeasure]:
    """The measures of the edition being read."""
    rows = Audience.objects.prefetch_related("conventions", "shares", "sources")
    return {row.pk: KnownMeasure(measure_of(row), tuple(row.sources.all()), row.note, row.nor, row.published_precision)
            for row in rows}  # fmt: skip


def measure_of(row: Audience) -> Measure:
    return Measure(
        key=row.pk,
        perimeter=row.perimeter,
        cycle=row.cycle,
        conventions=frozenset(convention.slug for convention in row.conventions.all()),
        on=row.on,
        shares={share.confederation: share.share for share in row.shares.all()},
        published_on=row.published_on,
    )
