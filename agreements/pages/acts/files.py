"""The list of acts to take away: as a table of what they decide, line by line, and what is learned of them as feeds."""

from collections.abc import Iterator

from django.http import Http404
from pyroaring import BitMap

from agreements.compiled.situations import one_of
from agreements.finding.act_filters import ActFilter
from agreements.law.names.acts import issue_label, issue_of
from agreements.models import Act, Event
from agreements.pages.acts.pages import Listing
from agreements.pages.files.feeds import following, url_of
from agreements.pages.listing import asked
from agreements.reading.acts import ActRow
from agreements.reading.batches import Batch, batches
from agreements.reading.directory import directory_of
from agreements.reading.following.news import of_acts, of_agreements
from portal.web.addresses import absolute, page
from portal.web.files.feeds import atom_page
from portal.web.files.tables import Table, several, table_view
from portal.web.parameters import PageNumber, reads

COLUMNS = {
    "identifiant de l’acte": "Le nom permanent de l’acte dans les adresses du portail.",
    "acte": "L’acte.",
    "nature": "Ce qu’il est : arrêté d’agrément, d’extension, jugement…",
    "date de l’acte": "Le jour où il a été pris.",
    "date du JO": "Le jour de sa publication au Journal officiel.",
    "NOR": "Son numéro NOR.",
    "lien": "Où le lire.",
    "prise d’effet à défaut": "Le jour d’effet qu’il donne aux textes qui n’en ont pas.",
    "séance de la commission": "Le jour de la séance de la commission nationale d’agrément.",
    "notifié le": "Le jour où il a été notifié aux signataires.",
    "identifiant de l’accord": "L’identifiant du texte dont il décide.",
    "accord": "Ce texte.",
    "codes des conventions": "Les identifiants de ses conventions.",
    "décision": "Ce qu’il en décide.",
    "motif": "Pourquoi, tel que la source le rapporte.",
    "exclusions et réserves": "Ce qu’il exclut, et sous quelles réserves il étend.",
    "textes d’associations agréés": "Combien de textes d’associations il agrée ; ils ne sont que comptés.",
    "textes d’associations refusés": "Combien il en refuse.",
    "page": "L’adresse de la page de l’acte.",
}


@reads(ActFilter)
@table_view
def acts_table(request):
    """A line for each decision; an act of which no text is recorded has one line."""
    listing, refused = asked(Listing, request)
    return refused or Table(f"actes-{request.day}", listing.heading, COLUMNS, lines_of(listing, request))


def lines_of(listing: Listing, request) -> Iterator[tuple]:
    for acts in batches(listing.filterset.selection()):
        events: dict[int, list[Event]] = {act: [] for act in acts}
        decided = Event.objects.filter(act__in=one_of(acts)).select_related("agreement")
        for event in decided.order_by("agreement_id", "position", "pk"):
            events[event.act_id].append(event)
        texts = {event.agreement_id for told in events.values() for event in told}
        conventions = Batch(texts, request.day, directory_of(request.edition)).conventions
        for row in listing.rows_of(acts):
            url = absolute(page("act", row.act.slug))
            for event in events[row.act.pk] or [None]:
                yield (*of_act(row), *of_decision(event, conventions), *of_associations(row), url)


def of_act(row: ActRow) -> tuple:
    act = row.act
    told = (act.slug, row.name, act.get_kind_display(), act.on, act.published_on, act.nor, act.url)
    return (*told, act.get_formula_display(), act.session_on, act.notified_on)


def of_decision(event: Event | None, conventions: dict[int, list[str]]) -> tuple:
    if event is None:
        return ("",) * 6
    text = event.agreement
    named = (text.slug, str(text), several(conventions.get(text.pk, ())))
    return (*named, issue_label(issue_of(event.kind)), event.motive, several(event.reserve_lines))


def of_associations(row: ActRow) -> tuple:
    return row.act.associations_agreed, row.act.associations_refused


@reads(ActFilter, PageNumber)
@following
def acts_atom(request):
    """The acts of the list that were learned."""
    listing, refused = asked(Listing, request)
    if refused:
        return refused
    slugs = (
        Act.objects.filter(pk__in=one_of(listing.filterset.selection()))
        .order_by()
        .values_list("slug", flat=True)
    )
    twin = listing.address.url(listing.address.without("page"), page("acts"))
    return atom_page(request, listing.heading, twin, of_acts(set(slugs), request.edition), url_of)


@reads(PageNumber)
@following
def act_atom(request, slug: str):
    """What was learned of an act, and of the texts that it decides of."""
    act = Act.objects.filter(slug=slug).first()
    if act is None:
        raise Http404("Aucun acte ne porte cet identifiant.")
    texts = BitMap(act.events.order_by().values_list("agreement", flat=True))
    numbers = of_acts({slug}, request.edition) | of_agreements(texts, request.edition)
    return atom_page(request, str(act), page("act", slug), numbers, url_of)
