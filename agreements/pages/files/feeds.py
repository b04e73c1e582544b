"""What is learned of a text, of a list, of a convention, of an organisation, of a measure: one feed for each."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from pyroaring import BitMap

from agreements.compiled.situations import Party
from agreements.finding.filters import Scope, SituationFilter
from agreements.models import Agreement
from agreements.pages.changes import PeriodForm
from agreements.pages.listing import Listing, asked
from agreements.reading.directory import directory_of
from agreements.reading.following.news import (
    ACT,
    is_measure,
    of_agreements,
    of_agreements_and_gone,
    of_measures,
)
from portal.edition.ledger import Entry, LedgerError
from portal.web.addresses import Address, page
from portal.web.files.feeds import atom_page
from portal.web.parameters import PageNumber, reads


def following(view):
    """A feed says nothing rather than an empty list when the ledger cannot be read: its readers ask again later."""

    @wraps(view)
    def answered(request, *args, **named):
        try:
            return view(request, *args, **named)
        except LedgerError as error:
            told = f"{error} Le fil revient à la prochaine publication ; aucune nouveauté n’est perdue.\n"
            headers = {"Retry-After": "3600"}
            return HttpResponse(told, status=503, content_type="text/plain; charset=utf-8", headers=headers)

    return answered


@reads(SituationFilter, PageNumber)
@following
def agreements_atom(request):
    """What was learned of the texts of a list."""
    listing, refused = asked(Listing, request)
    if refused:
        return refused
    told = of_agreements if listing.filterset.sets else of_agreements_and_gone
    numbers = told(listing.filterset.selection(), request.edition)
    twin = listing.address.url(listing.address.without("page"), page("agreements"))
    return atom_page(request, listing.heading, twin, numbers, url_of)


@reads(SituationFilter, PeriodForm)
def changes_atom(request):
    """The feed of changes is that of what is learned, which has no period."""
    address = Address(request)
    kept = address.without("du", "au", "date")
    if not {"convention", "perimetre"} & dict(kept).keys():
        kept.append(("perimetre", Scope.TOUT.value))
    return redirect(address.url(kept, page("agreements-atom")), permanent=True)


@reads(PageNumber)
@following
def agreement_atom(request, slug: str):
    text = Agreement.objects.filter(slug=slug).first()
    if text is None:
        raise Http404("Aucun accord ne porte cet identifiant.")
    numbers = of_agreements(BitMap([text.pk]), request.edition)
    return atom_page(request, text.dated_reference, text.get_absolute_url(), numbers, url_of)


@reads(PageNumber)
@following
def convention_atom(request, slug: str):
    """What was learned of the texts and of the measures of a convention."""
    convention = directory_of(request.edition).conventions.get(slug)
    if convention is None:
        raise Http404("Aucune convention ne porte cet identifiant.")
    texts = BitMap(convention.agreements.order_by().values_list("pk", flat=True))
    numbers = of_agreements(texts, request.edition) | of_measures(request.edition, slug)
    title = f"Nouveautés de la convention {convention.name}"
    return atom_page(request, title, convention.get_absolute_url(), numbers, url_of)


@reads(PageNumber)
@following
def organisation_atom(request, slug: str):
    """What was learned of the texts on which an organisation acted."""
    organisation = directory_of(request.edition).organisations.get(slug)
    if organisation is None:
        raise Http404("Aucune organisation ne porte cet identifiant.")
    texts = BitMap(
        Party.objects.filter(organisation=organisation.pk).order_by().values_list("agreement", flat=True)
    )
    title = f"Nouveautés des textes de {organisation.name}"
    numbers = of_agreements(texts, request.edition)
    return atom_page(request, title, organisation.get_absolute_url(), numbers, url_of)


@reads(PageNumber)
@following
def measures_atom(request, slug: str = ""):
    """The values of measures that were learned: those of a convention, or all."""
    convention = directory_of(request.edition).conventions.get(slug)
    if slug and convention is None:
        raise Http404("Aucune convention ne porte cet identifiant.")
    title = f"Nouvelles valeurs des mesures{f' : {convention.name}' if slug else ''}"
    url = page("convention-measures", slug) if slug else page("measures")
    return atom_page(request, title, url, of_measures(request.edition, slug), url_of)


def url_of(entry: Entry) -> str:
    """The page of what an entry tells."""
    if is_measure(entry.subject):
        _, convention, measure = entry.subject.split("/")
        return f"{page('convention-measures', convention)}#{measure}"
    if entry.subject.startswith(ACT):
        return page("act", entry.subject.removeprefix(ACT))
    return page("agreement", entry.subject)
