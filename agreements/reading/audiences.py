"""The audiences of unions, measured by an arrêté for a perimeter and a cycle, with where they come from."""

from dataclasses import dataclass
from functools import lru_cache

from agreements.law.validity import Measure
from agreements.models import Audience, Source


@dataclass(frozen=True)
class KnownAudience:
    """A measured audience, with what pages say of where it comes from."""

    measure: Measure
    sources: tuple[Source, ...]
    note: str
    nor: str
    published: str  # how exactly the day of its publication is known


@lru_cache(maxsize=4)
def audiences_of(edition: str) -> dict[int, KnownAudience]:
    """The audiences of an edition, which never change: read once. `edition` is its checksum."""
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
