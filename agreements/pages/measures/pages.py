"""`/mesures/`: what texts set in figures, the present values of every convention and the series of one."""

from django import forms
from django.http import Http404

from agreements.finding.index import index_of
from agreements.models import Convention
from agreements.pages.measures.as_json import MeasuresJson
from agreements.reading.convention.freshness import Freshness, freshness_of
from agreements.reading.directory import directory_of
from agreements.reading.measures import MeasureOnDay, every_measure, measures_of
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import UNKNOWN, reads, refusals_of
from portal.web.tables import Table, table_view

COLUMNS = (
    "convention", "mesure", "libellé", "valeur", "unité", "à compter du", "jusqu’au", "ce jour-là", "certitude",
    "seulement les adhérents de", "identifiant de l’accord", "accord", "remplacée par", "sources",
)  # fmt: skip


class ConventionsForm(forms.Form):
    """The conventions whose values are taken away; all where none is named."""

    convention = forms.MultipleChoiceField(label="Convention", required=False, error_messages=UNKNOWN)


def all_measures(request) -> list[tuple[Convention, list[MeasureOnDay]]]:
    return every_measure(directory_of(request.edition).conventions, request.day, request.edition)


def freshness(request, slugs) -> dict[str, Freshness]:
    return freshness_of(slugs, request.day, index_of(request.edition), request.edition)


def convention_or_404(request, slug: str) -> Convention:
    conventions = directory_of(request.edition).conventions
    if slug not in conventions:
        raise Http404("Aucune convention ne porte cet identifiant.")
    return conventions[slug]


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
    convention = convention_or_404(request, slug)
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
    convention = convention_or_404(request, slug)
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
