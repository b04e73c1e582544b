"""The recorded associations that a text binds on a day, as a set.

The rule itself answers, once for each kind of employer that it can tell apart (one convention, one
organisation, one region), and the sets of those for whom it says « s’applique » are united. That is exact:
one more convention or membership can only bring an employer into the field, or bind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from pyroaring import BitMap

from members.finding.population import Population
from members.models import Association
from members.models.associations import MOST_EMPLOYEES
from members.rule.applicability import find
from members.rule.binding import memberships, ways
from members.rule.facts import Employer, Links, Membership, Text
from members.rule.vocabulary import Answer


@dataclass(frozen=True)
class Covered:
    associations: int
    establishments: int


def covered(text: Text, links: Links, population: Population, day: date) -> BitMap:
    bound = BitMap()
    for employer, members in kinds(text, links, population, day):
        if members and find(text, employer, links, day).answer == Answer.S_APPLIQUE:
            bound |= members
    return bound


def kinds(text: Text, links: Links, population: Population, day: date) -> Iterator[tuple[Employer, BitMap]]:
    """Every kind of employer that the rule can tell apart, with those of the population who are of it."""
    apart = product(
        population.values("convention", day).items(),
        organisations(text, links, population, day),
        regions(text, links, population),
        headcounts(text, population),
    )
    for (convention, applying), (joined, who), (region, inhabitants), (headcount, sized) in apart:
        employer = Employer({convention: None}, joined, region, headcount)
        yield employer, applying & who & inhabitants & sized


def organisations(text: Text, links: Links, population: Population, day: date):
    """Members of none, and members of each: those who left after the text was signed stay bound by it."""
    yield (), population.all
    found = ways(text, links, day)
    for slug in population.labels["organisation"]:
        if ("organisation", slug) not in population.stays:
            continue
        joined = (Membership(slug),)
        same = memberships(Employer({}, joined), links, day)
        stayed = [
            max(found[one.organisation].on, one.since or date.min)  # signed, and merged into the one that did
            for one in same
            if one.organisation in found
        ]
        if stayed:
            yield joined, population.joined(slug, day, min(stayed))


def regions(text: Text, links: Links, population: Population):
    """Each region where the text, its territory or the law tells them apart, else all of them as one."""
    named = {limit.region for limit in text.limits if limit.region} | links.overseas
    if text.regions:
        named |= set(population.sets["region"])
    elsewhere = population.all
    for region, members in population.sets["region"].items():
        if region in named:
            yield region, members
            elsewhere = elsewhere - members
    yield "ailleurs", elsewhere


def headcounts(text: Text, population: Population):
    """Everyone, or only those whose headcount is known to be within what the text says."""
    lowest = [limit.fewest for limit in text.limits if limit.fewest is not None]
    highest = [limit.most for limit in text.limits if limit.most is not None]
    if not (lowest or highest):
        yield None, population.all
        return
    low, high = max(lowest, default=0), min(highest, default=MOST_EMPLOYEES)
    within = Association.objects.filter(headcount__gte=low, headcount__lte=high).order_by("pk")
    yield low, BitMap(within.values_list("pk", flat=True).iterator())


def count(members: BitMap, population: Population) -> Covered:
    return Covered(len(members), population.establishments_of(members))
