"""Batch agreements at once: what tables, feeds and long JSON read of them, in as many queries whatever their number.

Django's own prefetching makes one query set for each row and each relation, which is most of the time that a
list of thousands takes; here rows are grouped by hand.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import islice

from agreements.compiled.situations import Party, one_of
from agreements.models import Agreement, Citation, Source
from agreements.reading.chains import TEXTS
from agreements.reading.directory import Directory
from portal.edition.rows import AMONG, Rows, among

#: How many are read together: enough to make queries rare, few enough to hold in memory.
BATCH = 500
CITED = Rows(
    f"""FROM agreements_citation JOIN agreements_source ON agreements_source.id = source_id
    WHERE agreement_id {AMONG} ORDER BY agreement_id, position, agreements_citation.id""",
    Citation,
    Source,
)


def batches(agreements: Iterable[int]) -> Iterator[list[int]]:
    numbers = iter(agreements)
    while batch := list(islice(numbers, BATCH)):
        yield batch


class Batch:
    """A batch of agreements, with what is told of them on a day."""

    def __init__(self, agreements: Collection[int], day: date, directory: Directory):
        self.agreements, self.day, self.directory = agreements, day, directory

    @cached_property
    def texts(self) -> dict[int, Agreement]:
        return {row.pk: row for row in TEXTS(among(self.agreements))}

    @cached_property
    def conventions(self) -> dict[int, list[str]]:
        links = Agreement.conventions.through.objects.filter(agreement__in=one_of(self.agreements))
        return grouped(
            links.order_by().values_list("agreement", "convention"), self.directory.convention_places
        )

    @cached_property
    def themes(self) -> dict[int, list[str]]:
        links = Agreement.themes.through.objects.filter(agreement__in=one_of(self.agreements))
        return grouped(links.order_by().values_list("agreement", "theme"), self.directory.theme_places)

    def conventions_of(self, agreement: int) -> list[str]:
        return self.conventions.get(agreement, [])

    def convention_names(self, agreement: int) -> list[str]:
        return [self.directory.conventions[slug].name for slug in self.conventions_of(agreement)]

    @cached_property
    def parties(self) -> dict[int, list[Party]]:
        found: dict[int, list[Party]] = {}
        rows = Party.objects.as_of(self.day).filter(agreement__in=one_of(self.agreements))
        in_order = rows.order_by("agreement", "organisation__college", "organisation__slug", "mode")
        for row in in_order.select_related("signature"):
            row.organisation = self.directory.organisations_by_key[row.organisation_id]
            found.setdefault(row.agreement_id, []).append(row)
        return found

    @cached_property
    def sources(self) -> dict[int, list[Source]]:
        """The documents where each was read, in their order."""
        found: dict[int, list[Source]] = {}
        for citation, source in CITED(among(self.agreements)):
            found.setdefault(citation.agreement_id, []).append(source)
        return found


def grouped(links: Iterable[tuple[int, int]], places: dict[int, tuple[int, str]]) -> dict[int, list[str]]:
    """For each agreement, the identifiers it is linked to, in the order in which they are shown."""
    found: dict[int, list[tuple[int, str]]] = {}
    for agreement, key in links:
        found.setdefault(agreement, []).append(places[key])
    return {agreement: [slug for _, slug in sorted(linked)] for agreement, linked in found.items()}
