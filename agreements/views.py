"""The pages of agreements, conventions and organisations, each with its JSON twin."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agreements import exports, exports_desk
from agreements.acts import Acts
from agreements.addresses import Address, dated
from agreements.detail import Detail
from agreements.edition import Party, Situation
from agreements.facets import facets
from agreements.field_desk import FieldDesk
from agreements.filter_sentences import sentence
from agreements.filters import Scope, SituationFilter, Sort
from agreements.french import date_fr
from agreements.index import index_of
from agreements.models import Agreement, Attachment, Convention, Organisation, Succession
from agreements.read_models import situations_of
from agreements.record import Record
from agreements.rows import rows_of
from agreements.vocabulary import STATES, College, Mode

PER_PAGE, MOST_PER_PAGE = 50, 100


class Paging(forms.Form):
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    par_page = forms.IntegerField(min_value=1, max_value=MOST_PER_PAGE, required=False)


def bad_request(request, reasons: list[str], as_json: bool):
    """Status 400, and in words which parameter is refused and why."""
    if as_json:
        return json_page(request, {"erreurs": reasons}, status=400)
    return render(request, "400.html", {"reasons": reasons}, status=400)


def page_of(request, template: str, section: str, **context):
    """A page, in its section of the site, with a link to the JSON of the same address."""
    address = context.get("address") or Address(request, [])
    twin = address.twin(f"{request.path.rstrip('/')}.json")
    return render(request, template, {"section": section, "address": address, "twin": twin, **context})


def json_page(request, content: dict, status: int = 200) -> JsonResponse:
    """A JSON document, headed by the edition it comes from and the day it tells."""
    head = {"edition": request.edition.as_json(), "date": request.day.isoformat()}
    return JsonResponse(head | content, status=status, json_dumps_params={"ensure_ascii": False})


# -- Agreements --------------------------------------------------------------------------------------------


@dataclass
class Listing:
    """One page of agreements under the filters of an address, or the reasons to refuse it."""

    request: object
    filterset: SituationFilter
    refusals: list[str]
    page: Page | None = None

    @classmethod
    def of(cls, request):
        filterset, paging = filter_of(request), Paging(request.GET)
        refusals = filterset.refusals
        refusals += [f"{name} : {' '.join(errors)}" for name, errors in paging.errors.items()]
        if refusals:
            return cls(request, filterset, refusals)
        per_page = paging.cleaned_data["par_page"] or PER_PAGE
        number = paging.cleaned_data["page"] or 1
        paginator = Paginator(filterset.ranked(), per_page)
        if number > paginator.num_pages:
            raise Http404(f"La page {number} n’existe pas : la dernière est la {paginator.num_pages}.")
        return cls(request, filterset, [], paginator.page(number))

    @property
    def address(self) -> Address:
        return Address(self.request, [*SituationFilter.base_filters, "page", "par_page"])

    @property
    def facets(self):
        return facets(self.filterset, self.address)

    @property
    def tags(self) -> list[dict]:
        """The chosen filters, each with the link that removes it."""
        address, form = self.address, self.filterset.form
        tags = []
        for name, value in self.filterset.chosen.items():
            label = form.fields[name].label
            if isinstance(value, list):
                labels = dict(form.fields[name].choices)
                tags += [{"label": labels[v], "name": label, "url": address.toggle(name, v)} for v in value]
            elif name == "q":
                tags.append({"label": f"« {value} »", "name": label, "url": address.drop(name)})
            elif isinstance(value, date):
                tags.append({"label": f"{label} {date_fr(value)}", "name": label, "url": address.drop(name)})
        return tags

    @property
    def heading(self) -> str:
        """The whole filter as one sentence."""
        return sentence(self.filterset)

    @property
    def stems(self) -> set[str]:
        """The words to mark in the titles: those that were searched."""
        return self.filterset.found.stems if self.filterset.found else set()

    @property
    def ways_out(self) -> list[dict]:
        """When nothing remains: each filter which, dropped alone, leaves some texts, and how many."""
        ways = []
        for name in self.filterset.sets:
            if name in self.filterset.base_filters and (count := len(self.filterset.selection(exclude=name))):
                label = self.filterset.filters[name].label
                ways.append({"label": label, "count": count, "url": self.address.drop(name)})
        return ways

    @property
    def sorts(self) -> list[dict]:
        present = self.filterset.sort
        return [
            {"label": sort.label, "url": self.address.setting("tri", sort), "active": sort == present}
            for sort in Sort
            if sort != Sort.PERTINENCE
        ]

    @property
    def scope(self) -> dict | None:
        """What is looked at, and the link that widens or narrows it; nothing when conventions are named."""
        if "convention" in self.filterset.chosen:
            return None
        if self.filterset.chosen.get("perimetre") == Scope.TOUT:
            label, url = "Revenir aux conventions du secteur", self.address.drop("perimetre")
            return {
                "sentence": "Toutes les conventions recensées sont regardées.",
                "label": label,
                "url": url,
            }
        url = self.address.setting("perimetre", Scope.TOUT)
        return {
            "sentence": "Seules les conventions du secteur sont regardées.",
            "label": "Chercher dans toutes les conventions",
            "url": url,
        }


def filter_of(request) -> SituationFilter:
    """The filters of the address, answered by the index of the edition that the request reads."""
    return SituationFilter(request.GET, request.day, index_of(request.edition.path))


def situations_in_order(agreements: list[int], day) -> list[Situation]:
    """The situations of these agreements on the day, in the order given, with all that JSON tells."""
    rows = {row.agreement_id: row for row in with_rows(situations_of(agreements, day), day)}
    return [rows[agreement] for agreement in agreements]


def with_rows(situations, day):
    """Fetch, in a bounded number of queries, what a row shows."""
    parties = Party.objects.as_of(day).select_related("organisation", "signature")
    return situations.select_related("agreement").prefetch_related(
        "agreement__conventions", "agreement__themes", Prefetch("agreement__parties", parties)
    )


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
        rows=rows_of(list(listing.page), request.day, listing.filterset.index),
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


def convention_list(request):
    conventions = conventions_on(request.day)
    return page_of(request, "agreements/convention_list.html", "conventions", conventions=conventions)


def convention_list_json(request):
    rows = [
        exports.convention_json(convention, convention.count or 0)
        for convention in conventions_on(request.day)
    ]
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
