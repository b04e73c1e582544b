"""What editions brought, agreement by agreement and measure by measure, up to the one being read.

A feed is a set of entries of the ledger, and a window of it is drawn: a million texts have millions of entries, of
which only the places are kept, as numbers.
"""

from array import array
from collections.abc import Collection, Iterator
from contextlib import closing

from pyroaring import BitMap

from agreements.models import Agreement
from portal.edition import ledger
from portal.edition.manifest import Manifest
from portal.edition.memory import of_edition
from portal.edition.rows import among

MEASURE, ACT = "mesure/", "acte/"
#: Up to so many, subjects are looked for by their names; beyond, in what is kept of an edition.
FEW = 500
NUMBERS = "I"  # of an array: four bytes each


class Entries:
    """The entries of the ledger, whichever edition brought them, by the agreement that each is of."""

    def __init__(self, highest: int):
        """Room for the agreements up to this number, of which none has an entry yet."""
        self.in_order = array(NUMBERS)  # those of an agreement one after the other
        self.starts, self.ends = (array(NUMBERS, bytes(4 * (highest + 1))) for _ in range(2))
        self.of_all, self.of_gone = BitMap(), BitMap()

    def add(self, agreement: int, numbers: list[int]) -> None:
        self.starts[agreement] = len(self.in_order)
        self.in_order.extend(numbers)
        self.ends[agreement] = len(self.in_order)

    def of(self, agreements: BitMap) -> BitMap:
        everybody = BitMap(range(len(self.starts)))
        if 2 * len(agreements) > len(everybody):  # those that are not there are fewer
            return self.of_all - self.of_few(everybody - agreements)
        return self.of_few(agreements)

    def of_few(self, agreements: BitMap) -> BitMap:
        found = array(NUMBERS)
        for agreement in agreements:
            found += self.in_order[self.starts[agreement] : self.ends[agreement]]
        return BitMap(found)


@of_edition
def entries() -> Entries:
    """Every entry; what another edition brings since is there too."""
    texts = Agreement.objects.order_by("slug").values_list("slug", "pk")
    found = Entries(Agreement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
    with closing(texts.iterator()) as here:  # both in the order of their names: neither is held whole
        slug, agreement = next(here, ("", 0))
        for subject, numbers in by_subject():
            while slug and slug < subject:
                slug, agreement = next(here, ("", 0))
            if slug == subject:
                found.add(agreement, numbers)
            elif "/" not in subject:
                found.of_gone.update(numbers)
    found.of_all = BitMap(found.in_order)
    return found


def by_subject() -> Iterator[tuple[str, list[int]]]:
    """Each subject of the ledger with its entries, in the order of their names."""
    told, numbers = "", []
    for subject, number in ledger.each("SELECT subject, id FROM entry ORDER BY subject, id"):
        if subject != told and numbers:
            yield told, numbers
            numbers = []
        told = subject
        numbers.append(number)
    if numbers:
        yield told, numbers


def brought_by(edition: Manifest, numbers: BitMap) -> BitMap:
    """Of these entries, what this edition and those before it brought: in the ledger, editions follow each other."""
    [(last,)] = ledger.rows("SELECT max(id) FROM entry WHERE edition <= ?", edition.number)
    return numbers & BitMap(range((last or 0) + 1))


def of_agreements(agreements: BitMap, edition: Manifest) -> BitMap:
    """The entries of these agreements."""
    if len(agreements) > FEW:
        return brought_by(edition, entries(edition).of(agreements))
    slugs = Agreement.objects.filter(pk__in=list(agreements)).order_by().values_list("slug", flat=True)
    return of_subjects(slugs, edition)


def of_agreements_and_gone(agreements: BitMap, edition: Manifest) -> BitMap:
    """The entries of these agreements, and of those that are recorded no more."""
    kept = entries(edition)
    return brought_by(edition, kept.of(agreements) | kept.of_gone)


def of_measures(edition: Manifest, convention: str = "") -> BitMap:
    """The entries of the measures of a convention, or of all."""
    prefix = f"{MEASURE}{convention}/" if convention else MEASURE
    return found_by(
        edition, "subject >= ? AND subject < ?", prefix, f"{prefix[:-1]}0"
    )  # « 0 » comes after « / »


def of_acts(slugs: Collection[str], edition: Manifest) -> BitMap:
    """The entries of these acts."""
    return of_subjects([f"{ACT}{slug}" for slug in slugs], edition)


def of_subjects(subjects: Collection[str], edition: Manifest) -> BitMap:
    return found_by(edition, "subject IN (SELECT value FROM json_each(?))", among(subjects))


def found_by(edition: Manifest, condition: str, *values: str) -> BitMap:
    told = ledger.each(f"SELECT id FROM entry WHERE edition <= ? AND {condition}", edition.number, *values)  # noqa: S608
    return BitMap(array(NUMBERS, (number for (number,) in told)))


def is_measure(subject: str) -> bool:
    return subject.startswith(MEASURE)
