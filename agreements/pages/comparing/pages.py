"""`/comparer/`: two texts side by side, or one text on two days, and its JSON twin."""

from django.shortcuts import redirect

from agreements.pages import as_json
from agreements.pages.comparing.choosing import Choosing
from agreements.pages.comparing.sides import Sides, Wanted, address_of
from agreements.reading.agreement.on_day import AgreementOnDay
from agreements.reading.comparison import Comparison, Side
from agreements.reading.measures import set_by
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import read, reads, refusals_of


@reads(Sides)
def comparison(request):
    asked = read(request, Sides)
    if refusals := refusals_of(asked):
        return bad_request(request, refusals, as_json=False)
    choosing = Choosing(asked, request)
    pair = choosing.pair
    if len(pair) == 2 and not asked.is_canonical:
        return redirect(address_of(pair, request.day if request.day != request.today else None))
    return page_of(
        request,
        "pages/comparison.html",
        "agreements",
        comparison=compared(pair, request) if len(pair) == 2 else None,
        first=side_of(pair[0], request) if len(pair) == 1 else None,
        fields=choosing.fields,
    )


@reads(Sides)
def comparison_json(request):
    asked = read(request, Sides)
    refusals = refusals_of(asked)
    if not refusals and len(asked.pair) != 2:
        refusals = ["a, b : deux textes sont attendus, ou un texte à deux dates."]
    if refusals:
        return bad_request(request, refusals, as_json=True)
    found = compared(asked.pair, request)
    one, other = map(side_json, found.sides)
    return json_page(request, {"a": one, "b": other, "differences": list(found.differences)})


def compared(pair: list[Wanted], request) -> Comparison:
    return Comparison(*(side_of(wanted, request) for wanted in pair))


def side_of(wanted: Wanted, request) -> Side:
    """A text on its own day, else on that of the page."""
    day = wanted.own_day or request.day
    record = AgreementOnDay(wanted.slug, day, request.edition)
    return Side(record, set_by(record.agreement.pk, day, request.edition))


def side_json(side: Side) -> dict:
    """A side as lists give a text; its states are null before it is known of."""
    record = side.record
    text = as_json.text_json(record.agreement)
    told = (
        as_json.listed_json(text, record.situation, record.parties)
        if record.situation
        else text | {"statuts": None, "phrase": record.sentence}
    )
    return {"date": record.day.isoformat(), "accord": told}
