"""The JSON and CSV of associations, in the words of the public interface."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Prefetch, QuerySet

from agreements.exports import agreement_json, iso
from agreements.read_models import Situation
from members.applicability import Finding
from members.importers.columns import COLUMNS
from members.models import Application, Association, Membership, Presence
from members.situation import Membership as Stay
from members.vocabulary import Answer

FICTITIOUS = "données de démonstration"
#: What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def with_all(associations: QuerySet) -> QuerySet:
    """Fetch, in a bounded number of queries, what a row shows."""
    return associations.select_related("region").prefetch_related(
        Prefetch("presences", Presence.objects.select_related("sector").order_by("sector__position")),
        Prefetch("applications", Application.objects.select_related("convention").order_by("convention")),
        Prefetch("memberships", Membership.objects.select_related("organisation").order_by("since")),
    )


def standing(rows, day: date) -> list:
    """Those of these applications or memberships that hold on the day."""
    return [row for row in rows if Stay("", row.since, row.until).covers(day)]


def association_json(association: Association, day: date) -> dict:
    joined = standing(association.memberships.all(), day)
    return {
        "identifiant": association.slug,
        "url": association.get_absolute_url(),
        "nom": association.name,
        "siren": association.siren,
        "region": association.region.slug,
        "taille": association.size.value if association.size else None,
        "effectif": association.headcount,
        "secteurs": [
            {"secteur": row.sector.slug, "etablissements": row.establishments}
            for row in association.presences.all()
        ],
        "conventions": [row.convention.slug for row in standing(association.applications.all(), day)],
        "organisation": joined[-1].organisation.slug if joined else None,
        "demonstration": association.demonstration,
    }


def detail_json(association: Association, day: date) -> dict:
    """One association, with since when and until when."""
    return association_json(association, day) | {
        "applications": [
            {"convention": row.convention.slug, "depuis": iso(row.since), "jusqu_au": iso(row.until)}
            for row in association.applications.all()
        ],
        "adhesions": [
            {"organisation": row.organisation.slug, "depuis": iso(row.since), "jusqu_au": iso(row.until)}
            for row in association.memberships.all()
        ],
    }


# -- What applies --------------------------------------------------------------------------------------------


def finding_json(situation: Situation, finding: Finding) -> dict:
    line = finding.line
    told = {
        "accord": agreement_json(situation, situation.agreement.parties.all()),
        "raison": line.reason[:1].upper() + line.reason[1:],
        "article": line.article,
        "opposable_au_financeur": {
            "etat": finding.opposable.value,
            "raison": finding.opposable_because,
            "article": "L314-6 CASF",
        },
    }
    if line.answer == Answer.S_APPLIQUE:
        told |= {"depuis": iso(line.since), "depuis_exact": line.exact}
    if line.answer == Answer.VA_S_APPLIQUER:
        told["attend"] = [awaited.value for awaited in line.awaits]
    return told


def findings_json(findings: Iterable[tuple[Situation, Finding]]) -> dict[str, list]:
    lists: dict[str, list] = {answer.value: [] for answer in Answer}
    for situation, finding in findings:
        lists[finding.answer.value].append(finding_json(situation, finding))
    return lists


# -- CSV -----------------------------------------------------------------------------------------------------


class Echo:
    """What the writer writes to: each line is given back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(associations: Iterable[Association]) -> Iterator[str]:
    """The columns of the import, and whether it is of the demonstration set, which no import takes."""
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow([*COLUMNS, "demonstration"])
    for association in associations:
        yield writer.writerow([harmless(cell) for cell in cells(association)])


def cells(association: Association) -> list[str]:
    return [
        association.siren or "",
        association.slug,
        association.name,
        association.region.slug,
        "" if association.headcount is None else str(association.headcount),
        "|".join(f"{row.sector.slug}:{row.establishments}" for row in association.presences.all()),
        "|".join(stay(row.convention.slug, row) for row in association.applications.all()),
        "|".join(stay(row.organisation.slug, row) for row in association.memberships.all()),
        FICTITIOUS if association.demonstration else "",
    ]


def stay(slug: str, row) -> str:
    """« ccn-66:2001-01-01 », « nexem:2017-01-01:2020-12-31 »."""
    if row.until:
        return f"{slug}:{iso(row.since) or ''}:{iso(row.until)}"
    return f"{slug}:{iso(row.since)}" if row.since else slug
