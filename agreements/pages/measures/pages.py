"""`/mesures/`: what texts set in figures, the present values of every convention and the series of one."""

from decimal import Decimal

from django import forms

from agreements.finding.index import index_of
from agreements.finding.queries.conventions import ConventionsField
from agreements.models import Convention
from agreements.pages.conventions import named_convention
from agreements.pages.measures.as_json import MeasuresJson
from agreements.reading.convention.freshness import Freshness, freshness_of
from agreements.reading.directory import directory_of
from agreements.reading.measures import MeasureOnDay, every_measure, measures_of
from portal.web.answers import bad_request, json_page, page_of
from portal.web.files.tables import Table, several, table_view
from portal.web.parameters import reads, refusals_of

COLUMNS = {
    "code de la convention": "L’identifiant de la convention.",
    "convention": "Son nom.",
    "mesure": "L’identifiant de la mesure, dans sa convention.",
    "libellé": "Ce qu’elle est.",
    "valeur": "Le chiffre, tel que le texte le fixe.",
    "unité": "Ce en quoi il se compte : EUR, FRF, pour-cent (du salaire brut), pour-cent-pmss.",
    "à compter du": "Le jour à partir duquel le texte fixe la valeur.",
    "jusqu’au": "Le dernier jour où elle a compté, quand une autre l’a remplacée.",
    "ce jour-là": "Ce qu’elle est au jour du tableau : présente, passée, à venir…",
    "certitude": "Comment on le sait : établi, déduit ou probable.",
    "seulement les adhérents de": "Qui elle oblige seulement, quand une recommandation patronale la fixe.",
    "identifiant de l’accord": "L’identifiant du texte qui la fixe.",
    "accord": "Ce texte.",
    "remplacée par": "La valeur qui l’a remplacée.",
    "sources": "Les documents qui la donnent.",
}


class ConventionsForm(forms.Form):
    """The conventions whose values are taken away; all where none is named."""

    convention = ConventionsField("Convention")


def all_measures(request) -> list[tuple[Convention, list[MeasureOnDay]]]:
    return every_measure(directory_of(request.edition).conventions, request.day, request.edition)


def freshness(request, slugs) -> dict[str, Freshness]:
    return freshness_of(slugs, request.day, index_of(request.edition), request.edition)


@reads()
def measure_list(request):
    groups = all_measures(request)
    fresh = freshness(request, [convention.slug for convention, _ in groups])
    return page_of(
        request,
        "pages/measures.html",
        "conventions",
        groups=[(convention, measures, fresh[convention.slug]) for convention, measures in groups],
    )


@reads()
def measure_list_json(request):
    groups = all_measures(request)
    fresh = freshness(request, [convention.slug for convention, _ in groups])
    told = MeasuresJson(index_of(request.edition))
    rows = [told.convention(convention, measures, fresh[convention.slug]) for convention, measures in groups]
    return json_page(request, {"total": len(rows), "conventions": rows})


@reads()
def convention_measures(request, slug: str):
    convention = named_convention(request, slug)
    return page_of(
        request,
        "pages/convention_measures.html",
        "conventions",
        convention=convention,
        measures=measures_of(slug, request.day, request.edition),
        fresh=freshness(request, [slug])[slug],
    )


@reads()
def convention_measures_json(request, slug: str):
    convention = named_convention(request, slug)
    measures = measures_of(slug, request.day, request.edition)
    told = MeasuresJson(index_of(request.edition))
    return json_page(request, told.convention(convention, measures, freshness(request, [slug])[slug]))


@reads(ConventionsForm)
@table_view
def measures_table(request):
    """Every value known of on the day, of all conventions or of those that are asked for."""
    form = ConventionsForm(request.GET)
    known = directory_of(request.edition).conventions
    form.fields["convention"].choices = [(slug, convention.name) for slug, convention in known.items()]
    if refusals := refusals_of(form):
        return bad_request(request, refusals, as_json=False)
    asked = form.cleaned_data["convention"]
    rows = (
        row
        for convention, measures in all_measures(request)
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
            convention.name,
            measure.measure.slug,
            measure.label,
            Decimal(line.exact),
            row.unit,
            line.since,
            told.until,
            told.standing.label,
            told.certainty.label if told.certainty else "",
            row.members_of.name if row.members_of else "",
            row.agreement.slug if row.agreement else "",
            str(row.agreement) if row.agreement else "",
            f"{line.by.written} à compter du {line.by.since:%d/%m/%Y}" if line.by else "",
            several(source.title for source in row.sources.all()),
        )
