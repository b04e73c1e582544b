"""`/sources/`: every document that was read, and every rule by which a state is known that no document tells."""

from django import forms
from django.db.models import Count, Q

from agreements.law.deductions.measured import ENOUGH, MEASURED_ON
from agreements.law.vocabulary import STATES, Certainty
from agreements.models import Source
from agreements.pages import as_json
from agreements.reading.deductions import Deduction, deductions_on
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import PageNumber, read, reads, refusals_of

PER_PAGE = 100
#: Out of a hundred: how often a habit must be right to be told.
LEAST = round(ENOUGH * 100)


class Words(forms.Form):
    """Words of a title or of a link."""

    q = forms.CharField(label="Mots du titre ou du lien", max_length=200, required=False)


def listed(request):
    """The page of sources that the address asks for, or why it is refused."""
    words, number = read(request, Words), read(request, PageNumber)
    if refusals := refusals_of(words, number):
        return None, refusals
    sources = Source.objects.filter(citations__agreement__isnull=False).annotate(
        count=Count("citations__agreement", distinct=True)
    )
    for word in words.cleaned_data["q"].split():
        sources = sources.filter(Q(title__icontains=word) | Q(url__icontains=word))
    return number.cut(sources.order_by("-count", "title", "url", "pk"), PER_PAGE), []


@reads(Words, PageNumber)
def source_list(request):
    page, refusals = listed(request)
    if refusals:
        return bad_request(request, refusals, as_json=False)
    return page_of(
        request,
        "pages/sources.html",
        "sources",
        page=page,
        sources=list(page),
        query=request.GET.get("q", ""),
    )


@reads(Words, PageNumber)
def source_list_json(request):
    page, refusals = listed(request)
    if refusals:
        return bad_request(request, refusals, as_json=True)
    rows = [as_json.source_json(source) | {"accords": source.count} for source in page]
    head = {"total": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages}
    return json_page(request, head | {"sources": rows})


# -- Deductions --------------------------------------------------------------------------------------------


@reads()
def deductions(request):
    rules = deductions_on(request.day)
    return page_of(
        request,
        "pages/deductions.html",
        "sources",
        parts=[(track, [each for each in rules if each.rule.track == track]) for track in STATES],
        certainties=list(Certainty),
        least=LEAST,
        measured_on=MEASURED_ON,
    )


@reads()
def deductions_json(request):
    rules = [deduction_json(each) for each in deductions_on(request.day)]
    return json_page(request, {"mesure_le": as_json.iso(MEASURED_ON), "seuil": ENOUGH, "regles": rules})


def deduction_json(told: Deduction) -> dict:
    rule, (right, asked) = told.rule, told.measured or (None, None)
    return {
        "regle": rule.value,
        "piste": rule.track.value,
        "certitude": rule.certainty,
        "libelle": rule.label,
        "sens": rule.meaning,
        "article": rule.article or None,
        "juste": right,
        "essais": asked,
        "delai_jours": told.delay.days if told.delay else None,
        "retenue": told.kept,
        "textes": told.told,
    }
