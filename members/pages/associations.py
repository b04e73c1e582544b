"""`/adherents/`: the associations, their filters, their counts; and the page of each one."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page
from django.http import Http404

from agreements.pages.as_json import facet_json
from members.finding.facets import Crossing, facets
from members.finding.filters import AssociationFilter
from members.finding.population import population_of
from members.finding.rule_inputs import employer_of
from members.finding.texts_of_a_day import texts_of
from members.models import Association
from members.pages import as_json
from members.reading import region_map
from members.reading.sheet import sheet_of
from portal.web.addresses import Address, Link
from portal.web.answers import bad_request, json_page, page_of, place_json
from portal.web.files.tables import table_view
from portal.web.parameters import Paging, read, reads, refusals_of


class Numbers:
    """A set of associations, as what pages are cut from."""

    def __init__(self, members):
        self.members = members

    def count(self) -> int:
        return len(self.members)

    __len__ = count

    def __getitem__(self, part: slice) -> list[int]:
        return list(self.members[part])


@dataclass
class Listing:
    """One page of associations under the filters of an address, or the reasons to refuse it."""

    request: object
    filterset: AssociationFilter
    refusals: list[str]
    page: Page | None = None

    @classmethod
    def of(cls, request):
        edition = request.edition
        filterset = AssociationFilter(request.GET, request.day, population_of(edition), texts_of(edition))
        paging = read(request, Paging)
        if refusals := [*filterset.refusals, *refusals_of(paging)]:
            return cls(request, filterset, refusals)
        return cls(request, filterset, [], paging.cut(Numbers(filterset.selection())))

    @cached_property
    def address(self) -> Address:
        return Address(self.request)

    @property
    def rows(self) -> list[Association]:
        found = as_json.with_all(Association.objects.filter(pk__in=list(self.page)).order_by("pk"))
        return list(found)

    @cached_property
    def facets(self):
        return facets(self.filterset, self.address)

    @property
    def crossing(self):
        return Crossing(self.filterset, self.address).table()

    @property
    def establishments(self) -> int:
        filterset = self.filterset
        return filterset.population.establishments_of(filterset.selection(), filterset.sectors)

    @property
    def is_demonstration(self) -> bool:
        return self.filterset.population.is_demonstration

    @cached_property
    def tags(self) -> list[Link]:
        """The chosen filters, each with the link that removes it."""
        address, tags = self.address, []
        for name, value in self.filterset.chosen.items():
            if isinstance(value, list):
                labels = self.filterset.population.labels[name]
                tags += [Link(labels[v], address.toggle(name, v)) for v in value]
            elif name == "accord":
                label = f"liées par {self.filterset.agreement.reference}"
                tags.append(Link(label, address.drop(name)))
            else:
                tags.append(Link(f"« {value} »", address.drop(name)))
        return tags

    @cached_property
    def heading(self) -> str:
        """The whole filter as one line."""
        told = [tag.label for tag in self.tags]
        return f"Associations : {', '.join(told)}" if told else "Les associations adhérentes"


@reads(AssociationFilter, Paging)
def association_list(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=False)
    table = listing.crossing
    return page_of(
        request,
        "pages/associations.html",
        "members",
        listing=listing,
        rows=listing.rows,
        page=listing.page,
        address=listing.address,
        facets=listing.facets,
        table=table,
        establishments=listing.establishments,
        map=region_map.drawn(table),
        demonstration=listing.is_demonstration,
    )


@reads(AssociationFilter, Paging)
def association_list_json(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=True)
    page, address = listing.page, listing.address
    return json_page(
        request,
        {
            "total": page.paginator.count,
            "etablissements": listing.establishments,
            "demonstration": listing.is_demonstration,
            **place_json(request, address, page),
            "associations": [as_json.association_json(row, request.day) for row in listing.rows],
            "facettes": {facet.name: facet_json(facet) for facet in listing.facets},
        },
    )


@reads(AssociationFilter)
@table_view
def association_table(request):
    listing = Listing.of(request)
    if listing.refusals:
        return bad_request(request, listing.refusals, as_json=True)
    return as_json.table_of(list(listing.filterset.selection()), listing.is_demonstration)


# -- One association -----------------------------------------------------------------------------------------


def association_or_404(slug: str) -> Association:
    found = as_json.with_all(Association.objects.filter(slug=slug)).first()
    if found is None:
        raise Http404("Aucune association ne porte cet identifiant.")
    return found


@reads()
def association_detail(request, slug):
    association = association_or_404(slug)
    sheet = sheet_of(employer_of(association, request.day), request.day, request.edition).read()
    return page_of(
        request,
        "pages/association.html",
        "members",
        association=association,
        applied=as_json.in_force(association.applications.all(), request.day),
        establishments=sum(row.establishments for row in association.presences.all()),
        sheet=sheet,
    )


@reads()
def association_detail_json(request, slug):
    association = association_or_404(slug)
    sheet = sheet_of(employer_of(association, request.day), request.day, request.edition)
    return json_page(
        request,
        as_json.detail_json(association, request.day) | as_json.findings_json(sheet),
    )
