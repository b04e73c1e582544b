"""`/actes/`: the arrêtés and the judgments, with their filters; and the page of each one, with what it decides."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page
from django.http import Http404

from agreements.finding.act_filters import ActFilter
from agreements.finding.acts import acts_of
from agreements.finding.index import index_of
from agreements.pages.acts import as_json
from agreements.pages.as_json import facet_json
from agreements.reading.acts import ActOnDay, ActRow, act_of, act_rows
from agreements.reading.directory import directory_of
from portal.web.addresses import Address, Link
from portal.web.answers import bad_request, json_page, page_of, place_json
from portal.web.parameters import Paging, Searched, read, reads, refusals_of


@dataclass
class Listing:
    """One page of acts under the filters of an address, or the reasons to refuse it."""

    request: object
    filterset: ActFilter
    refusals: list[str]
    page: Page | None = None

    @classmethod
    def of(cls, request):
        filterset, paging = (
            ActFilter(request.GET, request.day, acts_of(request.edition)),
            read(request, Paging),
        )
        if refusals := [*filterset.refusals, *refusals_of(paging)]:
            return cls(request, filterset, refusals)
        return cls(request, filterset, [], paging.cut(list(filterset.selection())))

    @cached_property
    def address(self) -> Address:
        return Address(self.request)

    @property
    def rows(self) -> list[ActRow]:
        return self.rows_of(list(self.page))

    def rows_of(self, acts: list[int]) -> list[ActRow]:
        edition = self.request.edition
        return act_rows(acts, acts_of(edition), directory_of(edition))

    @cached_property
    def facets(self):
        return self.filterset.facets(self.address)

    @cached_property
    def tags(self) -> list[Link]:
        return self.filterset.tags(self.address)

    @cached_property
    def heading(self) -> str:
        """The whole filter as one line."""
        told = [tag.label for tag in self.tags]
        return f"Les actes : {', '.join(told)}" if told else "Les actes"


@reads(ActFilter, Paging)
def act_list(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    return page_of(
        request,
        "pages/acts.html",
        "acts",
        listing=listing,
        rows=listing.rows,
        page=listing.page,
        facets=listing.facets,
        address=listing.address,
        scope=listing.filterset.scope(listing.address),
    )


@reads(ActFilter, Paging)
def act_list_json(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=True)
    page, address = listing.page, listing.address
    return json_page(
        request,
        {
            "total": page.paginator.count,
            **place_json(request, address, page),
            "actes": [as_json.row_json(row) for row in listing.rows],
            "facettes": {facet.name: facet_json(facet) for facet in listing.facets},
        },
    )


# -- One act -------------------------------------------------------------------------------------------------


def act_or_404(request, slug: str) -> ActOnDay:
    act = act_of(slug)
    if act is None:
        raise Http404("Aucun acte ne porte cet identifiant.")
    return ActOnDay(act, request.day, request.edition)


@reads(Searched)
def act_detail(request, slug: str):
    told = act_or_404(request, slug)
    return page_of(request, "pages/act.html", "acts", told=told, act=told.act, parts=told.parts)


@reads()
def act_detail_json(request, slug: str):
    told = act_or_404(request, slug)
    return json_page(request, as_json.detail_json(told, index_of(request.edition)))
