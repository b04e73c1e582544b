"""The acts of an edition on a day, by nature, year, convention, issue, NOR and words.

An act is numbered by its rank, the most recent first: a set of numbers is already a list in order. The index is read
once for an edition, from three questions.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from operator import neg

from pyroaring import BitMap

from agreements.law.names.acts import issue_label, issue_of, name_by_decisions
from agreements.law.vocabulary import ActKind, Nature
from agreements.models import Act, Attachment, Convention, Event
from portal.edition.memory import of_edition
from portal.french.analyser import fold
from portal.french.words import Word
from portal.french.writing import date_fr

EMPTY = BitMap()
#: A title, folded, that says nothing beyond a kind and a date: « ARRÊTÉ du 11 mars 2015 ».
BARE = re.compile(r"arrete(?: du)?(?: \d{1,2} [a-z]+ \d{4})?")


class Told(Word):
    """What more an act is known to say of a text."""

    MOTIF = "motif", "un motif de refus"
    RESERVES = "reserves", "des exclusions ou des réserves"


def day_of(act: Act) -> date:
    """The day of an act, as lists rank it: that of the Journal officiel, from which it counts, else its own."""
    return act.published_on or act.on


def called(act: Act, natures: Iterable[Nature]) -> str:
    """« arrêté de refus d’agrément du 23 octobre 2003 », unless its own title says more than its date.

    `natures` are all that it decides, of whichever texts.
    """
    if act.title and not BARE.fullmatch(fold(act.title)):
        return act.title
    name = name_by_decisions(ActKind(act.kind), natures)
    told = f"du {date_fr(act.on)}" if act.on else f"publié au JO du {date_fr(act.published_on)}"
    return f"{name} {told}"


def names_of(acts: Collection[Act]) -> dict[int, str]:
    """What some acts are called, from one question, however many others there are."""
    natures: dict[int, set[Nature]] = defaultdict(set)
    told = Event.objects.filter(act__in=[act.pk for act in acts]).order_by() if acts else Event.objects.none()
    for pk, word in told.values_list("act_id", "nature").distinct():
        natures[pk].add(Nature(word))
    return {act.pk: called(act, natures[act.pk]) for act in acts}


class ActIndex:
    """The acts of one edition: what each is called, and the sets of those that have each value."""

    def __init__(self):
        self.acts: dict[int, Act] = {act.pk: act for act in Act.objects.order_by("pk")}
        self.numbers = list(self.acts)
        self.days = [day_of(act).toordinal() for act in self.acts.values()]
        self.natures: dict[int, set[Nature]] = defaultdict(set)
        self.said: dict[int, list[str]] = defaultdict(list)  # motives and reserves
        self.sets: dict[str, dict[str, BitMap]] = {
            name: defaultdict(BitMap) for name in ("nature", "annee", "convention", "issue", "avec")
        }
        self.read_decisions()
        self.read_conventions()
        for pk, act in self.acts.items():
            self.sets["nature"][act.kind].add(pk)
            self.sets["annee"][str(day_of(act).year)].add(pk)
        conventions = list(Convention.objects.values_list("slug", "name", "in_sector"))
        #: The values of each dimension that some act has, in the order in which they are shown.
        self.labels = self.shown({slug: name for slug, name, _ in conventions})
        #: The acts on texts of the sector.
        self.sector = self.having("convention", (slug for slug, _, in_sector in conventions if in_sector))

    def read_decisions(self) -> None:
        columns = ("act_id", "nature", "motive", "reserves")
        for pk, word, motive, reserves in (
            Event.objects.exclude(act=None).order_by("pk").values_list(*columns)
        ):
            nature = Nature(word)
            self.natures[pk].add(nature)
            self.sets["issue"][issue_of(nature)].add(pk)
            for told, words in ((Told.MOTIF, motive), (Told.RESERVES, reserves)):
                if words:
                    self.sets["avec"][told.value].add(pk)
                    self.said[pk].append(words)

    def read_conventions(self) -> None:
        """Of each act, the conventions of the texts that it decides on, and those that it attaches."""
        decided = (
            Event.objects.exclude(act=None).order_by().values_list("act_id", "agreement__conventions__slug")
        )
        tied = Attachment.objects.order_by().values_list("act_id", "convention__slug", "attached_to__slug")
        for pk, *slugs in (*decided.distinct(), *tied):
            for slug in filter(None, slugs):
                self.sets["convention"][slug].add(pk)

    def shown(self, conventions: dict[str, str]) -> dict[str, dict[str, str]]:
        issues = dict.fromkeys(issue_of(nature) for nature in Nature)
        order = {
            "nature": {kind.value: kind.label for kind in ActKind},
            "issue": {issue: issue_label(issue) for issue in issues},
            "avec": dict(Told.pairs()),
            "convention": conventions,
            "annee": {year: year for year in sorted(self.sets["annee"], reverse=True)},
        }
        return {
            name: {value: label for value, label in values.items() if value in self.sets[name]}
            for name, values in order.items()
        }

    def name(self, act: Act) -> str:
        return called(act, self.natures.get(act.pk, ()))

    def conventions_of(self, pk: int) -> list[str]:
        """The identifiers of the conventions of an act, in their order."""
        return [slug for slug in self.labels["convention"] if pk in self.sets["convention"][slug]]

    # -- What is asked -------------------------------------------------------------------------------------

    def known(self, day: date) -> BitMap:
        """The acts that were there on a day."""
        return BitMap(self.numbers[bisect_left(self.days, -day.toordinal(), key=neg) :])

    def having(self, dimension: str, values: Iterable[str]) -> BitMap:
        """The acts that have one of these values."""
        return BitMap.union(EMPTY, *(self.sets[dimension].get(value, EMPTY) for value in values))

    def by_nor(self, start: str) -> BitMap:
        """The acts whose NOR begins so."""
        wanted = start.upper()
        return BitMap(pk for pk, act in self.acts.items() if act.nor.upper().startswith(wanted))

    def dated(self, day: date) -> BitMap:
        """The acts of a day, or published on it."""
        return BitMap(pk for pk, act in self.acts.items() if day in (act.on, act.published_on))

    def worded(self, query: str) -> BitMap:
        """The acts of which every word is said: a number whole, a word by its beginning."""
        wanted = [f" {word} " if word.isdigit() else f" {word}" for word in fold(query).split()]
        return BitMap(pk for pk, words in self.words.items() if all(word in words for word in wanted))

    @cached_property
    def words(self) -> dict[int, str]:
        """What each act is called, when, under which number, and what it says of the texts."""
        return {
            pk: f" {fold(' '.join([self.name(act), *references(act), *self.said[pk]]))} "
            for pk, act in self.acts.items()
        }


def references(act: Act) -> list[str]:
    days = [f"{label} {date_fr(day)}" for label, day in (("du", act.on), ("JO", act.published_on)) if day]
    return [*days, act.nor, act.bulletin]


@of_edition
def acts_of() -> ActIndex:
    """The acts of the edition being read."""
    return ActIndex()
