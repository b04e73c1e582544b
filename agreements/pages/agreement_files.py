"""The list of agreements to take away: as a table, as a feed of what last changed, as a calendar of effects."""

from collections.abc import Iterator
from datetime import date, timedelta

from agreements.compiled.situations import Situation, situations_of
from agreements.finding.filters import SituationFilter
from agreements.law.vocabulary import STATES, AgreementKind, Mode
from agreements.models import Agreement
from agreements.pages.listing import Listing
from agreements.reading.batches import Batch, batches
from agreements.reading.directory import directory_of
from portal.french.dates import Precision
from portal.french.writing import date_fr
from portal.web.addresses import dated, page
from portal.web.answers import bad_request
from portal.web.calendars import Day, ics_page
from portal.web.feeds import MOST_ENTRIES, Entry, atom_page
from portal.web.parameters import reads
from portal.web.tables import Table, table_view

COLUMNS = (
    "identifiant", "référence", "type", "numéro", "titre", "conventions", "thèmes", "date du texte",
    "signature", "agrément", "extension", "effet", "prend effet le", "situation depuis le",
    "signataires", "adhésions", "oppositions", "retraits", "en une phrase", "identifiant KALITEXT", "page",
)  # fmt: skip
#: A calendar keeps the days to come, and those of the year before.
KEPT_BEHIND = timedelta(days=365)


def listing_of(request):
    """The list under the filters of the address, or the answer that refuses it."""
    listing = Listing.of(request)
    return (
        (None, bad_request(request, listing.refusals, as_json=False)) if listing.refusals else (listing, None)
    )


@reads(SituationFilter)
@table_view
def agreements_table(request):
    listing, refused = listing_of(request)
    if refused:
        return refused
    numbers = listing.filterset.qs
    rows = rows_of(numbers[0 : len(numbers)], request)
    return Table(f"accords-{request.day}", listing.heading, COLUMNS, rows)


def rows_of(agreements: list[int], request) -> Iterator[tuple]:
    directory = directory_of(request.edition)
    for batch in batches(agreements):
        many = Batch(batch, request.day, directory)
        told = {row.agreement_id: row for row in situations_of(batch, request.day).order_by()}
        for agreement in batch:
            yield row_of(agreement, told[agreement], many, request)


def row_of(key: int, situation: Situation, many: Batch, request) -> tuple:
    text, made = many.texts[key], many.parties.get(key, [])
    return (
        text.slug,
        text.reference,
        AgreementKind.label_of(text.kind),
        text.number,
        text.title,
        ", ".join(many.convention_names(key)),
        ", ".join(many.directory.themes[slug].name for slug in many.themes.get(key, [])),
        text.dated if text.dated_precision == Precision.JOUR else date_fr(text.dated, text.dated_precision),
        *(words.label_of(getattr(situation, track)) for track, words in STATES.items()),
        situation.effective_on,
        situation.starts_on,
        *(", ".join(party.organisation.name for party in made if party.mode == mode) for mode in Mode),
        situation.sentence,
        text.kalitext,
        request.build_absolute_uri(dated(page("agreement", text.slug), request.day, request.today)),
    )


# -- Feed and calendar -------------------------------------------------------------------------------------


@reads(SituationFilter)
def agreements_atom(request):
    """The texts of the list whose state changed last, each under one name whatever happens to it."""
    listing, refused = listing_of(request)
    if refused:
        return refused
    latest = situations_of(listing.filterset.selection(), request.day).select_related("agreement")
    entries = [
        Entry(
            key=row.agreement.slug,
            on=row.starts_on,
            title=title_of(row.agreement),
            summary=row.sentence,
            url=page("agreement", row.agreement.slug),
        )
        for row in latest.order_by("-starts_on", "agreement_id")[:MOST_ENTRIES]
    ]
    return atom_page(request, listing.heading, listing.address.twin(page("agreements")), entries)


@reads(SituationFilter)
def agreements_ics(request):
    """The days on which the texts of the list take effect, as known on the day."""
    listing, refused = listing_of(request)
    if refused:
        return refused
    there = situations_of(listing.filterset.selection(), request.day)
    near = there.filter(effective_on__gte=request.day - KEPT_BEHIND).select_related("agreement")
    days = [effect_of(row, request) for row in near.order_by("effective_on", "agreement_id")]
    return ics_page(request.edition, "accords", f"Prises d’effet : {listing.heading}", days)


def effect_of(row: Situation, request) -> Day:
    return effect_day(row.agreement, row.effective_on, row.sentence, request)


def effect_day(agreement: Agreement, on: date, sentence: str, request) -> Day:
    return Day(
        key=f"{agreement.slug} effet",
        on=on,
        summary=f"Prise d’effet : {agreement.reference}",
        description=f"{agreement.title}. {sentence}",
        url=request.build_absolute_uri(page("agreement", agreement.slug)),
        category="Prise d’effet",
    )


def title_of(agreement: Agreement) -> str:
    reference = agreement.reference[:1].upper() + agreement.reference[1:]
    return " : ".join(part for part in (reference, agreement.subject) if part)
