"""The list of agreements and the page of one, each with its JSON twin."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from agreements.finding.filters import SituationFilter
from agreements.finding.index import index_of
from agreements.law.vocabulary import Mode
from agreements.models import Agreement
from agreements.pages import as_json
from agreements.pages.articles.as_json import official_text_json, words_of_text_json
from agreements.pages.listing import Listing, situations_in_order
from agreements.pages.measures.as_json import MeasuresJson
from agreements.reading.agreement.on_day import AgreementOnDay
from agreements.reading.agreement.procedure import Procedure
from agreements.reading.list_rows import rows_of
from agreements.reading.measures import replaced_values, set_by
from portal.web.addresses import absolute, dated, page
from portal.web.answers import bad_request, json_page, page_of, place_json
from portal.web.parameters import Paging, Searched, Spacing, reads


@reads(SituationFilter, Paging, Spacing)
def agreement_list(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    if named := named_page(request, listing.filterset):
        return named
    return page_of(
        request,
        "pages/agreements.html",
        "agreements",
        listing=listing,
        facets=listing.facets,
        named=listing.named,
        compared=listing.compared,
        shorter=[] if listing.page.paginator.count else listing.shorter,
        stems=frozenset(listing.stems),
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
        place = f"#{reference.anchor}" if reference.anchor else ""
        return redirect(f"{dated(url, request.day, request.today)}{place}")
    return None


@reads(SituationFilter, Paging)
def agreement_list_json(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=True)
    page, address = listing.page, listing.address
    return json_page(
        request,
        {
            "total": page.paginator.count,
            "probables": listing.probable.count if listing.probable else 0,
            **place_json(request, address, page),
            "accords": [
                as_json.agreement_json(situation, situation.agreement.parties.all())
                for situation in situations_in_order(list(page), request.day)
            ],
            "facettes": {facet.name: as_json.facet_json(facet) for facet in listing.facets},
            **searched_json(listing),
        },
    )


def searched_json(listing: Listing) -> dict:
    """How the query was read, when there is one: the page that it names, or those beside which texts are listed."""
    if not (answer := listing.filterset.answer):
        return {}
    direct = answer.direct
    return {
        "recherche": {
            "nomme": as_json.page_json(direct) if direct else None,
            "pages": [as_json.page_json(named) for named, _ in listing.named],
            "mots": answer.query.words,
            "mots_absents": listing.absent,
            "remarques": listing.notes,
        }
    }


def record_or_404(request, slug) -> AgreementOnDay:
    try:
        return AgreementOnDay(slug, request.day, request.edition)
    except Agreement.DoesNotExist as error:
        raise Http404("Aucun accord ne porte cet identifiant.") from error


@reads(Searched)
def agreement_detail(request, slug, bound_by: Callable | None = None):
    """The page of an agreement; `bound_by` counts the associations it binds, which agreements know nothing of."""
    record = record_or_404(request, slug)
    modes = [(mode, record.parties_who(mode)) for mode in Mode]
    values = set_by(record.agreement.pk, request.day, request.edition)
    return page_of(
        request,
        "pages/agreement.html",
        "agreements",
        record=record,
        procedure=Procedure(record, request.edition),
        modes=[(mode, rows) for mode, rows in modes if rows],
        values=values,
        replaced=replaced_values(values),
        bound=bound_by(record, request.edition) if bound_by else None,
        permanent_url=absolute(f"{page('agreement', slug)}?date={request.day.isoformat()}"),
    )


@reads()
def agreement_detail_json(request, slug):
    record = record_or_404(request, slug)
    detail = Procedure(record, request.edition)
    told = set_by(record.agreement.pk, request.day, request.edition)
    values = MeasuresJson(index_of(request.edition)).set_by_text(told)
    return json_page(
        request,
        as_json.record_json(record)
        | official_text_json(record.official)
        | words_of_text_json(record.words, slug)
        | as_json.procedure_json(detail)
        | {"mesures": values},
    )
