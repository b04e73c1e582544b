"""The words of official texts: what is published of them is clean, anchored and found by its words."""

from datetime import date

import pytest
from django.db import connections

from agreements.compiled.articles import ArticleText, clean, plain
from agreements.models import Article, OfficialText
from portal.edition import reader, store
from tests.builders import agreement

HOSTILE = [
    ("<script>alert(1)</script>mot", "mot"),
    ("<ScRiPt src=//x.y></sCrIpT>mot", "mot"),
    ("<style>p{}</style>mot", "mot"),
    ("<p onclick=alert(1)>mot</p>", "<p>mot</p>"),
    ("<p style='color:red' class=x id=y>mot</p>", "<p>mot</p>"),
    ("<img src=x onerror=alert(1)>mot", "mot"),
    ("<a href='javascript:alert(1)'>mot</a>", "mot"),
    ("<a href='https://exemple.fr/'>mot</a>", "mot"),
    ("<a href='/affichCodeArticle.do?x=1' title='Code'>mot</a>", "mot"),
    ("<iframe src='//x.y'></iframe>mot", "mot"),
    ("<svg><script>alert(1)</script></svg>mot", "mot"),
    ("<svg onload=alert(1)>mot", "mot"),
    ("<math><img src=x onerror=alert(1)></math>mot", "mot"),
    ("<object data=x></object><embed src=x>mot", "mot"),
    ("<form action=//x.y><input name=a>mot</form>", "mot"),
    ("<base href=//x.y><meta http-equiv=refresh content=0><link rel=stylesheet href=x>mot", "mot"),
    ("<body onload=alert(1)>mot", "mot"),
    ("<!-- caché -->mot", "mot"),
    ("<td background=//x.y>mot</td>", "mot"),
    ("<p>un<br/>deux</p>", "<p>un<br>deux</p>"),
    ("verres < 5 dioptries", "verres &lt; 5 dioptries"),
    ("verres <dioptries> forts", "verres &lt;dioptries&gt; forts"),
    ("<font color=red>mot</font>", "mot"),
    ("<center><b>Titre</b></center>", "<b>Titre</b>"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "expected"), HOSTILE)
def test_only_named_tags_and_attributes_go_through(html, expected):
    assert clean(html) == expected


def test_tables_are_kept_with_the_span_of_their_cells():
    head = '<tr><th scope="col" colspan="2" width="50">A</th></tr>'
    table = f'<table border="1">{head}<tr><td rowspan="x">1</td></tr></table>'
    assert clean(table) == (
        '<table><tbody><tr><th scope="col" colspan="2">A</th></tr><tr><td>1</td></tr></tbody></table>'
    )


def test_cleaning_what_is_clean_changes_nothing():
    for html, expected in HOSTILE:
        assert clean(expected) == expected, html


def test_a_bomb_of_tags_is_cleaned_in_time():
    assert "<" not in clean("<a" * 50_000).replace("&lt;", "")


def test_the_words_without_their_tags():
    assert plain("<p>L&#39;accord<br>du 2&nbsp;mai</p>").split() == ["L'accord", "du", "2", "mai"]


# -- Published ---------------------------------------------------------------------------------------------


@pytest.fixture
def official(transactional_db):
    text = agreement("ccn-66-avenant-354", number="354", title="Mesures salariales", dated=date(2020, 6, 23))
    held = OfficialText.objects.create(
        agreement=text, kalitext="KALITEXT000000000001", title="Avenant n° 354"
    )
    numbers = ("", "1er", "2", "2", "Annexe 1")
    for position, number in enumerate(numbers):
        Article.objects.create(
            text=held,
            kaliarti=f"KALIARTI{position:012}",
            position=position,
            number=number,
            heading="Ornithorynque" if position == 1 else "",
            html=f"<p onclick=x>Le mot {position}</p><script>non</script>",
        )
    return held


def test_articles_are_published_clean_and_anchored(official, publish):
    publish()
    with reader.reading(store.current()):
        rows = list(ArticleText.objects.using("edition").values_list("anchor", "html"))
    assert [anchor for anchor, _ in rows] == [
        "sans-numero",
        "article-1er",
        "article-2",
        "article-2-2",
        "article-annexe-1",
    ]
    assert rows[0][1] == "<p>Le mot 0</p>"


def test_the_html_of_the_source_is_never_published(official, publish):
    made = publish()
    tables = set(made.counts)
    assert "agreements_articletext" in tables and "agreements_article" not in tables
    assert b"onclick" not in made.path.read_bytes()


def test_words_of_articles_are_found(official, publish, client):
    publish()
    found = client.get("/accords.json", {"q": "ornithorynque"}).json()
    assert [one["identifiant"] for one in found["accords"]] == ["ccn-66-avenant-354"]


def test_a_changed_article_makes_a_new_edition(official, publish):
    first = publish()
    assert publish() == first
    Article.objects.filter(position=0).update(html="<p>Autre</p>")
    assert publish().number == 2
    assert connections["default"].transaction_mode if connections["default"].vendor == "sqlite" else True
