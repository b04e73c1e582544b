"""What an edition holds of members: the allow-listed facts, and the sets compiled from them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db import models
from pyroaring import BitMap

from agreements.analysis import fold
from agreements.edition import STILL_SO
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
from members.read_models import Found, MemberSet
from members.vocabulary import Size

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
COMPILED = [MemberSet, Found]
ALWAYS = date.min


class Sets:
    """Collect the numbers of the associations of each set, in the order of the edition."""

    def __init__(self):
        self.numbers: dict[tuple, list[int]] = defaultdict(list)

    def put(self, number: int, dimension: str, value: str, since=None, until=None, establishments=0):
        key = (dimension, value, since or ALWAYS, until or STILL_SO, establishments)
        self.numbers[key].append(number)

    def rows(self) -> Iterator[MemberSet]:
        for (dimension, value, starts_on, ends_on, establishments), numbers in sorted(self.numbers.items()):
            yield MemberSet(
                dimension=dimension,
                value=value,
                starts_on=starts_on,
                ends_on=ends_on,
                establishments=establishments,
                members=BitMap(numbers).serialize(),
            )


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
    links = (
        (Presence, "secteur", ("sector__slug",), ("establishments",)),
        (Application, "convention", ("convention__slug", "since", "until"), ()),
        (Membership, "organisation", ("organisation__slug", "since", "until"), ()),
    )
    for model, dimension, names, more in links:
        rows = model.objects.using(alias).order_by("association", "pk")
        for pk, *values in rows.values_list("association", *names, *more).iterator():
            if more:
                sets.put(pk, dimension, values[0], establishments=values[1])
            else:
                sets.put(pk, dimension, *values)
    yield from sets.rows()


def unsound(alias: str, today: date) -> Iterator[str]:
    """What forbids publishing this edition, in words."""
    kinds = set(Association.objects.using(alias).order_by().values_list("demonstration", flat=True))
    if len(kinds) == 2:
        yield "Le jeu de démonstration est mêlé à des associations réelles : retirez-le."
    for table in Table.objects.using(alias).annotate(sum=models.Sum("lines__count")):
        if table.sum != table.total:
            yield f"« {table} » : les lignes font {table.sum or 0}, le total publié {table.total}."
