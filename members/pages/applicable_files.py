"""The answer of `/applicable/` to take away: one line for each text of the conventions applied."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agreements.models import Agreement
from members.reading.sheet import Group, Part, Sheet
from members.rule.applicability import Finding
from members.rule.facts import Replacer
from members.rule.reasons import Line
from portal.french.writing import date_fr, legal_article, listed, upper_first
from portal.web.addresses import absolute, dated, page
from portal.web.files.tables import Table, several


@dataclass(frozen=True)
class Row:
    """One text in its list, with the address of its page."""

    part: Part
    group: Group
    text: Agreement
    finding: Finding
    amendments: list[Replacer]
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


COLUMNS: dict[str, tuple[str, Callable[[Row], object]]] = {
    "réponse": ("Ce qu’il en est du texte pour cet employeur.", lambda row: row.part.answer.label),
    "codes des conventions": (
        "Les identifiants de ses conventions.",
        lambda row: several(one.slug for one in row.text.conventions.all()),
    ),
    "convention": ("Leurs noms.", lambda row: several(one.name for one in row.text.conventions.all())),
    "référence": ("Comment on nomme le texte.", lambda row: upper_first(row.text.reference)),
    "date du texte": ("La date que porte son titre.", day_of),
    "objet": ("Ce dont il traite.", lambda row: row.text.subject),
    "depuis le": ("Le jour depuis lequel il en est ainsi, quand il est connu.", lambda row: row.line.since),
    "jour exact": (
        "Oui : le jour même ; au plus tard : ce jour ou un jour d’avant.",
        lambda row: ("oui" if row.line.exact else "au plus tard") if row.line.since else "",
    ),
    "attend": ("Ce qui manque encore au texte.", awaited),
    "manque": ("Le fait qu’on ignore et dont la réponse dépend.", missing),
    "le réglerait": ("Ce qui donnerait la réponse.", lambda row: row.group.settled_by),
    "modifié par": (
        "Les textes qui le modifient, et s’appliquent aussi : il se lit avec eux.",
        lambda row: several(upper_first(by.reference) for by in row.amendments),
    ),
    "remplacé par": (
        "Le texte qui le remplace.",
        lambda row: upper_first(row.line.replaced_by.reference) if row.line.replaced_by else "",
    ),
    "certitude": (
        "Comment on le sait : établi, déduit ou probable.",
        lambda row: row.line.certainty.label if row.line.certainty else "",
    ),
    "raison": ("Pourquoi.", lambda row: upper_first(row.line.reason)),
    "article": ("L’article qui le dit.", lambda row: legal_article(row.line.article)),
    "opposable au financeur": (
        "Si le texte s’impose à l’autorité de tarification (CASF L. 314-6).",
        lambda row: row.finding.opposable.label,
    ),
    "identifiant": ("Le nom permanent du texte dans les adresses du portail.", lambda row: row.text.slug),
    "page": ("L’adresse de sa page.", lambda row: row.url),
}
MEANINGS = {heading: meaning for heading, (meaning, _) in COLUMNS.items()}


def answer_table(sheet: Sheet, heading: str, request) -> Table:
    """The lists of the page, in its order; the texts of conventions that are not applied are left out."""
    rows = (tuple(cell(row) for _, cell in COLUMNS.values()) for row in rows_of(sheet, request))
    return Table(f"ce-qui-s-applique-{request.day}", heading, MEANINGS, rows)


def rows_of(sheet: Sheet, request) -> Iterator[Row]:
    for part in sheet.parts:
        for group in part.groups:
            for situation, finding in group.lines:
                text = situation.agreement
                url = dated(page("agreement", text.slug), request.day, request.today)
                yield Row(part, group, text, finding, sheet.amendments_of(finding), absolute(url))
