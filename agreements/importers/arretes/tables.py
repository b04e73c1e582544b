"""The tables of an annex: one row for each text, in cells, or in paragraphs one after the other as copies give them.

Branche ou convention collective | nature | date | objet
n° dpt | association | code postal | ville | nature | date | objet
"""

import re
from dataclasses import replace

from agreements.importers.arretes.facts import Decision, ReadAct, Scope
from agreements.importers.arretes.grammar.cited import read_line
from agreements.importers.arretes.grammar.dates import DATED
from agreements.importers.arretes.grammar.fields import field_of
from agreements.importers.arretes.grammar.lines import Line
from agreements.importers.arretes.grammar.words import NAMES
from agreements.law.vocabulary import Nature

_ARTICLE = re.compile(r"(?:visée?s? à l'|de l'|à l')?article\s+(1er|\d+)", re.IGNORECASE)
_NATURE, _DATE, _OBJECT = "nature", "date", "objet"
_TITLES = {
    "branche": "field",
    "convention": "field",
    "association": "association",
    "organisme": "association",
    _NATURE: _NATURE,
    _DATE: _DATE,
    _OBJECT: _OBJECT,
}


def article_named(words: str) -> str:
    """The article whose texts a title announces: « ACCORDS VISÉS À L'ARTICLE 1ER »."""
    found = _ARTICLE.search(words)
    return found[1].lower().removesuffix("er") if found and (words.isupper() or found.start() == 0) else ""


def has_table(lines: list[Line]) -> bool:
    return any(
        _OBJECT in (line.words.lower(), line.cells[-1].lower() if line.cells else "") for line in lines
    )


class AnnexTable:
    def __init__(self, act: ReadAct, lines: list[Line], natures: dict[str, Nature | None]):
        self.act, self.lines, self.natures = act, lines, natures
        self.article, self.columns, self.last = "", [], ""

    def read(self) -> None:
        rows = self.paragraphs()
        cells: list[Line] = []
        for row in rows:
            if row.cells:
                self.whole(row)
            elif told := article_named(row.words):
                self.leave(cells)
                cells, self.columns = [], []
                self.article = told
            elif not self.columns:
                cells.append(row)
                if row.words.lower() == _OBJECT:
                    self.columns, cells = [column(cell.words) for cell in cells], []
            else:
                cells.append(row)
                if len(cells) == len(self.columns):
                    self.take(cells)
                    cells = []
        self.leave(cells)

    def paragraphs(self) -> list[Line]:
        """Cells of several lines as one: those that no empty line parts."""
        found: list[Line] = []
        for line in self.lines:
            joins = found and not line.spaced and not line.cells and not line.words.isupper()
            if joins and not found[-1].words.isupper() and not found[-1].cells:
                found[-1] = found[-1]._replace(words=f"{found[-1].words} {line.words}")
            else:
                found.append(line)
        return found

    def whole(self, row: Line) -> None:
        """A row given as one line with its cells."""
        if row.cells[-1].lower() == _OBJECT:
            self.columns = [column(cell) for cell in row.cells]
        else:
            self.take([row._replace(words=cell, cells=()) for cell in row.cells])

    def take(self, cells: list[Line]) -> None:
        told = {name: cell.words for name, cell in zip(self.columns, cells, strict=False) if name}
        line, words = cells[0].number, " | ".join(cell.words for cell in cells)
        nature = self.natures.get(self.article)
        well = len(cells) == len(self.columns) and re.fullmatch(DATED, told.get(_DATE, ""))
        if not well:
            self.act.leave(line, words, "ligne de tableau non reconnue")
        elif not nature:
            self.act.leave(line, words, f"article {self.article or '(non dit)'} non lu : ni agréé ni refusé")
        elif "association" in told:
            if told["association"] != self.last:
                self.act.associations[nature] = self.act.associations.get(nature, 0) + 1
            self.last = told["association"]
        elif not re.match(NAMES, told.get(_NATURE, ""), re.IGNORECASE):
            self.act.leave(line, words, "type de texte non reconnu")
        else:
            self.decide(line, told, nature)

    def decide(self, line: int, told: dict[str, str], nature: Nature) -> None:
        named = f"{told[_NATURE]} du {told[_DATE]}"
        cited = read_line(named)
        if cited.why or len(cited.texts) != 1:
            self.act.leave(line, named, cited.why or "plusieurs textes dans une ligne de tableau")
            return
        place = field_of(told.get("field", ""), Scope.BRANCHE)
        text = replace(cited.texts[0], subject=told.get(_OBJECT, "").rstrip(" ."))
        self.act.decisions.append(Decision(nature, text, place, line, self.article))

    def leave(self, cells: list[Line]) -> None:
        for cell in cells:
            self.act.leave(cell.number, cell.words, "hors d’un tableau reconnu")


def column(title: str) -> str:
    return next((name for word, name in _TITLES.items() if title.lower().startswith(word)), "")
