"""Where the words searched stand in the articles: which article a row names, and which passage it shows."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from agreements.models import Article, OfficialText, Synonym
from tests.builders import agreement
from tests.reading import parsed, text

LEGIFRANCE = "https://www.legifrance.gouv.fr"
PADDING = "Les parties se réunissent chaque année pour en faire le bilan. " * 5
ARTICLES = [
    ("1er", "Objet", f"<p>{PADDING}</p><p>L’indemnité est due aux salariés.</p><p>{PADDING}</p>"),
    ("2", "Montant", "<table><tr><td>L’indemnité kilo&shy;métrique</td></tr></table>"),
    (
        "3",
        "Durée",
        "<p>Une indemnité <b>kilométrique</b> &amp; une prime sont versées en PRIMEUR à Paris.</p>",
    ),
    ("", "Ornithorynque", "<p>Rien.</p>"),
    ("5", "", f"<p>{'mot ' * 30_000} tamanoir</p>"),
    ("6", "", '<table><tr><td colspan="2">Le colspan du tableau</td></tr></table>'),
]


@pytest.fixture(scope="module")
def articles(publish_once):
    return publish_once(write_articles)


def write_articles():
    made = agreement("ccn-66-avenant-354", number="354", title="Mesures salariales", dated=date(2020, 6, 23))
    agreement("ccn-66-avenant-355", number="355", title="Une indemnité sans texte", dated=date(2020, 7, 1))
    for number, html in (("356", "<p>Le bilan.</p>"), ("357", "<p>BILAN</p>")):
        other = agreement(f"ccn-66-avenant-{number}", number=number, title="Autre", dated=date(2020, 8, 1))
        short = OfficialText.objects.create(
            agreement=other, kalitext=f"KALITEXT000000000{number}", title="Autre"
        )
        Article.objects.create(text=short, kaliarti=f"KALIARTI000000000{number}", position=0, html=html)
    held = OfficialText.objects.create(
        agreement=made, kalitext="KALITEXT000000000001", title="Avenant n° 354"
    )
    for position, (number, heading, html) in enumerate(ARTICLES):
        Article.objects.create(
            text=held,
            kaliarti=f"KALIARTI{position:012}",
            position=position,
            number=number,
            heading=heading,
            html=html,
        )
    Synonym.objects.create(word="ik", meaning="indemnité kilométrique")


@pytest.fixture
def searched(articles, settings, client):
    settings.EDITIONS_DIR = articles

    def search(q) -> list[tuple[str, str, list[str]]]:
        """For each passage shown: where it leads, what it says, the words that it marks."""
        page = parsed(client.get("/accords/", {"q": q, "perimetre": "tout"}))
        return [
            (row.query("a")[0].attrs["href"], text(row), [text(mark) for mark in row.query("mark")])
            for row in page.query("tr.passage")
        ]

    return search


def test_the_first_article_that_has_the_word(searched):
    ((where, said, marked),) = searched("indemnité ")
    assert where == "/accords/ccn-66-avenant-354/#article-1er"
    assert said.startswith("article 1er – Avenant n° 354 : … ") and said.endswith(" …")
    assert "L’ indemnité est due aux salariés." in said
    assert marked == ["indemnité"]


def test_the_first_article_that_has_all_the_words(searched):
    ((where, said, marked),) = searched("indemnité prime ")
    assert where.endswith("#article-3")
    assert "Une indemnité kilométrique & une prime sont" in said
    assert marked == ["indemnité", "prime", "PRIMEUR"]  # the last word may be a beginning


@pytest.mark.parametrize("typed", ["kilometrique ", "KILOMÉTRIQUES ", "kilomét", "ik "])
def test_the_words_as_they_are_typed(searched, typed):
    ((where, _, marked),) = searched(typed)
    assert where.endswith("#article-2") and "kilométrique" in marked  # where it is cut by what cannot be seen


@pytest.mark.parametrize(
    ("pasted", "page"),
    [
        (f"{LEGIFRANCE}/conv_coll/article/KALIARTI000000000001", "ccn-66-avenant-354/?{}#article-2"),
        (
            "affichIDCCArticle.do?idArticle=KALIARTI000000000002&cidTexte=KALITEXT000000000001",
            "ccn-66-avenant-354/?{}#article-3",
        ),
        (
            f"{LEGIFRANCE}/conv_coll/id/KALITEXT000000000356/?idConteneur=KALICONT000005635407",
            "ccn-66-avenant-356/?{}",
        ),
        ("KALIARTI999999999999 KALITEXT000000000001", None),
    ],
)
def test_a_pasted_address_leads_to_its_article(articles, settings, client, pasted, page):
    settings.EDITIONS_DIR = articles
    answer = client.get("/accords/", {"q": pasted})
    if page is None:
        assert (
            "Rien de ce qui est recensé ne porte l’identifiant KALIARTI999999999999."
            in answer.content.decode()
        )
        assert client.get("/accords.json", {"q": pasted}).json()["total"] == 1
    else:
        assert answer.headers["Location"] == "/accords/" + page.format(urlencode({"cherche": pasted}))


def test_words_of_different_articles_show_the_rarest(searched):
    ((where, _, marked),) = searched("bilan tableau")
    assert where.endswith("#article-6") and marked == ["tableau"]


def test_a_word_of_a_heading(searched):
    ((where, said, marked),) = searched("ornithorynque")
    assert where.endswith("#sans-numero") and "sans numéro" in said and marked == ["Ornithorynque"]


def test_names_of_tags_are_no_words(searched):
    ((_, said, marked),) = searched("colspan ")
    assert marked == ["colspan"] and "Le colspan du tableau" in said


def test_nothing_beyond_what_is_read(searched):
    assert searched("tamanoir") == []


def test_no_passage_where_only_the_title_has_the_word(searched):
    assert searched("salariales ") == []


def test_no_word_no_passage(searched, client):
    assert searched("de la ") == []
    assert b'class="passage"' not in client.get("/accords/?perimetre=tout").content


def test_one_question_for_the_page(searched, client):
    client.get("/accords/?q=indemnité&perimetre=tout")
    with CaptureQueriesContext(connections["edition"]) as asked:
        client.get("/accords/?q=indemnité &perimetre=tout")
    assert sum("agreements_articletext" in query["sql"] for query in asked.captured_queries) == 1


def test_a_word_at_times_in_capitals_is_not_an_acronym(searched):
    """Three texts have « bilan », one of them in capitals: it is searched as the word that it is."""
    assert len(searched("bilan")) == 3
