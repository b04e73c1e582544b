"""What changed between two days, and what changed in our knowledge between two editions."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404

from agreements.addresses import Address
from agreements.answers import bad_request, json_page, long_json_page, page_of
from agreements.as_of import BadDate, read_date
from agreements.changes import Change, Month, Period
from agreements.directory import directory_of
from agreements.exports_desk import change_json, errata_json
from agreements.filters import Scope, SituationFilter
from agreements.french import month_fr
from agreements.index import index_of
from agreements.listing import Listing, Paging
from agreements.models import Agreement
from agreements.rows import Card, cards_of
from portal.edition import store
from portal.edition.errata import errata

A_YEAR, A_DAY, PER_PAGE = timedelta(days=365), timedelta(days=1), 50
#: Beyond so many months, the way through a period goes by years.
MOST_MONTHS = 24


@dataclass
class Between(Listing):
    """The changes of a period under the filters of an address, or the reasons to refuse it."""

    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, request):
        days, reasons = {}, []
        for name in ("du", "au"):
            try:
                days[name] = read_date(text) if (text := request.GET.get(name, "").strip()) else None
            except BadDate as error:
                reasons.append(f"{name} : {error}")
        until = days.get("au") or request.day
        since = days.get("du") or until - A_YEAR
        if not reasons and since > until:
            reasons.append("du, au : la première date est après la seconde.")
        filterset, paging = everywhere(request, until), Paging(request.GET)
        reasons += filterset.refusals
        reasons += [f"{name} : {' '.join(errors)}" for name, errors in paging.errors.items()]
        return cls(request, filterset, reasons, since=since, until=until)

    @property
    def address(self) -> Address:
        return Address(self.request, [*SituationFilter.base_filters, "du", "au", "page"])

    @cached_property
    def period(self) -> Period:
        directory = directory_of(self.request.edition.checksum)
        members, index = self.filterset.selection(), self.filterset.index
        return Period(self.since, self.until, members, index, directory)

    @cached_property
    def rows(self):
        """One page of the agreements that changed."""
        number = int(self.request.GET.get("page") or 1)
        paginator = Paginator(self.period.changed, PER_PAGE)
        if number > paginator.num_pages:
            raise Http404(f"La page {number} n’existe pas : la dernière est la {paginator.num_pages}.")
        return paginator.page(number)

    @property
    def months(self) -> list[tuple[date, list[tuple[Change, Card]]]]:
        """The changes of the page, by the month of the last of each."""
        cards = cards_of(list(self.rows), self.filterset.index)
        changes = [(change, cards[change.agreement.pk]) for change in self.period.read(self.rows)]
        return [
            (month, list(rows)) for month, rows in groupby(changes, key=lambda row: row[0].on.replace(day=1))
        ]

    @property
    def calendar(self) -> list[dict]:
        """The way to each month of the period, or to each year of a long one; nothing when one page is all."""
        if self.rows.paginator.num_pages == 1:
            return []
        months = self.period.months
        if len(months) <= MOST_MONTHS:
            return [self.way(month_fr(month.first_day), [month]) for month in months]
        years = groupby(months, key=lambda month: month.first_day.year)
        return [self.way(str(year), list(of_it)) for year, of_it in years]

    def way(self, label: str, months: list[Month]) -> dict:
        number = months[0].place // PER_PAGE + 1
        url = self.address.setting("page", number) if number > 1 else self.address.drop("page")
        count = sum(month.count for month in months)
        return {"label": label, "count": count, "url": f"{url}#mois-{months[0].first_day:%Y-%m}"}

    @property
    def presets(self) -> list[dict]:
        """Periods that end on the day of the page; each starts on the eve, whose state is compared."""
        today = self.request.day
        starts = {
            "cette semaine": today - timedelta(days=today.weekday()) - A_DAY,
            "ce mois-ci": today.replace(day=1) - A_DAY,
            "cette année": today.replace(month=1, day=1) - A_DAY,
            "depuis un an": today - A_YEAR,
        }
        if previous := previous_edition(self.request.edition):
            starts["depuis l’édition précédente"] = previous.moment.date()
        kept = self.address.without("du", "au", "page", "date")
        return [
            {
                "label": label,
                "url": self.address.url([*kept, ("du", str(start)), ("au", str(today))]),
                "active": (start, today) == (self.since, self.until),
            }
            for label, start in starts.items()
            if start <= today
        ]


def everywhere(request, day: date) -> SituationFilter:
    """The filters of the list, over every convention unless one is named or the sector asked for."""
    data = request.GET.copy()
    if not data.get("perimetre"):
        data["perimetre"] = Scope.TOUT.value
    return SituationFilter(data, day, index_of(request.edition.path))


def previous_edition(present):
    return next((kept for kept in store.editions() if kept.number < present.number), None)


def changes(request):
    between = Between.of(request)
    if between.refusals:
        return bad_request(request, between.refusals, as_json=False)
    return page_of(
        request,
        "agreements/changes.html",
        "desk",
        listing=between,
        page=between.rows,
        address=between.address,
    )


def changes_json(request):
    between = Between.of(request)
    if between.refusals:
        return bad_request(request, between.refusals, as_json=True)
    changed = between.period.changed
    days = {"du": between.since.isoformat(), "au": between.until.isoformat()}
    told = map(change_json, between.period.read(changed))
    return long_json_page(request, days | {"total": len(changed)}, "changements", told)


# -- Between two editions ----------------------------------------------------------------------------------


def two_editions(request):
    """The two editions that an address names, or the reasons to refuse it."""
    kept = {str(edition.number): edition for edition in store.editions()}
    present = request.edition
    previous = previous_edition(present) or present
    chosen = {"de": previous, "a": present}
    reasons = []
    for name in chosen:
        if number := request.GET.get(name, "").strip():
            chosen[name] = kept.get(number)
            if chosen[name] is None:
                reasons.append(f"{name} : l’édition « {number} » n’est pas conservée.")
    if not reasons and chosen["de"].number > chosen["a"].number:
        reasons.append("de, a : la première édition est après la seconde.")
    return chosen["de"], chosen["a"], reasons


def between_editions(request):
    before, after, reasons = two_editions(request)
    if reasons:
        return bad_request(request, reasons, as_json=False)
    found = errata(before, after)
    slugs = [*found.changes.added, *found.changes.withdrawn, *found.corrected]
    texts = Agreement.objects.filter(slug__in=slugs).prefetch_related("conventions")
    cards = {text.slug: Card.of(text) for text in texts}
    return page_of(
        request,
        "agreements/changes_editions.html",
        "desk",
        before=before,
        after=after,
        editions=store.editions(),
        added=[(slug, cards.get(slug)) for slug in found.changes.added],
        withdrawn=found.changes.withdrawn,
        corrected=[(slug, cards.get(slug), errors) for slug, errors in found.corrected.items()],
        address=Address(request, ["de", "a"]),
    )


def between_editions_json(request):
    before, after, reasons = two_editions(request)
    if reasons:
        return bad_request(request, reasons, as_json=True)
    return json_page(request, errata_json(before, after, errata(before, after)))
