"""What an organisation did: by year, by theme, with whom; the acts of those it continues are told apart."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count
from pyroaring import BitMap

from agreements.edition import BINDING, Party, Situation
from agreements.models import Organisation, Succession, Theme
from agreements.read_models import situations_of
from agreements.rows import Card
from agreements.vocabulary import Mode


@dataclass(frozen=True)
class Act:
    party: Party

    @property
    def card(self) -> Card:
        return Card.of(self.party.agreement)

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
    acts: list[Act]


class Acts:
    """All that an organisation, and those before it, did as of a day."""

    def __init__(self, organisation: Organisation, day: date):
        self.organisation, self.day = organisation, day

    @cached_property
    def line(self) -> dict[int, tuple[Organisation, bool]]:
        """Every predecessor, near and far, and whether the whole line to it is certain."""
        found: dict[int, tuple[Organisation, bool]] = {}
        ties = list(Succession.objects.select_related("predecessor").order_by("pk"))
        frontier = [(self.organisation.pk, True)]
        while frontier:
            successor, certain = frontier.pop()
            for tie in ties:
                if tie.successor_id == successor and tie.predecessor_id not in found:
                    found[tie.predecessor_id] = (tie.predecessor, certain and tie.certain)
                    frontier.append((tie.predecessor_id, certain and tie.certain))
        return found

    @cached_property
    def all(self) -> list[Act]:
        parties = Party.objects.as_of(self.day).filter(organisation__in=[self.organisation.pk, *self.line])
        rows = parties.select_related("agreement").prefetch_related(
            "agreement__conventions", "agreement__themes"
        )
        return [Act(party) for party in rows.order_by("agreement_id", "mode")]

    @cached_property
    def own(self) -> list[Act]:
        return [act for act in self.all if act.party.organisation_id == self.organisation.pk]

    @cached_property
    def by_mode(self) -> list[tuple[Mode, list[Situation]]]:
        """Its texts as of the day, the most recent first: those it signed, joined, opposed, left."""
        situations = situations_of(BitMap(act.party.agreement_id for act in self.own), self.day)
        there = {situation.agreement_id: situation for situation in situations.order_by()}
        for act in self.own:  # known of on the day: somebody acted
            there[act.party.agreement_id].agreement = act.party.agreement
        rows = [
            (mode, [there[act.party.agreement_id] for act in self.own if act.mode == mode]) for mode in Mode
        ]
        return [(mode, situations) for mode, situations in rows if situations]

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
        bound = [act for act in self.own if act.mode in BINDING]
        themes = {theme.pk: theme for act in bound for theme in act.party.agreement.themes.all()}
        counts = Counter(theme.pk for act in bound for theme in act.party.agreement.themes.all())
        return [
            (themes[pk], count) for pk, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]

    @property
    def partners(self) -> list[tuple[Organisation, int]]:
        """With whom it signed or joined, the most often first."""
        bound = {act.party.agreement_id for act in self.own if act.mode in BINDING}
        others = Party.objects.as_of(self.day).bound().filter(agreement__in=bound)
        counted = others.exclude(organisation=self.organisation).order_by().values_list("organisation")
        counts = dict(counted.annotate(Count("agreement", distinct=True)))
        organisations = Organisation.objects.in_bulk(counts)
        order = sorted(counts, key=lambda pk: (-counts[pk], organisations[pk].name))
        return [(organisations[pk], counts[pk]) for pk in order]
