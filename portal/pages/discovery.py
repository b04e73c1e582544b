"""What leads here: the map of the site, the search of a browser, where to report a flaw."""

import re
from collections.abc import Iterator
from datetime import timedelta
from xml.sax.saxutils import escape

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.templatetags.static import static

from agreements.compiled.wordings import ArticleWording
from agreements.finding.filters import Scope, SituationFilter
from agreements.finding.index import index_of
from agreements.finding.ranked import Ranked
from agreements.models import Act, Agreement
from agreements.reading.directory import directory_of
from agreements.reading.list_rows import cards_of
from portal.edition import ledger
from portal.edition.manifest import Manifest
from portal.web.addresses import absolute, page
from portal.web.parameters import reads

#: Addresses of one map: the format allows five times as many.
MAPPED = 10_000
#: What there may be many of, each in maps of its own.
ACTS, ARTICLES = "actes-", "articles-"
MANY = {"": Agreement, ACTS: Act, ARTICLES: ArticleWording}
#: How a part of the map is named: « 0 », « 1 », « actes-1 ».
PART = re.compile(f"({ACTS}|{ARTICLES})?([0-9]{{1,4}})")
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: Pages that are not of one thing, and change with any edition.
PLAIN = (
    "home", "agreements", "conventions", "organisations", "acts", "board", "changes", "measures", "associations",
    "applicable", "glossary", "sources", "editions", "open-data", "accessibility", "legal",
)  # fmt: skip
#: How long what `security.txt` says holds, from the publication of the edition.
HELD = timedelta(days=365)
SUGGESTED = 8


def xml(body: str) -> HttpResponse:
    return HttpResponse(XML + body, content_type="application/xml; charset=utf-8")


# -- Map -------------------------------------------------------------------------------------------------------


@reads()
def sitemap(request):
    """The maps there are: the first is of all but agreements, acts and versions of articles, which may be many."""
    names = ["0"]
    for kind, model in MANY.items():
        names += [f"{kind}{number}" for number in range(1, 1 - -model.objects.count() // MAPPED)]
    parts = "".join(
        f"<sitemap><loc>{escape(absolute(page('sitemap-part', name)))}</loc></sitemap>" for name in names
    )
    return xml(f'<sitemapindex xmlns="{SITEMAP}">{parts}</sitemapindex>\n')


@reads()
def sitemap_part(request, number: str):
    found = PART.fullmatch(number)
    told = "".join(part_mapped(found[1] or "", int(found[2]), request.edition)) if found else ""
    if not told:
        raise Http404("Cette partie du plan n’existe pas.")
    return xml(f'<urlset xmlns="{SITEMAP}">{told}</urlset>\n')


def part_mapped(kind: str, number: int, edition: Manifest) -> Iterator[str]:
    """One map, by what it is of and its number among those."""
    if not number:
        return others_mapped(edition) if not kind else iter(())
    rows = MANY[kind].objects.order_by("pk")[(number - 1) * MAPPED : number * MAPPED]
    if kind == ACTS:
        return (mapped(page("act", act.slug), "") for act in rows)
    if kind == ARTICLES:
        named = rows.values_list("agreement__slug", "kaliarti")
        return (mapped(page("article", *one), "") for one in named)  # its words never change
    return agreements_mapped([row.slug for row in rows.only("slug")], edition)


def others_mapped(edition: Manifest) -> Iterator[str]:
    published = f"{edition.moment.date()}"
    yield from (mapped(page(name), published) for name in PLAIN)
    directory = directory_of(edition)
    for row in (*directory.conventions.values(), *directory.organisations.values()):
        yield mapped(row.get_absolute_url(), published)


def agreements_mapped(slugs: list[str], edition: Manifest) -> Iterator[str]:
    """Agreements, each with the day on which what is known of it last changed, where the ledger tells it."""
    try:
        moves = ledger.last_moves(slugs, edition.number)
    except ledger.LedgerError:
        moves = {}
    for slug in slugs:
        yield mapped(page("agreement", slug), f"{moves[slug][1].date()}" if slug in moves else "")


def mapped(url: str, changed_on: str) -> str:
    last = f"<lastmod>{changed_on}</lastmod>" if changed_on else ""
    return f"<url><loc>{escape(absolute(url))}</loc>{last}</url>"


# -- Search ----------------------------------------------------------------------------------------------------


@reads()
def opensearch(request):
    """The search of the site, as a browser takes it among its own."""
    ways = {
        "text/html": f"{absolute(page('agreements'))}?q={{searchTerms}}",
        "application/x-suggestions+json": f"{absolute(page('suggestions'))}?q={{searchTerms}}",
        "application/atom+xml": f"{absolute(page('agreements-atom'))}?q={{searchTerms}}",
    }
    urls = "".join(f'<Url type="{kind}" template="{escape(url)}"/>' for kind, url in ways.items())
    return xml(
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>Accords</ShortName>'
        "<Description>Les accords du secteur social et médico-social privé non lucratif</Description>"
        f"<InputEncoding>UTF-8</InputEncoding><Language>fr</Language>{urls}</OpenSearchDescription>\n"
    )


class Words(forms.Form):
    q = forms.CharField(label="Ce qui est cherché", required=False, max_length=200)


@reads(Words)
def suggestions(request):
    """The first texts that some words find, as a browser suggests them while they are typed."""
    form = Words(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    titles, urls = [], []
    if words:
        index = index_of(request.edition)
        asked = SituationFilter(
            {"q": words, "perimetre": Scope.SECTEUR.value}, Ranked.known(index, request.day)
        )
        found = cards_of(asked.qs[0:SUGGESTED], index) if not asked.refusals else {}
        titles = [" : ".join(filter(None, (card.reference, card.title))) for card in found.values()]
        urls = [absolute(card.url) for card in found.values()]
    told = [words, titles, ["" for _ in titles], urls]
    kind = "application/x-suggestions+json"
    return JsonResponse(told, safe=False, content_type=kind, json_dumps_params={"ensure_ascii": False})


# -- Other -----------------------------------------------------------------------------------------------------


@reads()
def security(request):
    """Where to report a flaw (RFC 9116); who runs the site says it."""
    if not settings.SECURITY_CONTACT:
        raise Http404("Aucune adresse n’est donnée pour signaler une faille.")
    until = request.edition.moment + HELD
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: fr, en",
        f"Canonical: {absolute('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@reads()
def favicon(request):
    """Where browsers look for it unasked."""
    return HttpResponsePermanentRedirect(static("icon.svg"))
