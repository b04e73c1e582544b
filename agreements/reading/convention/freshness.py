"""How fresh what is told of a convention is: the last text that was read, and when the official base was.

A page of the official base bears the day on which it was read first: a base is read on the last of those days at
the latest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from pyroaring import BitMap

from agreements.finding.index import Index
from agreements.models import Agreement, OfficialPlace, OfficialText, Source
from agreements.models.official import OFFICIAL_PAGE
from agreements.reading.convention.on_day import agreements_of
from portal.edition.memory import of_edition
from portal.edition.store import Manifest


@dataclass(frozen=True)
class OfficialBase:
    """When the texts of each convention were last read in the official base; the day of its youngest text."""

    read_on: dict[str, date]
    text_on: date | None

    @property
    def last_read_on(self) -> date | None:
        return max(self.read_on.values(), default=None)

    def last_read_of(self, conventions: Iterable[str]) -> date | None:
        """When the texts of any of these conventions were."""
        return max((self.read_on[slug] for slug in conventions if slug in self.read_on), default=None)


@dataclass(frozen=True)
class Freshness:
    """The last dated text that was read, and when the official base was read of it."""

    text: Agreement | None
    base_on: date | None  # none where no text of it was read in the base
    base: OfficialBase


def freshness_of(
    conventions: Iterable[str], day: date, index: Index, edition: Manifest
) -> dict[str, Freshness]:
    """How fresh each of these conventions is on the day, from one question."""
    latest = {slug: next(iter(agreements_of(index, slug, day)), None) for slug in conventions}
    texts = Agreement.objects.filter(dated__isnull=False).in_bulk([pk for pk in latest.values() if pk])
    base = official_base(edition)
    return {slug: Freshness(texts.get(pk), base.read_on.get(slug), base) for slug, pk in latest.items()}


def freshness_among(texts: BitMap, edition: Manifest) -> Freshness:
    """How fresh these texts are, whatever their conventions."""
    base = official_base(edition)
    latest = Agreement.objects.filter(pk__in=texts[:1], dated__isnull=False).first()
    return Freshness(latest, base.last_read_on, base)


@of_edition
def official_base() -> OfficialBase:
    """What the edition holds of the official base; nothing where no text of it was imported."""
    pages = dict(
        Source.objects.filter(url__startswith=OFFICIAL_PAGE).order_by().values_list("url", "consulted_on")
    )
    read_on: dict[str, date] = {}
    for convention, kalitext in OfficialPlace.objects.order_by().values_list(
        "convention__slug", "text__kalitext"
    ):
        if day := pages.get(f"{OFFICIAL_PAGE}{kalitext}"):
            read_on[convention] = max(day, read_on.get(convention, day))
    dated = OfficialText.objects.filter(agreement__dated__lte=max(read_on.values(), default=date.min))
    return OfficialBase(read_on, dated.aggregate(last=Max("agreement__dated"))["last"])
