"""The pages of agreements, conventions and organisations, each with its JSON twin."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from agreements import exports, exports_desk
from agreements.acts import Acts
from agreements.addresses import Address, dated
from agreements.answers import bad_request, json_page, page_of
from agreements.detail import Detail
from agreements.directory import directory_of
from agreements.edition import Situation
from agreements.field_charts import FieldCharts, acts_by_year
from agreements.field_desk import FieldDesk, agreements_of
from agreements.filters import Scope, SituationFilter
from agreements.index import index_of
from agreements.listing import Listing, situations_in_order, with_rows
from agreements.models import Agreement, Convention, Organisation
from agreements.record import Record
from agreements.rows import rows_of
from agreements.vocabulary import College, Mode

BAD_SCOPE = "perimetre : le périmètre est « secteur » ou « tout »."


# -- Agreements --------------------------------------------------------------------------------------------


def agreement_list(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    if named := named_page(request, listing.filterset):
        return named
    return page_of(
        request,
        "agreements/agreement_list.html",
        "agreements",
        listing=listing,
        rows=rows_of(listing.page.object_list, request.day, listing.filterset.index, listing.filterset.found),
        page=listing.page,
        address=listing.address,
    )


def named_page(request, filterset: SituationFilter):
    """Go straight to what a query names, when nothing else is asked; the page offers the words instead."""
    if set(filterset.chosen) != {"q"}:
        return None
    if reference := filterset.reference:
        url = f"{reverse(reference.page, args=[reference.slug])}?{urlencode({'cherche': filterset.chosen['q']})}"
        return redirect(dated(url, request.day, request.today))
    return None


def agreement_list_json(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=True)
    page, address = listing.page, listing.address
    return json_page(
        request,
        {
            "total": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "suivante": address.setting("page", page.next_page_number()) if page.has_next() else None,
            "accords": [
                exports.agreement_json(situation, situation.agreement.parties.all())
                for situation in situations_in_order(list(page), request.day)
            ],
            "facettes": {facet.name: exports.facet_json(facet) for facet in listing.facets},
        },
    )


def record_or_404(request, slug) -> Record:
    try:
        return Record(slug, request.day, request.edition)
    except Agreement.DoesNotExist as error:
        raise Http404("Aucun accord ne porte cet identifiant.") from error


def agreement_detail(request, slug):
    record = record_or_404(request, slug)
    modes = [(mode, record.parties_who(mode)) for mode in Mode]
    return page_of(
        request,
        "agreements/agreement_detail.html",
        "agreements",
        record=record,
        agreement=record.agreement,
        detail=Detail(record, request.edition.checksum),
        modes=[(mode, rows) for mode, rows in modes if rows],
    )


def agreement_detail_json(request, slug):
    record = record_or_404(request, slug)
    detail = Detail(record, request.edition.checksum)
    return json_page(request, exports.record_json(record) | exports_desk.detail_json(detail))


# -- Conventions -------------------------------------------------------------------------------------------


def counted(queryset, through, link: str, day):
    """Each row with `count`, the number of its agreements known of on the day."""
    known = Situation.objects.as_of(day).values("agreement")
    links = through.filter(**{link: OuterRef("pk")}, agreement__in=known).order_by().values(link)
    return queryset.annotate(count=Subquery(links.annotate(n=Count("agreement", distinct=True)).values("n")))


def latest_of(agreements, day, most=10):
    """The most recent of these agreements, with their situation on the day."""
    situations = Situation.objects.as_of(day).filter(agreement__in=agreements.values("pk"))
    return with_rows(situations, day).order_by("agreement_id")[:most]


class ScopeForm(forms.Form):
    perimetre = forms.ChoiceField(choices=Scope.pairs(), required=False)


def conventions_within(request) -> list[tuple[Convention, int]] | None:
    """The conventions of the sector, or all of them, and how many agreements each has on the day.

    None when the address asks for something else.
    """
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return None
    everything = form.cleaned_data["perimetre"] == Scope.TOUT
    index, directory = index_of(request.edition.path), directory_of(request.edition.checksum)
    return [
        (convention, len(agreements_of(index, convention.slug, request.day)))
        for convention in directory.conventions.values()
        if everything or convention.in_sector
    ]


def convention_list(request):
    conventions = conventions_within(request)
    if conventions is None:
        return bad_request(request, [BAD_SCOPE], as_json=False)
    address = Address(request, ["perimetre"])
    return page_of(
        request,
        "agreements/convention_list.html",
        "conventions",
        conventions=conventions,
        address=address,
        everything=request.GET.get("perimetre") == Scope.TOUT,
    )


def convention_list_json(request):
    conventions = conventions_within(request)
    if conventions is None:
        return bad_request(request, [BAD_SCOPE], as_json=True)
    rows = [exports.convention_json(convention, count) for convention, count in conventions]
    return json_page(request, {"total": len(rows), "conventions": rows})


def convention_or_404(request, slug) -> FieldDesk:
    directory = directory_of(request.edition.checksum)
    if slug not in directory.conventions:
        raise Http404("Aucune convention ne porte cet identifiant.")
    index, convention = index_of(request.edition.path), directory.conventions[slug]
    return FieldDesk(convention, request.day, index, directory, request.edition.checksum)


def convention_detail(request, slug):
    desk = convention_or_404(request, slug)
    return page_of(
        request,
        "agreements/convention_detail.html",
        "conventions",
        convention=desk.convention,
        desk=desk,
        charts=FieldCharts(
            desk.agreements, request.day, desk.index, desk.directory, desk.convention.subject_to_agrement
        ),
    )


def convention_detail_json(request, slug):
    desk = convention_or_404(request, slug)
    return json_page(request, exports.convention_json(desk.convention, desk.count))


# -- Organisations -----------------------------------------------------------------------------------------


def organisations_on(request) -> list[tuple[Organisation, int]]:
    """The organisations, and by how many agreements each is bound on the day."""
    index, directory = index_of(request.edition.path), directory_of(request.edition.checksum)
    return [
        (organisation, len(index.members("signataire", slug, request.day)))
        for slug, organisation in directory.organisations.items()
    ]


def organisation_list(request):
    counted = organisations_on(request)
    colleges = [(college, [row for row in counted if row[0].college == college]) for college in College]
    return page_of(request, "agreements/organisation_list.html", "organisations", colleges=colleges)


def organisation_list_json(request):
    rows = [exports.organisation_json(*row) for row in organisations_on(request)]
    return json_page(request, {"total": len(rows), "organisations": rows})


def acts_or_404(request, slug) -> Acts:
    directory = directory_of(request.edition.checksum)
    if slug not in directory.organisations:
        raise Http404("Aucune organisation ne porte cet identifiant.")
    organisation = directory.organisations[slug]
    return Acts(organisation, request.day, index_of(request.edition.path), directory)


def organisation_detail(request, slug):
    acts = acts_or_404(request, slug)
    return page_of(
        request,
        "agreements/organisation_detail.html",
        "organisations",
        organisation=acts.organisation,
        acts=acts,
        predecessors=acts.organisation.origins.all(),
        successors=acts.organisation.successions.all(),
        citations=acts.organisation.citations.all(),
        modes=acts.by_mode,
        by_year=acts_by_year(acts),
    )


def organisation_detail_json(request, slug):
    acts = acts_or_404(request, slug)
    told = [{"accord": act.party.agreement.slug, "mode": act.party.mode} for act in acts.own]
    return json_page(request, exports.organisation_json(acts.organisation, len(acts.bound)) | {"actes": told})
