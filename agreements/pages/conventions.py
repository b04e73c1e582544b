"""The pages of conventions, each with its JSON twin."""

from typing import NamedTuple

from django import forms
from django.http import Http404
from django.urls import reverse

from agreements.finding.filters import Scope
from agreements.finding.index import index_of
from agreements.finding.queries.conventions import convention_called
from agreements.finding.queries.names import names_of
from agreements.models import Attachment, Convention
from agreements.pages import as_json as exports
from agreements.pages.measures.as_json import MeasuresJson, freshness_json
from agreements.reading.agreement.audiences import KnownAudience
from agreements.reading.convention.charts import ConventionCharts
from agreements.reading.convention.freshness import freshness_of
from agreements.reading.convention.on_day import ConventionOnDay, agreements_of
from agreements.reading.directory import directory_of
from agreements.reading.measures import measures_of
from portal.web.answers import Elsewhere, bad_request, json_page, page_of
from portal.web.parameters import Searched, reads

BAD_SCOPE = "perimetre : le périmètre est « secteur » ou « tout »."


class ScopeForm(forms.Form):
    """Which conventions are listed."""

    perimetre = forms.ChoiceField(label="Périmètre", choices=Scope.pairs(), required=False)


class CountedConvention(NamedTuple):
    """A convention, how many of its agreements are known on the day, and what it is attached to."""

    convention: Convention
    count: int
    attachments: list[Attachment]


def conventions_within(request) -> list[CountedConvention] | None:
    """The conventions of the sector, or all of them, each with its agreements counted on the day.

    None when the address asks for something else.
    """
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return None
    everything = form.cleaned_data["perimetre"] == Scope.TOUT
    index, directory = index_of(request.edition), directory_of(request.edition)
    return [
        CountedConvention(
            convention,
            len(agreements_of(index, convention.slug, request.day)),
            list(convention.attachments.all()),
        )
        for convention in directory.conventions.values()
        if everything or convention.in_sector
    ]


@reads(ScopeForm)
def convention_list(request):
    conventions = conventions_within(request)
    if conventions is None:
        return bad_request(request, [BAD_SCOPE], as_json=False)
    return page_of(
        request,
        "pages/conventions.html",
        "conventions",
        conventions=conventions,
        everything=request.GET.get("perimetre") == Scope.TOUT,
    )


@reads(ScopeForm)
def convention_list_json(request):
    conventions = conventions_within(request)
    if conventions is None:
        return bad_request(request, [BAD_SCOPE], as_json=True)
    rows = [exports.convention_json(row.convention, row.count) for row in conventions]
    return json_page(request, {"total": len(rows), "conventions": rows})


def named_convention(request, slug: str) -> Convention:
    """The convention of an address; where it is called otherwise there, its page is elsewhere."""
    held = directory_of(request.edition).conventions
    if convention := held.get(slug):
        return convention
    if known := convention_called(slug, names_of(index_of(request.edition))):
        raise Elsewhere(reverse(request.resolver_match.url_name, args=[known]))
    raise Http404("Aucune convention ne porte cet identifiant.")


def convention_or_404(request, slug) -> ConventionOnDay:
    index, directory = index_of(request.edition), directory_of(request.edition)
    return ConventionOnDay(named_convention(request, slug), request.day, index, directory, request.edition)


def confederations_of(cycles: list[tuple[int, KnownAudience | None]]) -> list[str]:
    """Those that were measured in any cycle: as the last one ranks them, then those that it has no more."""
    return list(
        dict.fromkeys(name for _, known in reversed(cycles) if known for name in known.measure.shares)
    )


@reads(Searched)
def convention_detail(request, slug):
    found = convention_or_404(request, slug)
    convention = found.convention
    charts = ConventionCharts(
        found.agreements, found.day, found.index, found.directory, convention.subject_to_agrement
    )
    return page_of(
        request,
        "pages/convention.html",
        "conventions",
        convention=convention,
        attachments=list(convention.attachments.all()),
        attached=list(convention.attached.all()),
        count=found.count,
        states=found.states,
        measures=measures_of(slug, request.day, request.edition),
        fresh=freshness_of([slug], request.day, found.index, request.edition)[slug],
        latest=found.latest,
        years=charts.years,
        delays=charts.delays,
        signatories=charts.signatories,
        signed_count=len(charts.signed),
        in_force_count=found.in_force_count,
        in_force=found.in_force,
        series=found.series,
        measure=found.measure,
        unions=found.unions,
        employers=found.employers,
        cycles=found.cycles,
        confederations=confederations_of(found.cycles),
    )


@reads()
def convention_detail_json(request, slug):
    found = convention_or_404(request, slug)
    values = MeasuresJson(found.index)
    fresh = freshness_of([slug], request.day, found.index, request.edition)[slug]
    measures = [values.present(measure) for measure in measures_of(slug, request.day, request.edition)]
    convention = exports.convention_json(found.convention, found.count)
    told = {"mesures": measures, "representativite": representativity_json(found), **freshness_json(fresh)}
    return json_page(request, {**convention, **told})


def representativity_json(found: ConventionOnDay) -> dict:
    """Who is representative in the field: the employers of the day, the unions cycle after cycle."""
    employers = exports.audience_json(found.employers) if found.employers else None
    unions = [exports.audience_json(known) for _, known in found.cycles if known]
    return {"employeurs": employers, "syndicats": unions}
