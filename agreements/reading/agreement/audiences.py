"""The audiences of unions, measured by an arrêté for a perimeter and a cycle, with where they come from."""

from dataclasses import dataclass

from agreements.law.validity import Measure
from agreements.models import Audience, Source
from portal.edition.memory import of_edition


@dataclass(frozen=True)
class KnownAudience:
    """A measured audience, with what pages say of where it comes from."""

    measure: Measure
    sources: tuple[Source, ...]
    note: str
    nor: str
    published: str  # how exactly the day of its publication is known


@of_edition
def audiences_of() -> dict[int, KnownAudience]:
    """The audiences of the edition being read."""
    rows = Audience.objects.prefetch_related("conventions", "shares", "sources")
    return {row.pk: KnownAudience(measure_of(row), tuple(row.sources.all()), row.note, row.nor, row.published_precision)
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
