"""The versions of articles as an edition holds them: clean, masked, and no words twice."""

from datetime import date

import pytest

from agreements.compiled.articles import ArticleText
from agreements.compiled.wordings import ArticleWording
from agreements.models import OfficialText
from portal.edition import reader, store
from tests.builders import agreement, official, version

START, END = date(2016, 1, 1), date(2020, 1, 1)


@pytest.fixture
def text(transactional_db) -> OfficialText:
    """A text of which the package has two articles; their identifiers end in 1 and 2."""
    held = official(agreement("ccn-66-avenant-9"), "<p>Un  <b>mot</b>.</p>", "<p>Deux.</p>")
    for position, row in enumerate(held.articles.order_by("position"), 1):
        row.kaliarti = f"KALIARTI{position:012}"
        row.save()
    return held


def published(publish, model, *columns) -> list[tuple]:
    publish()
    with reader.reading(store.current()):
        return list(model.objects.using("edition").order_by("position", "pk").values_list(*columns))


def test_an_edition_holds_once_the_words_that_are_still_those_of_the_article(text, publish):
    version(text, 1, "<p>Un mot.</p>", START)
    version(text, 2, "<p>Autre chose.</p>", END, number="2", position=2, article="KALIARTI000000000009")
    version(
        text, 9, "<p>Deux, avant.</p>", START, END, number="2", position=2, article="KALIARTI000000000009"
    )
    assert published(publish, ArticleWording, "html", "text_id", "anchor", "whole") == [
        ("", 100_000, "article-1", True),
        ("<p>Deux, avant.</p>", None, "article-2", True),
        ("<p>Autre chose.</p>", None, "article-2", True),
    ]


def test_versions_of_a_part_of_the_articles_are_not_whole(text, publish):
    version(text, 1, "<p>Un mot.</p>", START)
    assert published(publish, ArticleWording, "whole") == [(False,)]


def test_a_text_without_articles_of_its_own_is_shown_in_its_last_words(transactional_db, publish, client):
    """Its words are found by search too; a past wording is not."""
    held = official(agreement("ccn-66-avenant-9"))
    whole = {"article": "KALIARTI000000000001"}
    version(
        held, 1, "<p onclick=x>Ornithorynque, à voir@exemple.fr<script>non</script></p>", START, END, **whole
    )
    version(held, 2, "<p>Échidné, au 01 02 03 04 05.</p>", END, **whole)
    told = published(publish, ArticleWording, "html", "text_id")
    assert told == [("<p>Ornithorynque, à [adresse électronique masquée]</p>", None), ("", 100_000)]
    assert published(publish, ArticleText, "html", "anchor") == [
        ("<p>Échidné, au [téléphone masqué].</p>", "article-1er")
    ]
    found = [
        len(client.get("/accords.json", {"q": word}).json()["accords"])
        for word in ("échidné", "ornithorynque")
    ]
    assert found == [1, 0]


def test_a_changed_version_makes_a_new_edition(text, publish):
    row = version(text, 1, "<p>Un mot.</p>", START)
    first = publish()
    assert publish() == first
    row.ends_on = END
    row.save()
    assert publish().number == 2


def test_without_versions_an_edition_has_none(text, publish):
    assert published(publish, ArticleWording, "pk") == []
