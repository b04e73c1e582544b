"""`/mesures/`: what texts set in figures, the present values of every convention and the series of one."""

from django.http import Http404

from agreements.finding.index import index_of
from agreements.models import Convention
from agreements.pages.measures.as_json import MeasuresJson
from agreements.reading.directory import directory_of
from agreements.reading.measures import Freshness, MeasureOnDay, every_measure, freshness_of, measures_of
from portal.web.addresses import Address, Link, page
from portal.web.answers import bad_request, json_page, page_of
from portal.web.tables import FORMS, Table, table_view

COLUMNS = (
    "convention", "mesure", "libellé", "valeur", "unité", "à compter du", "jusqu’au", "ce jour-là", "certitude",
    "seulement les adhérents de", "identifiant de l’accord", "accord", "remplacée par", "sources",
)  # fmt: skip
UNKNOWN = "convention : « {} » n’est pas une valeur connue."


def all_measures(request) -> list[tuple[Convention, list[MeasureOnDay]]]:
    edition = request.edition.checksum
    return every_measure(directory_of(edition).conventions, request.day, edition)


def freshness(request, slugs) -> dict[str, Freshness]:
    return freshness_of(slugs, request.day, index_of(request.edition.path), request.edition.checksum)


def convention_or_404(request, slug: str) -> Convention:
    conventions = directory_of(request.edition.checksum).conventions
    if slug not in conventions:
        raise Http404("Aucune convention ne porte cet identifiant.")
    return conventions[slug]


def file_links(address: Address, convention: str = "") -> list[Link]:
    """The same values as files, of all conventions or of one."""
    chosen = [("convention", convention)] if convention else []
    kept = [*chosen, *address.without("convention")]
    labels = {"csv": "CSV", "xlsx": "Excel"}
    return [Link(labels[form], address.url(kept, page(f"measures-{form}")), kind=form) for form in FORMS]


def measure_list(request):
    groups = all_measures(request)
    fresh = freshness(request, [convention.slug for convention, _ in groups])
    address = Address(request, [])
    return page_of(
        request,
        "pages/measures.html",
        "conventions",
        groups=[(convention, measures, fresh[convention.slug]) for convention, measures in groups],
        files=file_links(address),
        address=address,
    )


def measure_list_json(request):
    groups = all_measures(request)
    fresh = freshness(request, [convention.slug for convention, _ in groups])
    told = MeasuresJson(index_of(request.edition.path))
    rows = [told.convention(convention, measures, fresh[convention.slug]) for convention, measures in groups]
    return json_page(request, {"total": len(rows), "conventions": rows})


def convention_measures(request, slug: str):
    convention = convention_or_404(request, slug)
    address = Address(request, [])
    return page_of(
        request,
        "pages/convention_measures.html",
        "conventions",
        convention=convention,
        measures=measures_of(slug, request.day, request.edition.checksum),
        fresh=freshness(request, [slug])[slug],
        files=file_links(address, slug),
        address=address,
    )


def convention_measures_json(request, slug: str):
    convention = convention_or_404(request, slug)
    measures = measures_of(slug, request.day, request.edition.checksum)
    told = MeasuresJson(index_of(request.edition.path))
    return json_page(request, told.convention(convention, measures, freshness(request, [slug])[slug]))


@table_view
def measures_table(request):
    """Every value known of on the day, of all conventions or of those that are asked for."""
    groups, asked = all_measures(request), request.GET.getlist("convention")
    known = directory_of(request.edition.checksum).conventions
    if unknown := [slug for slug in asked if slug not in known]:
        return bad_request(request, [UNKNOWN.format(slug) for slug in unknown], as_json=False)
    rows = (
        row
        for convention, measures in groups
        if not asked or convention.slug in asked
        for measure in measures
        for row in rows_of(convention, measure)
    )
    return Table(f"mesures-{request.day}", "Les mesures et leurs valeurs", COLUMNS, rows)


def rows_of(convention: Convention, measure: MeasureOnDay):
    for line in reversed(measure.lines):
        row, told = line.row, line.told
        yield (
            convention.slug,
            measure.measure.slug,
            measure.label,
            line.exact.replace(".", ","),
            row.unit,
            row.starts_on,
            told.until,
            told.standing.label,
            told.certainty.label if told.certainty else "",
            row.members_of.name if row.members_of else "",
            row.agreement.slug if row.agreement else "",
            str(row.agreement) if row.agreement else "",
            f"{line.by.written} à compter du {line.by.row.starts_on:%d/%m/%Y}" if line.by else "",
            " ; ".join(source.title for source in row.sources.all()),
        )
