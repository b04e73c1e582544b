"""The signature matrix as a page, a table and JSON, under the filters of the list."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.http import Http404

from agreements.finding.facets import facets
from agreements.finding.filters import FilterAmong
from agreements.finding.index import index_of
from agreements.pages.listing import Listing
from agreements.reading.signature_matrix import LETTERS, Matrix, matrix, with_parties
from portal.french.writing import date_fr
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import Paging
from portal.web.tables import Table, table_view

PER_PAGE = 60


@dataclass
class Signatures(Listing):
    """The texts of which some party is known, under the filters of an address."""

    @classmethod
    def of(cls, request):
        index, paging = index_of(request.edition), Paging(request.GET)
        filterset = FilterAmong(request.GET, request.day, index, with_parties(request.day))
        refusals = filterset.refusals
        refusals += [f"{name} : {' '.join(errors)}" for name, errors in paging.errors.items()]
        return cls(request, filterset, refusals)

    @cached_property
    def agreements(self) -> list[int]:
        """The most recent first: a number in the edition is a rank."""
        return list(self.filterset.selection())

    @cached_property
    def rows(self):
        number = int(self.request.GET.get("page") or 1)
        paginator = Paginator(self.agreements, PER_PAGE)
        if number > paginator.num_pages:
            raise Http404(f"La page {number} n’existe pas : la dernière est la {paginator.num_pages}.")
        return paginator.page(number)

    @cached_property
    def matrix(self) -> Matrix:
        return matrix(self.rows, self.request.day)

    @property
    def whole(self) -> Matrix:
        return matrix(self.agreements, self.request.day)

    @property
    def legend(self) -> list[tuple]:
        return list(LETTERS.items())


def signatures(request):
    listing = Signatures.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    return page_of(
        request,
        "agreements/matrix.html",
        "desk",
        listing=listing,
        page=listing.rows,
        address=listing.address,
        facets=facets(listing.filterset, listing.address),
    )


def signatures_json(request):
    listing = Signatures.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=True)
    whole = listing.whole
    return json_page(
        request,
        {
            "organisations": [organisation.slug for organisation in whole.organisations],
            "accords": [
                {
                    "identifiant": row.agreement.slug,
                    "actes": {
                        cell.organisation.slug: [mode.value for mode in cell.modes]
                        for cell in row.cells
                        if cell.modes
                    },
                }
                for row in whole.rows
            ],
        },
    )


@table_view
def signatures_table(request):
    listing = Signatures.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    whole = listing.whole
    columns = ("identifiant", "référence", "titre", *(one.name for one in whole.organisations))
    rows = (
        (row.agreement.slug, row.card.reference, row.agreement.title, *(cell.told for cell in row.cells))
        for row in whole.rows
    )
    title = f"Qui a signé quoi, au {date_fr(request.day)}"
    return Table(f"signatures-{request.day}", title, columns, rows)
