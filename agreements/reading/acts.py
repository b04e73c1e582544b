"""What a page tells of an act: what it is, and what it decides of which texts."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pyroaring import BitMap

from agreements.finding.acts import ActIndex, called, day_of
from agreements.finding.index import index_of
from agreements.law.names.acts import Formula, issue_label, issue_of
from agreements.law.vocabulary import Nature
from agreements.models import Act, Agreement, Convention, Event, Source
from agreements.reading.directory import Directory, directory_of
from agreements.reading.events import SOURCES_OF_ACT, Told, by_event
from agreements.reading.list_rows import Card, cards_of
from portal.edition.manifest import Manifest
from portal.french.writing import plural, upper_first


@dataclass(frozen=True)
class ActRow:
    """One act in a list: its name, its conventions, and of how many texts it decides what."""

    act: Act
    name: str
    conventions: list[Convention]
    issues: dict[str, int]

    @property
    def day(self) -> date:
        return day_of(self.act)

    @property
    def decided(self) -> str:
        """« 2 textes : agréé ; 1 texte : refusé »."""
        return " ; ".join(
            f"{issue_label(issue)} : {plural(count, 'texte')}" for issue, count in self.issues.items()
        )


def act_rows(acts: Collection[int], index: ActIndex, directory: Directory) -> list[ActRow]:
    """The rows of some acts, in the order given, from one question."""
    decided = Event.objects.filter(act__in=acts).order_by().values_list("act_id", "nature", "agreement_id")
    issues: dict[int, Counter] = {pk: Counter() for pk in acts}
    for pk, nature, _ in sorted(set(decided)):
        issues[pk][issue_of(Nature(nature))] += 1
    return [
        ActRow(
            index.acts[pk],
            upper_first(index.name(index.acts[pk])),
            [directory.conventions[slug] for slug in index.conventions_of(pk)],
            dict(issues[pk]),
        )
        for pk in acts
    ]


@dataclass(frozen=True)
class Decision(Told):
    """What an act decides of one text: the same decision told twice is one, with all its sources."""

    agreement: Agreement
    card: Card
    sources: tuple[Source, ...]

    @property
    def issue(self) -> str:
        return issue_of(self.event.kind)


class ActOnDay:
    """One act, read from the edition with all that its page needs, on the day of the page."""

    def __init__(self, act: Act, day: date, edition: Manifest):
        self.act, self.day, self.edition = act, day, edition
        self.decisions = self.read_decisions()
        self.name = upper_first(called(act, {decision.event.kind for decision in self.decisions}))
        held = directory_of(edition).conventions
        #: The conventions that it attaches to others.
        self.attachments = [
            tie
            for convention in held.values()
            for tie in convention.attachments.all()
            if tie.act_id == act.pk
        ]
        fields = self.fields()
        #: The conventions of the texts that it decides on, and those that it attaches, in their order.
        self.conventions = [convention for slug, convention in held.items() if slug in fields]

    def fields(self) -> set[str]:
        index, decided = index_of(self.edition), {decision.agreement.pk for decision in self.decisions}
        found = {slug for pk in decided for slug in index.values_of("convention", pk)}
        return found.union(*({tie.convention.slug, tie.attached_to.slug} for tie in self.attachments))

    @property
    def to_come(self) -> bool:
        """Whether it was not there yet on the day of the page."""
        return day_of(self.act) > self.day

    @property
    def formula(self) -> str:
        return Formula.label_of(self.act.formula)

    def read_decisions(self) -> list[Decision]:
        """What it decides, text by text: what it refuses comes last, as its articles do."""
        events = list(
            Event.objects.filter(act=self.act)
            .select_related("agreement", "convention")
            .order_by("position", "pk")
        )
        cards = cards_of(list(BitMap(event.agreement_id for event in events)), index_of(self.edition))
        sources = by_event(SOURCES_OF_ACT(self.act.pk)) if events else {}
        told: dict[tuple, list[Event]] = {}
        for event in events:
            told.setdefault((event.kind.state is None, event.nature, event.agreement_id), []).append(event)
        return [
            Decision(
                tuple(same),
                same[0].agreement,
                cards[agreement],
                tuple(dict.fromkeys(source for event in same for source in sources.get(event.pk, []))),
            )
            for (_, _, agreement), same in sorted(told.items(), key=lambda item: item[0])
        ]

    @property
    def parts(self) -> list[tuple[str, list[Decision]]]:
        """Its decisions by what is decided: « agréé », « agrément refusé »."""
        parts: dict[str, list[Decision]] = {}
        for decision in self.decisions:
            parts.setdefault(decision.event.kind.label, []).append(decision)
        return list(parts.items())


def act_of(slug: str) -> Act | None:
    """The act of an address; None where there is none."""
    return Act.objects.filter(slug=slug).first()
