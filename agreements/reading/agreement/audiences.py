"""Who is representative, by perimeter and cycle: the audiences of unions, the employers recognised, with sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.law.validity import Measure, measure_for
from agreements.law.vocabulary import College
from agreements.models import Audience, Organisation, Source
from portal.edition.memory import of_edition


@dataclass(frozen=True)
class KnownAudience:
    """A measure, with what pages say of where it comes from; of employers, whom it recognises."""

    measure: Measure
    college: College
    sources: tuple[Source, ...]
    note: str
    nor: str
    published: str  # how exactly the day of its publication is known
    employers: tuple[Organisation, ...] = ()


@of_edition
def measures_of() -> dict[int, KnownAudience]:
    """Those of the edition being read, of unions and of employers."""
    rows = Audience.objects.prefetch_related("conventions", "shares", "sources", "employers")
    return {
        row.pk: KnownAudience(
            measure_of(row),
            College(row.college),
            tuple(row.sources.all()),
            row.note,
            row.nor,
            row.published_precision,
            tuple(row.employers.all()),
        )
        for row in rows
    }


def audiences_of(edition, college: College = College.SALARIE) -> dict[int, KnownAudience]:
    """Those of one side."""
    return {pk: known for pk, known in measures_of(edition).items() if known.college == college}


def in_force(
    known: dict[int, KnownAudience], conventions: Iterable[str], day: date | None
) -> KnownAudience | None:
    """The one to rely upon on a day, of a perimeter that holds these conventions."""
    chosen = measure_for([each.measure for each in known.values()], frozenset(conventions), day)
    return known[chosen.key] if chosen else None


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
