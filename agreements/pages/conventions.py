"""The pages of conventions, each with its JSON twin."""

from django import forms
from django.http import Http404

from agreements.finding.filters import Scope
from agreements.finding.index import index_of
from agreements.models import Convention
from agreements.pages import as_json as exports
from agreements.reading.convention import ConventionOnDay, agreements_of
from agreements.reading.convention_charts import ConventionCharts
from agreements.reading.directory import directory_of
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import Searched, reads

BAD_SCOPE = "perimetre : le périmètre est « secteur » ou « tout »."


class ScopeForm(forms.Form):
    """Which conventions are listed."""

    perimetre = forms.ChoiceField(label="Périmètre", choices=Scope.pairs(), required=False)


def conventions_within(request) -> list[tuple[Convention, int]] | None:
    """The conventions of the sector, or all of them, and how many agreements each has on the day.

    None when the address asks for something else.
    """
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return None
    everything = form.cleaned_data["perimetre"] == Scope.TOUT
    index, directory = index_of(request.edition), directory_of(request.edition)
    return [
        (convention, len(agreements_of(index, convention.slug, request.day)))
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
        "agreements/convention_list.html",
        "conventions",
        conventions=conventions,
        everything=request.GET.get("perimetre") == Scope.TOUT,
    )


@reads(ScopeForm)
def convention_list_json(request):
    conventions = conventions_within(request)
    if conventions is None:
        return bad_request(request, [BAD_SCOPE], as_json=True)
    rows = [exports.convention_json(convention, count) for convention, count in conventions]
    return json_page(request, {"total": len(rows), "conventions": rows})


def convention_or_404(request, slug) -> ConventionOnDay:
    directory = directory_of(request.edition)
    if slug not in directory.conventions:
        raise Http404("Aucune convention ne porte cet identifiant.")
    index, convention = index_of(request.edition), directory.conventions[slug]
    return ConventionOnDay(convention, request.day, index, directory, request.edition)


@reads(Searched)
def convention_detail(request, slug):
    desk = convention_or_404(request, slug)
    return page_of(
        request,
        "agreements/convention_detail.html",
        "conventions",
        convention=desk.convention,
        desk=desk,
        charts=ConventionCharts(
            desk.agreements, request.day, desk.index, desk.directory, desk.convention.subject_to_agrement
        ),
    )


@reads()
def convention_detail_json(request, slug):
    desk = convention_or_404(request, slug)
    return json_page(request, exports.convention_json(desk.convention, desk.count))
