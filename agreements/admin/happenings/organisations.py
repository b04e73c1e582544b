"""Whom to tick: those who are representative in the field of a text come first, then those who have signed there."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from agreements.law.validity import Measure, measure_for
from agreements.law.vocabulary import College, Mode
from agreements.models import Audience, Negotiator, Organisation, Signature
from agreements.reading.agreement.audiences import measure_of

REPRESENTATIVE = "Représentatives dans ce champ, ou qui le négocient"
SIGNERS = "Qui ont déjà signé un texte de ce champ"
OTHERS = "Les autres"


class Group(NamedTuple):
    legend: str
    organisations: list[Organisation]


def groups(conventions: Collection[str], day: date, colleges: Collection[College]) -> list[Group]:
    """All the organisations of these colleges, each in the first group that it belongs to, by name."""
    everyone = list(Organisation.objects.filter(college__in=colleges).order_by("college", "name"))
    first = representative(conventions, day, everyone)
    signed = set(
        Signature.objects.filter(
            agreement__conventions__slug__in=conventions, mode__in=(Mode.SIGNATURE, Mode.ADHESION)
        ).values_list("organisation_id", flat=True)
    )
    told: dict[str, list[Organisation]] = {REPRESENTATIVE: [], SIGNERS: [], OTHERS: []}
    for one in everyone:
        legend = REPRESENTATIVE if one.pk in first else SIGNERS if one.pk in signed else OTHERS
        told[legend].append(one)
    return [Group(legend, held) for legend, held in told.items() if held]


def representative(conventions: Collection[str], day: date, everyone: Collection[Organisation]) -> set[int]:
    """Those whom the measure in force weighs or recognises (CT L2122-5, L2152-6), and those who negotiate the field.

    For a day of which no measure is held, the last of the field stands in: it is only whom to propose first.
    """
    rows = {row.pk: row for row in Audience.objects.prefetch_related("conventions", "shares", "employers")}
    found = set(
        Negotiator.objects.filter(convention__slug__in=conventions).values_list("organisation_id", flat=True)
    )
    for college in College:
        measures = [measure_of(row) for row in rows.values() if row.college == college]
        for convention in conventions:
            measure = measure_for(measures, frozenset([convention]), day) or latest(measures, convention)
            if measure is None:
                continue
            found |= {employer.pk for employer in rows[measure.key].employers.all()}
            found |= {one.pk for one in everyone if one.confederation and one.confederation in measure.shares}
    return found


def latest(measures: Collection[Measure], convention: str) -> Measure | None:
    of_the_field = [measure for measure in measures if convention in measure.conventions]
    return max(of_the_field, key=lambda measure: measure.counts_from, default=None)


def measure_of_text(conventions: Collection[str], day: date | None) -> Measure | None:
    """The measure of unions upon which one relies for a text of these conventions on its day."""
    rows = Audience.objects.filter(college=College.SALARIE).prefetch_related("conventions", "shares")
    return measure_for([measure_of(row) for row in rows], frozenset(conventions), day)
