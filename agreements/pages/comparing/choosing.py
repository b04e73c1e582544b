"""What is to be compared, as a reader writes it: « CCN66 362 », « avenants 361 et 362 », an identifier.

What names one text is it; what names several, or only has words, is answered by the first texts that it finds, and
the reader chooses.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from agreements.finding.filters import Scope, SituationFilter
from agreements.finding.index import index_of
from agreements.finding.ranked import Ranked
from agreements.models import Agreement
from agreements.pages.comparing.sides import FREE, Sides, Wanted
from agreements.reading.list_rows import Card, cards_of
from portal.web.addresses import listing, page

#: Texts proposed for one field.
PROPOSED = 8


@dataclass(frozen=True)
class Proposal:
    """A text that what was written may mean, and the address that takes it."""

    card: Card
    url: str


@dataclass(frozen=True)
class Field:
    """One of the two fields: what was written there, and what it may mean where it is not yet one text."""

    name: str
    label: str
    typed: str = ""
    proposed: tuple[Proposal, ...] = ()


class Choosing:
    """The two sides that an address asks for, of which some are still to choose."""

    def __init__(self, asked: Sides, request):
        self.asked, self.request = asked, request
        self.typed = {name: asked.cleaned_data.get(name) or "" for name in FREE}
        self.sides = asked.places
        self.unread: dict[str, SituationFilter] = {}
        for place, name in enumerate(FREE):
            if self.sides[place] is None and self.typed[name]:
                self.read(place, name)

    def read(self, place: int, name: str) -> None:
        """Take the one text that is named there, or the two where the other field is empty."""
        text = self.typed[name]
        if Agreement.objects.filter(slug=text).exists():
            self.sides[place] = Wanted(text)
            return
        found = found_by(text, self.request)
        slugs = named_among(found)
        if len(slugs) == 1:
            self.sides[place] = Wanted(slugs[0])
        elif len(slugs) == 2 and not self.sides[1 - place] and not self.typed[FREE[1 - place]]:
            self.sides = [Wanted(slug) for slug in slugs]
        else:
            self.unread[name] = found

    @property
    def pair(self) -> list[Wanted]:
        """The sides that are known, in their order."""
        return [side for side in self.sides if side]

    @property
    def fields(self) -> list[Field]:
        """The fields of the sides that are still to choose."""
        return [
            Field(name, str(self.asked.fields[name].label), self.typed[name], tuple(self.proposed(name)))
            for place, name in enumerate(FREE)
            if self.sides[place] is None
        ]

    def proposed(self, name: str) -> list[Proposal]:
        """The first texts that a field finds, each with the address that takes it and keeps the other."""
        found = self.unread.get(name)
        if found is None or found.refusals:
            return []
        cards = cards_of(found.qs[0:PROPOSED], found.index).values()
        return [Proposal(card, self.taking(name, card.slug)) for card in cards]

    def taking(self, name: str, slug: str) -> str:
        """The address that takes a text for one field, and keeps what is known of the other."""
        told = [
            (letter, slug) if field == name else (letter, str(side)) if side else (field, self.typed[field])
            for letter, field, side in zip("ab", FREE, self.sides, strict=True)
        ]
        day = self.request.day if self.request.day != self.request.today else None
        return listing(page("comparison"), [pair for pair in told if pair[1]], day)


def found_by(text: str, request) -> SituationFilter:
    """What words find, wherever it is."""
    asked = QueryDict(urlencode({"q": text, "perimetre": Scope.TOUT.value}))
    return SituationFilter(asked, Ranked.known(index_of(request.edition), request.day))


def named_among(found: SituationFilter) -> list[str]:
    """The identifiers of the one or two texts that are named, as they are written; none that is only found."""
    if found.refusals or not found.answer:
        return []
    direct = found.reference
    if direct:
        return [direct.slug] if direct.page == "agreement" else []
    named, wanted = found.answer.named.all_texts, [one.number for one in found.answer.query.references]
    if len(named) != 2 or len(wanted) != 2:
        return []
    texts = Agreement.objects.filter(pk__in=named).order_by("pk").values_list("number", "slug")
    in_order = sorted(texts, key=lambda text: wanted.index(text[0]) if text[0] in wanted else len(wanted))
    return [slug for _, slug in in_order]
