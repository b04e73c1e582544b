"""Forty texts of the edition, each looked for by its own day as five people write it."""

from datetime import date

from django.http import QueryDict

from agreements.finding.filters import SituationFilter
from agreements.finding.index import Index
from agreements.finding.ranked import Ranked
from agreements.models import Agreement
from portal.french.dates import Precision
from portal.french.writing import MONTHS, date_fr

TEXTS = 40
FIRST_PAGE = 50


def spellings(day: date, kind: str) -> list[str]:
    """A day as readers write it; the last one names what the text is as well."""
    return [
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        day.isoformat(),
        f"{day.day:02} {MONTHS[day.month - 1].upper()} {day.year}",
        f"{kind} du {date_fr(day)}",
    ]


def chosen() -> list[Agreement]:
    """As many texts of the sector, from the oldest to the newest."""
    dated = Agreement.objects.filter(conventions__in_sector=True, dated__isnull=False)
    dated = dated.filter(dated_precision=Precision.JOUR)
    texts = list(dated.distinct().order_by("dated", "slug"))
    return [texts[place * len(texts) // TEXTS] for place in range(TEXTS)]


def asked() -> list[tuple[Agreement, str]]:
    return [
        (text, query) for text in chosen() for query in spellings(text.dated, text.get_kind_display().lower())
    ]


def misses(index: Index, day: date) -> list[tuple[str, str]]:
    """The texts that are not on the first page of what their day finds, with the way it was written."""
    return [(text.slug, query) for text, query in asked() if not finds(query, text, index, day)]


def finds(query: str, text: Agreement, index: Index, day: date) -> bool:
    written = QueryDict(mutable=True)
    written["q"] = query
    filterset = SituationFilter(written, Ranked.known(index, day))
    if filterset.refusals:
        return False
    if not (reference := filterset.reference):
        return text.pk in list(filterset.qs[0:FIRST_PAGE])
    named = {text.slug, *text.conventions.values_list("slug", flat=True)}  # « convention du 15 mars 1966 »
    return reference.slug in named
