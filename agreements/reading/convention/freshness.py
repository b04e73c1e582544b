"""How fresh what is told of a convention is: the last text that was read, and when the official base was.

A page of the official base bears the day on which it was read first: a base was read on the last of those days at
the earliest. A refresh reads it whole again, and the base itself bears the day of that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from pyroaring import BitMap

from agreements.finding.index import Index
from agreements.models import Agreement, OfficialPlace, OfficialText, Source
from agreements.models.official import OFFICIAL_BASE, OFFICIAL_PAGE
from agreements.reading.convention.on_day import agreements_of
from portal.edition.manifest import Manifest
from portal.edition.memory import of_edition

#: How long an official source may go unread before pages say that it is to be read again.
STALE_AFTER = timedelta(days=60)
#: Where the Journal officiel shows its acts.
JOURNAL_PAGE = "https://www.legifrance.gouv.fr/jorf/id/"


@dataclass(frozen=True)
class Journal:
    """The Journal officiel as far as it was read: the youngest of the issues whose acts were, and when."""

    issue_on: date | None = None
    read_on: date | None = None


@dataclass(frozen=True)
class OfficialBase:
    """When the texts of each convention were last read in the official base; the day of its youngest text."""

    read_on: dict[str, date]
    text_on: date | None
    journal: Journal = Journal()

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

    def stale(self, today: date) -> int:
        """How many days ago the official base was read of it, where that is too long; else 0."""
        return days_over(self.base_on, today)


def days_over(read_on: date | None, today: date) -> int:
    """The days since a reading, where they are more than a source may go unread."""
    return (today - read_on).days if read_on and today - read_on > STALE_AFTER else 0


def stale_readings(edition: Manifest, today: date) -> dict[str, int]:
    """The conventions of which the official base is to be read again: since how many days it was not."""
    told = ((slug, days_over(day, today)) for slug, day in official_base(edition).read_on.items())
    return {slug: days for slug, days in told if days}


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
        Source.objects.filter(url__startswith=OFFICIAL_PAGE)
        .order_by("consulted_on")  # the package and the archives each have their source of one page
        .values_list("url", "consulted_on")
    )
    whole = Source.objects.filter(**OFFICIAL_BASE).aggregate(read=Max("consulted_on"))["read"] or date.min
    read_on: dict[str, date] = {}
    for convention, kalitext in OfficialPlace.objects.order_by().values_list(
        "convention__slug", "text__kalitext"
    ):
        if day := pages.get(f"{OFFICIAL_PAGE}{kalitext}"):
            read_on[convention] = max(day, whole, read_on.get(convention, day))
    dated = OfficialText.objects.filter(agreement__dated__lte=max(read_on.values(), default=date.min))
    return OfficialBase(read_on, dated.aggregate(last=Max("agreement__dated"))["last"], read_journal())


def read_journal() -> Journal:
    """The issues of the Journal officiel of which an act was read."""
    read = Source.objects.filter(url__startswith=JOURNAL_PAGE).order_by()
    told = read.aggregate(issue=Max("published_on"), read=Max("consulted_on"))
    return Journal(told["issue"], told["read"])
