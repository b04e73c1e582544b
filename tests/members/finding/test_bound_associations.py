"""How many associations an agreement binds: the sets say what the rule says, association by association."""

import random
from datetime import date

import pytest
from pyroaring import BitMap

from members.finding.bound_associations import covered
from members.finding.population import Population
from members.finding.rule_inputs import employer_of
from members.models import Application, Association, Membership, Presence, Region, Sector
from members.pages.as_json import with_all
from members.rule.applicability import find
from members.rule.facts import Limit
from members.rule.vocabulary import Answer
from portal.edition import store
from portal.edition.reader import reading
from tests.builders import convention, organisation
from tests.members.cases import LINKS, WHOLE, in_force, replace

ORGANISATIONS = ("nexem", "fehap", "fegapei", "crf", "axess")
CONVENTIONS = ("ccn-66", "ccn-79", "chrs", "ccn-65")
DAYS = ("2012-01-01", "2017-06-01", "2020-10-29", "2023-01-01")


@pytest.fixture(scope="module")
def sixty(publish_once):
    return publish_once(write_sixty)


def write_sixty():
    """Sixty associations of every kind, drawn by lot and always the same."""
    drawn = random.Random(5)  # noqa: S311 - draws cases, hides nothing
    regions = [Region.objects.create(slug=slug, name=slug) for slug in ("bretagne", "guyane", "guadeloupe")]
    sector = Sector.objects.create(slug="handicap", name="Handicap")
    for slug in CONVENTIONS:
        convention(slug)
    for slug in ORGANISATIONS:
        organisation(slug)
    for number in range(60):
        one = Association.objects.create(
            name=f"A {number:02d}",
            slug=f"a-{number}",
            region=drawn.choice(regions),
            headcount=drawn.choice([None, 10, 49, 50, 200]),
        )
        Presence.objects.create(association=one, sector=sector, establishments=drawn.randint(1, 9))
        for slug in drawn.sample(CONVENTIONS, drawn.randrange(3)):
            Application.objects.create(association=one, convention=convention(slug), **stay(drawn))
        for slug in drawn.sample(ORGANISATIONS, drawn.randrange(3)):
            Membership.objects.create(association=one, organisation=organisation(slug), **stay(drawn))


@pytest.fixture
def population(sixty, settings):
    settings.EDITIONS_DIR = sixty
    with reading(store.current()):
        yield Population()


def stay(drawn) -> dict:
    first = date(drawn.randint(2005, 2021), drawn.randint(1, 12), 1)
    last = first.replace(year=first.year + drawn.randint(1, 6))
    return {"since": drawn.choice([None, first]), "until": drawn.choice([None, None, last])}


TEXTS = [
    in_force("nexem"),
    in_force("nexem", not_extended=True),
    in_force("axess", convention="bass"),
    in_force("axess", convention="bass ccn-66", extension="etendu", extended="2021-09-18"),
    in_force("fegapei", on="2010-10-08", effective="2011-01-01"),
    in_force("+fehap", "nexem", on="2015-01-01"),
    replace(in_force("nexem"), limits=(Limit("guyane", "Guyane"),)),
    replace(in_force("nexem"), limits=(Limit(fewest=50, most=100),)),
    replace(in_force("nexem"), limits=(Limit(fewest=50), Limit(most=60))),
    replace(in_force("nexem"), regions=("guyane",)),
    in_force("nexem", effet="pas-encore"),
]


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("told", TEXTS)
def test_the_sets_are_those_for_whom_the_rule_says_yes(population, told, on):
    day = date.fromisoformat(on)
    bound = BitMap(
        one.pk
        for one in with_all(Association.objects.order_by("pk"))
        if find(told, employer_of(one, day), LINKS, day).answer == Answer.S_APPLIQUE
    )
    assert covered(told, LINKS, population, day) == bound


BEFORE, AFTER, BASE = date(2010, 6, 1), date(2019, 6, 1), date(1966, 3, 15)
WHOLE_TEXTS = [
    replace(in_force(), dated=BEFORE),
    replace(in_force("crf"), dated=AFTER),
    replace(in_force(kind="convention"), dated=BASE),
    replace(in_force(kind="annexe", signature="inconnu"), dated=None),
    replace(in_force(kind="accord"), dated=BEFORE),
    replace(in_force("fegapei", "sop", kind="accord", on="2010-06-01"), dated=BEFORE),
]


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("told", WHOLE_TEXTS)
def test_they_are_too_where_a_whole_convention_binds(population, told, on):
    day = date.fromisoformat(on)
    bound = BitMap(
        one.pk
        for one in with_all(Association.objects.order_by("pk"))
        if find(told, employer_of(one, day), WHOLE, day).answer == Answer.S_APPLIQUE
    )
    assert covered(told, WHOLE, population, day) == bound


def test_establishments_are_those_of_the_associations_bound(population):
    first = list(population.all)[:7]
    presences = Presence.objects.filter(association__in=first)
    assert population.establishments_of(BitMap(first)) == sum(one.establishments for one in presences)


def test_the_agreement_page_counts_them_and_links_to_them(site, members_corpus):
    """Avenant 354, from the day its agrément is published: every association that applies the CCN 66."""
    list_of = "/adherents.json?accord=ccn-66-avenant-354&date="
    assert site.get(f"{list_of}2020-10-28").json()["total"] == 0
    total = site.get(f"{list_of}2020-10-29").json()
    assert total["total"] == site.get("/adherents.json?convention=ccn-66").json()["total"] > 1900
    page = site.get("/accords/ccn-66-avenant-354/?date=2020-10-29").content.decode()
    told = f"{total['total']:,}".replace(",", "\u202f")
    assert (
        f'href="/adherents/?accord=ccn-66-avenant-354&amp;date=2020-10-29">{told}\u00a0associations' in page
    )


def test_the_present_edition_is_the_one_that_is_counted(edition):
    assert store.current() == edition
    assert len(Population().all) == 2131
