"""The last day that a text gives itself: « Il cessera de produire ses effets le 31 décembre 2023. » (CT L2222-4).

As for the effect, a sentence is read when the whole of it is known, and a text when all those that tell its term give
the same day.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from agreements.importers.effect_articles import forms_of, sentences
from agreements.importers.effect_words import CEASES, OWN_NAMES, SPAN, either, itself, maybe
from agreements.importers.written_dates import WRITTEN, read_date
from agreements.law.vocabulary import AgreementKind as Kind

_MAY_TELL = re.compile(r"déterminée|cess|fin |expir|terme|jusqu")
_DOUBT = re.compile(
    r"au plus t|sauf|toutefois|à défaut|à l'exception|renouvel|reconduct|proro|si |lorsque", re.IGNORECASE
)

LIMITED = (
    "(?:est |sont )?" + either("conclue?s?", "convenue?s?", "souscrite?s?") + r",? "
    + maybe(f"(?:pour une|à) durée (?:déterminée|limitée)(?: {SPAN})?,? ?")
    + either("(?:allant |soit )?jusqu'au ", "(?:et )?(?:a|ayant) pour terme le ", "dont l'échéance est fixée au ")
    + f"(?P<limited>{WRITTEN})(?: inclus)?"
)  # fmt: skip


@cache
def term_of(kind: Kind) -> re.Pattern:
    """The sentences by which a text of this kind tells its last day."""
    name = OWN_NAMES[kind]
    of_it = f"(?:du|de la|de cet|de cette) {either(itself(name), name)}"
    subject = either(
        f"L(?:e|a) {itself(name)}",
        f"Cet(?:te)? {name}",
        f"(?:Les |L'ensemble des )(?:dispositions|stipulations) {of_it}",
        "Il",
        "Elle",
    )
    before = r"(?:,? [^.;:]{0,200}? (?:et|il|elle))?"
    return re.compile(
        rf"{subject}{before},? {either(LIMITED, f'{CEASES}(?P<until>{WRITTEN})(?: inclus)?')} ?[.;]?"
    )


def read_term(kind: Kind, articles: Iterable[str]) -> date | None:
    """The last day of a text, from the HTML of its articles; none where they tell none, or several."""
    if kind not in OWN_NAMES:
        return None
    found = {day for html in articles if _MAY_TELL.search(html) for day in terms_in(kind, html)}
    return found.pop() if len(found) == 1 else None


def terms_in(kind: Kind, html: str) -> Iterator[date]:
    forms, form = forms_of(kind), term_of(kind)
    for before, sentence in sentences(html):
        if sentence.startswith(("Il ", "Elle ")) and not forms.opens.match(before):
            continue
        match = form.fullmatch(sentence) if _MAY_TELL.search(sentence) else None
        day = read_date(match["until"] or match["limited"]) if match and not _DOUBT.search(sentence) else None
        if day:
            yield day
