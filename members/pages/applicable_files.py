"""The answer of `/applicable/` to take away: one line for each text of the conventions applied."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agreements.models import Agreement
from members.reading.sheet import Group, Part, Sheet
from members.rule.applicability import Finding
from members.rule.reasons import Line
from portal.french.writing import date_fr, legal_article, listed, upper_first
from portal.web.addresses import dated, page
from portal.web.tables import Table


@dataclass(frozen=True)
class Row:
    """One text in its list, with the address of its page."""

    part: Part
    group: Group
    text: Agreement
    finding: Finding
    url: str

    @property
    def line(self) -> Line:
        return self.finding.line


def day_of(row: Row):
    """A date where the very day is known, else the words for what is."""
    text = row.text
    return text.dated if text.dated_precision == "jour" else date_fr(text.dated, text.dated_precision)


def awaited(row: Row) -> str:
    return listed(one.label for one in row.line.awaits)


def missing(row: Row) -> str:
    return f"on ignore {row.line.missing.label}" if row.line.missing else ""


COLUMNS: dict[str, Callable[[Row], object]] = {
    "réponse": lambda row: row.part.answer.label,
    "convention": lambda row: listed(one.name for one in row.text.conventions.all()),
    "référence": lambda row: upper_first(row.text.reference),
    "date du texte": day_of,
    "objet": lambda row: row.text.subject,
    "depuis le": lambda row: row.line.since,
    "jour exact": lambda row: ("oui" if row.line.exact else "au plus tard") if row.line.since else "",
    "attend": awaited,
    "manque": missing,
    "le réglerait": lambda row: row.group.settled_by,
    "remplacé par": lambda row: upper_first(row.line.replaced_by.reference) if row.line.replaced_by else "",
    "certitude": lambda row: row.line.certainty.label if row.line.certainty else "",
    "raison": lambda row: upper_first(row.line.reason),
    "article": lambda row: legal_article(row.line.article),
    "opposable au financeur": lambda row: row.finding.opposable.label,
    "identifiant": lambda row: row.text.slug,
    "page": lambda row: row.url,
}


def answer_table(sheet: Sheet, heading: str, request) -> Table:
    """The lists of the page, in its order; the texts of conventions that are not applied are left out."""
    rows = (tuple(cell(row) for cell in COLUMNS.values()) for row in rows_of(sheet, request))
    return Table(f"ce-qui-s-applique-{request.day}", heading, tuple(COLUMNS), rows)


def rows_of(sheet: Sheet, request) -> Iterator[Row]:
    for part in sheet.parts:
        for group in part.groups:
            for situation, finding in group.lines:
                text = situation.agreement
                url = dated(page("agreement", text.slug), request.day, request.today)
                yield Row(part, group, text, finding, request.build_absolute_uri(url))
