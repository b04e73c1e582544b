"""The JSON and the table of associations, in the words of the public interface."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Prefetch, QuerySet

from agreements.compiled.situations import Situation
from agreements.pages.as_json import agreement_json, iso
from members.models import Application, Association, Membership, Presence
from members.models.file_columns import COLUMNS, MARK
from members.reading.sheet import Sheet
from members.rule.applicability import Finding
from members.rule.facts import Membership as Stay
from members.rule.facts import Replacer
from members.rule.vocabulary import Answer
from members.rule.whole_answer import gaps
from portal.web.addresses import page
from portal.web.files.tables import Table

BATCH = 5000
FICTITIOUS = "données de démonstration"


def with_all(associations: QuerySet) -> QuerySet:
    """Fetch, in a bounded number of queries, what a row shows."""
    return associations.select_related("region").prefetch_related(
        Prefetch("presences", Presence.objects.select_related("sector").order_by("sector__position")),
        Prefetch("applications", Application.objects.select_related("convention").order_by("convention")),
        Prefetch("memberships", Membership.objects.select_related("organisation").order_by("since")),
    )


def in_force(rows, day: date) -> list:
    """Those of these applications or memberships that hold on the day."""
    return [row for row in rows if Stay("", row.since, row.until).covers(day)]


def association_json(association: Association, day: date) -> dict:
    joined = in_force(association.memberships.all(), day)
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
        "conventions": [row.convention.slug for row in in_force(association.applications.all(), day)],
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


def finding_json(situation: Situation, finding: Finding, amendments: Collection[Replacer]) -> dict:
    line = finding.line
    told = {
        "accord": agreement_json(situation, situation.agreement.parties.all()),
        "raison": line.reason[:1].upper() + line.reason[1:],
        "article": line.article,
        "certitude": line.certainty.value if line.certainty else None,
        "opposable_au_financeur": {
            "etat": finding.opposable.value,
            "raison": finding.opposable_because,
            "article": "L314-6 CASF",
        },
    }
    if line.answer in (Answer.S_APPLIQUE, Answer.PROBABLE, Answer.REMPLACE):
        told |= {"depuis": iso(line.since), "depuis_exact": line.exact if line.since else None}
    if line.answer in (Answer.S_APPLIQUE, Answer.PROBABLE):
        told["modifie_par"] = [replacer_json(by) for by in amendments]
    if line.answer == Answer.VA_S_APPLIQUER:
        told["attend"] = [awaited.value for awaited in line.awaits]
    if line.answer == Answer.REMPLACE:
        told["par"] = replacer_json(line.replaced_by)
    if line.missing:
        told |= {"manque": line.missing.value, "reglerait": line.missing.meaning}
    return told


def replacer_json(replacer: Replacer | None) -> dict | None:
    if replacer is None:
        return None
    url = f"{page('agreements')}{replacer.slug}/"
    return {"identifiant": replacer.slug, "url": url, "reference": replacer.reference}


def findings_json(sheet: Sheet) -> dict[str, list]:
    """The lists of the answer; what is to be verified, by missing fact."""
    lists: dict[str, list] = {answer.value: [] for answer in Answer}
    for situation, finding in sheet.findings:
        told = finding_json(situation, finding, sheet.amendments_of(finding))
        lists[finding.answer.value].append(told)
    first = [gap.missing.value for gap in gaps(finding for _, finding in sheet.findings)]
    lists[Answer.INCONNU.value].sort(key=lambda told: first.index(told["manque"]))
    return lists


def answer_json(sheet: Sheet) -> dict:
    """The verdict, what would make it firmer, and the lists."""
    return {"verdict": sheet.verdict, "a_preciser": sheet.to_ask, **findings_json(sheet)}


# -- Tables --------------------------------------------------------------------------------------------------


def table_of(numbers: list[int], demonstration: bool) -> Table:
    """The columns of the import, and whether it is of the demonstration set, which no import takes."""
    name, title = "adherents", "Les associations adhérentes"
    if demonstration:
        name, title = f"{name}-demonstration", f"{title} ({FICTITIOUS})"
    columns = COLUMNS | {MARK: f"« {FICTITIOUS} » : l’association n’existe pas. Vide : elle existe."}
    return Table(name, title, columns, rows_of(numbers))


def rows_of(numbers: list[int]) -> Iterator[list]:
    for start in range(0, len(numbers), BATCH):
        yield from rows_of_batch(numbers[start : start + BATCH])


def rows_of_batch(numbers: list[int]) -> Iterator[list]:
    """One row for each association, from four queries whatever their number."""
    several = {
        Presence: ("sector__slug", "establishments"),
        Application: ("convention__slug", "since", "until"),
        Membership: ("organisation__slug", "since", "until"),
    }
    told: list[dict[int, list[str]]] = []
    for model, fields in several.items():
        found: dict[int, list[str]] = {}
        rows = model.objects.filter(association__in=numbers).order_by("association", "pk")
        for pk, *values in rows.values_list("association", *fields):
            found.setdefault(pk, []).append(stay(*values) if len(values) == 3 else f"{values[0]}:{values[1]}")
        told.append(found)
    fields = ("pk", "siren", "slug", "name", "region__name", "headcount", "demonstration")
    rows = Association.objects.filter(pk__in=numbers).order_by("pk").values_list(*fields)
    for pk, siren, slug, name, region, headcount, fictitious in rows:
        linked = ["|".join(found.get(pk, ())) for found in told]
        yield [siren or "", slug, name, region, headcount, *linked, FICTITIOUS if fictitious else ""]


def stay(slug: str, since: date | None, until: date | None) -> str:
    """« ccn-66:2001-01-01 », « nexem:2017-01-01:2020-12-31 »."""
    if until:
        return f"{slug}:{iso(since) or ''}:{iso(until)}"
    return f"{slug}:{iso(since)}" if since else slug
