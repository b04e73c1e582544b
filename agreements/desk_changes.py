"""What changed between two days, and what changed in our knowledge between two editions."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404

from agreements.addresses import Address
from agreements.answers import bad_request, json_page, page_of
from agreements.as_of import BadDate, read_date
from agreements.changes import Change, Period
from agreements.csv_tables import csv_page
from agreements.exports_desk import CHANGE_COLUMNS, change_json, change_table, errata_json
from agreements.filters import Scope, SituationFilter
from agreements.french import month_fr
from agreements.index import index_of
from agreements.listing import Listing, Paging, situations_in_order
from agreements.models import Agreement
from agreements.rows import Card
from portal.edition import store
from portal.edition.errata import errata

A_YEAR, A_DAY, PER_PAGE = timedelta(days=365), timedelta(days=1), 50


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
        return Period(self.since, self.until, self.filterset.selection())

    @cached_property
    def rows(self):
        """One page of the agreements that changed."""
        number = int(self.request.GET.get("page") or 1)
        paginator = Paginator(self.period.changed, PER_PAGE)
        if number > paginator.num_pages:
            raise Http404(f"La page {number} n’existe pas : la dernière est la {paginator.num_pages}.")
        return paginator.page(number)

    @property
    def months(self) -> list[tuple[str, list[Change]]]:
        """The changes of the page, by the month of the last of each."""
        changes = self.period.read(self.rows)
        return [
            (month, list(rows)) for month, rows in groupby(changes, key=lambda change: month_fr(change.on))
        ]

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
    texts = {row.agreement_id: row for row in situations_in_order(changed, between.until)}
    return json_page(
        request,
        {
            "du": between.since.isoformat(),
            "au": between.until.isoformat(),
            "total": len(changed),
            "changements": [
                change_json(row, texts[row.agreement.pk]) for row in between.period.read(changed)
            ],
        },
    )


def changes_csv(request):
    between = Between.of(request)
    if between.refusals:
        return bad_request(request, between.refusals, as_json=False)
    rows = change_table(between.period.read(between.period.changed))
    return csv_page(f"changements-{between.since}-{between.until}", CHANGE_COLUMNS, rows)


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
