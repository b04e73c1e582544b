"""The articles of an arrêté d'agrément: what is agreed, what is refused, block after block.

A block is a heading (a convention, a branch, an association with its town) and one line for each of its texts.
Numerals may be missing or repeated; a heading may take several lines; tables stand in annexes since 2023.
"""

import re

from agreements.importers.arretes.articles import Article
from agreements.importers.arretes.facts import Decision, Default, Field, ReadAct, Scope
from agreements.importers.arretes.grammar.cited import read_line, starts_text
from agreements.importers.arretes.grammar.fields import field_of, group_of, is_federation
from agreements.importers.arretes.grammar.lines import Line
from agreements.importers.arretes.tables import AnnexTable, article_named, has_table
from agreements.law.vocabulary import Nature

_REFUSED = re.compile(
    r"(?:ne sont pas|n'est pas|n'ont pas été|n'a pas été) agréée?s?|(?:est|sont) refusée?s?", re.I
)
_AGREED = re.compile(r"(?:sont|est|ont été|a été) agréée?s?", re.IGNORECASE)
_DEFAULTS = {
    Default.NOTIFICATION: re.compile(
        r"à défaut,? (?:à compter )?(?:de|à) (?:la date de |leur |la )?(?:sa )?notification", re.I
    ),
    Default.PUBLICATION: re.compile(
        r"à défaut,? (?:à compter )?(?:de|à) (?:la date de |la )?(?:sa )?publication", re.I
    ),
}
_NUMERAL = re.compile(r"(?:[IVXLC]+|[A-Z])\s*(?:[.)°]\s*[-–—]*|[-–—]+)\s*(?=\S)")
_NUMBERED = re.compile(r"n° \d|\d/\d{4}|\d{4}-\d")
_EDITION = re.compile(r"\d+ versions?$")


def read_agrement(articles: list[Article], act: ReadAct) -> None:
    natures = {article.number: nature_of(article) for article in articles}
    for article in articles:
        for default, pattern in _DEFAULTS.items():
            if natures[article.number] and pattern.search(article.opening):
                act.default = act.default or default
        if nature := natures[article.number]:
            Blocks(act, article.number, nature).read(article.lines)
        elif article.is_annex and has_table(article.lines):
            AnnexTable(act, article.lines, natures).read()
        elif article.is_annex:
            read_annex(article, act, natures)


def nature_of(article: Article) -> Nature | None:
    if article.is_annex:
        return None
    if _REFUSED.search(article.opening):
        return Nature.REFUS_AGREMENT
    return Nature.AGREE if _AGREED.search(article.opening) else None


def read_annex(article: Article, act: ReadAct, natures: dict[str, Nature | None]) -> None:
    """The blocks that an annex holds: decided as the article says that it names, or as the only one that decides."""
    told = next((found for line in article.lines[:4] if (found := article_named(line.words))), "")
    decided = {number: nature for number, nature in natures.items() if nature}
    if told not in decided and len(decided) == 1 and not told:
        told = next(iter(decided))
    if told in decided:
        lines = [line for line in article.lines if not article_named(line.words)]
        Blocks(act, told, decided[told]).read(lines)
    else:
        for line in article.lines:
            act.leave(line.number, line.words, "annexe d’un article qui n’est pas lu")


class Blocks:
    """The blocks of one article, one line after the other."""

    def __init__(self, act: ReadAct, article: str, nature: Nature):
        self.act, self.article, self.nature = act, article, nature
        self.heading: list[str] = []
        self.group: Scope | None = None
        self.field: Field | None = None  # of the heading, once one of its texts is met
        self.held: Line | None = None  # a line of text that may go on

    def read(self, lines: list[Line]) -> None:
        for line in lines:
            if not _EDITION.match(line.words):
                self.take(line)
        self.settle()

    def take(self, line: Line) -> None:
        numeral = _NUMERAL.match(line.words)
        words = line.words[numeral.end() :] if numeral else line.words
        if self.held and not numeral and self.goes_on(line):
            self.held = self.held._replace(words=f"{self.held.words} {words}")
            return
        self.settle()
        if group := group_of(words):
            self.group, self.heading, self.field = group, [], None
        elif self.is_text(words, alone=bool(numeral)):
            self.held = line._replace(words=words)
        elif numeral or self.field:
            self.heading, self.field = [words], None
        else:
            self.heading.append(words)

    def is_text(self, words: str, alone: bool) -> bool:
        """What stands beside a numeral is a heading, « Accord de branche … », unless its number shows a text."""
        return starts_text(words) and (not alone or bool(_NUMBERED.search(words[:60])))

    def goes_on(self, line: Line) -> bool:
        """Whether a line is the end of the one held: no empty line parts them, nothing ends the first."""
        ended = self.held.words.endswith((".", ";"))
        return not line.spaced and not ended and not starts_text(line.words)

    def settle(self) -> None:
        """Read the line held, under its heading."""
        if not self.held:
            return
        line, self.held = self.held, None
        if self.field is None:
            self.field = field_of(" ".join(self.heading), self.group)
            if self.field.scope is Scope.ASSOCIATION:
                self.act.associations[self.nature] = self.act.associations.get(self.nature, 0) + 1
        if self.field.scope is Scope.INCONNU:
            self.act.leave(
                line.number, line.words, f"titre de bloc non reconnu : {self.field.words or '(aucun)'}"
            )
        elif self.field.scope is Scope.BRANCHE:
            decide(self.act, line, self.field, self.nature, self.article)


def decide(act: ReadAct, line: Line, field: Field, nature: Nature, article: str) -> None:
    """The decisions that one line makes, in the field of its heading and of what it names itself."""
    cited = read_line(line.words)
    if cited.why:
        act.leave(line.number, line.words, cited.why)
        return
    keys = field.keys
    if cited.keys and not cited.keys <= keys:
        if keys and not is_federation(field):
            act.leave(line.number, line.words, "la ligne nomme une autre convention que son titre")
            return
        keys = cited.keys
    elif cited.keys and is_federation(field):
        keys = cited.keys
    place = Field(field.words, field.scope, keys)
    for text in cited.texts:
        act.decisions.append(Decision(nature, text, place, line.number, article, cited.session))
