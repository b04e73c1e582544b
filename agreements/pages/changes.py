"""What changed between two days, and what changed in our knowledge between two editions."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django import forms

from agreements.compiled.situations import TRACKS
from agreements.finding.filters import Scope, SituationFilter
from agreements.finding.index import index_of
from agreements.finding.ranked import Ranked
from agreements.pages.as_json import event_json, iso, listed_json, words_json
from agreements.pages.listing import Listing
from agreements.reading.changes import Change, Lived, Month, Period, Turn
from agreements.reading.directory import directory_of
from agreements.reading.list_rows import Card, cards_of
from portal.edition.store import previous_edition
from portal.french.writing import month_fr
from portal.web.addresses import Address, Link, page
from portal.web.answers import bad_request, long_json_page, page_of, place_json
from portal.web.parameters import PER_PAGE, DayField, PageNumber, Paging, read, reads, refusals_of

A_YEAR, A_DAY = timedelta(days=365), timedelta(days=1)
#: Beyond so many months, the way through a period goes by years.
MOST_MONTHS = 24
#: What readings taught is folded, and named up to so many texts.
MOST_LEARNED = 50


class PeriodForm(forms.Form):
    """From which day and to which; a year until the day of the page when the address does not say."""

    du = DayField("Du")
    au = DayField("Au")


@dataclass
class Between(Listing):
    """The changes of a period under the filters of an address, or the reasons to refuse it."""

    since: date | None = None
    until: date | None = None
    number: PageNumber | None = None

    @classmethod
    def of(cls, request):
        """What JSON, tables and feeds tell: every convention, unless one is named or the sector asked for."""
        return cls.under(request, Scope.TOUT)

    @classmethod
    def under(cls, request, scope: Scope):
        period = read(request, PeriodForm)
        reasons = refusals_of(period)
        until = period.cleaned_data.get("au") or request.day
        since = period.cleaned_data.get("du") or until - A_YEAR
        if not reasons and since > until:
            reasons.append("du, au : la première date est après la seconde.")
        filterset, number = filters_within(request, until, scope), read(request, PageNumber)
        reasons += [*filterset.refusals, *refusals_of(number)]
        return cls(request, filterset, reasons, since=since, until=until, number=number)

    @property
    def page_url(self) -> str:
        """The page that tells the same: it is of the sector unless told otherwise."""
        kept = self.address.without("page", "perimetre")
        if "convention" not in self.filterset.chosen:
            kept.append(("perimetre", self.filterset.chosen["perimetre"]))
        return self.address.url(kept, page("changes"))

    @cached_property
    def period(self) -> Period:
        edition = self.request.edition
        members, index = self.filterset.selection(), self.filterset.index
        return Period(self.since, self.until, members, index, directory_of(edition))

    @cached_property
    def rows(self):
        """One page of the agreements that changed."""
        return self.number.cut(self.period.changed, PER_PAGE)

    @property
    def months(self) -> list[tuple[date, list[tuple[Change, Card]]]]:
        """The changes of the page, by the month of the last of each."""
        cards, turned = cards_of(list(self.rows), self.filterset.index), self.period.turned
        changes = [(change, cards[change.agreement.pk]) for change in self.period.read(self.rows)]
        parts = groupby(changes, key=lambda row: turned[row[0].agreement.pk][:7])
        return [(date.fromisoformat(f"{month}-01"), list(rows)) for month, rows in parts]

    @cached_property
    def learned(self) -> list[Card]:
        """What readings taught without a dated fact: the first of these texts."""
        first = list(self.period.learned)[:MOST_LEARNED]
        return list(cards_of(first, self.filterset.index).values()) if first else []

    @property
    def calendar(self) -> list[Link]:
        """The way to each month of the period, or to each year of a long one; nothing when one page is all."""
        if self.rows.paginator.num_pages == 1:
            return []
        months = self.period.months
        if len(months) <= MOST_MONTHS:
            return [self.way_to(month_fr(month.first_day), [month]) for month in months]
        years = groupby(months, key=lambda month: month.first_day.year)
        return [self.way_to(str(year), list(of_it)) for year, of_it in years]

    def way_to(self, label: str, months: list[Month]) -> Link:
        count = sum(month.count for month in months)
        return self.way(label, count, months[0].place, f"mois-{months[0].first_day:%Y-%m}")

    def way(self, label: str, count: int, place: int, anchor: str) -> Link:
        number = place // PER_PAGE + 1
        url = self.address.setting("page", number) if number > 1 else self.address.drop("page")
        return Link(label, f"{url}#{anchor}", count=count)

    @property
    def presets(self) -> list[Link]:
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
            Link(
                label,
                self.address.url([*kept, ("du", str(start)), ("au", str(today))]),
                (start, today) == (self.since, self.until),
            )
            for label, start in starts.items()
            if start <= today
        ]


class ScopedAddress(Address):
    """The address of the page, which is of the sector: its other forms are not, unless they are told so."""

    def url(self, parameters: list[tuple[str, str]], path: str | None = None) -> str:
        if path and path != self.path and not {"convention", "perimetre"} & dict(parameters).keys():
            parameters = [*parameters, ("perimetre", Scope.SECTEUR.value)]
        return super().url(parameters, path)


class BetweenOnPage(Between):
    """The same as a page: of the sector unless another scope is asked for, as the list is."""

    @classmethod
    def of(cls, request):
        return cls.under(request, Scope.SECTEUR)

    @cached_property
    def address(self) -> Address:
        return ScopedAddress(self.request)

    @property
    def whole(self) -> str:
        """The same in JSON, which is told whole unless it is asked how many rows it takes."""
        return self.address.url(self.address.without("page"), page("changes-json"))


def filters_within(request, day: date, scope: Scope) -> SituationFilter:
    """The filters of the list, over this scope unless the address names one."""
    data = request.GET.copy()
    if not data.get("perimetre"):
        data["perimetre"] = scope.value
    return SituationFilter(data, Ranked.known(index_of(request.edition), day))


@reads(SituationFilter, PeriodForm, PageNumber)
def changes(request):
    between = BetweenOnPage.of(request)
    if between.refusals:
        return bad_request(request, between.refusals, as_json=False)
    return page_of(
        request,
        "pages/changes.html",
        "board",
        listing=between,
        page=between.rows,
        months=between.months,
        learned=between.learned,
        address=between.address,
        twin=between.whole,
    )


@reads(SituationFilter, PeriodForm, Paging)
def changes_json(request):
    """All the changes, or a page of them when the address says how many it takes."""
    between, paging = Between.of(request), read(request, Paging)
    if refusals := list(dict.fromkeys([*between.refusals, *refusals_of(paging)])):
        return bad_request(request, refusals, as_json=True)
    changed = between.period.changed
    rows = paging.cut(changed, per_page=max(1, len(changed)))
    content = {
        "du": between.since.isoformat(),
        "au": between.until.isoformat(),
        "total": rows.paginator.count,
        "appris_sans_date": len(between.period.learned),
        **place_json(request, between.address, rows),
    }
    told = map(change_json, between.period.read(rows))
    return long_json_page(request, content, "changements", told, len(rows))


def change_json(change: Change) -> dict:
    """One agreement whose state differs, as it surely is on the later day: nothing probable enters a change."""
    agreement, among, after = change.agreement, change.among, change.after
    text = words_json(agreement, change.conventions, among.themes.get(agreement.pk, []))
    return {
        "accord": {
            **listed_json(text, after, among.parties.get(agreement.pk, [])),
            "statuts": firm_states_json(after),
            "certitudes": {track.value: after.firm_certainty(track) for track in TRACKS},
            "phrase": change.sentence or None,
        },
        "avant": firm_states_json(change.before) if change.before else None,
        "apres": firm_states_json(change.after),
        "le": iso(change.on),
        "evenements": [turn_json(turn) for turn in change.events],
    }


def firm_states_json(lived: Lived) -> dict:
    """The four words, « inconnu » where they are only probable: what is probable enters no change."""
    return {track.value: lived.firm(track).value for track in TRACKS}


def turn_json(turn: Turn) -> dict:
    return event_json(turn.event, turn.counts_from, turn.notes, list(turn.sources))
