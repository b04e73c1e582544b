"""The pages of organisations, each with its JSON twin."""

from django.http import Http404

from agreements.finding.index import index_of
from agreements.law.vocabulary import College
from agreements.models import Organisation
from agreements.pages import as_json as exports
from agreements.reading.convention.charts import acts_by_year
from agreements.reading.directory import directory_of
from agreements.reading.organisation import Commitments
from portal.web.answers import json_page, page_of
from portal.web.parameters import Searched, reads


def organisations_on(request) -> list[tuple[Organisation, int]]:
    """The organisations, and by how many agreements each is bound on the day."""
    index, directory = index_of(request.edition), directory_of(request.edition)
    return [
        (organisation, len(index.members("signataire", slug, request.day)))
        for slug, organisation in directory.organisations.items()
    ]


@reads()
def organisation_list(request):
    counted = organisations_on(request)
    colleges = [(college, [row for row in counted if row[0].college == college]) for college in College]
    return page_of(request, "pages/organisations.html", "organisations", colleges=colleges)


@reads()
def organisation_list_json(request):
    rows = [exports.organisation_json(*row) for row in organisations_on(request)]
    return json_page(request, {"total": len(rows), "organisations": rows})


def acts_or_404(request, slug) -> Commitments:
    directory = directory_of(request.edition)
    if slug not in directory.organisations:
        raise Http404("Aucune organisation ne porte cet identifiant.")
    organisation = directory.organisations[slug]
    return Commitments(organisation, request.day, index_of(request.edition), directory)


@reads(Searched)
def organisation_detail(request, slug):
    acts = acts_or_404(request, slug)
    organisation = acts.organisation
    return page_of(
        request,
        "pages/organisation.html",
        "organisations",
        organisation=organisation,
        college=College(organisation.college),
        aliases=list(organisation.aliases.all()),
        milestones=list(organisation.milestones.all()),
        predecessors=list(organisation.origins.all()),
        successors=list(organisation.successions.all()),
        citations=list(organisation.citations.all()),
        years=acts.years,
        years_chart=acts_by_year(acts),
        themes=acts.themes,
        partners=acts.partners,
        modes=acts.by_mode,
        inherited=acts.inherited,
    )


@reads()
def organisation_detail_json(request, slug):
    acts = acts_or_404(request, slug)
    told = [{"accord": act.party.agreement.slug, "mode": act.party.mode} for act in acts.own]
    return json_page(request, exports.organisation_json(acts.organisation, len(acts.bound)) | {"actes": told})
