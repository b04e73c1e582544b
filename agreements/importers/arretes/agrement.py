"""The articles of an arrêté d'agrément: what is agreed, what is refused, block after block.

A block is a heading (a convention, a branch, an association with its town) and one line for each of its texts.
Numerals may be missing or repeated; a heading may take several lines; tables stand in annexes since 2023.
"""

import re
from dataclasses import replace

from agreements.importers.arretes.articles import Article
from agreements.importers.arretes.facts import Decision, Field, ReadAct, Scope
from agreements.importers.arretes.grammar.cited import read_line, starts_text
from agreements.importers.arretes.grammar.fields import field_of, group_of, is_federation
from agreements.importers.arretes.grammar.lines import LONGEST, Line
from agreements.importers.arretes.tables import AnnexTable, article_named, has_table
from agreements.law.names.acts import Formula
from agreements.law.vocabulary import Nature

_REFUSED = re.compile(
    r"(?:ne sont pas|n'est pas|n'ont pas été|n'a pas été) agréée?s?|(?:est|sont) refusée?s?", re.I
)
_AGREED = re.compile(r"(?:sont|est|ont été|a été) agréée?s?", re.IGNORECASE)
_FORMULAS = {
    Formula.NOTIFICATION: re.compile(
        r"à défaut,? (?:à compter )?(?:de|à) (?:la date de |leur |la )?(?:sa )?notification", re.I
    ),
    Formula.PUBLICATION: re.compile(
        r"à défaut,? (?:à compter )?(?:de|à) (?:la date de |la )?(?:sa )?publication", re.I
    ),
}
#: A sentence that decides, among the lines of an article that decides otherwise.
_DECIDES = re.compile(
    r"(?:(?:ne sont pas|n'est pas|n'ont pas été|n'a pas été|sont|est|ont été|a été) agréée?s?\b"
    r"|(?:l'accord|les accords|l'avenant|les avenants) (?:collectifs? )?(?:de travail )?(?:suivante?s?|ci-après)\b"
    r".{0,80}? agréée?s?\b)",
    re.I,
)
#: A convention and its text on one line.
_IN_LINE = re.compile(
    r"(?P<heading>(?:Convention|Accords? collectifs?|Branche)\b.*?)\s*[:,;–—]\s*"
    r"(?P<text>(?:avenant|accord|protocole|annexe)\b.*)",
    re.I,
)
#: « IV. - Croix-Rouge française (75694 Paris) : avenant n° 5 … »: whoever it is of, told by its town, and its text.
_BESIDE = re.compile(
    r"(?P<heading>.*\(\d{2,5}\b[^()]*\))\s*:\s*"
    r"(?P<text>(?:avenant|accord|protocole|annexe|additif|décision)\b.*)",
    re.I,
)
#: What may be a text that is decided upon, where no line was read as one.
_NAMES_A_TEXT = re.compile(r"\b(?:avenant|accord|protocole|annexe|décision)\b.*?(?:n° ?\d|\bdu \d)", re.I)
_NUMERAL = re.compile(r"(?P<sign>[IVXLC]+|[A-Z])\s*(?:[.)°]\s*[-–—]*|[-–—]+)\s*(?=\S)")
#: A sign that counts blocks, and never the texts of one: no act has a hundred blocks.
_ROMAN = re.compile(r"(?!C$)[IVXLC]+$")
_NUMBERED = re.compile(r"n° \d|\d/\d{4}|\d{4}-\d")


def read_agrement(articles: list[Article], act: ReadAct) -> None:
    natures = {article.number: nature_of(article) for article in articles}
    for article in (part for whole in articles for part in parts_of(whole)):
        nature = nature_of(article)
        if nature and says_both(article.opening):
            for line in (article.opened._replace(words=article.opening), *article.lines):
                act.leave(line.number, line.words, "plusieurs décisions dans une seule phrase")
            continue
        for formula, pattern in _FORMULAS.items():
            if nature and pattern.search(article.opening):
                act.formula = act.formula or formula
        if nature:
            Blocks(act, article.number, nature).read(decided_lines(article, act))
        elif article.is_annex and has_table(article.lines):
            AnnexTable(act, article.lines, natures).read()
        elif article.is_annex:
            read_annex(article, act, natures)


def parts_of(article: Article) -> list[Article]:
    """An article, parted where one of its lines decides otherwise than its opening: « N'est pas agréé … »."""
    if article.is_annex:
        return [article]
    found = [replace(article, lines=[])]
    for line in article.lines:
        words = line.words[numeral.end() :] if (numeral := _NUMERAL.match(line.words)) else line.words
        if _DECIDES.match(words):
            found.append(Article(article.number, words, opened=line))
        else:
            found[-1].lines.append(line)
    return found


def says_both(opening: str) -> bool:
    """Whether words that were run together agree to some texts and refuse others."""
    return bool(_REFUSED.search(opening) and _AGREED.search(_REFUSED.sub("", opening)))


def decided_lines(article: Article, act: ReadAct) -> list[Line]:
    """The lines of what is decided; what the opening names itself is one, or is left with its words."""
    if not article.opened:
        return article.lines
    _, colon, told = article.opening.partition(":")
    if colon and told.strip():
        return [article.opened._replace(words=told.strip()), *article.lines]
    if not article.lines and _NAMES_A_TEXT.search(article.opening):
        act.leave(
            article.opened.number, article.opening, "la décision et son texte sont dans une seule phrase"
        )
    return article.lines


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
        self.titled = 0  # the line of the heading
        self.group: Scope | None = None
        self.field: Field | None = None  # of the heading, once one of its texts is met
        self.held: Line | None = None  # a line of text that may go on

    def read(self, lines: list[Line]) -> None:
        for line in lines:
            self.take(line)
        self.settle()
        self.turn([], 0)

    def take(self, line: Line) -> None:
        numeral = _NUMERAL.match(line.words)
        words = line.words[numeral.end() :] if numeral else line.words
        if self.held and not numeral and self.goes_on(line):
            self.held = self.held._replace(words=f"{self.held.words} {words}")
            return
        self.settle()
        if told := self.in_line(words, numbered=bool(numeral)):
            self.turn([told["heading"]], line.number)
            self.held = line._replace(words=told["text"])
        elif group := group_of(words):
            self.turn([], line.number)
            self.group = group
        elif self.is_text(words, alone=bool(numeral and _ROMAN.match(numeral["sign"]))):
            self.held = line._replace(words=words)
        elif numeral or self.field:
            self.turn([words], line.number)
        else:
            self.heading.append(words)
            self.titled = self.titled or line.number

    def in_line(self, words: str, numbered: bool) -> re.Match | None:
        """A heading and its text, where they stand on one line."""
        told = _IN_LINE.match(words)
        if told and field_of(told["heading"], self.group).scope is Scope.BRANCHE:
            return told
        told = _BESIDE.match(words) if numbered else None
        known = told and field_of(told["heading"], self.group).scope is not Scope.INCONNU
        return told if known else None

    def turn(self, heading: list[str], line: int) -> None:
        """Another heading; the one before is told, where it names a convention or a text and none was read."""
        before = " ".join(self.heading)
        empty = before and self.field is None and self.group is not Scope.ASSOCIATION
        if empty and (_NAMES_A_TEXT.search(before) or field_of(before, self.group).keys):
            self.act.leave(self.titled, before, "titre de bloc sans texte")
        self.heading, self.titled, self.field = heading, line, None

    def is_text(self, words: str, alone: bool) -> bool:
        """What stands beside a numeral is a heading, « Accord de branche … », unless its number shows a text."""
        return starts_text(words) and (not alone or bool(_NUMBERED.search(words[:60])))

    def goes_on(self, line: Line) -> bool:
        """Whether a line is the end of the one held: no empty line parts them, nothing ends the first."""
        ended = self.held.words.endswith((".", ";"))
        short = len(self.held.words) + len(line.words) < LONGEST
        return short and not line.spaced and not ended and not starts_text(line.words)

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
