"""The demonstration set: fictitious associations whose totals are those of the published tables, exactly.

No list of associations is published. The set is made of the tables alone, by rule and without chance: the
same tables give the same set. It never stands beside real associations, and one command removes it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction

from agreements.models import Convention, Organisation
from members.models import Application, Association, Line, Membership, Presence, Region, Sector, Table
from members.models.associations import DEMONSTRATION_PREFIX
from members.rule.vocabulary import Size

#: The largest headcount given to an association of the last band, which has no upper bound.
LARGEST = 3000
BATCH = 2000


class NotPossible(Exception):
    """Why the demonstration set is not made; a sentence to show."""


@dataclass
class Drawn:
    """One fictitious association, before it is written."""

    number: int
    region: str
    headcount: int
    sectors: Counter = field(default_factory=Counter)

    @property
    def slug(self) -> str:
        return f"{DEMONSTRATION_PREFIX}{self.number:04d}"

    @property
    def name(self) -> str:
        return f"Association fictive n° {self.number:04d} (démonstration)"

    @property
    def conventions(self) -> list[str]:
        """From its sectors: shelters, health, all others; physicians in the largest ones."""
        found = []
        if set(self.sectors) - {"insertion", "sanitaire", "siege"} or set(self.sectors) == {"siege"}:
            found.append("ccn-66")
        if self.sectors["insertion"]:
            found.append("chrs")
        if self.sectors["sanitaire"]:
            found.append("ccn-51")
        if "ccn-66" in found and self.headcount > 300:
            found.append("ccn-79")
        return found

    @property
    def member_since(self) -> date:
        """A day of the first three years of Nexem, that the published tables then count."""
        return date(2017, 1, 1) + timedelta(days=draw(self.number, "adhésion") % 1000)

    def applies_since(self, convention: str) -> date:
        return date(1990 + draw(self.number, convention) % 25, 1, 1)


def draw(number: int, what: str) -> int:
    """A number that looks drawn by lot and is always the same."""
    return int.from_bytes(sha256(f"{what} {number}".encode()).digest()[:6], "big")


# -- Exact tables --------------------------------------------------------------------------------------------


def spread(total: int, weights: list[int]) -> list[int]:
    """Share out a total as the weights say, none above its weight: the floors, then the largest remainders."""
    whole = sum(weights) or 1
    shares = [total * weight // whole for weight in weights]
    left = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in left[: total - sum(shares)]:
        shares[i] += 1
    return shares


def cross(rows: dict[str, int], columns: dict[str, int]) -> dict[tuple[str, str], int]:
    """A table of whole numbers with exactly these margins, as near as can be to what chance would give.

    Each row in turn takes its share of what the columns still have; the last one takes what is left.
    """
    if sum(rows.values()) != sum(columns.values()):
        raise NotPossible("Les tableaux des régions et des tailles n’ont pas le même total.")
    left, table = dict(columns), {}
    for row, total in rows.items():
        for column, count in zip(left, spread(total, list(left.values())), strict=True):
            table[row, column] = count
            left[column] -= count
    return table


def published(slug: str, column: str) -> dict[str, int]:
    """The lines of a published table, by the word of what they are about."""
    if not Table.objects.filter(slug=slug).exists():
        raise NotPossible("Les tableaux publiés ne sont pas chargés : « python3 manage.py load_figures ».")
    lines = Line.objects.filter(table__slug=slug).order_by("position")
    return dict(lines.values_list(column, "count"))


# -- The set -------------------------------------------------------------------------------------------------


def drawn() -> list[Drawn]:
    cells = cross(published("regions", "region__slug"), published("tailles", "size"))
    made: list[Drawn] = []
    for (region, size), count in cells.items():
        for place in range(count):
            made.append(Drawn(len(made) + 1, region, headcount(Size(size), place, count)))
    share_sectors(made, published("secteurs", "sector__slug"))
    return made


def headcount(size: Size, place: int, count: int) -> int:
    """The headcounts of one cell stand evenly in their band."""
    low, high = max(size.low, 1), size.high or LARGEST
    return low + (2 * place + 1) * (high - low) // (2 * count)


def share_sectors(made: list[Drawn], sectors: dict[str, int]) -> None:
    """Give out exactly the establishments of each sector, at least one to each association.

    A head office (« siège ») goes to each of the largest. The others are dealt out sector by sector, in an
    order drawn by lot, to as many places as the headcount makes; a large association has two runs of places,
    and so may work in several sectors.
    """
    sectors = dict(sectors)
    largest = sorted(made, key=lambda one: (-one.headcount, one.number))
    for one in largest[: sectors.pop("siege", 0)]:
        one.sectors["siege"] += 1
    total = sum(sectors.values())
    if total < len(made):
        raise NotPossible("Il y a moins d’établissements que d’associations dans les tableaux.")
    more = spread(total - len(made), [one.headcount for one in made])
    runs = [run for one, extra in zip(made, more, strict=True) for run in runs_of(one, 1 + extra)]
    runs.sort(key=lambda run: draw(run[0].number, f"suite {run[1]}"))
    places = (one for one, _, length in runs for _ in range(length))
    for sector, count in sectors.items():
        for _ in range(count):
            next(places).sectors[sector] += 1


def runs_of(one: Drawn, length: int) -> Iterator[tuple[Drawn, int, int]]:
    second = length // 3 if length >= 6 else 0
    yield one, 1, length - second
    if second:
        yield one, 2, second


# -- Write and remove ----------------------------------------------------------------------------------------


def create() -> int:
    """Write the set, all at once; how many associations it holds."""
    with transaction.atomic():
        if Association.objects.filter(demonstration=False).exists():
            raise NotPossible("Des associations sont enregistrées : le jeu de démonstration ne s’y mêle pas.")
        if Association.objects.exists():
            raise NotPossible("Le jeu de démonstration est déjà chargé.")
        made = drawn()
        write(made)
    return len(made)


def write(made: list[Drawn]) -> None:
    regions, sectors = slugs(Region), slugs(Sector)
    conventions, nexem = slugs(Convention), slugs(Organisation)["nexem"]
    rows = [
        Association(
            name=one.name,
            slug=one.slug,
            region_id=regions[one.region],
            headcount=one.headcount,
            demonstration=True,
        )
        for one in made
    ]
    Association.objects.bulk_create(rows, BATCH)
    pairs = list(zip(rows, made, strict=True))
    Presence.objects.bulk_create(
        (
            Presence(association=row, sector_id=sectors[sector], establishments=count)
            for row, one in pairs
            for sector, count in one.sectors.items()
        ),
        BATCH,
    )
    Application.objects.bulk_create(
        (
            Application(association=row, convention_id=conventions[slug], since=one.applies_since(slug))
            for row, one in pairs
            for slug in one.conventions
        ),
        BATCH,
    )
    Membership.objects.bulk_create(
        (Membership(association=row, organisation_id=nexem, since=one.member_since) for row, one in pairs),
        BATCH,
    )


def slugs(model) -> dict[str, int]:
    return dict(model.objects.values_list("slug", "pk"))


def remove() -> int:
    """Remove the whole set, and nothing else; how many associations it held."""
    with transaction.atomic():
        _, removed = Association.objects.filter(demonstration=True).delete()
    return removed.get(Association._meta.label, 0)
