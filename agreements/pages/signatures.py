"""The signature matrix as a page, a table and JSON, under the filters of the list."""

from dataclasses import dataclass
from functools import cached_property

from agreements.finding.facets import facets
from agreements.finding.filters import SituationFilter
from agreements.pages.listing import Listing, filter_of
from agreements.reading.signature_matrix import LETTERS, Matrix, matrix, with_parties
from portal.french.writing import date_fr
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import PageNumber, read, reads, refusals_of
from portal.web.tables import Table, table_view

PER_PAGE = 60


@dataclass
class Signatures(Listing):
    """The texts of which some party is known, under the filters of an address."""

    number: PageNumber | None = None

    @classmethod
    def of(cls, request):
        filterset, number = filter_of(request, with_parties(request.day)), read(request, PageNumber)
        return cls(request, filterset, [*filterset.refusals, *refusals_of(number)], number=number)

    @cached_property
    def agreements(self) -> list[int]:
        """The most recent first: a number in the edition is a rank."""
        return list(self.filterset.selection())

    @cached_property
    def rows(self):
        return self.number.cut(self.agreements, PER_PAGE)

    @cached_property
    def matrix(self) -> Matrix:
        return matrix(self.rows, self.request.day)

    @property
    def whole(self) -> Matrix:
        return matrix(self.agreements, self.request.day)

    @property
    def legend(self) -> list[tuple]:
        return list(LETTERS.items())


@reads(SituationFilter, PageNumber)
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


@reads(SituationFilter)
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


@reads(SituationFilter)
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
