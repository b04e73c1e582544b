"""The pages of agreements, conventions and organisations, each with its JSON twin."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from agreements import exports, exports_desk
from agreements.acts import Acts
from agreements.addresses import Address, dated
from agreements.answers import bad_request, json_page, page_of
from agreements.detail import Detail
from agreements.edition import Party, Situation
from agreements.field_desk import FieldDesk
from agreements.filters import Scope, SituationFilter
from agreements.listing import Listing, situations_in_order, with_rows
from agreements.models import Agreement, Attachment, Convention, Organisation, Succession
from agreements.record import Record
from agreements.rows import rows_of
from agreements.vocabulary import STATES, College, Mode

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
        rows=rows_of(list(listing.page), request.day, listing.filterset.index, listing.filterset.found),
        page=listing.page,
        address=listing.address,
        facets=listing.facets,
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


def record_or_404(slug, day) -> Record:
    try:
        return Record(slug, day)
    except Agreement.DoesNotExist as error:
        raise Http404("Aucun accord ne porte cet identifiant.") from error


def agreement_detail(request, slug):
    record = record_or_404(slug, request.day)
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
    record = record_or_404(slug, request.day)
    detail = Detail(record, request.edition.checksum)
    return json_page(request, exports.record_json(record) | exports_desk.detail_json(detail))


# -- Conventions -------------------------------------------------------------------------------------------


def counted(queryset, through, link: str, day):
    """Each row with `count`, the number of its agreements known of on the day."""
    known = Situation.objects.as_of(day).values("agreement")
    links = through.filter(**{link: OuterRef("pk")}, agreement__in=known).order_by().values(link)
    return queryset.annotate(count=Subquery(links.annotate(n=Count("agreement", distinct=True)).values("n")))


def conventions_on(day):
    attachments = Attachment.objects.select_related("attached_to", "act")
    conventions = Convention.objects.prefetch_related(Prefetch("attachments", attachments))
    return counted(conventions, Agreement.conventions.through.objects, "convention", day)


class ScopeForm(forms.Form):
    perimetre = forms.ChoiceField(choices=Scope.pairs(), required=False)


def conventions_within(request):
    """The conventions of the sector, or all of them; None when the address asks for something else."""
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return None
    everything = form.cleaned_data["perimetre"] == Scope.TOUT
    conventions = conventions_on(request.day)
    return conventions if everything else conventions.filter(in_sector=True)


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
    rows = [exports.convention_json(convention, convention.count or 0) for convention in conventions]
    return json_page(request, {"total": len(rows), "conventions": rows})


def states_of(agreements, day):
    """How many of these agreements are in each state, track by track, on the day."""
    situations = Situation.objects.as_of(day).filter(agreement__in=agreements.values("pk"))
    rows = situations.order_by().values_list(*STATES).annotate(Count("pk"))
    counts = {}
    for *found, count in rows:
        for track, word in zip(STATES, found, strict=True):
            state = STATES[track](word)
            counts.setdefault(track, {}).setdefault(state, 0)
            counts[track][state] += count
    return {
        track: [(state, counts[track][state]) for state in STATES[track] if state in counts[track]]
        for track in counts
    }


def latest_of(agreements, day, most=10):
    """The most recent of these agreements, with their situation on the day."""
    situations = Situation.objects.as_of(day).filter(agreement__in=agreements.values("pk"))
    return with_rows(situations, day).order_by("agreement_id")[:most]


def convention_detail(request, slug):
    convention = get_object_or_404(conventions_on(request.day), slug=slug)
    agreements = Agreement.objects.filter(conventions=convention)
    return page_of(
        request,
        "agreements/convention_detail.html",
        "conventions",
        convention=convention,
        desk=FieldDesk(convention, request.day, request.edition.checksum),
        attached=convention.attached.select_related("convention", "act"),
        states=states_of(agreements, request.day),
        latest=latest_of(agreements, request.day),
    )


def convention_detail_json(request, slug):
    convention = get_object_or_404(conventions_on(request.day), slug=slug)
    return json_page(request, exports.convention_json(convention, convention.count or 0))


# -- Organisations -----------------------------------------------------------------------------------------


def organisations_on(day):
    parties = Party.objects.as_of(day).bound()
    return counted(Organisation.objects.all(), parties, "organisation", day)


def organisation_list(request):
    organisations = list(organisations_on(request.day))
    colleges = [(college, [o for o in organisations if o.college == college]) for college in College]
    return page_of(request, "agreements/organisation_list.html", "organisations", colleges=colleges)


def organisation_list_json(request):
    rows = [exports.organisation_json(row, row.count or 0) for row in organisations_on(request.day)]
    return json_page(request, {"total": len(rows), "organisations": rows})


def organisation_detail(request, slug):
    organisation = get_object_or_404(organisations_on(request.day), slug=slug)
    acts = Acts(organisation, request.day)
    lineage = Succession.objects.select_related("predecessor", "successor")
    return page_of(
        request,
        "agreements/organisation_detail.html",
        "organisations",
        organisation=organisation,
        acts=acts,
        predecessors=lineage.filter(successor=organisation),
        successors=lineage.filter(predecessor=organisation),
        citations=organisation.citations.select_related("source"),
        modes=acts.by_mode,
    )


def organisation_detail_json(request, slug):
    organisation = get_object_or_404(organisations_on(request.day), slug=slug)
    parties = Party.objects.as_of(request.day).filter(organisation=organisation).select_related("agreement")
    return json_page(
        request,
        exports.organisation_json(organisation, organisation.count or 0)
        | {"actes": [{"accord": party.agreement.slug, "mode": party.mode} for party in parties]},
    )


def glossary(request):
    return page_of(request, "agreements/glossary.html", "glossary", states=STATES)


def glossary_json(request):
    words = {
        track.value: [{"mot": state.value, "libelle": state.label, "sens": state.meaning} for state in states]
        for track, states in STATES.items()
    }
    return json_page(request, {"etats": words})
