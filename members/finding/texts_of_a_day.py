"""The texts of the sector on a day, as the rule and the pages read them; kept, because an edition never changes."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from threading import Lock

from agreements.compiled.situations import Situation
from agreements.reading.agreement.on_day import AgreementOnDay
from agreements.reading.directory import prefill
from members.finding.rule_inputs import (
    CAUSES,
    began,
    effects_since,
    is_looked_up,
    situations_on,
    text_of,
    with_what_is_read,
)
from members.finding.rule_links import amendments, is_lesser, lesser, links, replacers
from members.models import Scope
from members.rule.applicability import Finding, find
from members.rule.facts import Employer, Links, Replacer, Text
from portal.edition.memory import of_edition

DAYS_KEPT = 8

Told = list[tuple[Situation, Text]]


class Texts:
    """The texts of one edition. Made and used while that edition is the one being read."""

    def __init__(self):
        self.ties: Links = links()
        self.scopes: dict[int, list[Scope]] = {}
        for scope in Scope.objects.select_related("region").order_by("agreement", "region"):
            self.scopes.setdefault(scope.agreement_id, []).append(scope)
        self.days: OrderedDict[date, Told] = OrderedDict()
        self.lock = Lock()

    @cached_property
    def links(self) -> Links:
        """With what ties the texts to each other, all of them."""
        return replace(self.ties, lesser=lesser(), replacers=replacers())

    def links_of(self, record: AgreementOnDay) -> Links:
        """With what the answer about one text depends on: what replaces it words a reason, and changes none."""
        own = {record.agreement.slug} if is_lesser(record.relations) else ()
        return replace(self.ties, lesser=frozenset(own))

    @cached_property
    def amendments(self) -> dict[str, tuple[Replacer, ...]]:
        return amendments()

    def on(self, day: date) -> Told:
        with self.lock:
            if day in self.days:
                self.days.move_to_end(day)
                return self.days[day]
        told = read(situations_on(day), day)
        with self.lock:
            self.days[day] = told
            while len(self.days) > DAYS_KEPT:
                self.days.popitem(last=False)
        return told

    def one(self, slug: str, day: date) -> Text | None:
        """One text, of the sector or not; none where nothing is known of it on the day."""
        row = with_what_is_read(Situation.objects.as_of(day).filter(agreement__slug=slug), day)
        return next((text for _, text in read(row, day)), None)

    def of(self, record: AgreementOnDay) -> Text | None:
        """The text of a record, which holds all but its scopes; none where nothing is known of it on the day."""
        situation = record.situation
        if situation is None:
            return None
        events = {event.pk: event for event in record.agreement.events.all()}
        for cause in CAUSES:
            setattr(situation, cause, events.get(getattr(situation, f"{cause}_id")))
        situation.agreement = record.agreement
        prefill(record.agreement, "scopes", self.scopes.get(record.agreement.pk, []))
        lived = [row for row in record.situations if row.starts_on <= record.day]
        since = began((row.agreement_id, row.effet, row.effet_certainty, row.starts_on) for row in lived)
        return text_of(situation, since.get(record.agreement.pk) if is_looked_up(situation) else None)

    def findings(self, employer: Employer, day: date) -> Iterator[tuple[Situation, Finding]]:
        for situation, text in self.on(day):
            yield situation, find(text, employer, self.links, day)


def read(situations, day: date) -> Told:
    rows = list(situations)
    since = effects_since(rows, day)
    return [(row, text_of(row, since.get(row.agreement_id))) for row in rows]


@of_edition
def texts_of() -> Texts:
    """The texts of the edition being read."""
    return Texts()
