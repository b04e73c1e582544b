"""What an edition holds of members: the allow-listed facts, and the sets compiled from them."""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db import models
from pyroaring import BitMap

from agreements.law.facts import STILL_SO
from members.compiled.association_sets import Found, MemberSet, MemberStays
from members.models import (
    Affiliation,
    Anomaly,
    Application,
    Association,
    BranchField,
    Figure,
    Line,
    Membership,
    Presence,
    Region,
    Scope,
    Sector,
    Table,
)
from members.rule.vocabulary import Size
from portal.french.analyser import fold

#: After those of agreements, which they name; parents first. What is not named here is never published.
PUBLISHED = [
    Region,
    Sector,
    Association,
    Presence,
    Application,
    Membership,
    BranchField,
    Affiliation,
    Scope,
    Table,
    Line,
    Figure,
    Anomaly,
]
COMPILED = [MemberSet, MemberStays, Found]
ALWAYS = date.min


class Sets:
    """Collect who is in each set, in the order of the edition."""

    def __init__(self):
        self.whole: dict[tuple, array] = defaultdict(lambda: array("I"))
        self.dated: dict[tuple, tuple[array, array, array]] = defaultdict(
            lambda: (array("I"), array("I"), array("I"))
        )

    def put(self, number: int, dimension: str, value: str, establishments: int = 0) -> None:
        self.whole[dimension, value, establishments].append(number)

    def stay(self, number: int, dimension: str, value: str, since: date | None, until: date | None) -> None:
        members, first, last = self.dated[dimension, value]
        members.append(number)
        first.append((since or ALWAYS).toordinal())
        last.append((until or STILL_SO).toordinal())

    def rows(self) -> Iterator[models.Model]:
        for (dimension, value, establishments), numbers in sorted(self.whole.items()):
            members = BitMap(numbers).serialize()
            yield MemberSet(dimension=dimension, value=value, establishments=establishments, members=members)
        for (dimension, value), arrays in sorted(self.dated.items()):
            members, since, until = (numbers.tobytes() for numbers in arrays)
            yield MemberStays(dimension=dimension, value=value, members=members, since=since, until=until)


def compile_members(alias: str) -> Iterator[models.Model]:
    """What follows from the facts of the associations of the edition being built in `alias`."""
    sets = Sets()
    associations = Association.objects.using(alias).order_by("pk")
    fields = ("pk", "name", "slug", "siren", "region__slug", "headcount", "demonstration")
    for pk, name, slug, siren, region, headcount, fictitious in associations.values_list(*fields).iterator():
        sets.put(pk, "region", region)
        if size := Size.of(headcount):
            sets.put(pk, "taille", size.value)
        if fictitious:
            sets.put(pk, "demonstration", "oui")
        yield Found(association_id=pk, words=fold(f"{name} {slug} {siren or ''}"))
    presences = Presence.objects.using(alias).order_by("association", "sector")
    for pk, sector, count in presences.values_list(
        "association", "sector__slug", "establishments"
    ).iterator():
        sets.put(pk, "secteur", sector, count)
    for model, dimension in ((Application, "convention"), (Membership, "organisation")):
        rows = model.objects.using(alias).order_by("association", "pk")
        for row in rows.values_list("association", f"{dimension}__slug", "since", "until").iterator():
            pk, value, since, until = row
            sets.stay(pk, dimension, value, since, until)
    yield from sets.rows()


def publication_errors(alias: str, today: date) -> Iterator[str]:
    """What forbids publishing this edition, in words."""
    kinds = set(Association.objects.using(alias).order_by().values_list("demonstration", flat=True))
    if len(kinds) == 2:
        yield "Le jeu de démonstration est mêlé à des associations réelles : retirez-le."
    for table in Table.objects.using(alias).annotate(sum=models.Sum("lines__count")):
        if table.sum != table.total:
            yield f"« {table} » : les lignes font {table.sum or 0}, le total publié {table.total}."
