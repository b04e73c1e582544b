"""The signature matrix as a page, a table and JSON, under the filters of the list."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from agreements.compiled.situations import one_of
from agreements.finding.facets import facets
from agreements.finding.filters import SituationFilter
from agreements.models import Agreement, Organisation
from agreements.pages.listing import Listing, filter_of
from agreements.reading.directory import directory_of
from agreements.reading.list_rows import cards_of
from agreements.reading.signature_matrix import Matrix, Modes, matrix, with_parties
from portal.french.writing import date_fr, upper_first
from portal.web.answers import bad_request, json_page, page_of
from portal.web.files.tables import Table, several, table_view
from portal.web.parameters import PageNumber, read, reads, refusals_of

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

    def matrix(self, agreements: Collection[int]) -> Matrix:
        return matrix(agreements, self.request.day, directory_of(self.request.edition))

    @cached_property
    def whole(self) -> Matrix:
        return self.matrix(self.agreements)

    @property
    def texts(self) -> list[Agreement]:
        """Every text of the selection, in order."""
        return list(Agreement.objects.filter(pk__in=one_of(self.agreements)).order_by("pk"))


@reads(SituationFilter, PageNumber)
def signatures(request):
    listing = Signatures.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    page, on_page = listing.rows, list(listing.rows)
    matrix, cards = listing.matrix(on_page), cards_of(on_page, listing.filterset.index)
    return page_of(
        request,
        "pages/signatures.html",
        "board",
        listing=listing,
        page=page,
        matrix=matrix,
        rows=[(cards[agreement], matrix.row(agreement)) for agreement in on_page],
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
                    "identifiant": text.slug,
                    "actes": {
                        organisation.slug: [mode.value for mode in modes]
                        for organisation, modes in whole.row(text.pk)
                        if modes
                    },
                }
                for text in listing.texts
            ],
        },
    )


SIGNATURE_COLUMNS = {
    "identifiant": "Le nom permanent du texte dans les adresses du portail.",
    "référence": "Comment on nomme le texte.",
    "titre": "Son titre.",
}


@reads(SituationFilter)
@table_view
def signatures_table(request):
    listing = Signatures.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    whole = listing.whole
    columns = SIGNATURE_COLUMNS | {one.name: f"Ce qu’a fait {one.name}." for one in whole.organisations}
    rows = (
        (text.slug, upper_first(text.reference), text.title, *map(said, whole.row(text.pk)))
        for text in listing.texts
    )
    title = f"Qui a signé quoi, au {date_fr(request.day)}"
    return Table(f"signatures-{request.day}", title, columns, rows)


def said(cell: tuple[Organisation, Modes]) -> str:
    """What an organisation did to a text, in words."""
    return several(mode.label for mode in cell[1])
