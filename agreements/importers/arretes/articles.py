"""The articles and annexes of an act, each with its opening sentence and the lines that follow it."""

import re
from dataclasses import dataclass, field

from agreements.importers.arretes.grammar.lines import ANNEX, Line
from agreements.importers.arretes.grammar.words import ITEM

_ARTICLE = re.compile(
    r"Art(?:icle|\.)\s*(?P<number>1\s?er|unique|\d+(?:-\d+)?)\b\s*[.–—-]*\s*[.–—-]?\s*(?P<rest>.*)", re.I
)
#: A page that shows one article alone says so of it, with the title of the act.
_SHOWN = re.compile(r"AUTONOME\b")
#: A page may show the only article of an act without its number.
_DECIDES = re.compile(
    rf"(?:{ITEM})?(?:(?:sont|est) (?:rendue?s? obligatoires?|agréée?s?|reconnue?s? représentati)"
    r"|ne sont pas agréée?s?|n'est pas agréée?)",
    re.IGNORECASE,
)
_LONGEST_OPENING = 12


@dataclass
class Article:
    number: str  # « 1 », « 2 »; « annexe 1 »
    opening: str = ""
    lines: list[Line] = field(default_factory=list)
    opened: Line | None = None  # where its opening stands

    @property
    def is_annex(self) -> bool:
        return self.number.startswith("annexe")


def articles_of(lines: list[Line]) -> tuple[list[Line], list[Article]]:
    """What stands before the articles, and the articles."""
    before, found = [], []
    numbered = any(_ARTICLE.match(line.words) for line in lines)
    for line in lines:
        opened = _ARTICLE.match(line.words)
        if opened and not is_reference(opened):
            found.append(Article(re.sub(r"\s?er", "", opened["number"].lower())))
            if opened["rest"] and not _SHOWN.match(opened["rest"]):
                found[-1].lines.append(line._replace(words=opened["rest"]))
        elif ANNEX.match(line.words):
            if found and found[-1].is_annex and not found[-1].lines:
                found[-1].number = line.words.lower()
            else:
                found.append(Article(line.words.lower()))
        elif found:
            found[-1].lines.append(line)
        elif not numbered and _DECIDES.match(line.words):
            found.append(Article("1", lines=[line._replace(words=re.sub(rf"^{ITEM}", "", line.words))]))
        else:
            before.append(line)
    for article in found:
        if not article.is_annex:
            split_opening(article)
    return before, found


def is_reference(opened: re.Match) -> bool:
    """« Article 5 du titre Ier … » begins a sentence about another text."""
    return bool(re.match(r"(?:du|de|des|est|sont)\b", opened["rest"]))


def split_opening(article: Article) -> None:
    """The sentence that says what is done to what follows: up to its colon, over lines that go on."""
    article.opened = article.lines[0] if article.lines else None
    for index, line in enumerate(article.lines[:_LONGEST_OPENING]):
        if line.words.endswith(":"):
            article.opening = " ".join(one.words for one in article.lines[: index + 1])
            article.lines = article.lines[index + 1 :]
            return
        if index and line.spaced:
            break
    if article.lines:
        article.opening, article.lines = article.lines[0].words, article.lines[1:]
