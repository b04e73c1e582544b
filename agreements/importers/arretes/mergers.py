"""The arrêtés of merger: which convention joins which, where both have their IDCC in one sentence."""

import re

from agreements.importers.arretes.articles import Article
from agreements.importers.arretes.facts import Field, Merger, ReadAct, Scope
from agreements.importers.arretes.grammar.fields import keys_in

_JOINS = re.compile(r"(?:est|sont)? ?(?:fusionnée?s? avec|rattachée?s? (?:à|au))\s", re.IGNORECASE)
_IDCC = re.compile(r"IDCC", re.IGNORECASE)


def read_mergers(articles: list[Article], act: ReadAct) -> None:
    for article in articles:
        for line in [(0, article.opening), *((one.number, one.words) for one in article.lines)]:
            read_sentence(*line, act)
    if not act.mergers:
        act.leave(1, act.heading.title, "aucun rattachement lu")


def read_sentence(number: int, words: str, act: ReadAct) -> None:
    if not _IDCC.search(words):
        return
    parts = _JOINS.split(words)
    fields = [Field(part.strip(" ;."), Scope.BRANCHE, keys_in(part)) for part in parts]
    if len(parts) == 2 and all(len(one.keys) == 1 and _IDCC.search(one.words) for one in fields):
        act.mergers.append(Merger(*fields, number))
    else:
        act.leave(number, words, "le rattachement n’est pas dit en une phrase")
