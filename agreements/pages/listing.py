"""One page of agreements under the filters of an address: what lists of every kind share."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page
from django.db.models import Prefetch
from pyroaring import BitMap

from agreements.compiled.situations import Party, Situation, situations_of
from agreements.finding.acts import names_of
from agreements.finding.facets import facets
from agreements.finding.filter_sentence import sentence
from agreements.finding.filters import Scope, SituationFilter, Sort
from agreements.finding.index import index_of
from agreements.finding.queries.naming import Reference
from agreements.finding.ranked import Ranked
from agreements.law.sentence_words import of_which_probable
from agreements.law.vocabulary import STATES, Certainty
from agreements.models import Act
from agreements.pages.comparing.choosing import named_among
from agreements.pages.comparing.sides import Wanted, address_of
from portal.french.analyser import fold
from portal.french.writing import date_fr, listed
from portal.web.addresses import Address, Link, page
from portal.web.answers import bad_request
from portal.web.parameters import Density, Paging, Spacing, read, refusals_of

#: The dimensions whose values have pages of their own.
NAMED = {"convention": "convention", "organisation": "signataire"}
#: Beyond so many texts, the archive made at publication is offered beside the tables.
LONG = 5_000
#: Of a longer query, words are dropped one by one up to here.
MOST_DROPPED = 6


@dataclass
class Listing:
    """One page of agreements under the filters of an address, or the reasons to refuse it."""

    request: object
    filterset: SituationFilter
    refusals: list[str]
    page: Page | None = None
    dense: bool = False

    @classmethod
    def of(cls, request):
        filterset, paging, spacing = filter_of(request), read(request, Paging), read(request, Spacing)
        if refusals := [*filterset.refusals, *refusals_of(paging, spacing)]:
            return cls(request, filterset, refusals)
        dense = spacing.cleaned_data.get("densite") == Density.COMPACTE
        return cls(request, filterset, [], paging.cut(filterset.qs), dense)

    @cached_property
    def address(self) -> Address:
        return Address(self.request)

    @cached_property
    def facets(self):
        return facets(self.filterset, self.address)

    @cached_property
    def tags(self) -> list[Link]:
        """The chosen filters, each with the link that removes it."""
        address, form = self.address, self.filterset.form
        tags = []
        for name, value in self.filterset.chosen.items():
            if isinstance(value, list):
                labels = dict(form.fields[name].choices)
                tags += [Link(labels[v], address.toggle(name, v)) for v in value]
            elif name == "q":
                tags.append(Link(f"« {value} »", address.drop(name)))
            elif isinstance(value, date):
                tags.append(Link(f"{form.fields[name].label} {date_fr(value)}", address.drop(name)))
        return tags

    @cached_property
    def heading(self) -> str:
        """The whole filter as one sentence."""
        return sentence(self.filterset)

    @cached_property
    def probable(self) -> Link | None:
        """Of how many texts a state that is asked for is only probable, with the way to them."""
        chosen = self.filterset.chosen.keys()
        if "certitude" in chosen or not chosen & STATES.keys():
            return None
        found = {
            value.slug: value for facet in self.facets if facet.name == "certitude" for value in facet.values
        }
        if not (value := found.get(Certainty.PROBABLE)):
            return None
        told = of_which_probable(self.page.paginator.count, value.count)
        return Link(told, value.url, count=value.count)

    @property
    def stems(self) -> set[str]:
        """The words to mark in the titles: those that were searched."""
        return self.filterset.found.stems if self.filterset.found else set()

    @property
    def corrected(self) -> str:
        """The words that were searched instead of those that no text has; nothing when they are those asked."""
        return self.filterset.found.corrected if self.filterset.found else ""

    @property
    def named(self) -> list[tuple[Reference, str]]:
        """The acts, conventions and organisations that the query names, with what they are called."""
        if not (answer := self.filterset.answer):
            return []
        labels = {page: self.filterset.index.labels[name] for page, name in NAMED.items()}
        if pointed := answer.named.acts:
            acts = list(Act.objects.filter(slug__in=[page.slug for page in pointed]))
            names = names_of(acts)
            labels["act"] = {act.slug: names[act.pk] for act in acts}
        pages = [*pointed, *answer.named.pages]
        return [(page, labels[page.page][page.slug]) for page in pages if page.page in labels]

    @property
    def notes(self) -> list[str]:
        """What the query names and is not held."""
        return self.filterset.answer.named.notes if self.filterset.answer else []

    @property
    def absent(self) -> list[str]:
        """The words of the query that no text has, as they were typed."""
        if not self.filterset.answer or self.only_names:
            return []
        return as_typed(self.filterset.found.absent, self.filterset.chosen["q"])

    @property
    def why_none(self) -> str:
        """Why nothing is found, as far as it is known."""
        if self.notes and not self.shorter:
            return "Rien de recensé ici ne répond à ce que vous nommez."
        if self.absent:
            return f"Aucun texte recensé ne contient {listed((f'« {word} »' for word in self.absent), 'ni')}."
        if self.shorter:
            return "Chaque mot est dans un texte recensé ici, aucun texte ne les a tous."
        return "Aucun texte recensé ne répond à la fois à tout ce qui est demandé."

    @property
    def only_names(self) -> bool:
        """Whether the query has no words, but what it names."""
        query = self.filterset.answer.query
        return not query.words and not query.is_words

    @cached_property
    def shorter(self) -> list[Link]:
        """When nothing remains: the query without the words that no text has, else without each, and what it finds."""
        found = self.filterset.found
        if not found or len(found.words) < 2 or found.matches & self.filterset.scope or self.only_names:
            return []
        dropped = [found.absent] if found.absent else [[one.text] for one in found.words[:MOST_DROPPED]]
        return [way for words in dropped if (way := self.without(words)).count]

    def without(self, words: list[str]) -> Link:
        """The query without some of its words."""
        left = left_without(words, self.filterset.chosen["q"])
        asked = self.request.GET.copy()
        asked["q"] = left
        shorter = SituationFilter(asked, self.filterset.queryset, correcting=False)
        count = 0 if shorter.refusals or not left else len(shorter.selection())
        return Link(f"Chercher « {left} »", self.address.setting("q", left), count=count)

    @property
    def also(self) -> list[str]:
        """What was searched as well: the meanings of the words asked."""
        words = self.filterset.found.words if self.filterset.found else []
        return [meaning for word in words for meaning in word.also]

    @property
    def ways_out(self) -> list[Link]:
        """When nothing remains: each filter which, dropped alone, leaves some texts, and how many."""
        ways = []
        for name in self.filterset.sets:
            if name in self.filterset.base_filters and (count := len(self.filterset.selection(exclude=name))):
                label = self.filterset.filters[name].label
                wider = name == "perimetre"  # what narrows here is the absence of the parameter
                url = self.address.setting(name, Scope.TOUT) if wider else self.address.drop(name)
                ways.append(Link(label, url, count=count))
        return ways

    @property
    def sorts(self) -> list[Link]:
        present = self.filterset.sort
        return [
            Link(sort.label, self.address.setting("tri", sort), sort == present)
            for sort in Sort
            if sort != Sort.PERTINENCE
        ]

    @property
    def densities(self) -> list[Link]:
        """The usual one has no parameter: one list, one address."""
        urls = {
            Density.AEREE: self.address.drop("densite"),
            Density.COMPACTE: self.address.setting("densite", Density.COMPACTE),
        }
        return [
            Link(density.label, url, self.dense == (density == Density.COMPACTE))
            for density, url in urls.items()
        ]

    @property
    def compared(self) -> str:
        """The two texts that the query names side by side; nothing when it does not name two."""
        pair = [Wanted(slug) for slug in named_among(self.filterset)]
        if len(pair) != 2:
            return ""
        return address_of(pair, self.request.day if self.request.day != self.request.today else None)

    @property
    def archive(self) -> str:
        """The page of the files that are already made, for a list that takes long to write; nothing for another."""
        return page("open-data") if self.page.paginator.count > LONG else ""

    @property
    def scope(self) -> Link | None:
        """What is looked at, and the link that widens or narrows it; nothing when conventions are named."""
        if "convention" in self.filterset.chosen:
            return None
        if self.filterset.chosen.get("perimetre") == Scope.TOUT:
            told = "Toutes les conventions recensées sont regardées."
            return Link("Revenir aux conventions du secteur", self.address.drop("perimetre"), sentence=told)
        told = "Seules les conventions du secteur sont regardées."
        url = self.address.setting("perimetre", Scope.TOUT)
        return Link("Chercher dans toutes les conventions", url, sentence=told)


def as_typed(words: list[str], query: str) -> list[str]:
    """Folded words as a query writes them."""
    typed = {fold(one): one for one in query.split()}
    return [typed.get(word, word) for word in words]


def left_without(words: list[str], query: str) -> str:
    """A query without some of its words."""
    gone = {part for word in words for part in word.split()}
    return " ".join(
        one for one in query.split() if not (parts := fold(one).split()) or gone.isdisjoint(parts)
    )


def filter_of(request, among: BitMap | None = None) -> SituationFilter:
    """The filters of the address, over all that is known on the day or some of it.

    Typing errors are corrected on pages, which say so; a file may be subscribed to.
    """
    known = Ranked.known(index_of(request.edition), request.day)
    rows = known if among is None else known.among(among)
    return SituationFilter(request.GET, rows, correcting=request.path.endswith("/"))


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


def asked(kind, request):
    """What an address asks of the board, or the answer that refuses it."""
    listing = kind.of(request)
    return (
        (None, bad_request(request, listing.refusals, as_json=False)) if listing.refusals else (listing, None)
    )
