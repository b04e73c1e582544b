"""What an organisation did: by year, by theme, with whom; the acts of those it continues are told apart."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count
from pyroaring import BitMap

from agreements.compiled.situations import BINDING, Party
from agreements.finding.index import Index
from agreements.law.vocabulary import Mode
from agreements.models import Organisation, Theme
from agreements.reading.directory import Directory
from agreements.reading.list_rows import Card, Row, cards_of, rows_of


@dataclass(frozen=True)
class Commitment:
    party: Party
    card: Card

    @property
    def mode(self) -> Mode:
        return Mode(self.party.mode)

    @property
    def year(self) -> int | None:
        """Of the text: the day of a signature is hardly ever published."""
        return self.party.agreement.dated.year if self.party.agreement.dated else None


@dataclass(frozen=True)
class Inherited:
    """The acts of one predecessor; not certain when no act of succession was read all along the line."""

    organisation: Organisation
    certain: bool
    acts: list[Commitment]


class Commitments:
    """All that an organisation, and those before it, did as of a day."""

    def __init__(self, organisation: Organisation, day: date, index: Index, directory: Directory):
        self.organisation, self.day = organisation, day
        self.index, self.directory = index, directory

    @cached_property
    def line(self) -> dict[int, tuple[Organisation, bool]]:
        """Every predecessor, near and far, and whether the whole line to it is certain."""
        found: dict[int, tuple[Organisation, bool]] = {}
        frontier = [(self.organisation, True)]
        while frontier:
            successor, certain = frontier.pop()
            for tie in self.directory.organisations[successor.slug].origins.all():
                if tie.predecessor_id not in found:
                    found[tie.predecessor_id] = (tie.predecessor, certain and tie.certain)
                    frontier.append(found[tie.predecessor_id])
        return found

    @cached_property
    def all(self) -> list[Commitment]:
        parties = Party.objects.as_of(self.day).filter(organisation__in=[self.organisation.pk, *self.line])
        made = list(parties.select_related("agreement").order_by("agreement_id", "mode"))
        cards = cards_of(list(BitMap(party.agreement_id for party in made)), self.index)
        return [Commitment(party, cards[party.agreement_id]) for party in made]

    @cached_property
    def own(self) -> list[Commitment]:
        return [act for act in self.all if act.party.organisation_id == self.organisation.pk]

    @cached_property
    def bound(self) -> BitMap:
        """The texts that it signed or joined."""
        return BitMap(act.party.agreement_id for act in self.own if act.mode in BINDING)

    @cached_property
    def by_mode(self) -> list[tuple[Mode, list[Row]]]:
        """Its texts as of the day, the most recent first: those it signed, joined, opposed, left."""
        texts = list(BitMap(act.party.agreement_id for act in self.own))
        there = dict(zip(texts, rows_of(texts, self.day, self.index), strict=True))
        made = [
            (mode, [there[act.party.agreement_id] for act in self.own if act.mode == mode]) for mode in Mode
        ]
        return [(mode, rows) for mode, rows in made if rows]

    @property
    def inherited(self) -> list[Inherited]:
        told = [
            Inherited(organisation, certain, [act for act in self.all if act.party.organisation_id == pk])
            for pk, (organisation, certain) in self.line.items()
        ]
        return [each for each in told if each.acts]

    @property
    def years(self) -> list[tuple[int | None, list[tuple[Mode, int]]]]:
        """How many texts of each year it signed, joined, opposed; those without a date last."""
        counted: dict[int | None, Counter] = {}
        for act in self.own:
            counted.setdefault(act.year, Counter())[act.mode] += 1
        order = sorted(counted, key=lambda year: (year is None, -(year or 0)))
        return [
            (year, [(mode, counted[year][mode]) for mode in Mode if counted[year][mode]]) for year in order
        ]

    @property
    def themes(self) -> list[tuple[Theme, int]]:
        """How many texts of each theme it is bound by; a text of two themes counts in both."""
        counts = [
            (theme, self.bound.intersection_cardinality(self.index.members("theme", slug, self.day)))
            for slug, theme in self.directory.themes.items()
        ]
        return sorted(
            [(theme, count) for theme, count in counts if count], key=lambda item: (-item[1], item[0].pk)
        )

    @property
    def partners(self) -> list[tuple[Organisation, int]]:
        """With whom it signed or joined, the most often first."""
        others = Party.objects.as_of(self.day).bound().filter(agreement__in=list(self.bound))
        counted = others.exclude(organisation=self.organisation).order_by().values_list("organisation")
        known = self.directory.organisations_by_key
        partners = [(known[pk], count) for pk, count in counted.annotate(Count("agreement", distinct=True))]
        return sorted(partners, key=lambda item: (-item[1], item[0].name))
