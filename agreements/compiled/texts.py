"""The words of every text: as they are recorded, then as the edition has them.

They are read in one go, with the other facts, and kept in a file; cleaning them takes as long as reading all the
others, and is done with the compilation of each text, in as many processes as there are.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import groupby
from pathlib import Path

from django.db import connections
from django.db.models import F, QuerySet

from agreements.compiled.articles import COLUMNS, ArticleText, articles_of
from agreements.compiled.wordings import DAYS, SAID, ArticleWording, last_wordings, wordings_of
from agreements.models import Article, ArticleVersion

#: A text as it is recorded: its number, its present articles, their versions.
Recorded = tuple[int, list[dict], list[dict]]
DATES = tuple(name for name in DAYS if name.endswith("_on"))


def recorded_texts() -> Iterator[Recorded]:
    """The words as they are edited; the present articles are those of the package, which has only these."""
    articles = Article.objects.using("default").order_by("text__agreement_id", "position", "kaliarti")
    days = F("starts_on").asc(nulls_last=True)
    versions = ArticleVersion.objects.using("default")
    versions = versions.order_by("text__agreement_id", "position", days, "kaliarti")
    return side_by_side(
        by_agreement(articles, "text__agreement_id", ("position", *COLUMNS)),
        by_agreement(versions, "text__agreement_id", ("position", *SAID, *DAYS)),
    )


def published_texts(alias: str) -> Iterator[Recorded]:
    """The same from an edition that was published; one of before the versions has none of them."""
    articles = ArticleText.objects.using(alias).order_by("pk")
    versions = ()
    if ArticleWording._meta.db_table in connections[alias].introspection.table_names():
        rows = ArticleWording.objects.using(alias).order_by("pk")
        versions = by_agreement(
            rows, "agreement_id", ("position", *SAID, *DAYS, "text_id", "text__html", "text__nota")
        )
    return side_by_side(
        by_agreement(articles, "agreement_id", ("position", *COLUMNS)),
        ((agreement, [with_its_words(told) for told in rows]) for agreement, rows in versions),
    )


def with_its_words(told: dict) -> dict:
    """A version, with the words that its edition holds once, where an article still has them."""
    same = told.pop("text_id"), told.pop("text__html"), told.pop("text__nota")
    return told | {"html": same[1], "nota": same[2]} if same[0] else told


def by_agreement(rows: QuerySet, key: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[dict]]]:
    for agreement, group in groupby(
        rows.values(key, *columns).iterator(chunk_size=500), key=lambda row: row.pop(key)
    ):
        yield agreement, list(group)


def side_by_side(
    left: Iterator[tuple[int, list]], right: Iterator[tuple[int, list]]
) -> Iterator[tuple[int, list, list]]:
    """The rows of two series in the order of their keys, together where they have the same."""
    end = (float("inf"), [])
    one, other = next(left, end), next(right, end)
    while (key := min(one[0], other[0])) != end[0]:
        yield key, one[1] if one[0] == key else [], other[1] if other[0] == key else []
        here = one[0], other[0]
        one = next(left, end) if here[0] == key else one
        other = next(right, end) if here[1] == key else other


# -- From the copy of the facts to the compilation ---------------------------------------------------------


def keep_texts(path: Path, texts: Iterator[Recorded], numbers: dict[int, int]) -> None:
    """Write the words as they are recorded; `numbers` gives the number that the edition gives to each agreement."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("CREATE TABLE texts (agreement INTEGER PRIMARY KEY, told TEXT)")
        file.execute("BEGIN")
        file.executemany(
            "INSERT INTO texts VALUES (?, ?)",
            (
                (numbers[agreement], json.dumps(told, ensure_ascii=False, default=date.isoformat))
                for agreement, *told in texts
            ),
        )
        file.execute("COMMIT")


def kept_texts(path: Path, first: int, last: int) -> Iterator[Recorded]:
    """The words of the agreements numbered from `first` to `last`, in order."""
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT * FROM texts WHERE agreement BETWEEN ? AND ? ORDER BY 1", (first, last))
        for agreement, told in rows:
            articles, versions = json.loads(told)
            yield agreement, articles, [with_dates(version) for version in versions]


def with_dates(told: dict) -> dict:
    return told | {name: date.fromisoformat(told[name]) for name in DATES if told[name]}


def compiled_text(
    number: int, articles: list[dict], versions: list[dict]
) -> tuple[list[ArticleText], list[ArticleWording]]:
    """The words of an agreement as its page shows them: its present articles, else the last versions recorded."""
    present = list(articles_of(number, articles or last_wordings(versions)))
    return present, list(wordings_of(number, present, versions))
