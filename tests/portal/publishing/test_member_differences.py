"""What a publication changes of associations is told, in numbers."""

import pytest

from members.models import Association, Presence, Region, Sector
from portal.edition import store
from portal.publishing.differences import changes


@pytest.fixture
def published_once(publish):
    region = Region.objects.create(slug="bretagne", name="Bretagne")
    sector = Sector.objects.create(slug="handicap", name="Handicap")
    for slug in ("un", "deux", "trois"):
        one = Association.objects.create(name=slug, slug=slug, region=region)
        Presence.objects.create(association=one, sector=sector, establishments=2)
    return publish()


def test_what_comes_what_goes_and_what_is_told_anew(published_once, publish):
    Association.objects.get(slug="un").delete()
    Presence.objects.filter(association__slug="deux").update(establishments=3)
    Association.objects.create(name="quatre", slug="quatre", region=Region.objects.get())
    found = changes(published_once, publish()).members
    assert [line.replace("\u00a0", " ") for line in found] == [
        "1 association ajoutée",
        "1 association retirée",
        "1 association modifiée",
    ]


def test_nothing_is_said_where_nothing_changes(published_once):
    assert changes(published_once, store.current()).members == []


def test_all_are_new_in_a_first_edition(published_once):
    assert changes(None, published_once).members[0].replace("\u00a0", " ") == "3 associations ajoutées"
