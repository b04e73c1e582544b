"""The demonstration set: exactly the published totals, always the same, never beside real associations."""

import json
import tomllib
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Count, Sum

from members.compiled.tables import publication_errors
from members.importers import demonstration
from members.importers.demonstration import NotPossible, cross, spread
from members.importers.figures import load
from members.models import Association, Line, Presence, Region, Table
from members.rule.vocabulary import Size
from tests.builders import agreement, convention, organisation
from tests.conftest import TODAY
from tests.reading import cells

FIXTURES = Path(project.BASE_DIR) / "fixtures" / "adherents"


@pytest.fixture
def tables(db):
    """The published tables, and the conventions, organisations and agreements that their files name."""
    fields = tomllib.loads((FIXTURES / "champs.toml").read_text())
    for tie in fields["champ"]:
        convention(tie["convention"])
        convention(tie["branche"])
    for tie in fields["appartenance"]:
        organisation(tie["organisation"])
        organisation(tie["confederation"])
    for scope in fields["portee"]:
        agreement(scope["accord"])
    assert load(FIXTURES, TODAY).rejections == []


def test_the_published_tables_are_those_of_the_report(site):
    """Line by line, as they were printed."""
    told = {one["identifiant"]: one for one in site.get("/chiffres.json").json()["tableaux"]}
    assert [told[slug]["total_publie"] for slug in ("regions", "tailles", "secteurs")] == [2131, 2131, 9858]
    assert [len(told[slug]["lignes"]) for slug in ("regions", "tailles", "secteurs")] == [17, 6, 8]


@pytest.mark.parametrize("table", ["regions", "tailles", "secteurs"])
def test_what_is_recorded_equals_what_is_published_row_by_row(site, table):
    told = {one["identifiant"]: one for one in site.get("/chiffres.json").json()["tableaux"]}[table]
    assert told["total_saisi"] == told["total_publie"]
    assert [(line["libelle"], line["saisi"]) for line in told["lignes"]] == [
        (line["libelle"], line["publie"]) for line in told["lignes"]
    ]


def test_the_crossed_table_sums_both_ways():
    rows, columns = {"a": 5, "b": 3, "c": 0}, {"x": 4, "y": 4}
    table = cross(rows, columns)
    assert {row: sum(table[row, column] for column in columns) for row in rows} == rows
    assert {column: sum(table[row, column] for row in rows) for column in columns} == columns
    assert min(table.values()) >= 0


def test_tables_of_two_totals_cannot_be_crossed():
    with pytest.raises(NotPossible):
        cross({"a": 1}, {"x": 2})


@pytest.mark.parametrize(("total", "weights"), [(7, [3, 3, 3]), (0, [1, 2]), (9, [3, 3, 3]), (1, [0, 5])])
def test_shares_are_whole_exact_and_within_their_weights(total, weights):
    shares = spread(total, weights)
    assert sum(shares) == total
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


@pytest.mark.django_db
class TestTheSet:
    @pytest.fixture(autouse=True)
    def _tables(self, tables):
        pass

    def test_is_the_same_twice(self):
        described = []
        for _ in range(2):
            demonstration.create()
            rows = Association.objects.order_by("slug").values_list(
                "slug", "name", "region__slug", "headcount"
            )
            runs = Presence.objects.order_by("association__slug", "sector__slug").values_list(
                "association__slug", "sector__slug", "establishments"
            )
            described.append(json.dumps([list(rows), list(runs)]))
            assert demonstration.remove() == 2131
        assert described[0] == described[1]

    def test_has_exactly_the_published_margins(self):
        demonstration.create()
        regions = dict(Region.objects.annotate(n=Count("associations")).values_list("slug", "n"))
        assert regions["ile-de-france"] == 352 and sum(regions.values()) == 2131
        sizes = [Size.of(count) for count in Association.objects.values_list("headcount", flat=True)]
        lines = {line.size: line.count for line in Line.objects.filter(table__slug="tailles")}
        assert {size.value: sizes.count(size) for size in Size} == lines
        assert Presence.objects.aggregate(n=Sum("establishments"))["n"] == 9858
        assert not Association.objects.filter(presences=None).exists()

    def test_cannot_be_taken_for_real_ones(self):
        demonstration.create()
        for association in Association.objects.all():
            assert "fictive" in association.name and "démonstration" in association.name
            assert association.siren is None and association.slug.startswith("demonstration-")

    def test_never_stands_beside_real_associations(self):
        region = Region.objects.get(slug="bretagne")
        real = Association(name="Réelle", slug="reelle", region=region)
        real.save()
        with pytest.raises(NotPossible, match="ne s’y mêle pas"):
            demonstration.create()
        real.delete()
        demonstration.create()
        with pytest.raises(ValidationError, match="jeu de démonstration est chargé"):
            Association(name="Réelle", slug="reelle", region=region).full_clean()

    def test_is_removed_by_itself_and_alone(self):
        demonstration.create()
        assert demonstration.remove() == 2131
        assert not Association.objects.exists() and Table.objects.count() == 3

    @pytest.mark.parametrize("values", [
        {"slug": "demonstration-1", "demonstration": False},
        {"slug": "reelle", "demonstration": True},
        {"slug": "demonstration-1", "demonstration": True, "siren": "732829320"},
    ])  # fmt: skip
    def test_is_marked_by_a_constraint_of_the_database(self, values):
        with pytest.raises(IntegrityError):
            Association.objects.create(name="X", region=Region.objects.get(slug="guyane"), **values)


def test_an_edition_that_mixes_them_is_refused(tables):
    region = Region.objects.get(slug="bretagne")
    Association.objects.create(name="Réelle", slug="reelle", region=region)
    Association.objects.create(name="F", slug="demonstration-1", region=region, demonstration=True)
    assert any("mêlé" in reason for reason in publication_errors("default", TODAY))


def test_every_page_and_export_of_the_set_says_so(site):
    marked = "onnées de démonstration"
    for address in ("/adherents/", "/adherents/demonstration-0001/", "/chiffres/"):
        assert marked in site.get(address).content.decode(), address
    answer = site.get("/adherents.csv?region=guyane")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 17 and all(line.endswith("données de démonstration") for line in lines[1:])
    assert "adherents-demonstration.csv" in answer["Content-Disposition"]
    book = site.get("/adherents.xlsx?region=guyane")
    assert "adherents-demonstration.xlsx" in book["Content-Disposition"]
    assert cells(book.content)[0] == lines[0].split(";")
    assert all(row[-1] == "données de démonstration" for row in cells(book.content)[1:])
    assert "données de démonstration" in str(cells(book.content, 2))
    told = site.get("/adherents.json").json()
    assert told["demonstration"] and all(one["demonstration"] for one in told["associations"])
