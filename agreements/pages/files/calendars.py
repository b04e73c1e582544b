"""The days of texts as calendars that an agenda follows: effects, ends of term, deadlines; those withdrawn too.

Which days an edition announces stands in the ledger: a day that moves keeps its name, one that goes is cancelled, and
what an edition changes elsewhere leaves a calendar as it was. A day past stays two years.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import Http404
from pyroaring import BitMap

from agreements.compiled.situations import firm_sentence, situations_of
from agreements.finding.filters import SituationFilter
from agreements.finding.index import index_of
from agreements.law.waiting import Column
from agreements.models import Agreement
from agreements.pages.board import Ordering, Pending
from agreements.pages.files.feeds import following
from agreements.pages.listing import Listing, asked
from agreements.reading.directory import directory_of
from agreements.reading.following.deadlines import Due, deadlines_of
from portal.edition import ledger
from portal.edition.ledger import Moved
from portal.edition.manifest import Manifest
from portal.web.addresses import absolute, page
from portal.web.files.calendars import Day, Stamp, ics_page
from portal.web.parameters import reads

#: A calendar keeps the days to come, and those of two years before.
KEPT_BEHIND = timedelta(days=730)
#: What is announced of a text, by how the ledger names it.
ANNOUNCED = {"effet": "Prise d’effet", "terme": "Dernier jour"}


@reads(SituationFilter)
@following
def agreements_ics(request):
    """The days of the texts of a list."""
    listing, refused = asked(Listing, request)
    if refused:
        return refused
    days = days_of(listing.filterset.selection(), request)
    return ics_page("accords", f"Échéances : {listing.heading}", days)


@reads(SituationFilter, Ordering)
@following
def board_ics(request):
    """The days of the texts that wait for something."""
    pending, refused = asked(Pending, request)
    if refused:
        return refused
    return ics_page("suivi", pending.heading, days_of(pending.filterset.selection(), request))


@reads()
@following
def agreement_ics(request, slug: str):
    """The days of one text."""
    text = Agreement.objects.filter(slug=slug).first()
    if text is None:
        raise Http404("Aucun accord ne porte cet identifiant.")
    return ics_page(slug, text.dated_reference, days_of(BitMap([text.pk]), request))


def days_of(selection: BitMap, request) -> list[Day]:
    """The days of a set of texts, the first first."""
    since = request.day - KEPT_BEHIND
    found = [*announced(selection, since, request), *due(selection, since, request)]
    return sorted(found, key=lambda day: (day.on, day.key))


def announced(selection: BitMap, since: date, request) -> Iterator[Day]:
    """Their days of effect and of end, and those that were announced and are not any more."""
    moved = ledger.days(request.edition.number, since)
    texts = Agreement.objects.filter(slug__in=[each.subject for each in moved]).order_by()
    here = {text.slug: text for text in texts if text.pk in selection}
    rows = situations_of(BitMap(text.pk for text in here.values()), request.day)
    sentences = {row.agreement_id: firm_sentence(row) for row in rows}
    for each in moved:
        if text := here.get(each.subject):
            yield announced_day(each, text, sentences.get(text.pk, ""), request)


def announced_day(moved: Moved, text: Agreement, sentence: str, request) -> Day:
    label = ANNOUNCED[moved.name.rpartition(" ")[2]]
    return Day(
        key=moved.name,
        on=date.fromisoformat(moved.on or moved.before),
        summary=f"{label} : {name_of(text, request)}",
        description=f"{text.title}. {sentence}",
        url=absolute(text.get_absolute_url()),
        category=label,
        stamp=Stamp(moved.edition, moved.moment),
        cancelled=moved.on is None,
    )


def due(selection: BitMap, since: date, request) -> Iterator[Day]:
    """The deadlines of the procedure that runs."""
    found = [
        each
        for each in deadlines_of(request.edition)
        if each.deadline.on >= since and each.agreement.pk in selection
    ]
    stamps = stamps_of([each.agreement.slug for each in found], request.edition)
    for each in found:
        yield due_day(each, stamps[each.agreement.slug], request)


def stamps_of(subjects: list[str], edition: Manifest) -> dict[str, Stamp]:
    """When what is known of each subject last changed."""
    first = ledger.first_recorded()
    moves = ledger.last_moves(subjects, edition.number)
    return {subject: Stamp(*moves.get(subject, first)) for subject in subjects}


def due_day(due: Due, stamp: Stamp, request) -> Day:
    """A deadline promises nothing: past it, what follows is not known until a source says so."""
    text, deadline, column = due.agreement, due.deadline, due.column
    article = f" ({deadline.article})" if deadline.article else ""
    told = f"{text.title}. {deadline.label[:1].upper()}{deadline.label[1:]}{article}. {column.meaning}"
    return Day(
        key=f"{text.slug} {column.value} {deadline.label}",
        on=deadline.on,
        summary=f"{summary_of(column)}{'' if deadline.exact else ' (au plus tard)'} : {name_of(text, request)}",
        description=told,
        url=absolute(page("agreement", text.slug)),
        category=column.label,
        stamp=stamp,
    )


def name_of(text: Agreement, request) -> str:
    """« Avenant n° 354 du 23 juin 2020 (CCN 66) »: in an agenda it stands alone."""
    directory = directory_of(request.edition)
    fields = index_of(request.edition).values_of("convention", text.pk)
    return f"{text.dated_reference} ({', '.join(directory.conventions[slug].name for slug in fields)})"


def summary_of(column: Column) -> str:
    """What ends on the day, in two words."""
    ends = {Column.OUVERT: "Fin de la mise à la signature", Column.OPPOSITION: "Fin du délai d’opposition"}
    return ends.get(column, column.label)
