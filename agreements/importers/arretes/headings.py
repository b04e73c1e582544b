"""What an act says of itself: title, NOR, dates of the act, of the Journal officiel, of the commission, of notices."""

import re
from dataclasses import replace

from agreements.importers.arretes.articles import Article
from agreements.importers.arretes.facts import Form, Heading
from agreements.importers.arretes.grammar.dates import LISTED, days_listed, written_day
from agreements.importers.arretes.grammar.lines import Line
from agreements.importers.written_dates import WRITTEN

_TITLE = re.compile(rf"(?:Arrêtés?(?: conjoint)?\s+(?:du\s+)?(?P<on>{WRITTEN})|Avis relatif)", re.IGNORECASE)
_CITED_TITLE = re.compile(rf"\((?P<title>Arrêtés?\s+(?:du\s+)?{WRITTEN}.*)\)\s*$")
_TITLE_ENDS = re.compile(
    r"(?:NOR|ELI)\b|\(|JORF|J\.O\.|L[ea] ministre|Les ministres|AS \d|SP \d|Article\b|Version|Vu ", re.I
)
_NOR = re.compile(r"\bNOR\s*:\s*(?P<nor>[A-Z]{4}\d{7}[A-Z])\b")
_PUBLISHED = re.compile(
    rf"(?:\(Journal officiel du|^J\.?O\.?\s*(?:Numéro\s*)?\d+ du|^(?:JORF|JO) n° ?\d+ du) (?P<on>{WRITTEN})",
    re.IGNORECASE,
)
_BULLETIN = re.compile(
    r"(?:Bulletin officiel|\bBO\b(?:[^\d\n]{0,60})?) ?(?:n° )(?P<bulletin>\d{2,4}[-/]\d+(?: du \d{1,2}\w* \w+ \d{4})?)",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"Commission nationale d'agrément.{0,200}?(?:séances?|en date|rendus? le)s?\s*(?:du|des|les?)?\s*"
    rf"(?P<on>{LISTED})",
    re.IGNORECASE,
)
_NOTIFIED = re.compile(rf"notifications? (?:en date )?(?:du|des) (?P<on>{LISTED})", re.IGNORECASE)
_NOTICES = re.compile(
    r"avis (?:relatifs? à l'extension )?publiés? au Journal officiel(?: de la République française)?"
    rf" (?:du|des) (?P<on>{LISTED})",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"Fait(?: à [^,]{{2,40}})?,? le (?P<on>{WRITTEN})", re.IGNORECASE)
_ENVISAGES = re.compile(r"tendant à rendre obligatoires", re.IGNORECASE)
#: The form of an act, by its title, else by what its first article says.
_FORMS = [
    (Form.AVIS, r"avis relatif", _ENVISAGES.pattern),
    (Form.ELARGISSEMENT, r"élargissement", r"^$"),
    (Form.EXTENSION, r"extension", r"(?:sont|est) rendue?s? obligatoires?"),
    (
        Form.REPRESENTATIVITE,
        r"représentati(?:ve|vité)",
        r"reconnue?s? représentati(?:ve|f)s?|poids des organisations",
    ),
    (Form.FUSION, r"fusion", r"fusionnée?s? avec|rattachée?s? à"),
    (Form.AGREMENT, r"agrément", r"agréée?s?"),
]


def heading_of(lines: list[Line], before: list[Line], articles: list[Article]) -> Heading:
    """All that stands around the articles; the whole text is searched for the day of the act, when no title has it."""
    heading = Heading()
    title = title_of(before) or title_shown(lines)
    told = " ".join(line.words for line in before)
    own = [line.words for line in before]
    heading.title = title
    on = _TITLE.match(title)
    signed = [found for line in lines if (found := _SIGNED.match(line.words))]
    day = on["on"] if on and on["on"] else signed[-1]["on"] if signed else ""
    return replace(
        heading,
        form=form_of(title, articles, told),
        on=written_day(day) if day else None,
        nor=first(_NOR, own, "nor"),
        published_on=written_day(first(_PUBLISHED, own, "on")),
        bulletin=first(_BULLETIN, [told], "bulletin"),
        sessions=days(_SESSION, told),
        notified_on=days(_NOTIFIED, told),
        notices_on=days(_NOTICES, told),
    )


def title_of(before: list[Line]) -> str:
    """The title, over the lines that it takes."""
    for index, line in enumerate(before):
        if _TITLE.match(line.words):
            words = [line.words]
            for after in before[index + 1 : index + 5]:
                if after.spaced or _TITLE_ENDS.match(after.words):
                    break
                words.append(after.words)
            return " ".join(words)
    return ""


def title_shown(lines: list[Line]) -> str:
    """The title between brackets, on a page that shows one article of the act."""
    return next((found["title"] for line in lines if (found := _CITED_TITLE.search(line.words))), "")


def form_of(title: str, articles: list[Article], told: str) -> Form | None:
    for form, in_title, _ in _FORMS:
        if re.search(in_title, title, re.IGNORECASE):
            return form
    for article in articles:
        for form, _, in_article in _FORMS:
            if re.search(in_article, article.opening or "-", re.IGNORECASE):
                return form
    return Form.AVIS if not articles and _ENVISAGES.search(told) else None


def first(pattern: re.Pattern, texts: list[str], group: str) -> str:
    return next((found[group] for text in texts if (found := pattern.search(text))), "")


def days(pattern: re.Pattern, told: str) -> tuple:
    found = [day for one in pattern.finditer(told) for day in days_listed(one["on"])]
    return tuple(dict.fromkeys(found))
