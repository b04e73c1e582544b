"""From the tree of a convention, as KALI gives it, to its texts and their articles.

A node that is not what it should be rejects its text, with the reason; the others are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from agreements.importers.kali.archive import Unreadable
from agreements.importers.report import Rejected
from agreements.importers.written_dates import read_date
from portal.french.writing import as_windows_means, unwritten

#: How KALI writes that it knows no date.
NO_DATE = "2999-01-01"
DEEPEST = 60
TEXT_ID = re.compile(r"KALITEXT\d{12}$")
ARTICLE_ID = re.compile(r"KALIARTI\d{12}$")


@dataclass(slots=True)
class OfficialArticle:
    kaliarti: str
    position: int
    section: str
    number: str
    heading: str
    state: str
    html: str
    nota: str
    history: str
    links: list[dict]


@dataclass(slots=True)
class OfficialTree:
    """One text, where its convention holds it."""

    kalitext: str
    title: str
    state: str
    modified_on: date | None
    heading: str
    position: int
    articles: list[OfficialArticle] = field(default_factory=list)


@dataclass(slots=True)
class OfficialConvention:
    kalicont: str
    idcc: int | None
    title: str
    short_title: str
    texts: list[OfficialTree] = field(default_factory=list)
    rejections: list[tuple[str, str, str]] = field(default_factory=list)  # kind, where, reason


def read_convention(name: str, tree: dict) -> OfficialConvention:
    data = tree.get("data")
    if not isinstance(data, dict) or not str(data.get("id", "")).startswith("KALICONT"):
        raise Unreadable(f"{name} ne décrit pas une convention.")
    try:
        convention = OfficialConvention(
            kalicont=words(data, "id"),
            idcc=whole(data, "num"),
            title=words(data, "title"),
            short_title=words(data, "shortTitle"),
        )
        for position, (text, heading) in enumerate(texts_in(tree)):
            read_text(convention, text, heading, position)
    except Rejected as reason:
        raise Unreadable(f"{name} : {reason}") from reason
    return convention


def texts_in(tree: dict) -> Iterator[tuple[dict, str]]:
    """Each text of the tree, with the heading above it; nothing above is an article."""
    waiting = [(tree, "", 0)]
    while waiting:
        node, heading, depth = waiting.pop()
        if depth > DEEPEST:
            raise Rejected("trop de niveaux imbriqués")
        for child in reversed(children(node)):
            data = child["data"]
            if str(data.get("id", "")).startswith("KALITEXT"):
                waiting.append((child, heading, -1))
            elif depth >= 0:
                waiting.append((child, words(data, "title") or heading, depth + 1))
        if depth == -1:
            yield node, heading


def read_text(convention: OfficialConvention, node: dict, heading: str, position: int) -> None:
    data = node["data"]
    where = str(data.get("id"))
    try:
        if not TEXT_ID.match(where):
            raise Rejected(f"« {where} » n’est pas un identifiant KALITEXT")
        text = OfficialTree(
            kalitext=where,
            title=required(data, "title", 1000),
            state=words(data, "etat")[:30],
            modified_on=day(data, "modifDate"),
            heading=heading[:200],
            position=position,
        )
        for rank, (article, section) in enumerate(articles_in(node)):
            text.articles.append(read_article(article, section, rank))
    except Rejected as reason:
        convention.rejections.append(("textes", where, str(reason)))
    else:
        convention.texts.append(text)


def articles_in(text: dict) -> Iterator[tuple[dict, str]]:
    """Each article of a text in order, with the titles and chapters it stands under."""
    waiting = [(text, "", 0)]
    while waiting:
        node, section, depth = waiting.pop()
        if depth > DEEPEST:
            raise Rejected("trop de niveaux imbriqués")
        if depth and node.get("type") == "article":
            yield node, section
            continue
        for child in reversed(children(node)):
            below = section
            if child.get("type") != "article":
                below = f"{section}\n{words(child['data'], 'title')}".strip()
            waiting.append((child, below, depth + 1))


def read_article(node: dict, section: str, rank: int) -> OfficialArticle:
    data = node["data"]
    where = str(data.get("id"))
    if not ARTICLE_ID.match(where):
        raise Rejected(f"« {where} » n’est pas un identifiant KALIARTI")
    links = data.get("lstLienModification") or []
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise Rejected(f"{where} : les liens ne sont pas une liste")
    return OfficialArticle(
        kaliarti=where,
        position=rank,
        section=section,
        number=words(data, "num")[:200],
        heading=words(data, "surtitre"),
        state=words(data, "etat")[:30],
        html=plain(data, "content"),
        nota=plain(data, "nota"),
        history=plain(data, "historique"),
        links=links,
    )


# -- Values ------------------------------------------------------------------------------------------------


def children(node: dict) -> list[dict]:
    found = node.get("children") or []
    if not isinstance(found, list) or not all(
        isinstance(child, dict) and isinstance(child.get("data"), dict) for child in found
    ):
        raise Rejected("l’arbre n’a pas la forme attendue")
    return found


def plain(data: dict, key: str) -> str:
    """A text as it is written: no character of command, but those of Windows, and no half of a surrogate pair."""
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Rejected(f"« {key} » n’est pas un texte")
    value = as_windows_means(value)
    if told := unwritten(value):
        raise Rejected(f"« {key} » contient {told}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Rejected(f"« {key} » contient un caractère incomplet") from error
    return value


def words(data: dict, key: str) -> str:
    return " ".join(plain(data, key).split())


def required(data: dict, key: str, most: int) -> str:
    value = words(data, key)
    if not value:
        raise Rejected(f"« {key} » est vide")
    if len(value) > most:
        raise Rejected(f"« {key} » dépasse {most} caractères")
    return value


def whole(data: dict, key: str) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 100_000:
        raise Rejected(f"« {key} » n’est pas un numéro IDCC")
    return value


def day(data: dict, key: str) -> date | None:
    value = plain(data, key)
    if not value or value == NO_DATE:
        return None
    if not (found := read_date(value)):
        raise Rejected(f"« {value} » n’est pas une date")
    return found
