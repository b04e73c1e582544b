"""The pages of those whose job is to know: what waits, what changed, what is missing, each with its JSON twin."""

from dataclasses import dataclass
from functools import cached_property

from django import forms

from agreements.finding.facets import facets
from agreements.finding.filters import SituationFilter
from agreements.finding.index import index_of
from agreements.pages.as_json import agreement_json, deadline_json, event_json, iso
from agreements.pages.listing import Listing, filter_of
from agreements.reading.board import Board, Lane, Order, Row, with_parties
from portal.web.addresses import Link
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import WordChoice, read, reads, refusals_of


class Ordering(forms.Form):
    """How the texts of a column follow one another."""

    ordre = WordChoice(Order, "Ordre")


@dataclass
class Pending(Listing):
    """The board of a day under the filters of an address, or the reasons to refuse it."""

    board: Board | None = None
    order: Order = Order.ATTENTE

    @classmethod
    def of(cls, request):
        index, ordering = index_of(request.edition), read(request, Ordering)
        board = Board(request.day, index)
        filterset = filter_of(request, board.members)
        refusals = [*filterset.refusals, *refusals_of(ordering)]
        order = Order(ordering.cleaned_data.get("ordre") or Order.ATTENTE)
        return cls(request, filterset, refusals, board=board, order=order)

    @cached_property
    def lanes(self) -> list[Lane]:
        return self.board.lanes(self.filterset.selection(), self.order)

    @property
    def living(self) -> int:
        return sum(len(lane.living) for lane in self.lanes)

    @property
    def stale(self) -> int:
        return sum(len(lane.stale) for lane in self.lanes)

    @cached_property
    def heading(self) -> str:
        told = [tag.label for tag in self.tags]
        return f"Suivi : {', '.join(told)}" if told else "Suivi : ce que chaque texte attend"

    @property
    def sorts(self) -> list[Link]:
        return [
            Link(order.label, self.address.setting("ordre", order), order == self.order) for order in Order
        ]


@reads(SituationFilter, Ordering)
def board(request):
    pending = Pending.of(request)
    if pending.refusals:
        return bad_request(request, pending.refusals, as_json=False)
    return page_of(
        request,
        "pages/board.html",
        "board",
        listing=pending,
        address=pending.address,
        facets=facets(pending.filterset, pending.address),
    )


@reads(SituationFilter, Ordering)
def board_json(request):
    pending = Pending.of(request)
    if pending.refusals:
        return bad_request(request, pending.refusals, as_json=True)
    with_parties(pending.board.rows, request.day)
    columns = [lane_json(lane) for lane in pending.lanes]
    return json_page(request, {"total": pending.living, "sans_nouvelle": pending.stale, "colonnes": columns})


def lane_json(lane: Lane) -> dict:
    return {
        "nom": lane.column.value,
        "libelle": lane.column.label,
        "suite": lane.column.meaning,
        "accords": [pending_json(row) for row in lane.living],
        "sans_nouvelle": [pending_json(row) for row in lane.stale],
    }


def pending_json(row: Row) -> dict:
    """One text of the board: itself, since when it waits, the last that is known of it."""
    waiting = row.waiting
    return agreement_json(row.situation, row.agreement.parties.all()) | {
        "depuis": iso(waiting.since_on),
        "depuis_exactement": waiting.since_exactly,
        "jours": waiting.days,
        "derniere_nouvelle": iso(waiting.news_on),
        "dernier_fait": event_json(row.event, waiting.last.counts_from, row.notes, row.sources)
        if row.event
        else None,
        "echeances": [deadline_json(deadline, waiting.day) for deadline in waiting.deadlines],
    }
