"""`/sources/`: every document that was read, and how many agreements it speaks of."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404

from agreements.models import Source
from agreements.pages import as_json
from portal.web.addresses import Address
from portal.web.answers import bad_request, json_page, page_of
from portal.web.parameters import whole_number

PER_PAGE = 100


class Question(forms.Form):
    q = forms.CharField(max_length=200, required=False)
    page = whole_number(1_000_000)


def listed(request):
    """The page of sources that the address asks for, or why it is refused."""
    question = Question(request.GET)
    if not question.is_valid():
        return None, [f"{name} : {' '.join(errors)}" for name, errors in question.errors.items()]
    sources = Source.objects.filter(citations__agreement__isnull=False).annotate(
        count=Count("citations__agreement", distinct=True)
    )
    for word in question.cleaned_data["q"].split():
        sources = sources.filter(Q(title__icontains=word) | Q(url__icontains=word))
    paginator = Paginator(sources.order_by("-count", "title", "url", "pk"), PER_PAGE)
    number = question.cleaned_data["page"] or 1
    if number > paginator.num_pages:
        raise Http404(f"La page {number} n’existe pas : la dernière est la {paginator.num_pages}.")
    return paginator.page(number), []


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
        address=Address(request, ["q", "page"]),
    )


def source_list_json(request):
    page, refusals = listed(request)
    if refusals:
        return bad_request(request, refusals, as_json=True)
    rows = [as_json.source_json(source) | {"accords": source.count} for source in page]
    head = {"total": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages}
    return json_page(request, head | {"sources": rows})
