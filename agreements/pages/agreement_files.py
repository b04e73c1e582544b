"""The list of agreements to take away: as a table, as a feed of what last changed, as a calendar of effects."""

from collections.abc import Iterator
from datetime import date, timedelta

from pyroaring import BitMap

from agreements.compiled.situations import Situation, is_firm, situations_of
from agreements.law.vocabulary import STATES, AgreementKind, Certainty, Mode
from agreements.models import Agreement
from agreements.pages.listing import Listing
from agreements.reading.batches import Batch, batches
from agreements.reading.directory import directory_of
from agreements.reading.state_changes import turns_of
from portal.french.dates import Precision
from portal.french.writing import date_fr
from portal.web.addresses import dated, page
from portal.web.answers import bad_request
from portal.web.calendars import Day, ics_page
from portal.web.feeds import MOST_ENTRIES, Entry, atom_page
from portal.web.tables import Table, table_view

COLUMNS = (
    "identifiant", "référence", "type", "numéro", "titre", "conventions", "thèmes", "date du texte",
    "signature", "agrément", "extension", "effet", "certitude de la signature", "certitude de l’agrément",
    "certitude de l’extension", "certitude de l’effet", "prend effet le", "situation depuis le",
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


@table_view
def agreements_table(request):
    listing, refused = listing_of(request)
    if refused:
        return refused
    numbers = listing.filterset.ranked()
    rows = rows_of(numbers[0 : len(numbers)], request)
    return Table(f"accords-{request.day}", listing.heading, COLUMNS, rows)


def rows_of(agreements: list[int], request) -> Iterator[tuple]:
    directory = directory_of(request.edition.checksum)
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
        *(Certainty.label_of(getattr(situation, f"{track}_certainty")).lower() for track in STATES),
        situation.effective_on,
        situation.starts_on,
        *(", ".join(party.organisation.name for party in made if party.mode == mode) for mode in Mode),
        situation.sentence,
        text.kalitext,
        request.build_absolute_uri(dated(page("agreement", text.slug), request.day, request.today)),
    )


# -- Feed and calendar -------------------------------------------------------------------------------------


def agreements_atom(request):
    """The texts of the list whose state changed last, each under one name whatever happens to it."""
    listing, refused = listing_of(request)
    if refused:
        return refused
    turned = last_turned(listing.filterset.selection(), request)
    rows = {row.agreement_id: row for row in situations_of(turned, request.day).select_related("agreement")}
    entries = [
        Entry(
            key=rows[agreement].agreement.slug,
            on=day,
            title=title_of(rows[agreement].agreement),
            summary=firm_sentence(rows[agreement]),
            url=page("agreement", rows[agreement].agreement.slug),
        )
        for agreement, day in turned.items()
    ]
    return atom_page(request, listing.heading, listing.address.twin(page("agreements")), entries)


def last_turned(selection: BitMap, request) -> dict[int, date]:
    """The agreements of a selection that changed last, by the day, each with the day of its last turn."""
    found: dict[int, date] = {}
    for turn in turns_of(request.edition.checksum):
        if len(found) == MOST_ENTRIES:
            break
        if turn.agreement in selection and turn.day <= request.day.isoformat():
            found.setdefault(turn.agreement, date.fromisoformat(turn.day))
    return found


def firm_sentence(situation: Situation) -> str:
    """The sentence of a situation, or the words of it that are known: what is probable enters no feed, no calendar."""
    if not any(getattr(situation, f"{track}_certainty") == Certainty.PROBABLE for track in STATES):
        return situation.sentence
    known = (
        (track, words(getattr(situation, track)))
        for track, words in STATES.items()
        if is_firm(situation, track)
    )
    return " ".join(f"{track.label} : {word.label.lower()}." for track, word in known)


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
    return effect_day(row.agreement, row.effective_on, firm_sentence(row), request)


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
